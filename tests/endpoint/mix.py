"""Scripts for many articles: sound drafts, a fault for one of them, or a seeded mix of faults."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from briefing.llm.envelope import unwrap
from tests.endpoint.answers import TRANSIENT, Answer, FaultKind, answer_with, fault
from tests.endpoint.articles import draft
from tests.endpoint.asked import STOOD_BY, Asked, asked_for, objecting, properties_of
from tests.endpoint.server import Script, Seen

MIXED = (*TRANSIENT, FaultKind.TRUNCATED, FaultKind.NOT_JSON, FaultKind.WRONG_SCHEMA, FaultKind.EMPTY)
"""Faults of a mix: those that pass, and replies that are no use."""


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


def _foreign(seen: Seen) -> str:
    """An answer in the shape of langextract, whose prompt ends with the text as a question; else an empty object."""
    if "extractions" not in seen.prompt:
        return "{}"
    text = seen.prompt.rpartition("Q: ")[2]
    first = text[: text.find(". ") + 1] or text[:100]
    return json.dumps({"extractions": [{"offer": first, "offer_attributes": {}}]}, ensure_ascii=False)


def reply_to(seen: Seen) -> str:
    """What a model replies that drafts well, objects to nothing and stands by what it wrote."""
    match asked_for(properties_of(seen.body), seen.texts):
        case Asked.PROOF:
            return objecting()
        case Asked.CORRECTION:
            return STOOD_BY
    return sound(article_of(seen))


def drafts(delay: float = 0.0) -> Script:
    """Answers every request with `reply_to` it."""
    return lambda seen: answer_with(reply_to(seen), delay=delay)


def spoiled(kind: FaultKind, marker: str, *, times: int | None = None) -> Script:
    """The fault for requests whose article holds ``marker``, at most ``times`` of them; drafts for all others."""
    left = Counter({marker: times if times is not None else 1_000_000})

    def script(seen: Seen) -> Answer:
        article = article_of(seen)
        reply = reply_to(seen)
        if article and marker in article and left[marker] > 0:
            left[marker] -= 1
            return fault(kind, reply)
        return answer_with(reply)

    return script


def drawn(seed: int, share: float, kinds: Sequence[FaultKind], article: str, attempt: int) -> FaultKind | None:
    """What the mix does to an article's request number ``attempt`` (from 1); None lets it pass.

    It does not depend on the order in which others arrive.
    """
    rng = random.Random(f"{seed}/{attempt}/{article}")
    return rng.choice(list(kinds)) if rng.random() < share else None


def seeded_mix(seed: int, share: float, kinds: Sequence[FaultKind], *, delay: float = 0.0) -> Script:
    """Each request is spoiled with probability ``share``, as `drawn` says."""
    asked: Counter[str] = Counter()

    def script(seen: Seen) -> Answer:
        article = article_of(seen) or ""
        asked[article] += 1
        reply = reply_to(seen) if article else _foreign(seen)
        kind = drawn(seed, share, kinds, article, asked[article]) if share else None
        return fault(kind, reply) if kind else answer_with(reply, delay=delay)

    return script
