"""Identities as editors corrected them: what rules said of a mention stays, corrections are laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.language.names import fold, without_titles
from briefing.ledger._mentions import ActorMention
from briefing.schema.actors import ActorIdentity
from briefing.schema.corrections import Correction, CorrectionKind

ACTOR_PREFIX = "P"


def standing(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections of actors that were not undone, in the order in which they were made."""
    own = (each for each in corrections if each.of_actor and each.undone is None)
    return tuple(sorted(own, key=lambda each: each.number))


def identity_of(mention: ActorMention, made: Sequence[Correction]) -> str | None:
    """Who a mention is, None where it can't be told. Several who may be meant are one where an editor says so.

    Args:
        made: the corrections that stand.
    """
    found = {_now(f"{ACTOR_PREFIX}{number}", mention, made) for number in mention.actors}
    return found.pop() if len(found) == 1 else None


def _now(ident: str, mention: ActorMention, made: Sequence[Correction]) -> str:
    for each in made:
        if each.kind is CorrectionKind.LINK and each.other == ident:
            ident = each.entry
        elif each.kind is CorrectionKind.SPLIT and each.entry == ident and each.other and parted(mention, each):
            ident = each.other
    return ident


def parted(mention: ActorMention, split: Correction) -> bool:
    """Whether a mention is of the identity that a split makes of another."""
    return (split.since is None or mention.day >= split.since) and (split.name is None or bears(mention, split.name))


def bears(mention: ActorMention, name: str) -> bool:
    """Whether a mention has a name, with or without titles."""
    wanted = {fold(name), fold(without_titles(name))}
    return any(not wanted.isdisjoint((fold(form), fold(without_titles(form)))) for form in mention.forms)


def named(ident: str, made: Iterable[Correction]) -> str | None:
    """What an editor calls an identity."""
    names = [each.name for each in made if each.kind is CorrectionKind.RENAME and each.entry == ident]
    return names[-1] if names else None


def concerning(ident: str, made: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections that made an identity what it is, or stand beside it."""
    return tuple(each for each in made if ident in (each.entry, each.other))


def identities_of(mentions: Iterable[ActorMention], corrections: Iterable[Correction]) -> dict[str, ActorIdentity]:
    """The identities of a day's actors, by the keys of these."""
    made = standing(corrections)
    found: dict[str, ActorIdentity] = {}
    for mention in mentions:
        ident = identity_of(mention, made)
        if ident and mention.key:
            editors = (each.by for each in concerning(ident, made) if each.kind is not CorrectionKind.NOTE)
            found[mention.key] = ActorIdentity(
                id=ident,
                wikidata=mention.wikidata,
                name=named(ident, made),
                editors=tuple(dict.fromkeys(editors)),
            )
    return dict(sorted(found.items()))
