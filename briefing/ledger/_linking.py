"""Which entry each item of a day is, without a model: what is sure is linked, the rest stays side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from briefing.language.topics import SAME_OFFER
from briefing.ledger._book import number_of
from briefing.ledger._day import DayItem, DayRecord, DayStory
from briefing.ledger._matching import name_stems, offer_answered, pair, same_question
from briefing.ledger._offers import (
    ComparedOffer,
    Rank,
    Sure,
    families,
    is_event,
    latest,
    may_be_one,
    perhaps_one,
    raised,
    rank_of,
    same_offerer,
    told_before,
    told_today,
    words_of,
)
from briefing.ledger._parties import Index
from briefing.ledger._statuses import FINAL
from briefing.schema.ledger import EntryKind, LedgerEntry
from briefing.schema.links import Links, NewOffer, OfferLink, QuestionLink, ResponseLink
from briefing.schema.terms import OfferStatus

NEW_OFFER, NEW_QUESTION = "N", "M"
"""First letters of the names that entries have until they have an id."""
_YET_TO_COME = frozenset({OfferStatus.PLANNED, OfferStatus.OPEN})


def linked(record: DayRecord, index: Index, likely: Mapping[str, str]) -> Links:
    """The links of a day as far as rules are sure of them, where its stories are `likely` to continue running ones."""
    names, new = _OfferLinker(record, index, likely).link()
    offers = [item for _, item in record.items(EntryKind.OFFER)]
    unnamed = [item.key for item in offers if item.key not in names]
    names |= {key: f"{NEW_OFFER}{len(new) + turn}" for turn, key in enumerate(unnamed, start=1)}
    return Links(
        offers=tuple(OfferLink(item=ref, entry=names[item.key]) for item in offers for ref in item.refs),
        new=(*new, *(NewOffer(entry=names[key]) for key in unnamed)),
        responses=tuple(_responses(record, index, likely, names)),
        questions=tuple(_questions(record, index, likely)),
    )


def _responses(
    record: DayRecord, index: Index, likely: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[ResponseLink]:
    """What each response answers: the offer of the day that it names, else one that the ledger knows."""
    restated = frozenset(names.values())
    for story, item in record.items(EntryKind.RESPONSE):
        answered = names.get(item.answers) if item.answers else None
        if item.answers is None and story.key in likely:
            known = index.by_story(likely[story.key], EntryKind.OFFER)
            answered = offer_answered(item, story, [each for each in known if each.id not in restated])
        yield from (ResponseLink(item=ref, answers=(answered,) if answered else ()) for ref in item.refs)


def _questions(record: DayRecord, index: Index, likely: Mapping[str, str]) -> Iterator[QuestionLink]:
    found = record.items(EntryKind.QUESTION)
    stems = {story.key: name_stems(story) for story, _ in found}
    known = pair(
        found,
        lambda each: index.by_story(likely.get(each[0].key, ""), EntryKind.QUESTION),
        lambda each, entry: same_question(each[1], entry, stems[each[0].key]),
    )
    new = 0
    for place, (_, item) in enumerate(found):
        new += place not in known
        name = known[place].id if place in known else f"{NEW_QUESTION}{new}"
        yield from (QuestionLink(item=ref, entry=name) for ref in item.refs)


class _DayOffer(NamedTuple):
    """An offer of the day, as it stands on the page and as it is compared."""

    at: int
    story: DayStory
    item: DayItem
    told: ComparedOffer


@dataclass(frozen=True, eq=False)
class _Group:
    """Offers of the day that are one, in the order of the day."""

    items: tuple[_DayOffer, ...]

    @property
    def told(self) -> list[ComparedOffer]:
        return [each.told for each in self.items]

    @property
    def articles(self) -> frozenset[str]:
        return frozenset().union(*(each.told.articles for each in self.items))

    @property
    def place(self) -> str:
        return self.items[0].told.place

    @property
    def stems(self) -> frozenset[str]:
        return name_stems(self.items[0].story)

    @property
    def is_event(self) -> bool:
        """Whether it is a meeting that is offered: such offers come back after they were taken up."""
        return any(is_event(text, self.stems) for told in self.told for text in told.texts)

    def words(self, known: ComparedOffer) -> float:
        return max(words_of(told, known, self.stems) for told in self.told)


class _OfferLinker:
    """The offers of one day: first what they are to each other, then what they are to the ledger."""

    def __init__(self, record: DayRecord, index: Index, likely: Mapping[str, str]) -> None:
        found = (
            (story, item, told)
            for story, item in record.items(EntryKind.OFFER)
            if (told := told_today(item, likely.get(story.key, story.key)))
        )
        self._day = record.day
        self._items = [_DayOffer(at, *each) for at, each in enumerate(found)]
        self._in_place: defaultdict[str, list[ComparedOffer]] = defaultdict(list)
        for each in self._items:
            self._in_place[each.told.place].append(each.told)
        self._index = index
        self._known: dict[str, ComparedOffer] = {}

    def link(self) -> tuple[dict[str, str], tuple[NewOffer, ...]]:
        """The entry of each offer by its key, and what those that are new are to others."""
        groups = self._groups()
        entries = self._entries(groups)
        taken = {entry.id for entry in entries.values()}
        names: dict[str, str] = {}
        new: list[NewOffer] = []
        told: list[tuple[str, _Group]] = []
        for place, group in enumerate(groups):
            if place in entries:
                name = entries[place].id
            else:
                name = f"{NEW_OFFER}{len(new) + 1}"
                new.append(self._new(name, group, taken) or self._beside_today(name, group, told))
            told.append((name, group))
            names.update({each.item.key: name for each in group.items})
        return names, tuple(new)

    def _groups(self) -> list[_Group]:
        """The offers of the day, those joined that are one: the surest pair first, none that an article parts."""
        home = {each.at: _Group((each,)) for each in self._items}
        pairs = (pair for pair in combinations(self._items, 2) if pair[0].told.place == pair[1].told.place)
        ranked = sorted((rank, a.at, b.at) for a, b in pairs if (rank := self._rank_today(a, b)))
        for _, i, j in ranked:
            one, other = home[i], home[j]
            apart = any(not may_be_one(a, b) for a in one.told for b in other.told)
            if one is not other and one.articles.isdisjoint(other.articles) and not apart:
                joined = _Group(tuple(sorted((*one.items, *other.items), key=lambda each: each.at)))
                home.update({each.at: joined for each in joined.items})
        return list(dict.fromkeys(home.values()))

    def _rank_today(self, one: _DayOffer, other: _DayOffer) -> Rank | None:
        a, b, stems = one.told, other.told, name_stems(one.story)
        if not a.articles.isdisjoint(b.articles):
            return None
        if rank := rank_of(a, b, stems):
            return rank
        plans = a.plan and b.plan and same_offerer(a, b) and may_be_one(a, b)
        return (Sure.PLAN, -words_of(a, b, stems)) if plans and self._only_plan(a) and self._only_plan(b) else None

    def _only_plan(self, told: ComparedOffer) -> bool:
        """Whether no article that tells of it tells of another plan of its party."""
        others = (each for each in self._in_place[told.place] if each is not told and each.plan)
        return not any(told.articles & each.articles and same_offerer(told, each) for each in others)

    def _entries(self, groups: Sequence[_Group]) -> dict[int, LedgerEntry]:
        """The entry of each group that has one, by the group's place: the surest first."""
        ranked: dict[tuple[Rank, int, int], LedgerEntry] = {
            (rank, number_of(entry.id), place): entry
            for place, group in enumerate(groups)
            for entry in self._candidates(group)
            if (rank := self._rank(group, entry))
        }
        found: dict[int, LedgerEntry] = {}
        taken: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for ((sure, _), _, place), entry in sorted(ranked.items(), key=lambda pair: pair[0]):
            articles = groups[place].articles
            told_apart = not articles.isdisjoint(taken[entry.id])
            by_default = sure is Sure.PLAN and taken[entry.id]
            if place not in found and not told_apart and not by_default:
                found[place] = entry
                taken[entry.id] |= articles
        return found

    def _candidates(self, group: _Group) -> list[LedgerEntry]:
        """The offers of the ledger that are of its party by name, or of its running story."""
        found = {entry.id: entry for told in group.told for entry in self._index.by_party(told.by, EntryKind.OFFER)}
        found |= {entry.id: entry for entry in self._index.by_story(group.place, EntryKind.OFFER)}
        return [entry for _, entry in sorted(found.items()) if entry.party_side]

    def _before(self, entry: LedgerEntry) -> ComparedOffer:
        if entry.id not in self._known:
            self._known[entry.id] = told_before(entry)
        return self._known[entry.id]

    def _rank(self, group: _Group, entry: LedgerEntry) -> Rank | None:
        """How surely a group is an entry; no amount may keep one of its items apart from it."""
        known = self._before(entry)
        if any(not may_be_one(told, known) for told in group.told):
            return None
        ranks = [rank for told in group.told if (rank := rank_of(told, known, group.stems))]
        if ranks:
            return min(ranks) if not group.is_event or self._goes_on(group, entry) else None
        if entry.story != group.place or not self._goes_on(group, entry):
            return None
        return (Sure.PLAN, -group.words(known)) if self._is_the_plan(group, entry) else None

    def _goes_on(self, group: _Group, entry: LedgerEntry) -> bool:
        """Whether words that fit what is settled may be about it: they tell of it as settled, and of no new amount."""
        # Where a day is made again, what later days told of is known by its words; what settled it had yet to come.
        if entry.opened >= self._day or OfferStatus(entry.status) not in FINAL:
            return True
        news = self._before(entry).terms.amount is None and any(told.terms.amount for told in group.told)
        return not news and not any(OfferStatus(each.item.status) in _YET_TO_COME for each in group.items)

    def _is_the_plan(self, group: _Group, entry: LedgerEntry) -> bool:
        """Whether both are the one plan of their party in the running story."""
        if not all(told.plan and self._only_plan(told) for told in group.told):
            return False
        plans = [kept for kept in self._families(group.told[0]) if any(self._before(each).plan for each in kept)]
        return len(plans) == 1 and latest(plans[0]) is entry

    def _families(self, told: ComparedOffer) -> list[list[LedgerEntry]]:
        """The offers of a party in its running story, each with its versions."""
        known = self._index.by_story(told.place, EntryKind.OFFER)
        return families([each for each in known if each.party_side and same_offerer(told, self._before(each))])

    def _new(self, name: str, group: _Group, taken: Iterable[str]) -> NewOffer | None:
        """What an offer that the ledger does not hold is to those that it holds; None where it is nothing."""
        entries = self._candidates(group)
        for entry in entries:
            known = self._before(entry)
            if any(told.place == known.place and self._raises(told, known, group) for told in group.told):
                return NewOffer(entry=name, version_of=self._last_version(entry).id)
        scored = [
            (value, -number_of(entry.id), entry.id)
            for entry in entries
            if entry.id not in taken
            and (value := max(perhaps_one(told, self._before(entry), group.stems) for told in group.told))
        ]
        return NewOffer(entry=name, perhaps=max(scored)[-1]) if scored else None

    @staticmethod
    def _beside_today(name: str, group: _Group, others: Iterable[tuple[str, _Group]]) -> NewOffer:
        """What it is to the offers that the day told of before it: perhaps one of them, where no article tells both."""
        scored = [
            (value, -turn, other)
            for turn, (other, beside) in enumerate(others)
            if beside.articles.isdisjoint(group.articles)
            and (value := max(perhaps_one(a, b, group.stems) for a in group.told for b in beside.told))
        ]
        return NewOffer(entry=name, perhaps=max(scored)[-1] if scored else None)

    def _raises(self, told: ComparedOffer, known: ComparedOffer, group: _Group) -> bool:
        """Whether it is another bid for the same: for the same thing, or as the bid of its party."""
        alike = (told.plan and known.plan) or words_of(told, known, group.stems) >= SAME_OFFER
        return raised(told, known) and same_offerer(told, known) and alike

    def _last_version(self, entry: LedgerEntry) -> LedgerEntry:
        known = self._index.by_story(entry.story, EntryKind.OFFER)
        return latest(next(kept for kept in families(known) if entry in kept))
