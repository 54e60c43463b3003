"""The identities of a ledger, told from all that days said of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from briefing.language.names import fold, without_titles
from briefing.language.parties import is_generic
from briefing.ledger._actor_corrections import concerning, identity_of, named, standing
from briefing.ledger._book import number_of
from briefing.ledger._mentions import ActorMention
from briefing.ledger._names import class_of
from briefing.schema.actors import LedgerActor, Qid, Used
from briefing.schema.corrections import Correction, names_now
from briefing.schema.ledger import LedgerEntry
from briefing.schema.terms import ActorKind


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
    undone = [each for each in corrections if each.undone is None]
    own: defaultdict[str, list[ActorMention]] = defaultdict(list)
    for mention in mentions:
        ident = identity_of(mention, made)
        if ident:
            own[ident].append(mention)
    acts = _Acts(entries, names_now(undone))
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
        name=named(ident, made) or usual,
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
        corrections=concerning(ident, made),
    )


def item_of(name: str, forms: Iterable[str], wikidata: Mapping[str, Qid]) -> Qid | None:
    """The item that an actor has in a user's file: that of its name, else the one that its other names have.

    A part of a name is no other name, and neither is the state or body for which an organ acts.
    """
    own = _items((name,), wikidata)
    others = (form for form in forms if len(without_titles(form).split()) > 1 and class_of(form, None) is None)
    found = own or _items(others, wikidata)
    return found.pop() if len(found) == 1 else None


def _items(forms: Iterable[str], wikidata: Mapping[str, Qid]) -> set[Qid]:
    folded = (each for form in forms if not is_generic(form) for each in (fold(form), fold(without_titles(form))))
    return {wikidata[each] for each in folded if each in wikidata}


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
