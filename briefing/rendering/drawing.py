"""The offers of a story over days, as a drawing for the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.rendering.words import short_date, status_words
from briefing.schema.briefing import BriefingData, Story
from briefing.schema.ledger import EntryKind

_LEFT, _RIGHT, _TOP, _LANE = 60, 660, 24, 34
_MOST_LANES = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A status on the lane of an offer; ``label`` names it, ``title`` says all of it."""

    x: int
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    y: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Offers of a story over days, from left to right by date."""

    width: int
    height: int
    first: str
    last: str
    lanes: tuple[Lane, ...]
    more: int
    """Offers that are left out."""

    left: int = _LEFT
    right: int = _RIGHT


def drawing_of(data: BriefingData, story: Story) -> Drawing | None:
    """The offers of a story over days, by what the ledger knew before the page's day and the page tells; None where
    all of it is of one day."""
    lanes = _statuses(data, story)
    days = sorted({day for told in lanes.values() for day, _ in told})
    if len(days) < 2:
        return None
    first, last = days[0], days[-1]
    scale = (_RIGHT - _LEFT) / (last - first).days
    shown = sorted(lanes, key=lambda ident: int(ident[1:]))
    drawn = tuple(
        Lane(
            ident,
            _TOP + _LANE * (place + 1),
            tuple(
                Mark(
                    _LEFT + round((day - first).days * scale),
                    status.replace("_", " "),
                    f"{ident}, {short_date(day, data.date)}: {status_words(status)}",
                )
                for day, status in lanes[ident]
            ),
        )
        for place, ident in enumerate(shown[:_MOST_LANES])
    )
    return Drawing(
        width=_RIGHT + 80,
        height=_TOP + _LANE * (len(drawn) + 1),
        first=short_date(first, data.date),
        last=short_date(last, data.date),
        lanes=drawn,
        more=max(len(shown) - _MOST_LANES, 0),
    )


def _statuses(data: BriefingData, story: Story) -> dict[str, list[tuple[date, str]]]:
    """The days on which each offer came to another status."""
    here = {offer.id: offer.status.value for offer in story.offers}
    found: dict[str, list[tuple[date, str]]] = {}
    for entry in data.known.entries if data.known else ():
        if entry.kind is EntryKind.OFFER and (entry.id in here or entry.story == story.id):
            steps = [(state.day, state.status) for state in entry.history if state.day < data.date]
            if steps:
                found[entry.id] = steps
    for ident, status in here.items():
        steps = found.setdefault(ident, [])
        if not steps or steps[-1][1] != status:
            steps.append((data.date, status))
    return found
