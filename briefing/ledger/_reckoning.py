"""What a day adds to the ledger, and what it changes: decisions only, nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.ledger._closing import answered_by, offer_asked_about
from briefing.ledger._matching import (
    Parties,
    number_of,
    pair,
    same_offer,
    same_question,
    same_response,
    same_story,
)
from briefing.schema.briefing import Merged, Story, StoryOffer, StoryQuestion, StoryResponse
from briefing.schema.evidence import Evidence
from briefing.schema.ledger import (
    ChangeKind,
    EntryKind,
    LedgerChange,
    LedgerEntry,
    LedgerState,
    LedgerStory,
    QuestionStatus,
    StoryChange,
)
from briefing.schema.terms import OfferStatus

_BEFORE_AN_ANSWER = frozenset({OfferStatus.PLANNED, OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED})
_FINAL = frozenset(
    {
        OfferStatus.ACCEPTED,
        OfferStatus.PARTLY_ACCEPTED,
        OfferStatus.REJECTED,
        OfferStatus.WITHDRAWN,
        OfferStatus.LAPSED,
    }
)
_ANSWERS = frozenset(OfferStatus) - _BEFORE_AN_ANSWER - {OfferStatus.WITHDRAWN, OfferStatus.LAPSED}
_STEPS = {OfferStatus.PLANNED: 0, OfferStatus.OPEN: 1, OfferStatus.ACKNOWLEDGED: 2}


@dataclass(frozen=True, slots=True)
class Book:
    """All that the ledger holds."""

    stories: tuple[LedgerStory, ...] = ()
    entries: tuple[LedgerEntry, ...] = ()


@dataclass(slots=True)
class Reckoning:
    """What a day comes to. ``states`` are the day's, by entry id; ``entries`` and ``stories`` those that are new."""

    day: date
    stories: list[LedgerStory] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    """Title by id of the ledger's story, for all stories of the day."""
    entries: list[LedgerEntry] = field(default_factory=list)
    states: dict[str, LedgerState] = field(default_factory=dict)
    changes: list[LedgerChange] = field(default_factory=list)
    story_changes: list[StoryChange] = field(default_factory=list)


def is_open(kind: EntryKind, status: str) -> bool:
    """Whether something is still to come: an offer without a final answer, a question that none has closed."""
    if kind is EntryKind.OFFER:
        return OfferStatus(status) not in _FINAL
    return kind is EntryKind.QUESTION and status == QuestionStatus.OPEN


def is_answer(kind: EntryKind, status: str) -> bool:
    """Whether a status says that an offer was answered or a question closed."""
    if kind is EntryKind.OFFER:
        return OfferStatus(status) in _ANSWERS
    return kind is EntryKind.QUESTION and status == QuestionStatus.CLOSED


def advance(before: OfferStatus, today: OfferStatus) -> OfferStatus:
    """The status of an offer after a day that reports ``today``.

    A day's reports that merely do not mention an answer take none back: "open" is what a report says by default.
    """
    if today in _BEFORE_AN_ANSWER and (before not in _BEFORE_AN_ANSWER or _STEPS[today] < _STEPS[before]):
        return before
    return today


def reckon(book: Book, day: date, stories: Sequence[Story]) -> Reckoning:
    """Match a day's stories with the ledger and say what each item is: new, updated, unchanged or answered.

    What the ledger knew *before* the day decides, so that a day reckoned again comes out the same, whatever later
    days have added.
    """
    return _Reckoner(book, day).run(stories)


