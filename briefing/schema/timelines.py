"""An offer, a question or a running story over days: each step with its words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from briefing.schema.base import Model
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import EntryKind, LedgerEntry

_KINDS = tuple(EntryKind)


class TimelineStep(Model):
    """A status that an entry came to on a day: from ``before`` (None at first), by the entries ``by`` or an editor."""

    day: date
    entry: str
    kind: EntryKind
    party: str | None = None
    text: str
    before: str | None = None
    status: str
    by: tuple[str, ...] = ()
    editor: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Timeline(Model):
    """What became of ``id`` and of all that belongs to it, day by day."""

    id: str
    title: str
    steps: tuple[TimelineStep, ...]


def timeline_of(ident: str, title: str, entries: Iterable[LedgerEntry]) -> Timeline:
    """The steps of some entries in the order of days; on a day offers first, then answers, then questions."""
    steps = [step for entry in entries for step in _steps(entry)]
    steps.sort(key=lambda step: (step.day, _KINDS.index(step.kind), int(step.entry[1:])))
    return Timeline(id=ident, title=title, steps=tuple(steps))


def _steps(entry: LedgerEntry) -> Iterable[TimelineStep]:
    before: str | None = None
    for state in entry.history:
        yield TimelineStep(
            day=state.day,
            entry=entry.id,
            kind=entry.kind,
            party=entry.party,
            text=state.text,
            before=before,
            status=state.status,
            by=state.by,
            editor=state.editor,
            evidence=state.evidence,
        )
        before = state.status
