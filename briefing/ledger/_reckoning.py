"""What a day adds to the ledger, and what it changes: decisions only, nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from briefing.ledger._book import (
    Beside,
    Book,
    DayOutcome,
    OfferStanding,
    Pieces,
    Reckoning,
    Reopened,
    Telling,
    number_of,
)
from briefing.ledger._changes import Moved, after, changes_of
from briefing.ledger._day import DayItem, DayRecord, DayStory
from briefing.ledger._entering import Entered
from briefing.ledger._matching import answered_by
from briefing.ledger._placing import Placed
from briefing.ledger._statuses import FINAL, advance, lapses, with_each
from briefing.schema.corrections import struck_of
from briefing.schema.ledger import AddresseeStatus, EntryKind, LedgerEntry, LedgerOptions, LedgerParty, QuestionStatus
from briefing.schema.links import BY_RULES, ClosedQuestion, Closing, Links
from briefing.schema.terms import BROUGHT, OfferStatus, Stance

DEFAULT = LedgerOptions()
_OF_ONE = frozenset({OfferStatus.ACCEPTED, OfferStatus.REJECTED, OfferStatus.PARTLY_ACCEPTED})
"""Statuses that the answer of one of several brings, or that sources call it when answers differ."""


def reckon(
    book: Book, record: DayRecord, since: date | None, placed: Placed, options: LedgerOptions = DEFAULT
) -> Reckoning:
    """Say where each entry stands at the end of a day, of which is known where all of it belongs.

    ``since`` is the recorded day before it, None for the first. Entries
    that only later days know (where days are reckoned anew) give their ids and nothing else. A pure function: nothing
    but these values decides.
    """
    entered = Entered(book, record, *placed)
    return _Reckoner(entered, placed.links, since, options, struck_of(book.corrections)).run()


class _Reckoner:
    """One day on its way into the ledger: statuses, then what is closed, then what lapses."""

    def __init__(
        self, day: Entered, links: Links, since: date | None, options: LedgerOptions, struck: frozenset[str]
    ) -> None:
        self._day = day
        self._links = links
        self._since = since
        self._options = options
        self._struck = struck
        self._moved: dict[str, Moved] = {}
        self._told_again = {link.item for link in links.responses if link.told_again}

    def run(self) -> Reckoning:
        self._take_as_told(EntryKind.RESPONSE)
        responses = self._responses()
        for _, item in self._day.record.items(EntryKind.OFFER):
            self._settle(item, responses.get(self._day.ids[item.key], ()))
        self._settle_unstated()
        self._refuse()
        self._lapse()
        self._take_as_told(EntryKind.QUESTION)
        self._close_questions()
        return self._reckoning()

    def _take_as_told(self, kind: EntryKind) -> None:
        for _, item in self._day.record.items(kind):
            state = self._day.state(item.text, item.status, item.evidence)
            self._moved[self._day.ids[item.key]] = Moved(state, item.evidence)

    def _responses(self) -> dict[str | None, list[tuple[str, DayItem]]]:
        """The responses of the day by the offer that they answer, those that the ledger did not know first."""
        found: defaultdict[str | None, list[tuple[str, DayItem]]] = defaultdict(list)
        for _, item in self._day.record.items(EntryKind.RESPONSE):
            ident = self._day.ids[item.key]
            for offer in self._day.entries[ident].all_answers or (None,):
                found[offer].append((ident, item))
        return {offer: sorted(held, key=lambda pair: pair[0] in self._day.before) for offer, held in found.items()}

    def _settle(self, item: DayItem, responses: Sequence[tuple[str, DayItem]]) -> None:
        """Where an offer of the day stands at its end, and which answers brought it there."""
        ident = self._day.ids[item.key]
        before = self._day.before.get(ident)
        today = OfferStatus(item.status)
        fresh = {BROUGHT[Stance(r.status)] for rid, r in responses if _determined(r) and self._is_news(rid, r, before)}
        status = _advanced(before, today, fresh) if before else today
        bringing = [(rid, r) for rid, r in responses if _brings(r, status)] if status is today else []
        evidence = tuple(dict.fromkeys((*(piece for _, r in bringing for piece in r.evidence), *item.evidence)))
        state = self._day.state(item.text, status.value, evidence, by=self._brought_by(ident, bringing))
        shown = bringing[0][1].evidence if bringing and before else item.evidence
        given_today = any(_determined(r) and r.said == self._day.record.day for _, r in bringing)
        again = before is not None and before.status == status and given_today
        self._moved[ident] = Moved(state, shown, again=again)

    def _is_news(self, ident: str, response: DayItem, offer: LedgerEntry | None) -> bool:
        """Whether an answer was first told of today, or given since the day that put the offer where it stands.

        An answer that is told again is dated by when it was given: it does not undo what came after it.
        """
        if self._told_again.intersection(response.refs):
            return False
        step = offer.history[-1].day if offer else None
        if response.said is not None and step is not None:
            return response.said > step or (response.said == step and ident not in self._day.before)
        return ident not in self._day.before

    def _settle_unstated(self) -> None:
        """Where known offers stand that the day's sources answer without restating them."""
        for _, response in self._day.record.items(EntryKind.RESPONSE):
            ident = self._day.ids[response.key]
            known = [self._day.before.get(each) for each in self._day.entries[ident].all_answers]
            for offer in filter(None, known):
                unstated = offer.id not in self._moved and _determined(response)
                if unstated and self._is_news(ident, response, offer):
                    self._settle_by(offer, ident, response)

    def _settle_by(self, offer: LedgerEntry, ident: str, response: DayItem) -> None:
        brought = BROUGHT[Stance(response.status)]
        by = self._brought_by(offer.id, [(ident, response)])
        state = self._day.state(offer.text, brought.value, response.evidence, by=by, reported=False)
        self._day.entries.setdefault(offer.id, offer)
        self._moved[offer.id] = Moved(state, response.evidence)

    def _refuse(self) -> None:
        """Offers that one of those asked has accepted and another rejected: it would have taken the consent of all.

        Accepted in part is what part of an offer is accepted of. Who accepted stands beside it.
        """
        for ident, moved in list(self._moved.items()):
            before = self._day.before.get(ident)
            by_editor = before is not None and before.history[-1].editor is not None
            if ident[0] != "O" or moved.state.status not in _OF_ONE or by_editor:
                continue
            each = with_each(self._day.entries[ident], self._stands().values())
            refusing = tuple(one.by for one in each if one.by and one.status is OfferStatus.REJECTED)
            if refusing and any(one.status is OfferStatus.ACCEPTED for one in each):
                self._moved[ident] = self._refused(moved, refusing)

    def _refused(self, moved: Moved, by: tuple[str, ...]) -> Moved:
        """What was told of an offer that some of those asked have rejected."""
        said = [self._moved[ident].state.evidence for ident in by if ident in self._moved]
        evidence = tuple(dict.fromkeys((*(piece for pieces in said for piece in pieces), *moved.state.evidence)))
        fields = {"status": OfferStatus.REJECTED.value, "by": by, "evidence": evidence}
        again = moved.again and moved.state.status == OfferStatus.REJECTED
        return replace(moved, state=moved.state.model_copy(update=fields), again=again)

    def _stands(self) -> dict[str, LedgerEntry]:
        """All entries as far as they are settled on this day."""
        today = {ident: after(entry, self._moved.get(ident)) for ident, entry in self._day.entries.items()}
        return {**self._day.before, **today}

    def _lapse(self) -> None:
        """Offers of which no source of the day speaks, and whose deadline has passed: the words that set it say so."""
        for offer in self._day.before.values():
            if offer.id in self._moved or not lapses(offer, self._day.record.day):
                continue
            evidence = next((s.evidence for s in reversed(offer.states) if s.reported and s.evidence), ())
            if evidence:
                state = self._day.state(offer.text, OfferStatus.LAPSED.value, evidence, reported=False)
                self._day.entries.setdefault(offer.id, offer)
                self._moved[offer.id] = Moved(state, ())  # no source of the day says it

    def _brought_by(self, offer: str, bringing: list[tuple[str, DayItem]]) -> tuple[str, ...]:
        """The ids of responses, and of the offers with which they counter."""
        countered = any(response.status == Stance.COUNTER_OFFER for _, response in bringing)
        counters = self._day.counters().get(offer, ()) if countered else ()
        return (*(ident for ident, _ in bringing), *counters)

    def _close_questions(self) -> None:
        """Close what the day answers: as whoever was asked says, by a final answer to the offer asked about, or in so
        many words."""
        said = {self._day.find(each.question): each for each in self._links.closed}
        told: defaultdict[str, list[DayStory]] = defaultdict(list)
        for story in self._day.record.stories:
            told[self._day.stories[story.key]].append(story)
        counters = self._day.counters()
        for before in sorted(self._day.before.values(), key=lambda entry: number_of(entry.id)):
            if before.kind is not EntryKind.QUESTION or before.status == QuestionStatus.CLOSED:
                continue
            closed = QuestionStatus.CLOSED
            if before.id in said:
                by, evidence = self._closing_item(said[before.id])
                closed = QuestionStatus.PARTLY if said[before.id].how is Closing.PARTLY else closed
            else:
                by, evidence = self._final_answer(before.answers, counters) if before.answers else ((), ())
                in_words = not evidence and before.id not in self._moved and self._links.by == BY_RULES
                for story in told[before.story] if in_words else ():
                    evidence = evidence or answered_by(before, story)
            if evidence:
                reported = before.id in self._moved
                state = self._day.state(before.text, closed.value, evidence, by=by, reported=reported)
                self._day.entries.setdefault(before.id, before)
                self._moved[before.id] = Moved(state, evidence)

    def _closing_item(self, closed: ClosedQuestion) -> tuple[tuple[str, ...], Pieces]:
        """The item of the day that closes a question; nothing where the day has no such item."""
        for story in self._day.record.stories:
            for item in story.items:
                if closed.by in item.refs:
                    return (self._day.ids[item.key],), item.evidence
        return (), ()

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
        entries = self._day.entries
        changes, quiet = changes_of(
            self._day.before,
            entries,
            self._moved,
            self._pages(),
            self._day.record.day,
            self._since,
            self._options.silent_after,
            self._struck,
        )
        tellings = self._tellings()
        return Reckoning(
            day=self._day.record.day,
            entries=tuple(sorted(entries.values(), key=lambda e: (e.kind.value, number_of(e.id)))),
            states={ident: moved.state for ident, moved in self._moved.items()},
            tellings=tellings,
            outcome=DayOutcome(
                since=self._since,
                ids=dict(sorted(self._day.ids.items())),
                stories=dict(sorted(self._day.stories.items())),
                standing=dict(self._standing()),
                changes={ident: changes.get(ident, ()) for ident in sorted(tellings, key=number_of)},
                quiet=quiet,
                beside=dict(self._beside()),
                each=dict(self._each()),
                reopened=dict(self._reopened()),
                courses=self._day.courses(),
            ),
        )

    def _tellings(self) -> dict[str, Telling]:
        """Each running story as the day tells it; of several accounts of one the first gives the title."""
        found: dict[str, Telling] = {}
        for story in self._day.record.stories:
            ident = self._day.stories[story.key]
            parties = tuple(LedgerParty(side=p.side, name=p.name, forms=p.forms) for p in story.parties)
            summary = " ".join(line.text for line in story.lines)
            sides, articles = frozenset(p.side for p in parties), frozenset(story.articles)
            found[ident] = found.get(
                ident, Telling(self._day.record.day, story.title, summary, sides, articles, parties)
            )
        return found

    def _standing(self) -> Iterator[tuple[str, OfferStanding]]:
        """Where offers stand of which the day's sources say less than earlier ones did."""
        for _, item in self._day.record.items(EntryKind.OFFER):
            ident = self._day.ids[item.key]
            before, status = self._day.before.get(ident), self._moved[ident].state.status
            if before and status != item.status:
                told, held = OfferStatus(item.status), before.history[-1]
                since = held.day if status == held.status else self._day.record.day
                editor = held.editor if status == held.status else None
                yield ident, OfferStanding(status=OfferStatus(status), since=since, told=told, editor=editor)

    def _beside(self) -> Iterator[tuple[str, Beside]]:
        for ident, entry in sorted(self._day.entries.items()):
            if entry.kind is EntryKind.OFFER and (entry.version_of or entry.perhaps):
                yield ident, Beside(version_of=entry.version_of, perhaps=entry.perhaps)

    def _each(self) -> Iterator[tuple[str, tuple[AddresseeStatus, ...]]]:
        """Where the offers of the day stand with each of several that were asked."""
        every = self._stands()
        for ident in sorted({self._day.ids[item.key] for _, item in self._day.record.items(EntryKind.OFFER)}):
            if found := with_each(self._day.entries[ident], every.values()):
                yield ident, found

    def _reopened(self) -> Iterator[tuple[str, Reopened]]:
        for ident, entry in sorted(self._day.entries.items()):
            asked = self._day.before.get(entry.version_of or "")
            if entry.kind is EntryKind.QUESTION and ident not in self._day.before and asked:
                yield ident, Reopened(question=asked.id, closed=asked.history[-1].day)

    def _pages(self) -> dict[str, str]:
        """The story of the day in which each entry stands, by the entry's id."""
        told = set(self._day.stories.values())
        known = (*self._day.before.values(), *self._day.entries.values())
        pages = {entry.id: entry.story for entry in known if entry.story in told}
        return pages | {
            self._day.ids[item.key]: self._day.stories[story.key]
            for story in self._day.record.stories
            for item in story.items
        }


def _advanced(before: LedgerEntry, today: OfferStatus, fresh: Collection[OfferStatus]) -> OfferStatus:
    """The status of a known offer after a day; what an editor set holds until there is an answer that is new."""
    held = OfferStatus(before.status)
    if before.history[-1].editor is not None and today not in fresh:
        return held
    return advance(held, today, fresh)


def _determined(response: DayItem) -> bool:
    return Stance(response.status) in BROUGHT


def _brings(response: DayItem, status: OfferStatus) -> bool:
    """Whether a response says what puts an offer at a status; reported silence leaves it open or acknowledged."""
    if _determined(response):
        return BROUGHT[Stance(response.status)] is status
    return response.status == Stance.PENDING and status in (OfferStatus.OPEN, OfferStatus.ACKNOWLEDGED)
