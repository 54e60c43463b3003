"""Which entry each item of a day is, without a model: what is sure is linked, the rest stays side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.ledger._closing import offer_answered
from briefing.ledger._day import DayItem, DayRecord, DayStory
from briefing.ledger._index import Index
from briefing.ledger._matching import name_stems, pair, same_question
from briefing.ledger._offer_linking import OfferLinker
from briefing.schema.ledger import EntryKind
from briefing.schema.links import Links, NewOffer, OfferLink, QuestionLink, ResponseLink

NEW_OFFER, NEW_QUESTION = "N", "M"
"""First letters of the names that entries have until they have an id."""


def linked(record: DayRecord, index: Index, likely: Mapping[str, str]) -> Links:
    """The links of a day as far as rules are sure of them, where its stories are `likely` to continue running ones."""
    names, new = OfferLinker(record, index, likely).link()
    offers = [item for _, item in _items(record, EntryKind.OFFER)]
    unnamed = [item.key for item in offers if item.key not in names]
    names |= {key: f"{NEW_OFFER}{len(new) + turn}" for turn, key in enumerate(unnamed, start=1)}
    return Links(
        offers=tuple(OfferLink(item=ref, entry=names[item.key]) for item in offers for ref in item.refs),
        new=(*new, *(NewOffer(entry=names[key]) for key in unnamed)),
        responses=tuple(_responses(record, index, likely, names)),
        questions=tuple(_questions(record, index, likely)),
    )


def _items(record: DayRecord, kind: EntryKind) -> list[tuple[DayStory, DayItem]]:
    return [(story, item) for story in record.stories for item in story.items if item.kind is kind]


def _responses(
    record: DayRecord, index: Index, likely: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[ResponseLink]:
    """What each response answers: the offer of the day that it names, else one that the ledger knows."""
    restated = frozenset(names.values())
    for story, item in _items(record, EntryKind.RESPONSE):
        answered = names.get(item.answers) if item.answers else None
        if item.answers is None and story.key in likely:
            known = index.by_story(likely[story.key], EntryKind.OFFER)
            answered = offer_answered(item, story, [each for each in known if each.id not in restated])
        yield from (ResponseLink(item=ref, answers=(answered,) if answered else ()) for ref in item.refs)


def _questions(record: DayRecord, index: Index, likely: Mapping[str, str]) -> Iterator[QuestionLink]:
    found = _items(record, EntryKind.QUESTION)
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
