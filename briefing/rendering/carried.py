"""Statuses that a page holds from earlier days: of which day, by whose answer, and to what words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from briefing.rendering.words import listed, quoted, short_date, shorten
from briefing.schema.briefing import StoryOffer
from briefing.schema.ledger import LedgerEntry, held_since


@dataclass(frozen=True, slots=True)
class CarriedStatus:
    """Where an offer stands by another day than the page's, told for the page.

    ``since`` stands behind the status, ``said`` is a sentence on what it rests on, ``day`` how the page calls that day.
    """

    day: str
    since: str
    said: str


def carried_status(offer: StoryOffer, today: date, known: Mapping[str, LedgerEntry]) -> CarriedStatus | None:
    """What the status of an offer rests on where no source of the page says it; None where one does.

    ``known`` are the entries that the ledger held before the day, by id: where it kept none, the day alone is told.
    """
    since = held_since(offer.status_reason)
    if since is None or since >= today:
        return None
    day = short_date(since, today)
    return CarriedStatus(day, f"since {day}, not by these sources", _rests_on(offer.id, since, day, known))


def _rests_on(ident: str, since: date, day: str, known: Mapping[str, LedgerEntry]) -> str:
    entry = known.get(ident)
    state = next((s for s in reversed(entry.history) if s.day == since), None) if entry else None
    if state is None:
        return f"Held from the page of {day}"
    to = f" to {quoted(shorten(state.text))}"
    if state.editor is not None:
        return f"Held since {day}, as an editor set it for {quoted(shorten(state.text))}"
    answers = [known[each] for each in state.by if each in known and known[each].party]
    if not answers:
        return f"Held from the page of {day}, whose sources said it of {quoted(shorten(state.text))}"
    told = listed(f"{each.party} ({each.id})" for each in answers)
    return f"Held from the page of {day}: by the answer of {told}{to}"
