"""The identities of a ledger, told from all that days said of them, and as editors corrected them.

What rules said of a mention stays: corrections are laid over it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from briefing.language.names import fold, without_titles
from briefing.language.parties import is_generic
from briefing.ledger._book import number_of
from briefing.ledger._names import ActorMention
from briefing.ledger._wikidata import item_of
from briefing.schema.corrections import Correction, CorrectionKind, names_now
from briefing.schema.ledger import ActorIdentity, LedgerActor, LedgerEntry, Qid, Used
from briefing.schema.terms import ActorKind

_PREFIX = "P"


def actors_of(
    mentions: Iterable[ActorMention],
    corrections: Sequence[Correction],
    entries: Mapping[str, LedgerEntry],
    wikidata: Mapping[str, Qid],
) -> tuple[LedgerActor, ...]:
    """All identities, by number.

    Args:
        entries: what the ledger holds, corrected.
        wikidata: items by folded names, for those of whom no day said one.
    """
    made = standing(corrections)
    own: defaultdict[str, list[ActorMention]] = defaultdict(list)
    for mention in mentions:
        ident = identity_of(mention, made)
        if ident:
            own[ident].append(mention)
    acts = _Acts(entries, names_now(corrections))
    return tuple(_told(ident, own[ident], made, acts, wikidata) for ident in sorted(own, key=number_of))


def selected(actors: Iterable[LedgerActor], name: str) -> tuple[LedgerActor, ...]:
    """Those who have an id or a name, or a name of which it is a part."""
    wanted = fold(without_titles(name)) or fold(name)
    return tuple(each for each in actors if each.id == name or (wanted and _is_named(each, wanted)))


def _is_named(actor: LedgerActor, wanted: str) -> bool:
    return any(f" {wanted} " in f" {fold(name)} " for name in (actor.name, *(used.text for used in actor.names)))


class _Acts:
    """What an identity did, in ids of the ledger as it is now."""

    def __init__(self, entries: Mapping[str, LedgerEntry], now: Mapping[str, str]) -> None:
        self._entries = entries
        self._now = now

    def offers(self, idents: Iterable[str]) -> tuple[str, ...]:
        known = {self._now.get(ident, ident) for ident in idents}
        return tuple(sorted(known & self._entries.keys(), key=number_of))

    def answered(self, idents: Iterable[str]) -> tuple[str, ...]:
        responses = (self._entries[ident] for ident in self.offers(idents))
        return self.offers(offer for response in responses for offer in response.all_answers)


def _told(
    ident: str, mentions: Sequence[ActorMention], made: Sequence[Correction], acts: _Acts, wikidata: Mapping[str, Qid]
) -> LedgerActor:
    forms = sorted({form for mention in mentions for form in mention.forms})
    usual = _usual(mentions)
    items = [mention.wikidata for mention in mentions if mention.wikidata]
    return LedgerActor(
        id=ident,
        name=_named(ident, made) or usual,
        kind=_most(mention.kind for mention in mentions if mention.kind),
        names=_used(mentions, lambda mention: mention.forms),
        roles=_used(mentions, lambda mention: mention.roles),
        first=min(mention.day for mention in mentions),
        last=max(mention.day for mention in mentions),
        stories=tuple(sorted({mention.story for mention in mentions if mention.story}, key=number_of)),
        made=acts.offers(each for mention in mentions for each in mention.made),
        received=acts.offers(each for mention in mentions for each in mention.received),
        answered=acts.answered(each for mention in mentions for each in mention.answered),
        wikidata=items[-1] if items else item_of(usual, forms, wikidata),
        corrections=_concerning(ident, made),
    )


def _usual(mentions: Sequence[ActorMention]) -> str:
    """The name that most days used of those that name it, the fullest of these."""
    counted = Counter(mention.name for mention in mentions)
    return max(counted, key=lambda name: (not is_generic(name), counted[name], len(name.split()), name))


def _most(values: Iterable[ActorKind]) -> ActorKind | None:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _used(mentions: Iterable[ActorMention], texts: Callable[[ActorMention], Iterable[str]]) -> tuple[Used, ...]:
    """Names or roles with the days on which they were used, in the order in which they came."""
    days: dict[str, tuple[date, date]] = {}
    for mention in mentions:
        for text in texts(mention):
            first, last = days.get(text, (mention.day, mention.day))
            days[text] = (min(first, mention.day), max(last, mention.day))
    return tuple(Used(text=text, first=first, last=last) for text, (first, last) in days.items())


def standing(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections of actors that were not undone, in the order in which they were made."""
    own = (each for each in corrections if each.of_actor and each.undone is None)
    return tuple(sorted(own, key=lambda each: each.number))


def identity_of(mention: ActorMention, made: Sequence[Correction]) -> str | None:
    """Who a mention is, None where it can't be told. Several who may be meant are one where an editor says so.

    Args:
        made: the corrections that stand.
    """
    found = {_now(f"{_PREFIX}{number}", mention, made) for number in mention.actors}
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
    return (split.since is None or mention.day >= split.since) and (split.name is None or _bears(mention, split.name))


def _bears(mention: ActorMention, name: str) -> bool:
    """Whether a mention has a name, with or without titles."""
    wanted = {fold(name), fold(without_titles(name))}
    return any(not wanted.isdisjoint((fold(form), fold(without_titles(form)))) for form in mention.forms)


def _named(ident: str, made: Iterable[Correction]) -> str | None:
    """What an editor calls an identity."""
    names = [each.name for each in made if each.kind is CorrectionKind.RENAME and each.entry == ident]
    return names[-1] if names else None


def _concerning(ident: str, made: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections that made an identity what it is, or stand beside it."""
    return tuple(each for each in made if ident in (each.entry, each.other))


def identities_of(mentions: Iterable[ActorMention], corrections: Iterable[Correction]) -> dict[str, ActorIdentity]:
    """The identities of a day's actors, by the keys of these."""
    made = standing(corrections)
    found: dict[str, ActorIdentity] = {}
    for mention in mentions:
        ident = identity_of(mention, made)
        if ident and mention.key:
            editors = (each.by for each in _concerning(ident, made) if each.kind is not CorrectionKind.NOTE)
            found[mention.key] = ActorIdentity(
                id=ident, wikidata=mention.wikidata, name=_named(ident, made), editors=tuple(dict.fromkeys(editors))
            )
    return dict(sorted(found.items()))
