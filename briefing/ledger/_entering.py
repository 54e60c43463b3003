"""The entries that a day speaks of: those that its items are linked to, and new ones with their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from briefing.ledger._book import PREFIX, STORY_PREFIX, Book, Course, Pieces, number_of
from briefing.ledger._day import DayItem, DayParty, DayRecord, DayStory
from briefing.ledger._matching import name_stems, offer_asked_about, pair, same_response, share_words
from briefing.ledger._parties import Near, offerer, party, same_party
from briefing.ledger._placing import names_of
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerParty, LedgerState, QuestionStatus
from briefing.schema.links import Links
from briefing.schema.terms import Stance

_MOST_KEPT = 24
"""Names of a party, parties that an offer is made to, wordings and conditions that an entry keeps."""


class Entered:
    """The entries of a day.

    Attributes:
        before: what the ledger held before the day, by id.
        entries: the entries that the day speaks of, by id.
        ids: the entry of each item of the day, by the item's key.
        stories: the running story of each story of the day, by its key; ``new_stories`` those that no day told.
    """

    def __init__(self, book: Book, record: DayRecord, links: Links, running: Mapping[str, str]) -> None:
        self.record = record
        self.before = book.before(record.day)
        self.entries: dict[str, LedgerEntry] = {}
        self.ids: dict[str, str] = {}
        self.new_stories: set[str] = set()
        self._last = dict(book.last)
        self._held = book.entries
        self._links = links
        self._names = names_of(links)
        self._ident: dict[str, str] = {}
        """The ids of what links name."""
        self.stories = {
            story.key: self._story_id(running.get(story.told_from[0], story.key)) for story in record.stories
        }
        self._enter_offers()
        self._relate_offers()
        self._enter_responses()
        self._link_counter_offers()
        self._enter_questions()

    def state(
        self, text: str, status: str, evidence: Pieces, *, by: tuple[str, ...] = (), reported: bool = True
    ) -> LedgerState:
        """A state of this day."""
        return LedgerState(day=self.record.day, status=status, text=text, reported=reported, by=by, evidence=evidence)

    def find(self, name: str | None) -> str | None:
        """The id of an entry that links name, None where there is none."""
        if not name:
            return None
        return self._ident.get(name) or (name if name in self.before or name in self.entries else None)

    def counters(self) -> dict[str, list[str]]:
        """The offers of the day that counter another, by the one that they counter."""
        found: dict[str, list[str]] = {}
        for ident, entry in sorted(self.entries.items(), key=lambda pair: number_of(pair[0])):
            if entry.kind is EntryKind.OFFER and entry.answers:
                found.setdefault(entry.answers, []).append(ident)
        return found

    def courses(self) -> dict[str, Course]:
        """What became of running stories on the day, by their ids: which others they join, from which they are parted.

        A story joins another one whose offers, answers or questions it tells and that is not told itself any more; a
        new one is parted from that whose items it tells.
        """
        told = frozenset(self.stories.values())
        homes: dict[str, set[str]] = {}
        for story in self.record.stories:
            ident = self.stories[story.key]
            known = (self.before.get(self.ids[item.key]) for item in story.items)
            homes.setdefault(ident, set()).update(entry.story for entry in known if entry and entry.story != ident)
        found: dict[str, Course] = {}
        for ident, others in sorted(homes.items()):
            if ident in self.new_stories:
                found[ident] = Course(parted_from=tuple(sorted(others, key=number_of)))
            elif joined := others - told:
                found[ident] = Course(joins=tuple(sorted(joined, key=number_of)))
        return {ident: course for ident, course in found.items() if course != Course()}

    def _new_id(self, prefix: str) -> str:
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return f"{prefix}{self._last[prefix]}"

    def _story_id(self, label: str) -> str:
        if label not in self._ident:
            known = label[0] == STORY_PREFIX and label[1:].isdigit()
            known = known and number_of(label) <= self._last.get(STORY_PREFIX, 0)
            self._ident[label] = label if known else self._new_id(STORY_PREFIX)
            if not known:
                self.new_stories.add(self._ident[label])
        return self._ident[label]

    def _entry_id(self, kind: EntryKind, item: DayItem) -> str:
        """The id of the entry that an item is linked to; a new one where it is linked to none that there is."""
        name = next((self._names[ref] for ref in item.refs if ref in self._names), item.key)
        if name in self._held and self._held[name].kind is kind:
            return name
        if name not in self._ident:
            self._ident[name] = self._new_id(PREFIX[kind])
        return self._ident[name]

    def _enter_offers(self) -> None:
        for story, item in self.record.items(EntryKind.OFFER):
            ident = self._entry_id(EntryKind.OFFER, item)
            entry = self._enter(story, item, ident)
            update: dict[str, Any] = {"addressees": _with_parties(entry.addressees, item.others)}
            if entry.other is None and item.other:
                update |= {"other": item.other.name, "other_side": item.other.side}
            if item.conditions:
                update["conditions"] = item.conditions[:_MOST_KEPT]
            if item.due:
                update["due"] = item.due
            self.update(ident, **update)

    def _relate_offers(self) -> None:
        """What new offers are to those that they raise, replace or counter, or perhaps are."""
        for new in self._links.new:
            ident = self._ident.get(new.entry)
            if ident is None or ident in self.before or ident not in self.entries:
                continue
            version, countered, perhaps = map(self.find, (new.version_of, new.counter_to, new.perhaps))
            related = {"version_of": version, "answers": countered, "perhaps": perhaps}
            self.update(ident, **{name: other for name, other in related.items() if other and other != ident})

    def _enter_responses(self) -> None:
        found = self.record.items(EntryKind.RESPONSE)
        said = {link.item: link.answers for link in self._links.responses}
        every: dict[str, tuple[str, ...]] = {}
        for _, item in found:
            names = next((said[ref] for ref in item.refs if ref in said), ())
            answered = filter(None, (*map(self.find, names), self.ids.get(item.answers or "") if not names else None))
            every[item.key] = tuple(dict.fromkeys(answered))
        answers = {key: next(iter(offers), None) for key, offers in every.items()}
        stems = {story.key: name_stems(story) for story, _ in found}
        held: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
        for entry in self._held.values():
            if entry.kind is EntryKind.RESPONSE:
                held[entry.answers or entry.story].append(entry)
        known = pair(
            found,
            lambda each: _of_party(each[1], held[answers[each[1].key] or self.stories[each[0].key]]),
            lambda each, entry: same_response(
                each[1], self.stories[each[0].key], answers[each[1].key], entry, stems[each[0].key]
            ),
        )
        for place, (story, item) in enumerate(found):
            ident = known[place].id if place in known else self._new_id(PREFIX[EntryKind.RESPONSE])
            entry = self._enter(story, item, ident, answers[item.key])
            also = dict.fromkeys((*entry.also_answers, *every[item.key]))
            self.update(ident, also_answers=tuple(each for each in also if each != entry.answers)[:_MOST_KEPT])

    def _enter(self, story: DayStory, item: DayItem, ident: str, answers: str | None = None) -> LedgerEntry:
        """Give an item its entry: the known one, or a new one."""
        self.ids[item.key] = ident
        before = self.entries.get(ident) or self.before.get(ident)
        entry = before or LedgerEntry(
            id=ident,
            kind=item.kind,
            story=self.stories[story.key],
            party=item.party.name if item.party else None,
            party_side=item.party.side if item.party else None,
            other=item.other.name if item.other else None,
            other_side=item.other.side if item.other else None,
            answers=answers,
            states=(self.state(item.text, item.status, item.evidence),),
        )
        forms = dict.fromkeys((*entry.forms, *(item.party.forms if item.party else ())))
        wordings = dict.fromkeys((*entry.wordings, *item.texts))
        kept: dict[str, Any] = {"forms": tuple(forms)[:_MOST_KEPT], "wordings": tuple(wordings)[-_MOST_KEPT:]}
        kept["story"] = self.stories[story.key]
        self.entries[ident] = entry.model_copy(update=kept)
        return self.entries[ident]

    def update(self, ident: str, **fields: Any) -> None:
        """Change fields of an entry of the day."""
        self.entries[ident] = self.entries[ident].model_copy(update=fields)

    def _link_counter_offers(self) -> None:
        """Lead the offer that a counter-offer makes to the offer that it answers."""
        for story, response in self.record.items(EntryKind.RESPONSE):
            countered = self.entries[self.ids[response.key]].answers
            if response.status != Stance.COUNTER_OFFER or not countered:
                continue
            made = [item for item in story.items if item.kind is EntryKind.OFFER and item.party == response.party]
            made = [item for item in made if self.ids[item.key] != countered]
            same_words = [item for item in made if share_words(item.evidence, response.evidence)]
            fresh = [item for item in made if self.ids[item.key] not in self.before]
            match same_words or fresh:
                case [only] if not self.entries[self.ids[only.key]].answers:
                    self.update(self.ids[only.key], answers=countered)

    def _enter_questions(self) -> None:
        for story, item in self.record.items(EntryKind.QUESTION):
            asked = self.ids.get(offer_asked_about(item, story) or "")
            ident = self._entry_id(EntryKind.QUESTION, item)
            before = self.before.get(ident)
            again = before is not None and before.status == QuestionStatus.CLOSED
            if again:  # a closed question that a source opens is a new one that refers back
                ident = self._new_id(PREFIX[EntryKind.QUESTION])
            entry = self._enter(story, item, ident, asked)
            if again and before:
                self.update(ident, version_of=before.id)
            if asked and not entry.answers:
                self.update(ident, answers=asked)


def _of_party(item: DayItem, known: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """The entries that are of the party of an item."""
    if item.party is None:
        return []
    by = party(item.party)
    return [entry for entry in known if (other := offerer(entry)) and same_party(by, other, Near.STORY)]


def _with_parties(known: tuple[LedgerParty, ...], others: Iterable[DayParty]) -> tuple[LedgerParty, ...]:
    """The parties that an offer is made to, each once, with those that the day names."""
    found = list(known)
    for each in others:
        if len(found) < _MOST_KEPT and not any(same_party(party(each), party(held), Near.STORY) for held in found):
            found.append(LedgerParty(side=each.side, name=each.name, forms=each.forms[:_MOST_KEPT]))
    return tuple(found)
