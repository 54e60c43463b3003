"""The book as editors corrected it. What was recorded stays as it is: corrections are laid over it, and taken off."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import Any

from briefing.ledger._book import PREFIX, Book, number_of
from briefing.ledger._statuses import advance
from briefing.schema.corrections import Correction, CorrectionKind
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerState
from briefing.schema.terms import OfferStatus
from briefing.schema.verdict import Evidence

_REFERENCES = ("answers", "version_of", "perhaps")
_LISTS = ("forms", "addressees", "wordings", "also_answers")


def corrected(book: Book, corrections: Iterable[Correction], *, fold: bool = True) -> Book:
    """A book with all corrections that were not undone, in the order in which they were made.

    Args:
        fold: False where entries that are one should still be known by the words of each: to link a day to them.
    """
    every = sorted((each for each in corrections if not each.of_actor), key=lambda each: each.number)
    made = tuple(each for each in every if each.undone is None)
    if not every:
        return book
    entries = dict(book.entries)
    for each in made:
        match each.kind:
            case CorrectionKind.LINK if fold:
                _fold(entries, each)
            case CorrectionKind.SPLIT:
                _split(entries, each)
            case CorrectionKind.STATUS:
                _set_status(entries, each)
    last = dict(book.last)
    for each in every:  # an id that was given is never given again, though what gave it was undone
        if each.kind is CorrectionKind.SPLIT and each.other:
            last[each.other[0]] = max(last.get(each.other[0], 0), number_of(each.other))
    return replace(book, entries=entries, last=dict(sorted(last.items())), corrections=made)


def uncorrected(entry: LedgerEntry, shown: LedgerEntry | None, held: LedgerEntry | None) -> LedgerEntry:
    """What a day adds to an entry, without what only corrections say of it.

    Args:
        shown: the entry as it was shown to the day, corrected.
        held: the entry as it is recorded.
    """
    if shown is None or held is None or shown is held:
        return entry
    fields: dict[str, Any] = {}
    for name in LedgerEntry.model_fields:
        now, before = getattr(entry, name), getattr(shown, name)
        if name in _LISTS:
            known = getattr(held, name)
            fields[name] = (*known, *(each for each in now if each not in before and each not in known))
        elif name != "states" and now == before:
            fields[name] = getattr(held, name)
    return entry.model_copy(update=fields)


def part_of(entry: LedgerEntry, correction: Correction) -> LedgerEntry | None:
    """The entry that a split makes of another; None where nothing was told of that in its days."""
    states = tuple(state for state in entry.states if _is_parted(state, correction))
    if not states or correction.other is None:
        return None
    own = {"id": correction.other, "version_of": None, "perhaps": None, "states": states}
    return entry.model_copy(update={**own, "wordings": tuple(dict.fromkeys(state.text for state in states))})


def _split(entries: dict[str, LedgerEntry], correction: Correction) -> None:
    entry, other = entries.get(correction.entry), correction.other
    part = part_of(entry, correction) if entry else None
    if entry is None or other is None or part is None:
        return
    kept = tuple(state for state in entry.states if not _is_parted(state, correction))
    said = {state.text for state in kept}
    wordings = tuple(each for each in entry.wordings if each in said or each not in part.wordings)
    if kept:
        entries[entry.id] = entry.model_copy(update={"states": kept, "wordings": wordings})
    else:
        del entries[entry.id]
    later = entries.get(other)
    entries[other] = _joined(part, later) if later else part
    for ident, each in list(entries.items()):
        if entry.id in each.all_answers and ident != other and _is_parted(each.states[0], correction):
            led = [other if one == entry.id else one for one in each.also_answers]
            answers = other if each.answers == entry.id else each.answers
            entries[ident] = each.model_copy(update={"answers": answers, "also_answers": tuple(led)})


def _is_parted(state: LedgerState, correction: Correction) -> bool:
    return correction.since is not None and correction.since <= state.day <= correction.day


def _fold(entries: dict[str, LedgerEntry], correction: Correction) -> None:
    name, other = correction.entry, entries.pop(correction.other or "", None)
    if other is None:
        return
    if name in entries:
        entries[name] = _joined(entries[name], other)
    else:
        entries[name] = other.model_copy(update={"id": name})
    for ident, each in list(entries.items()):
        led: dict[str, Any] = {
            ref: name if ident != name else None for ref in _REFERENCES if getattr(each, ref) in (other.id, ident)
        }
        if other.id in each.also_answers:
            led["also_answers"] = tuple(name if one == other.id else one for one in each.also_answers)
        if led:
            entries[ident] = each.model_copy(update=led)


def _joined(one: LedgerEntry, other: LedgerEntry) -> LedgerEntry:
    """Both as the first of them."""
    fields: dict[str, Any] = {
        name: getattr(one, name) or getattr(other, name) for name in (*_REFERENCES, "due", "conditions")
    }
    fields |= {
        name: tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name)))) for name in ("forms", "wordings")
    }
    known = {party.side for party in one.addressees}
    fields["addressees"] = (*one.addressees, *(party for party in other.addressees if party.side not in known))
    return one.model_copy(update={**fields, "states": _in_turn(one.kind, (*one.states, *other.states))})


def _in_turn(kind: EntryKind, states: Iterable[LedgerState]) -> tuple[LedgerState, ...]:
    """The states of both by day, one a day beside an editor's; a mention takes nothing back that was answered."""
    found: list[LedgerState] = []
    for each in sorted(states, key=lambda each: (each.day, each.editor is not None)):
        last = found[-1] if found else None
        state = _after(last, each) if last and kind is EntryKind.OFFER and each.editor is None else each
        if last and last.day == state.day and last.editor is state.editor is None:
            found[-1] = _of_one_day(last, state)
        else:
            found.append(state)
    return tuple(found)


def _after(last: LedgerState, state: LedgerState) -> LedgerState:
    answers = (OfferStatus(state.status),) if state.by else ()
    status = advance(OfferStatus(last.status), OfferStatus(state.status), answers)
    return state.model_copy(update={"status": status.value})


def _of_one_day(one: LedgerState, other: LedgerState) -> LedgerState:
    evidence: dict[Evidence, None] = dict.fromkeys((*one.evidence, *other.evidence))
    return other.model_copy(
        update={
            "text": one.text if one.reported else other.text,
            "reported": one.reported or other.reported,
            "by": tuple(dict.fromkeys((*one.by, *other.by))),
            "evidence": tuple(evidence),
        }
    )


def _set_status(entries: dict[str, LedgerEntry], correction: Correction) -> None:
    entry = entries.get(correction.entry)
    before = [state for state in entry.states if state.day <= correction.day] if entry else []
    if entry is None or not before or correction.status is None:
        return
    text = next((state.text for state in reversed(before) if state.reported), before[-1].text)
    state = LedgerState(day=correction.day, status=correction.status, text=text, reported=False, editor=correction.by)
    later = entry.states[len(before) :]
    entries[entry.id] = entry.model_copy(update={"states": (*before, state, *later)})


def next_id(book: Book, kind: EntryKind) -> str:
    """An id that no entry has."""
    return f"{PREFIX[kind]}{book.last.get(PREFIX[kind], 0) + 1}"


def shown_corrections(corrections: Iterable[Correction], entries: Container[str]) -> tuple[Correction, ...]:
    """The corrections that concern some entries."""
    return tuple(each for each in corrections if each.entry in entries or (each.other or "") in entries)
