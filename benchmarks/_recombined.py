"""A day of any size from labelled news: articles of made events, from the passages of labelled ones."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from briefing.language.topics import STOPWORDS, fold, stem
from briefing.schema.article import Article, Paragraph, ParagraphKind, Timestamp
from briefing.schema.base import SourceMap, Span
from briefing.schema.document import MediaType, SourceRef
from briefing.stories._grouping._model import load_weights

_REF = SourceRef(source="benchmark", media_type=MediaType.TEXT, encoding="utf-8", sha256="0" * 64)
_EVENT = 6
"""Articles of an event, as often as not: the day has a sixth as many events as articles."""
_PASSAGES = 5
_OWN = 0.5
"""Of an event's words that are neither names nor common, those which are its own: with half of them, events of 5,000
to 20,000 articles are about as alike as the labelled ones are."""
_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")

Row = dict[str, Any]
Telling = Callable[[str, str], tuple[str, str]]
"""What an event makes of a title and a body."""


def recombined(data: Path, count: int, rng: random.Random) -> list[Article]:
    """So many articles of one day. Each event takes its passages from two of the labelled events and tells them in
    names, numbers and words of its own, so that events share few passages, however many there are."""
    rows = _rows(data)
    words = _Words(rows)

    def of_its_own(_: str) -> Telling:
        own = words.own(rng)
        return lambda title, body: (own(title), f"{own(body)}.")

    return _made(rows, count, rng, of_its_own)


def overlapping(data: Path, count: int, rng: random.Random) -> list[Article]:
    """The same with the very passages of the labelled events and a mark for each: harder than any day of news, since
    the more events there are, the more of them share passages."""

    def marked(mark: str) -> Telling:
        return lambda title, body: (f"{title}: {mark}", f"{body}. It is known as {mark}.")

    return _made(_rows(data), count, rng, marked)


def _made(
    rows: Sequence[Sequence[Row]], count: int, rng: random.Random, telling: Callable[[str], Telling]
) -> list[Article]:
    made: list[Article] = []
    while len(made) < count:
        first, second = rng.sample(rows, 2)
        event, mark = [*first, *second], f"Case {len(made):x}{rng.randrange(16**4):04x}"
        tell = telling(mark)
        for number in range(min(rng.randint(1, 2 * _EVENT - 1), count - len(made))):
            made.append(_article(event, tell, f"{mark}{number}", rng))
    return made


def _article(event: Sequence[Row], tell: Telling, name: str, rng: random.Random) -> Article:
    title = rng.choice(event)["title"] or "News"
    passages = [p for row in event for p in row["text"].split(". ") if len(p) > 30] or [event[0]["text"]]
    title, body = tell(title, ". ".join(rng.sample(passages, min(_PASSAGES, len(passages)))))
    text = f"{title}\n\n{body}"
    at = len(title) + 2
    return Article(
        id=sha256(f"{name}{text}".encode()).hexdigest()[:16],
        ref=_REF,
        outlet=f"Outlet {rng.randrange(400)}",
        title=title,
        published=Timestamp(day=date(2026, 1, 5)),
        language="en",
        text=text,
        paragraphs=(
            Paragraph(span=Span(start=0, end=len(title)), kind=ParagraphKind.TITLE),
            Paragraph(span=Span(start=at, end=len(text)), kind=ParagraphKind.BODY),
        ),
        source_map=SourceMap(runs=()),
    )


class _Words:
    """The names and the uncommon words of the rows, to be drawn as often as they stand there."""

    def __init__(self, rows: Sequence[Sequence[Row]]) -> None:
        known = load_weights()
        self._common = {word for word, count in known.counts.items() if count > known.documents // 20}
        names: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        for text in (row["text"] for event in rows for row in event):
            for found in _WORD.finditer(text):
                word = found.group()
                if word[0].isupper() and not text[: found.start()].rstrip('"“” ').endswith((".", "!", "?", ":", "\n")):
                    names.update((word,) if self._tells(word) else ())
                elif self._tells(word) and self._uncommon(word):
                    plain.update((word.lower(),))
        self._names = _Drawn(names)
        self._plain = _Drawn(plain)

    def own(self, rng: random.Random) -> Callable[[str], str]:
        """What puts an event's own words into its texts, the same wherever a word stands."""
        drawn: dict[str, str | None] = {}

        def other(found: re.Match[str]) -> str:
            word = found.group()
            if word.lower() not in drawn:
                drawn[word.lower()] = self._other(word, rng)
            new = drawn[word.lower()] or word
            return new[0].upper() + new[1:] if word[0].isupper() else new

        return lambda text: _WORD.sub(other, text)

    def _other(self, word: str, rng: random.Random) -> str | None:
        """None where an event keeps a word."""
        if any(c.isdigit() for c in word):
            return "".join(rng.choice("123456789") if c.isdigit() else c for c in word)
        if not self._tells(word):
            return None
        if word[0].isupper() and word in self._names.words:
            return self._names.draw(rng)
        return self._plain.draw(rng) if self._uncommon(word) and rng.random() < _OWN else None

    def _tells(self, word: str) -> bool:
        return len(word) > 1 and fold(word) not in STOPWORDS and not any(c.isdigit() for c in word)

    def _uncommon(self, word: str) -> bool:
        return stem(fold(word)) not in self._common


class _Drawn:
    """Words to be drawn by their counts."""

    def __init__(self, counts: Counter[str]) -> None:
        self.words = dict.fromkeys(sorted(counts))
        self._list, self._sums = list(self.words), list(accumulate(counts[word] for word in self.words))

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self._list, cum_weights=self._sums)[0]


def _rows(data: Path) -> list[list[Row]]:
    """The rows of each event."""
    events: defaultdict[str, list[Row]] = defaultdict(list)
    packed = data.read_bytes()
    for line in (gzip.decompress(packed) if data.suffix == ".gz" else packed).decode().strip().split("\n"):
        row = json.loads(line)
        events[row["event"]].append(row)
    return list(events.values())
