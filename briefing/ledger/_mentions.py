"""Who acts on a day, as its stories name them: what identities over days are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from briefing.ledger._day import DayActor, DayItem, DayParty, DayRecord, DayStory
from briefing.schema.actors import Qid
from briefing.schema.base import Model
from briefing.schema.ledger import EntryKind
from briefing.schema.terms import ActorKind

_LONGEST = 160
"""Characters of a name or role that are kept: what is longer is a sentence."""
_MOST_NAMES = 16
"""Names of one actor that are kept."""
_MOST_ROLES = 6


class ActorMention(Model):
    """An actor of a day's story.

    Attributes:
        place: counts the mentions of the day.
        story: the running story that names it.
        key: the first of the brief items that it stands for; empty for a day that an earlier release recorded.
        made: ids of the offers that it made; ``received`` of those made to it, ``answered`` of its responses.
        actors: the identities that it may be, by number: one where that is sure, several where they are named alike.
    """

    day: date
    place: int
    story: str
    key: str = ""
    name: str
    names: tuple[str, ...] = ()
    kind: ActorKind | None = None
    roles: tuple[str, ...] = ()
    side: str = ""
    wikidata: Qid | None = None
    made: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    actors: tuple[int, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Its name, then what else it is called."""
        return (self.name, *(form for form in self.names if form != self.name))


def mentions_of(record: DayRecord, stories: Mapping[str, str], ids: Mapping[str, str]) -> tuple[ActorMention, ...]:
    """The actors of all stories of a day, in an order that no page order shows in.

    Args:
        stories: the running stories by the keys of the day's.
        ids: the entries of the ledger by the keys of the day's items.
    """
    found: list[ActorMention] = []
    for story in sorted(record.stories, key=lambda each: each.key):
        acts = _acts(story, ids)
        for actor in story.actors or _of_parties(story):
            place = len(found)
            did = acts.get((actor.side, actor.name), {})
            found.append(_mention(record.day, place, stories.get(story.key, ""), actor, did))
    return tuple(found)


def _mention(day: date, place: int, story: str, actor: DayActor, did: Mapping[str, list[str]]) -> ActorMention:
    names = [_cut(name) for name in actor.names]
    return ActorMention(
        day=day,
        place=place,
        story=story,
        key=actor.key,
        name=_cut(actor.name),
        names=tuple(dict.fromkeys(names))[:_MOST_NAMES],
        kind=actor.kind,
        roles=tuple(dict.fromkeys(map(_cut, filter(None, actor.roles))))[:_MOST_ROLES],
        side=_cut(actor.side),
        wikidata=actor.wikidata,
        **{act: tuple(sorted(set(entries))) for act, entries in did.items()},
    )


def _cut(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _of_parties(story: DayStory) -> Iterator[DayActor]:
    """The actors of a story that an earlier release recorded: it kept their names alone."""
    for party in story.parties:
        yield DayActor(name=party.name, names=party.forms, side=party.side)


def _acts(story: DayStory, ids: Mapping[str, str]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """What each party of a story did, by its side and name."""
    found: defaultdict[tuple[str, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in story.items:
        for act, party in _parts(item):
            if item.key in ids:
                found[party.side, party.name][act].append(ids[item.key])
    return {party: dict(acts) for party, acts in found.items()}


def _parts(item: DayItem) -> Iterator[tuple[str, DayParty]]:
    if item.party and item.kind is not EntryKind.QUESTION:
        yield "made" if item.kind is EntryKind.OFFER else "answered", item.party
    if item.kind is EntryKind.OFFER:
        yield from (("received", each) for each in (item.others or filter(None, (item.other,))))
