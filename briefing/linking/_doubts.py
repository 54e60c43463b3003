"""Links that a rule finds odd. A rule is asked for a warning and never for a veto: names, amounts and words of one
offer differ from day to day, so whoever linked is asked once more, and what it then says stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from briefing.language.names import fold, same_actor
from briefing.linking._parts import DayPart, ListedItem
from briefing.linking._planting import amounts
from briefing.linking._replies import AnsweredLinks
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import ShownEntry
from briefing.schema.terms import OfferStatus

_RATE = re.compile(r"[^\S\n]*(?:a|an|per|each)[^\S\n]+(?P<what>[a-z]{2,20})", re.IGNORECASE)
"""What stands behind an amount that is one of many: ``a share``, ``per tonne``."""

Amount = tuple[str, str, float]
"""Its unit, what it is per, its value."""


_OVER = frozenset({"accepted", "rejected", "withdrawn", "lapsed"})
"""Statuses after which what is open or planned is mostly another offer."""
_BEGINNING = frozenset({OfferStatus.OPEN, OfferStatus.PLANNED})


TIED = "its draft ties it to an offer of the day that is another entry"
"""Of an answer. Whoever drafted saw the article and who links does not: of 48 answers of two threads that their drafts
tied to an offer of their article, all were fair. So where who links stands by another one, the draft's holds."""


def doubts(said: AnsweredLinks, part: DayPart) -> dict[str, str]:
    """By the keys of offers and answers, what is odd about the known entry that they are linked to: in words of ours
    alone, since they are put to the model outside of all marks."""
    known = {entry.id: entry for entry in part.entries}
    known |= {
        version.id: entry.model_copy(update={"text": version.text, "amounts": (), "status": version.status})
        for entry in part.entries
        for version in entry.earlier
    }
    found = {}
    for item in part.items(EntryKind.OFFER):
        entry = known.get(said.entries.get(item.key, ""))
        if entry and item.planted is None and (why := _odd_offer(item, entry)):
            found[item.key] = why
    for item in part.items(EntryKind.RESPONSE):
        if item.key in said.responses and (why := _odd_answer(item, said, known)):
            found[item.key] = why
    return found


def _odd_offer(item: ListedItem, entry: ShownEntry) -> str | None:
    if item.names and not _shares_a_name(item, entry):
        return "nobody in the entry has a name like that of the offerer"
    ours = _measured(item.words)
    theirs = frozenset(chain.from_iterable(map(_measured, (entry.text, *entry.amounts))))
    for kind in sorted({amount[:2] for amount in ours} & {amount[:2] for amount in theirs}):
        one, other = ({each for each in held if each[:2] == kind} for held in (ours, theirs))
        if one.isdisjoint(other):
            return "its amounts differ from all that were told of the entry"
    if item.status in _BEGINNING and entry.status in _OVER:
        return f"its article has it as {item.status}, and the entry was {entry.status} before"
    return None


def _odd_answer(item: ListedItem, said: AnsweredLinks, known: Mapping[str, ShownEntry]) -> str | None:
    answers = said.responses[item.key].answers
    tied = {said.entries[key] for key in item.tied if key in said.entries}
    if answers and tied and tied.isdisjoint(answers):
        return TIED
    for entry in (known[each] for each in answers if each in known):
        if item.names and not _shares_a_name(item, entry):
            return "nobody in the entry has a name like that of who answers"
    return None


def _shares_a_name(item: ListedItem, entry: ShownEntry) -> bool:
    """Whether a name of a party is that of anybody of an entry, or shares a word with one."""
    known = (*entry.parties, *entry.others, *(tie.party for tie in entry.ties))
    words = set(chain.from_iterable(fold(name).split() for name in (*known, entry.text)))
    return any(
        not words.isdisjoint(fold(name).split()) or any(same_actor(name, each) for each in known) for name in item.names
    )


def _measured(text: str) -> frozenset[Amount]:
    return frozenset(
        (str(number.unit), rate["what"].casefold() if (rate := _RATE.match(text, number.end)) else "", number.value)
        for number in amounts(text)
    )
