"""A day of any size from labelled news: articles of the same events, made anew from the passages of its articles."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing.schema.article import Article, Paragraph, ParagraphKind, Timestamp
from briefing.schema.base import SourceMap, Span
from briefing.schema.document import MediaType, SourceRef

_REF = SourceRef(source="benchmark", media_type=MediaType.TEXT, encoding="utf-8", sha256="0" * 64)
_EVENT = 6
"""Articles of an event, as often as not: the day has a sixth as many events as articles."""
_PASSAGES = 5


def recombined(data: Path, count: int, rng: random.Random) -> list[Article]:
    """So many articles of one day. Each event takes its passages from two of the labelled events and words of its own,
    so that events do not grow with the day."""
    rows = _rows(data)
    made: list[Article] = []
    while len(made) < count:
        first, second = rng.sample(rows, 2)
        event, mark = [*first, *second], f"Case {len(made):x}{rng.randrange(16**4):04x}"
        for number in range(min(rng.randint(1, 2 * _EVENT - 1), count - len(made))):
            made.append(_article(event, mark, number, rng))
    return made


def _article(event: Sequence[dict[str, Any]], mark: str, number: int, rng: random.Random) -> Article:
    title = f"{rng.choice(event)['title'] or 'News'}: {mark}"
    passages = [p for row in event for p in row["text"].split(". ") if len(p) > 30] or [event[0]["text"]]
    body = ". ".join(rng.sample(passages, min(_PASSAGES, len(passages)))) + f". It is known as {mark}."
    text = f"{title}\n\n{body}"
    at = len(title) + 2
    return Article(
        id=sha256(f"{mark}{number}{text}".encode()).hexdigest()[:16],
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


def _rows(data: Path) -> list[list[dict[str, Any]]]:
    """The rows of each event."""
    events: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    packed = data.read_bytes()
    for line in (gzip.decompress(packed) if data.suffix == ".gz" else packed).decode().strip().split("\n"):
        row = json.loads(line)
        events[row["event"]].append(row)
    return list(events.values())
