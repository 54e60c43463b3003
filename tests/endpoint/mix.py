"""Scripts for many articles: sound drafts, a fault for one of them, or a seeded mix of faults."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from briefing.llm.envelope import unwrap
from tests.endpoint.answers import Answer, FaultKind, answer_with, fault
from tests.endpoint.articles import draft
from tests.endpoint.server import Script, Seen


def article_of(seen: Seen) -> str | None:
    """The article in a request, whichever API it came by."""
    for message in seen.body.get("messages", []):
        content = message.get("content")
        parts = content if isinstance(content, list) else [{"text": content}]
        for part in parts:
            text = unwrap(str(part.get("text", "")))
            if text is not None:
                return text
    return None


@lru_cache(maxsize=4096)
def sound(article: str | None) -> str:
    """The draft of an article; an empty object where there is none."""
    return draft(article) if article else "{}"


def drafts(delay: float = 0.0) -> Script:
    """Answers every request with the draft of its article."""
    return lambda seen: answer_with(sound(article_of(seen)), delay=delay)


def spoiled(kind: FaultKind, marker: str, *, times: int | None = None) -> Script:
    """The fault for requests whose article holds ``marker``, at most ``times`` of them; drafts for all others."""
    left = Counter({marker: times if times is not None else 1_000_000})

    def script(seen: Seen) -> Answer:
        article = article_of(seen)
        reply = sound(article)
        if article and marker in article and left[marker] > 0:
            left[marker] -= 1
            return fault(kind, reply)
        return answer_with(reply)

    return script


def seeded_mix(seed: int, share: float, kinds: Sequence[FaultKind], *, delay: float = 0.0) -> Script:
    """Each attempt is spoiled with probability ``share``, by the seed, its article and how often that was asked.

    What happens to an article does not depend on the order in which others arrive.
    """
    asked: Counter[str] = Counter()

    def script(seen: Seen) -> Answer:
        article = article_of(seen) or ""
        asked[article] += 1
        reply = sound(article)
        if share == 0:
            return answer_with(reply, delay=delay)
        rng = random.Random(f"{seed}/{asked[article]}/{article}")
        if rng.random() < share:
            return fault(rng.choice(list(kinds)), reply)
        return answer_with(reply, delay=delay)

    return script