class _Reckoner:
    def __init__(self, book: Book, day: date) -> None:
        self._book = book
        self._day = day
        self._done = Reckoning(day)
        self._place: dict[tuple[int, str], str] = {}
        """The entry of each item: (place of its story, id on the page) → entry id."""
        self._stories: dict[int, str] = {}
        self._next = {prefix: 1 + max(self._numbers(prefix), default=0) for prefix in "SORQ"}

    def _numbers(self, prefix: str) -> Iterator[int]:
        held = self._book.stories if prefix == "S" else self._book.entries
        return (number_of(item.id) for item in held if item.id.startswith(prefix))

    def run(self, stories: Sequence[Story]) -> Reckoning:
        parties = [Parties.of(story) for story in stories]
        offers = [(at, offer) for at, story in enumerate(stories) for offer in story.offers]
        questions = [(at, question) for at, story in enumerate(stories) for question in story.open_questions]
        known_offers = pair(offers, self._book.entries, lambda item, e: same_offer(item[1], e, parties[item[0]]))
        known_questions = pair(
            questions, self._book.entries, lambda item, e: same_question(item[1], e, parties[item[0]])
        )
        votes = [(at, known_offers[n].story) for n, (at, _) in enumerate(offers) if n in known_offers]
        votes += [(at, known_questions[n].story) for n, (at, _) in enumerate(questions) if n in known_questions]
        self._name_stories(stories, parties, votes)
        for n, (at, offer) in enumerate(offers):
            self._offer(at, offer, parties[at], known_offers.get(n))
        responses = [(at, response) for at, story in enumerate(stories) for response in story.responses]
        answers = [self._place.get((at, response.offer or "")) for at, response in responses]
        known = pair(
            [(n, *item) for n, item in enumerate(responses)],
            self._book.entries,
            lambda item, e: same_response(item[2], answers[item[0]], e, parties[item[1]]),
        )
        for n, (at, response) in enumerate(responses):
            self._response(at, response, parties[at], answers[n], known.get(n))
        for n, (at, question) in enumerate(questions):
            self._question(at, question, stories[at], parties[at], known_questions.get(n))
        self._close(stories, parties)
        self._quiet()
        self._story_changes(stories)
        return self._done

    def _name_stories(
        self, stories: Sequence[Story], parties: Sequence[Parties], votes: Sequence[tuple[int, str]]
    ) -> None:
        """Give each story of the day its id in the ledger: that of most of its known items, else of a like story."""
        counted = {(at, ident): votes.count((at, ident)) for at, ident in votes}
        scored = [(-float(count), number_of(ident), at, ident) for (at, ident), count in counted.items()]
        for at, story in enumerate(stories):
            for known in self._book.stories:
                value = same_story(story, known, self._book.entries, parties[at])
                if value:
                    scored.append((-value / 2, number_of(known.id), at, known.id))
        for _, _, at, ident in sorted(scored):
            if at not in self._stories and ident not in self._stories.values():
                self._stories[at] = ident
        for at, story in enumerate(stories):
            if at not in self._stories:
                self._stories[at] = self._new_id("S")
                self._done.stories.append(
                    LedgerStory(id=self._stories[at], title=story.title, opened=self._day, last_reported=self._day)
                )
            self._done.told[self._stories[at]] = story.title

    def _new_id(self, prefix: str) -> str:
        self._next[prefix] += 1
        return f"{prefix}{self._next[prefix] - 1}"

    def _before(self, entry: LedgerEntry | None) -> LedgerEntry | None:
        """The entry as the ledger knew it before the day."""
        states = tuple(state for state in entry.states if state.day < self._day) if entry else ()
        return entry.model_copy(update={"states": states}) if entry and states else None

    def _offer(self, at: int, offer: StoryOffer, parties: Parties, known: LedgerEntry | None) -> None:
        before = self._before(known)
        status = advance(OfferStatus(before.status), offer.status) if before else offer.status
        state = self._state(offer, offer.what, status.value).model_copy(
            update={"reason": offer.status_reason if status is offer.status else None, "conditions": offer.conditions}
        )
        fresh = LedgerEntry(
            id=known.id if known else self._new_id("O"),
            kind=EntryKind.OFFER,
            story=known.story if known else self._stories[at],
            party=parties.name(offer.offerer),
            party_side=parties.side(offer.offerer),
            other=parties.name(offer.recipient),
            other_side=parties.side(offer.recipient),
            states=(state,),
        )
        moved = before is not None and before.status != status.value
        kind = ChangeKind.ANSWERED if is_answer(EntryKind.OFFER, status) else ChangeKind.UPDATED
        self._enter(at, offer, fresh, known, kind if moved else ChangeKind.UNCHANGED)

    def _response(
        self, at: int, response: StoryResponse, parties: Parties, answers: str | None, known: LedgerEntry | None
    ) -> None:
        fresh = LedgerEntry(
            id=known.id if known else self._new_id("R"),
            kind=EntryKind.RESPONSE,
            story=known.story if known else self._stories[at],
            party=parties.name(response.responder),
            party_side=parties.side(response.responder),
            answers=answers,
            states=(self._state(response, response.what, response.stance.value),),
        )
        self._enter(at, response, fresh, known, ChangeKind.UNCHANGED)

    def _question(
        self, at: int, question: StoryQuestion, story: Story, parties: Parties, known: LedgerEntry | None
    ) -> None:
        asked = offer_asked_about(question, story, parties)
        before = self._before(known)
        fresh = LedgerEntry(
            id=known.id if known else self._new_id("Q"),
            kind=EntryKind.QUESTION,
            story=known.story if known else self._stories[at],
            answers=self._place.get((at, asked or "")) or (known.answers if known else None),
            states=(self._state(question, question.question, QuestionStatus.OPEN.value),),
        )
        again = before is not None and before.status == QuestionStatus.CLOSED
        self._enter(at, question, fresh, known, ChangeKind.UPDATED if again else ChangeKind.UNCHANGED)

    def _state(self, item: Merged, text: str, status: str) -> LedgerState:
        return LedgerState(
            day=self._day,
            status=status,
            text=text,
            outlets=item.outlets,
            origins=item.origins,
            evidence=item.evidence,
        )

    def _enter(self, at: int, item: Merged, fresh: LedgerEntry, known: LedgerEntry | None, kind: ChangeKind) -> None:
        """Take an item into the day. ``kind`` is what it is if the ledger knew it before the day."""
        before = self._before(known)
        self._place[at, item.id] = fresh.id
        if known is None:
            self._done.entries.append(fresh)
        self._done.states[fresh.id] = fresh.current
        self._change(kind if before else ChangeKind.NEW, fresh, before, item)

    def _change(self, kind: ChangeKind, entry: LedgerEntry, before: LedgerEntry | None, item: Merged | None) -> None:
        self._done.changes.append(
            LedgerChange(
                kind=kind,
                entry=entry.id,
                entry_kind=entry.kind,
                story=entry.story,
                item=item.id if item else None,
                text=entry.text,
                before=before.status if before else None,
                after=entry.status,
                since=before.last_reported if before else None,
                evidence=() if kind is ChangeKind.QUIET else entry.current.evidence,
            )
        )

    def _close(self, stories: Sequence[Story], parties: Sequence[Parties]) -> None:
        """Close the questions that the day answers: by a final answer to the offer they ask about, or in so many
        words of a story's summary."""
        place = {ident: at for at, ident in self._stories.items()}
        for entry in self._book.entries:
            before = self._before(entry)
            if before is None or not is_open(entry.kind, before.status) or entry.kind is not EntryKind.QUESTION:
                continue
            at = place.get(entry.story)
            asked_again = entry.id in self._done.states
            offer = self._done.states.get(entry.answers or "")
            if offer and OfferStatus(offer.status) in _FINAL:
                evidence = self._answer_evidence(entry.answers or "") or offer.evidence
            elif at is not None and not asked_again:
                evidence = answered_by(before, stories[at], parties[at])
            else:
                continue
            if evidence:
                self._closed(before, evidence)

    def _answer_evidence(self, offer: str) -> tuple[Evidence, ...]:
        """The words of the day's answers to an offer."""
        entries = {entry.id: entry for entry in (*self._book.entries, *self._done.entries)}
        return tuple(
            piece
            for ident, state in self._done.states.items()
            if entries[ident].kind is EntryKind.RESPONSE and entries[ident].answers == offer
            for piece in state.evidence
        )

    def _closed(self, before: LedgerEntry, evidence: tuple[Evidence, ...]) -> None:
        state = LedgerState(
            day=self._day,
            status=QuestionStatus.CLOSED.value,
            text=before.text,
            reported=before.id in self._done.states,
            evidence=evidence,
        )
        self._done.states[before.id] = state
        self._done.changes = [change for change in self._done.changes if change.entry != before.id]
        self._change(ChangeKind.ANSWERED, before.model_copy(update={"states": (*before.states, state)}), before, None)

    def _quiet(self) -> None:
        for entry in self._book.entries:
            before = self._before(entry)
            if before and entry.id not in self._done.states and is_open(entry.kind, before.status):
                self._change(ChangeKind.QUIET, before, before, None)

    def _story_changes(self, stories: Sequence[Story]) -> None:
        moved = {change.story for change in self._done.changes if change.kind not in _STILL}
        for at, story in enumerate(stories):
            ident = self._stories[at]
            known = next((s for s in self._book.stories if s.id == ident and s.opened < self._day), None)
            kind = ChangeKind.NEW if known is None else ChangeKind.UPDATED if ident in moved else ChangeKind.UNCHANGED
            since = self._last_told(ident) if known else None
            self._done.story_changes.append(
                StoryChange(kind=kind, story=ident, item=story.id, title=story.title, since=since)
            )
        waiting = {change.story for change in self._done.changes if change.kind is ChangeKind.QUIET}
        for known in self._book.stories:
            if known.id in waiting and known.id not in self._done.told:
                self._done.story_changes.append(
                    StoryChange(
                        kind=ChangeKind.QUIET, story=known.id, title=known.title, since=self._last_told(known.id)
                    )
                )

    def _last_told(self, story: str) -> date | None:
        days = [s.day for e in self._book.entries if e.story == story for s in e.states if s.reported]
        return max((day for day in days if day < self._day), default=None)


_STILL = frozenset({ChangeKind.UNCHANGED, ChangeKind.QUIET})
