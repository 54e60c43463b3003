"""What a day adds to the ledger, and what it changes: decisions only, nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from briefing.ledger._book import (
    PREFIX,
    STORY_PREFIX,
    Book,
    DayOutcome,
    Pieces,
    Reckoning,
    Standing,
    Telling,
    number_of,
)
from briefing.ledger._changes import Moved, changes_of
from briefing.ledger._closing import answered_by, offer_answered, offer_asked_about, share_words
from briefing.ledger._day import DayItem, DayRecord, DayStory
from briefing.ledger._index import Index
from briefing.ledger._matching import match_stories, name_stems, pair, same_offer, same_question, same_response
from briefing.ledger._statuses import BROUGHT, FINAL, advance
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerState, QuestionStatus
from briefing.schema.terms import OfferStatus, Stance


def reckon(book: Book, record: DayRecord, since: date | None) -> Reckoning:
    """Match a day with the ledger, and say where each entry stands at its end.

    ``since`` is the recorded day before it, None for the first. Entries that only later days know (where days are
    reckoned anew) give their ids and nothing else. A pure function: nothing but the two values decides.
    """
    return _Reckoner(book, record, since).run()


class _Reckoner:
    """One day on its way into the ledger: first who is whom, then statuses, then what is closed."""

    def __init__(self, book: Book, record: DayRecord, since: date | None) -> None:
        self._book = book
        self._record = record
        self._since = since
        self._index = Index(book)
        self._last = dict(book.last)
        self._before = {ident: before for ident, entry in book.entries.items() if (before := _until(entry, record.day))}
        self._ids: dict[str, str] = {}
        self._stories: dict[str, str] = {}
        self._entries: dict[str, LedgerEntry] = {}
        self._moved: dict[str, Moved] = {}

    def run(self) -> Reckoning:
        self._name_stories()
        self._enter_offers()
        self._enter_responses()
        self._link_counter_offers()
        responses = self._responses()
        for _, item in self._items(EntryKind.OFFER):
            self._settle(item, responses.get(self._ids[item.key], ()))
        self._settle_unstated()
        self._enter_questions()
        self._close_questions()
        return self._reckoning()

    def _items(self, kind: EntryKind) -> list[tuple[DayStory, DayItem]]:
        return [(story, item) for story in self._record.stories for item in story.items if item.kind is kind]

    def _new_id(self, prefix: str) -> str:
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return f"{prefix}{self._last[prefix]}"

    def _name_stories(self) -> None:
        self._stories.update(match_stories(self._record.stories, self._book, self._index))
        for story in self._record.stories:
            if story.key not in self._stories:
                self._stories[story.key] = self._new_id(STORY_PREFIX)

    def _enter_offers(self) -> None:
        found = self._items(EntryKind.OFFER)
        stems = {story.key: name_stems(story) for story, _ in found}
        known = pair(
            found,
            lambda each: self._index.by_party(each[1].party, EntryKind.OFFER),
            lambda each, entry: same_offer(each[1], self._stories[each[0].key], entry, stems[each[0].key], self._index),
        )
        for place, (story, item) in enumerate(found):
            entry = self._enter(story, item, known.get(place))
            if entry.other is None and item.other:
                self._update(entry.id, other=item.other.name, other_side=item.other.side)

    def _enter_responses(self) -> None:
        found = self._items(EntryKind.RESPONSE)
        answers = {item.key: self._answered(story, item) for story, item in found}
        stems = {story.key: name_stems(story) for story, _ in found}
        known = pair(
            found,
            lambda each: self._index.by_party(each[1].party, EntryKind.RESPONSE),
            lambda each, entry: same_response(
                each[1], self._stories[each[0].key], answers[each[1].key], entry, stems[each[0].key]
            ),
        )
        for place, (story, item) in enumerate(found):
            entry = self._enter(story, item, known.get(place), answers[item.key])
            self._moved[entry.id] = Moved(self._state(item.text, item.status, item.evidence), item.evidence)

    def _answered(self, story: DayStory, item: DayItem) -> str | None:
        """The id of the offer that a response answers: of the day, else one that the ledger knows."""
        if item.answers:
            return self._ids.get(item.answers)
        unstated = [
            self._before[entry.id]
            for entry in self._index.by_story(self._stories[story.key], EntryKind.OFFER)
            if entry.id in self._before and entry.id not in self._entries
        ]
        return offer_answered(item, story, unstated, self._index)

    def _enter(
        self, story: DayStory, item: DayItem, known: LedgerEntry | None, answers: str | None = None
    ) -> LedgerEntry:
        """Give an item its entry: the known one, or a new one."""
        ident = known.id if known else self._new_id(PREFIX[item.kind])
        self._ids[item.key] = ident
        before = self._before.get(ident)
        self._entries[ident] = before or LedgerEntry(
            id=ident,
            kind=item.kind,
            story=known.story if known else self._stories[story.key],
            party=item.party.name if item.party else None,
            party_side=item.party.side if item.party else None,
            other=item.other.name if item.other else None,
            other_side=item.other.side if item.other else None,
            answers=answers,
            states=(self._state(item.text, item.status, item.evidence),),
        )
        return self._entries[ident]

    def _update(self, ident: str, **fields: str | None) -> None:
        self._entries[ident] = self._entries[ident].model_copy(update=fields)

    def _state(
        self, text: str, status: str, evidence: Pieces, *, by: tuple[str, ...] = (), reported: bool = True
    ) -> LedgerState:
        return LedgerState(day=self._record.day, status=status, text=text, reported=reported, by=by, evidence=evidence)

    def _link_counter_offers(self) -> None:
        """Lead the offer that a counter-offer makes to the offer that it answers."""
        for story, response in self._items(EntryKind.RESPONSE):
            countered = self._entries[self._ids[response.key]].answers
            if response.status != Stance.COUNTER_OFFER or not countered:
                continue
            made = [item for item in story.items if item.kind is EntryKind.OFFER and item.party == response.party]
            made = [item for item in made if self._ids[item.key] != countered]
            same_words = [item for item in made if share_words(item.evidence, response.evidence)]
            fresh = [item for item in made if self._ids[item.key] not in self._before]
            match same_words or fresh:
                case [only] if not self._entries[self._ids[only.key]].answers:
                    self._update(self._ids[only.key], answers=countered)

    def _responses(self) -> dict[str | None, list[tuple[str, DayItem]]]:
        """The responses of the day by the offer that they answer, those that the ledger did not know first."""
        found: defaultdict[str | None, list[tuple[str, DayItem]]] = defaultdict(list)
        for _, item in self._items(EntryKind.RESPONSE):
            ident = self._ids[item.key]
            found[self._entries[ident].answers].append((ident, item))
        return {offer: sorted(held, key=lambda pair: pair[0] in self._before) for offer, held in found.items()}

    def _settle(self, item: DayItem, responses: Sequence[tuple[str, DayItem]]) -> None:
        """Where an offer of the day stands at its end, and which answers brought it there."""
        ident = self._ids[item.key]
        before = self._before.get(ident)
        today = OfferStatus(item.status)
        fresh = {BROUGHT[Stance(r.status)] for rid, r in responses if rid not in self._before and _determined(r)}
        status = advance(OfferStatus(before.status), today, fresh) if before else today
        bringing = [(rid, r) for rid, r in responses if _brings(r, status)] if status is today else []
        evidence = _unique((*(piece for _, r in bringing for piece in r.evidence), *item.evidence))
        state = self._state(item.text, status.value, evidence, by=self._brought_by(ident, bringing))
        shown = bringing[0][1].evidence if bringing and before else item.evidence
        self._moved[ident] = Moved(state, shown)

    def _settle_unstated(self) -> None:
        """Where known offers stand that the day's sources answer without restating them."""
        for _, response in self._items(EntryKind.RESPONSE):
            ident = self._ids[response.key]
            offer = self._before.get(self._entries[ident].answers or "")
            if offer is None or offer.id in self._moved or not _determined(response) or ident in self._before:
                continue
            brought = BROUGHT[Stance(response.status)]
            by = self._brought_by(offer.id, [(ident, response)])
            state = self._state(offer.text, brought.value, response.evidence, by=by, reported=False)
            self._entries[offer.id] = offer
            self._moved[offer.id] = Moved(state, response.evidence)

    def _brought_by(self, offer: str, bringing: list[tuple[str, DayItem]]) -> tuple[str, ...]:
        """The ids of responses, and of the offers with which they counter."""
        countered = any(response.status == Stance.COUNTER_OFFER for _, response in bringing)
        return (*(ident for ident, _ in bringing), *(self._counters().get(offer, ()) if countered else ()))

    def _enter_questions(self) -> None:
        found = self._items(EntryKind.QUESTION)
        stems = {story.key: name_stems(story) for story, _ in found}
        known = pair(
            found,
            lambda each: self._index.by_story(self._stories[each[0].key], EntryKind.QUESTION),
            lambda each, entry: same_question(each[1], entry, stems[each[0].key]),
        )
        for place, (story, item) in enumerate(found):
            asked = self._ids.get(offer_asked_about(item, story) or "")
            entry = self._enter(story, item, known.get(place), asked)
            if asked and not entry.answers:
                self._update(entry.id, answers=asked)
            state = self._state(item.text, QuestionStatus.OPEN.value, item.evidence)
            self._moved[entry.id] = Moved(state, item.evidence)

    def _close_questions(self) -> None:
        """Close what the day answers: by a final answer to the offer asked about, or in so many words."""
        told = {self._stories[story.key]: story for story in self._record.stories}
        counters = self._counters()
        for before in sorted(self._before.values(), key=lambda entry: number_of(entry.id)):
            if before.kind is not EntryKind.QUESTION or before.status != QuestionStatus.OPEN:
                continue
            by, evidence = self._final_answer(before.answers, counters) if before.answers else ((), ())
            if not evidence and before.id not in self._moved and before.story in told:
                evidence = answered_by(before, told[before.story])
            if evidence:
                reported = before.id in self._moved
                closed = QuestionStatus.CLOSED.value
                self._entries.setdefault(before.id, before)
                self._moved[before.id] = Moved(
                    self._state(before.text, closed, evidence, by=by, reported=reported), evidence
                )

    def _counters(self) -> dict[str, list[str]]:
        """The offers of the day that counter another, by the one that they counter."""
        found: dict[str, list[str]] = {}
        for entry in sorted(self._entries.values(), key=lambda each: number_of(each.id)):
            if entry.kind is EntryKind.OFFER and entry.answers:
                found.setdefault(entry.answers, []).append(entry.id)
        return found

    def _final_answer(self, offer: str, counters: Mapping[str, list[str]]) -> tuple[tuple[str, ...], Pieces]:
        """What settled an offer on this day: its own answer, or the acceptance of the offer that counters it."""
        for ident in (offer, *counters.get(offer, ())):
            moved = self._moved.get(ident)
            if moved is None:
                continue
            status = OfferStatus(moved.state.status)
            if status in FINAL if ident == offer else status is OfferStatus.ACCEPTED:
                return moved.state.by or (ident,), moved.shown
        return (), ()

    def _reckoning(self) -> Reckoning:
        tellings = {
            self._stories[story.key]: Telling(
                day=self._record.day,
                title=story.title,
                summary=" ".join(line.text for line in story.lines),
                sides=frozenset(party.side for party in story.parties),
                articles=frozenset(story.articles),
            )
            for story in self._record.stories
        }
        changes, quiet = changes_of(self._before, self._entries, self._moved, self._pages(), self._since)
        return Reckoning(
            day=self._record.day,
            entries=tuple(sorted(self._entries.values(), key=lambda e: (e.kind.value, number_of(e.id)))),
            states={ident: moved.state for ident, moved in self._moved.items()},
            tellings=tellings,
            outcome=DayOutcome(
                since=self._since,
                ids=dict(sorted(self._ids.items())),
                stories=dict(sorted(self._stories.items())),
                standing=dict(self._standing()),
                changes={ident: changes.get(ident, ()) for ident in sorted(tellings, key=number_of)},
                quiet=quiet,
            ),
        )

    def _standing(self) -> Iterator[tuple[str, Standing]]:
        """Where offers stand of which the day's sources say less than earlier ones did."""
        for _, item in self._items(EntryKind.OFFER):
            ident = self._ids[item.key]
            before, status = self._before.get(ident), self._moved[ident].state.status
            if before and status != item.status:
                yield ident, Standing(status=OfferStatus(status), since=before.history[-1].day)

    def _pages(self) -> dict[str, str]:
        """The story of the day in which each entry stands, by the entry's id."""
        told = set(self._stories.values())
        pages = {e.id: e.story for e in (*self._before.values(), *self._entries.values()) if e.story in told}
        return pages | {
            self._ids[item.key]: self._stories[story.key] for story in self._record.stories for item in story.items
        }


def _until(entry: LedgerEntry, day: date) -> LedgerEntry | None:
    """The entry as the ledger knew it before a day."""
    states = tuple(state for state in entry.states if state.day < day)
    return entry.model_copy(update={"states": states}) if states else None


def _determined(response: DayItem) -> bool:
    return Stance(response.status) in BROUGHT


def _brings(response: DayItem, status: OfferStatus) -> bool:
    """Whether a response says what puts an offer at a status; reported silence leaves it open or acknowledged."""
    if _determined(response):
        return BROUGHT[Stance(response.status)] is status
    return response.status == Stance.PENDING and status in (OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED)


def _unique(pieces: Pieces) -> Pieces:
    return tuple(dict.fromkeys(pieces))
