"""What an editor asks for of an entry or an actor, as a correction that makes sense, or refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NoReturn

from pydantic import ValidationError

from briefing.characters import shown
from briefing.errors import UsageError
from briefing.ledger._actors import identity_of, parted, standing
from briefing.ledger._book import Book
from briefing.ledger._correcting import next_id, part_of
from briefing.ledger._names import ActorMention
from briefing.schema.corrections import Correction, CorrectionKind, names_now
from briefing.schema.ledger import EntryKind, LedgerEntry, QuestionStatus
from briefing.schema.terms import OfferStatus, Stance

_STATUSES: dict[EntryKind, type[StrEnum]] = {
    EntryKind.OFFER: OfferStatus,
    EntryKind.RESPONSE: Stance,
    EntryKind.QUESTION: QuestionStatus,
}

_A = {EntryKind.OFFER: "an offer", EntryKind.RESPONSE: "a response", EntryKind.QUESTION: "a question"}
_CALLED = {"by": "the name of who corrects", "name": "the name", "note": "the note"}
_SHOWN = 80


def wanted_of(
    made: Sequence[Correction], asked: dict[str, Any], *, day: date | None, by: str, now: datetime
) -> Correction:
    """What is asked for as a correction, with its number.

    Args:
        made: all corrections so far, with those that were undone.
        asked: kind, entry and what else belongs to the kind.
        day: the latest recorded day.

    Raises:
        UsageError: it is no correction.
    """
    if day is None:
        raise UsageError("the ledger holds no day yet: there is nothing to correct")
    number = max((each.number for each in made), default=0) + 1
    try:
        return Correction.model_validate({**asked, "number": number, "day": day, "by": by, "made": now})
    except ValidationError as error:
        raise _refused(error) from error


def _refused(error: ValidationError) -> UsageError:
    """What is wrong with the first field that is, in words: whoever corrects knows no patterns."""
    fault = error.errors(include_url=False)[0]
    field, given = str(fault["loc"][0]), fault["input"]
    value = shown(repr(given))[:_SHOWN]
    hint = None
    if field in ("entry", "other"):
        told = f"{value} is no id of an entry or an actor"
        hint = "ids are such as O3 or P7: `briefing ledger` lists entries, `briefing ledger actors` those who act"
    elif fault["type"] == "string_too_short":
        told = f"{_CALLED.get(field, field)} is empty"
    elif fault["type"] == "string_too_long":
        told = f"{_CALLED.get(field, field)} has {len(given)} characters: {fault['ctx']['max_length']} are the most"
    elif fault["type"] == "string_pattern_mismatch":
        told = f"{_CALLED.get(field, field)} holds a line break or another control character: {value}"
    elif fault["type"] == "value_error":
        told = f"{_CALLED.get(field, field)} {fault['ctx']['error']}: {value}"
    else:
        told = f"{field}: {fault['msg']}"
    return UsageError(told, hint=hint)


def correction_of(book: Book, made: Sequence[Correction], wanted: Correction) -> Correction:
    """The correction of an entry that is asked for, where it makes sense.

    Args:
        book: the ledger as it is corrected so far.
        made: all corrections so far, with those that were undone.

    Raises:
        UsageError: it makes no sense.
    """
    entry = _entry(book, made, wanted.entry)
    _refuse_wordless(wanted)
    match wanted.kind:
        case CorrectionKind.LINK if (wanted.other or "").startswith("P"):
            raise UsageError(f"{entry.id} is {_A[entry.kind]}, {wanted.other} an actor: they can't be one")
        case CorrectionKind.LINK:
            _refuse_link(entry, _entry(book, made, wanted.other or ""))
        case CorrectionKind.SPLIT if wanted.name:
            raise UsageError(f"{entry.id} has no names to be split by", hint="name the first day of the new one")
        case CorrectionKind.SPLIT:
            wanted = wanted.model_copy(update={"other": next_id(book, entry.kind)})
            _refuse_split(entry, wanted)
        case CorrectionKind.STATUS:
            _refuse_status(entry, wanted.status or "")
        case CorrectionKind.RENAME:
            raise UsageError(f"{entry.id} has no name", hint="actors have one, such as P3")
    return wanted


def _entry(book: Book, made: Sequence[Correction], ident: str) -> LedgerEntry:
    return book.entries.get(ident) or _refuse_unknown(ident, made)


def _refuse_unknown(ident: str, made: Sequence[Correction], hint: str | None = None) -> NoReturn:
    """Say what became of an entry or an actor that the ledger does not hold."""
    if now := names_now(made).get(ident):
        raise UsageError(
            f"{ident} is held to be {now}: there is no {ident} any more", hint=f"correct {now}, or undo that"
        )
    raise UsageError(f"the ledger holds no {ident or 'entry without an id'}", hint=hint)


def _refuse_wordless(wanted: Correction) -> None:
    if wanted.note:
        return
    if wanted.kind is CorrectionKind.NOTE:
        raise UsageError("a note without words")
    if wanted.kind is CorrectionKind.STRIKE:
        raise UsageError("a strike without a reason")


def _refuse_link(entry: LedgerEntry, other: LedgerEntry) -> None:
    if entry.id == other.id:
        raise UsageError(f"{entry.id} is {entry.id} already")
    if entry.kind is not other.kind:
        raise UsageError(f"{entry.id} is {_A[entry.kind]}, {other.id} {_A[other.kind]}: they can't be one")
    if entry.kind is EntryKind.RESPONSE:
        raise UsageError("responses are not linked", hint="link the offers that they answer")
    if entry.kind is EntryKind.OFFER and (entry.answers == other.id or other.answers == entry.id):
        raise UsageError(f"one of {entry.id} and {other.id} counters the other: no offer counters itself")


def _refuse_split(entry: LedgerEntry, wanted: Correction) -> None:
    if entry.kind is EntryKind.RESPONSE:
        raise UsageError("responses are not split", hint="split the offer that they answer")
    if wanted.since is None:
        raise UsageError(f"since when {entry.id} is another one is not said", hint="name the first day of the new one")
    if wanted.since <= entry.opened:
        raise UsageError(f"{entry.id} was told of first on {entry.opened}: nothing would be left of it")
    if part_of(entry, wanted) is None:
        raise UsageError(f"nothing was told of {entry.id} from {wanted.since} on, up to {wanted.day}")


def _refuse_status(entry: LedgerEntry, status: str) -> None:
    known = [each.value for each in _STATUSES[entry.kind]]
    if status not in known:
        raise UsageError(f"no {entry.kind.value} is {status!r}", hint=f"there are: {', '.join(known)}")
    if entry.status == status:
        raise UsageError(f"{entry.id} is {status} already")


def correction_of_actor(
    wanted: Correction, made: Sequence[Correction], mentions: Sequence[ActorMention], last: int
) -> Correction:
    """The correction of an actor that is asked for, where it makes sense.

    Args:
        made: all corrections so far, with those that were undone.
        mentions: all mentions of the ledger.
        last: the highest number that an identity has.

    Raises:
        UsageError: it makes no sense.
    """
    own = _own(wanted.entry, made, mentions)
    _refuse_wordless(wanted)
    match wanted.kind:
        case CorrectionKind.LINK:
            _refuse_actor_link(wanted, made, mentions)
        case CorrectionKind.SPLIT:
            _refuse_actor_split(wanted, own)
            return wanted.model_copy(update={"other": f"P{last + 1}"})
        case CorrectionKind.RENAME if not wanted.name:
            raise UsageError(f"what {wanted.entry} is called is not said")
        case CorrectionKind.STATUS:
            raise UsageError(
                f"{wanted.entry} is an actor: it has no status", hint="statuses are of offers and questions"
            )
    return wanted


def _own(ident: str, made: Sequence[Correction], mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions of an identity."""
    held = standing(made)
    own = [mention for mention in mentions if identity_of(mention, held) == ident]
    return own or _refuse_unknown(ident, made, "`briefing ledger actors` lists who acts in it")


