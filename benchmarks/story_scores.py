"""Rows of labelled articles, and how well groups of them agree with the labels: pairwise F1 and B-cubed F1."""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import BaseModel


class Row(BaseModel):
    """A labelled article: ``event`` is the story it tells, ``line`` the running story that the event is part of."""

    id: str
    track: str = "all"
    outlet: str | None = None
    date: str | None = None
    title: str | None = None
    text: str | None = None
    event: str
    line: str | None = None


def load(path: Path) -> list[Row]:
    """Rows of a JSONL file, gzipped or not; ends the program with a clear line where there is none."""
    if not path.is_file():
        typer.echo(f"{path}: no such file; the evaluation data is not part of this repository", err=True)
        raise typer.Exit(3)
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [Row.model_validate_json(line) for line in text.split("\n") if line.strip()]


@dataclass(frozen=True)
class Scores:
    """``lenient`` leaves pairs of one running story but different events out of precision."""

    pairs: int
    pairwise: float
    lenient: float
    b_cubed: float


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(counts: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in counts)


def score(rows: Sequence[Row], story: Mapping[str, object]) -> Scores:
    """Compare ``story`` (by row id) with the events of the rows."""
    told = [story[row.id] for row in rows]
    events = [row.event for row in rows]
    lines = [row.line or row.event for row in rows]
    by_story, by_event = Counter(told), Counter(events)
    both, line_in_story = Counter(zip(told, events, strict=True)), Counter(zip(told, lines, strict=True))
    hits, claimed, true = _pairs(both.values()), _pairs(by_story.values()), _pairs(by_event.values())
    excused = _pairs(line_in_story.values()) - hits
    recall = hits / true if true else 1.0
    precise = hits / claimed if claimed else 1.0
    leniently = hits / (claimed - excused) if claimed > excused else 1.0
    item_precision = sum(both[s, e] / by_story[s] for s, e in zip(told, events, strict=True)) / max(1, len(rows))
    item_recall = sum(both[s, e] / by_event[e] for s, e in zip(told, events, strict=True)) / max(1, len(rows))
    return Scores(true, _f1(precise, recall), _f1(leniently, recall), _f1(item_precision, item_recall))


def by_track(rows: Sequence[Row], story: Mapping[str, object]) -> dict[str, Scores]:
    """The scores of each track by itself, and ``mean``: over the tracks with at least 100 true pairs."""
    tracks: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        tracks[row.track].append(row)
    scores = {track: score(tracks[track], story) for track in sorted(tracks)}
    full = [s for s in scores.values() if s.pairs >= 100]
    if full:
        scores["mean"] = Scores(
            sum(s.pairs for s in full),
            sum(s.pairwise for s in full) / len(full),
            sum(s.lenient for s in full) / len(full),
            sum(s.b_cubed for s in full) / len(full),
        )
    return scores
