"""From what was said in the words of requests to the links of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.linking._parts import DayPart, ListedItem
from briefing.linking._replies import NEW_OFFER, NEW_QUESTION, NEW_STORY, AnsweredLinks
from briefing.schema.base import ItemRef
from briefing.schema.ledger import EntryKind
from briefing.schema.links import ClosedQuestion, Links, NewOffer, OfferLink, QuestionLink, ResponseLink, StoryLink


@dataclass(frozen=True, slots=True)
class PartReply:
    """What was said of one request."""

    part: DayPart
    said: AnsweredLinks


def links_of(told: Sequence[PartReply], by: str) -> Links:
    """The links of a day. New entries are numbered over all of its requests; what was planted is left out."""
    found = [_NewNames(each) for each in told]
    offers, new, questions = [], [], []
    starts = {NEW_OFFER: 0, NEW_QUESTION: 0, NEW_STORY: 0}
    closed: dict[str, ClosedQuestion] = {}
    responses, stories = [], []
    for names in found:
        again = names.numbered(starts)
        offers += [OfferLink(item=ref, entry=again[entry]) for ref, entry in names.entries(EntryKind.OFFER)]
        questions += [QuestionLink(item=ref, entry=again[entry]) for ref, entry in names.entries(EntryKind.QUESTION)]
        new += list(names.new(again))
        responses += list(names.responses(again))
        stories += list(names.stories(starts))
        closed.update({each.question: each for each in names.closed() if each.question not in closed})
    return Links(
        offers=tuple(offers),
        new=tuple(new),
        responses=tuple(responses),
        questions=tuple(questions),
        closed=tuple(closed.values()),
        stories=tuple(stories),
        by=by,
    )


class _NewNames:
    """The names that one request gave to new entries, and what was said with them."""

    def __init__(self, told: PartReply) -> None:
        self._said = told.said
        self._part = told.part
        self._items: dict[str, ListedItem] = {item.key: item for item in told.part.items(*EntryKind)}
        self._known = {ident for kind in EntryKind for ident in told.part.known(kind)}

    def entries(self, kind: EntryKind) -> Iterator[tuple[ItemRef, str]]:
        for key, item in self._items.items():
            if item.kind is kind and item.ref and key in self._said.entries:
                yield item.ref, self._said.entries[key]

    def numbered(self, starts: dict[str, int]) -> Mapping[str, str]:
        """By what an entry was called what it is called over the whole day: ids as they are, new ones in order."""
        again = {ident: ident for ident in self._known}
        for kind, letter in ((EntryKind.OFFER, NEW_OFFER), (EntryKind.QUESTION, NEW_QUESTION)):
            for _, entry in self.entries(kind):
                if entry not in again:
                    starts[letter] += 1
                    again[entry] = f"{letter}{starts[letter]}"
        return again

    def new(self, again: Mapping[str, str]) -> Iterator[NewOffer]:
        """What new entries follow on, without those that no item of the day is, and without circles."""
        before: dict[str, str] = {}
        for name, row in self._said.new.items():
            if name not in again:
                continue
            version, counter = again.get(row.version_of or ""), again.get(row.counter_to or "")
            if version and self._leads(before, version, again[name]):
                version = None
            if version:
                before[again[name]] = version
            counter = None if counter == again[name] else counter
            if version or counter:
                yield NewOffer(entry=again[name], version_of=version, counter_to=counter)

    @staticmethod
    def _leads(before: Mapping[str, str], start: str, end: str) -> bool:
        """Whether versions lead from one to another."""
        at: str | None = start
        while at is not None and at != end:
            at = before.get(at)
        return at is not None

    def responses(self, again: Mapping[str, str]) -> Iterator[ResponseLink]:
        for key, item in self._items.items():
            row = self._said.responses.get(key)
            if row and item.ref:
                answers = tuple(again[each] for each in row.answers if each in again)
                if answers or not row.answers:
                    yield ResponseLink(item=item.ref, answers=answers, told_again=row.told_again)

    def stories(self, starts: dict[str, int]) -> Iterator[StoryLink]:
        again = {story.id: story.id for story in self._part.stories}
        for listing in self._part.listings:
            story = self._said.stories.get(listing.key)
            if story is None:
                continue
            if story not in again:
                starts[NEW_STORY] += 1
                again[story] = f"{NEW_STORY}{starts[NEW_STORY]}"
            yield StoryLink(article=listing.article, story=again[story])

    def closed(self) -> Iterator[ClosedQuestion]:
        for question, row in self._said.closed.items():
            by = self._items[row.by].ref
            if by:
                yield ClosedQuestion(question=question, by=by, how=row.how)
