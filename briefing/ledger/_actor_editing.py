"""What an editor asks for of an actor, as a correction that makes sense, or refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from briefing.errors import UsageError
from briefing.ledger._actor_corrections import identity_of, parted, standing
from briefing.ledger._mentions import ActorMention
from briefing.schema.corrections import Correction, CorrectionKind, names_now


def checked(wanted: Correction, made: Sequence[Correction], mentions: Sequence[ActorMention], last: int) -> Correction:
    """The correction that is asked for, where it makes sense.

    Args:
        made: all corrections so far, with those that were undone.
        mentions: all mentions of the ledger.
        last: the highest number that an identity has.

    Raises:
        UsageError: it makes none.
    """
    held = standing(made)
    own = _own(wanted.entry, held, mentions)
    match wanted.kind:
        case CorrectionKind.LINK:
            _refuse_link(wanted, held, mentions)
        case CorrectionKind.SPLIT:
            _refuse_split(wanted, own)
            return wanted.model_copy(update={"other": f"P{last + 1}"})
        case CorrectionKind.RENAME if not wanted.name:
            raise UsageError(f"what {wanted.entry} is called is not said")
        case CorrectionKind.NOTE if not wanted.note:
            raise UsageError("a note without words")
        case CorrectionKind.STRIKE if not wanted.note:
            raise UsageError("a strike without a reason")
        case CorrectionKind.STATUS:
            raise UsageError(
                f"{wanted.entry} is an actor: it has no status", hint="statuses are of offers and questions"
            )
    return wanted


def _own(ident: str, held: Sequence[Correction], mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions of an identity."""
    own = [mention for mention in mentions if identity_of(mention, held) == ident]
    if not own:
        _unknown(ident, held)
    return own


def _unknown(ident: str, held: Sequence[Correction]) -> NoReturn:
    now = names_now(held).get(ident)
    if now:
        raise UsageError(
            f"{ident} is held to be {now}: there is no {ident} any more", hint=f"correct {now}, or undo that"
        )
    raise UsageError(f"the ledger holds no {ident}", hint="`briefing ledger actors` lists who acts in it")


def _refuse_link(wanted: Correction, held: Sequence[Correction], mentions: Sequence[ActorMention]) -> None:
    other = wanted.other or ""
    if not other.startswith("P"):
        raise UsageError(f"{wanted.entry} is an actor, {other or 'the other'} is none: they can't be one")
    if other == wanted.entry:
        raise UsageError(f"{other} is {other} already")
    _own(other, held, mentions)


def _refuse_split(wanted: Correction, own: Sequence[ActorMention]) -> None:
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