def _refuse_actor_link(wanted: Correction, made: Sequence[Correction], mentions: Sequence[ActorMention]) -> None:
    other = wanted.other or ""
    if not other.startswith("P"):
        raise UsageError(f"{wanted.entry} is an actor, {other or 'the other'} is none: they can't be one")
    if other == wanted.entry:
        raise UsageError(f"{other} is {other} already")
    _own(other, made, mentions)


def _refuse_actor_split(wanted: Correction, own: Sequence[ActorMention]) -> None:
    ident = wanted.entry
    if wanted.since is None and wanted.name is None:
        raise UsageError(
            f"what of {ident} is another one is not said", hint="name the first day of the other (--from), or its name"
        )
    going = [mention for mention in own if parted(mention, wanted)]
    if not going:
        called = f" as {wanted.name!r}" if wanted.name else ""
        since = f" from {wanted.since} on" if wanted.since else ""
        raise UsageError(f"nothing was told of {ident}{called}{since}")
    if len(going) == len(own):
        raise UsageError(f"all that was told of {ident} is so: nothing would be left of it")


def to_undo(made: Sequence[Correction], number: int | None) -> Correction:
    """The correction of a number, or the last that stands.

    Raises:
        UsageError: there is none, it was undone, or others rest on it.
    """
    held = [each for each in made if each.undone is None]
    if number is None:
        if not held:
            raise UsageError("there is no correction to undo")
        return held[-1]
    found = next((each for each in made if each.number == number), None)
    if found is None:
        raise UsageError(f"there is no correction {number}", hint=f"there are {len(made)}")
    if found.undone is not None:
        raise UsageError(f"correction {number} was undone by {found.undone_by} on {found.undone.date().isoformat()}")
    made_by = found.other if found.kind is CorrectionKind.SPLIT else None
    resting = [each.number for each in held if made_by and made_by in (each.entry, each.other) and each is not found]
    if resting:
        raise UsageError(f"correction {resting[-1]} is about {made_by}, which {number} made", hint="undo it first")
    return found
