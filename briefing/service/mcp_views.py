"""Pages and the ledger as an agent is shown them, each claim with its exact passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefing.schema.brief import UNASKED
from briefing.schema.briefing import BriefingData, Line, Merged, Story
from briefing.schema.corrections import said_of
from briefing.schema.ledger import LedgerEntry, LedgerSource, MarkedEntry, Timeline, held_since
from briefing.schema.verdict import Evidence
from briefing.service.mcp_values import (
    MOST_LISTED,
    AnswerView,
    EntryView,
    OfferView,
    PageView,
    Passage,
    StepView,
    StoryHead,
    StoryView,
    Told,
    listed,
    marks,
    name_shown,
    shown,
)
from briefing.service.said import NOBODY, PeopleSay


class Sources:
    """Where passages stand: articles of a page, or those that a ledger knows. ``people`` say something of items."""

    def __init__(
        self,
        page: BriefingData | None = None,
        known: Mapping[str, LedgerSource] | None = None,
        people: PeopleSay = NOBODY,
    ) -> None:
        self._people = people
        self._facts: dict[str, tuple[str | None, str | None, str | None]] = {}
        for source in (known or {}).values():
            self._facts[source.article] = (source.outlet, source.title, source.published)
        for article in page.articles if page else ():
            published = article.published.isoformat() if article.published else None
            self._facts[article.id] = (article.outlet, article.title, published)

    def passages(self, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
        """Evidence as it is shown."""
        return tuple(self.passage(e.article, e.start, e.end, e.quote) for e in list(evidence)[:MOST_LISTED])

    def passage(self, article: str, start: int, end: int, quote: str) -> Passage:
        """A slice of an article as it is shown."""
        outlet, title, published = self._facts.get(article, (None, None, None))
        told = shown(quote)
        return Passage(
            article=article,
            outlet=name_shown(outlet),
            title=name_shown(title),
            published=published,
            start=start,
            end=end,
            quote=told,
            exact=told == quote,
        )

    def told(self, line: Line | Merged, text: str) -> Told:
        """A line or an item as it is shown, with what people say of it, or of what it rests on."""
        said = self._people.of(*(line.refs if isinstance(line, Line) else (line.id,)))
        passages = self.passages(line.evidence)
        return Told(text=shown(text), standing=line.standing.value, passages=passages, **marks(said))


def page_view(page: BriefingData, people: PeopleSay = NOBODY) -> PageView:
    """A page in short."""
    sources = Sources(page, people=people)
    heads = [
        StoryHead(
            id=story.id,
            title=shown(story.title, 300),
            offers=_standing(story.offers, people),
            responses=_standing(story.responses, people),
            open_questions=_standing(story.open_questions, people),
        )
        for story in page.stories
    ]
    return PageView(
        day=page.date,
        written_by=tuple(shown(name, 200) for name in page.run.engines if name != UNASKED),
        proof_read_by=tuple(shown(rate.by, 200) for rate in page.proofs),
        articles=len(page.articles),
        failed=len(page.coverage.failures),
        struck=sum(len(brief.unsupported) for brief in page.briefs),
        bottom_line=tuple(sources.told(line, line.text) for line in page.bottom_line[:MOST_LISTED]),
        stories=listed(heads),
    )


def _standing(items: Sequence[Merged], people: PeopleSay) -> int:
    """How many of some items nobody struck."""
    return sum(not people.struck(each.id) for each in items)


def story_view(page: BriefingData, story: Story, people: PeopleSay = NOBODY) -> StoryView:
    """A story as its page tells it."""
    sources = Sources(page, people=people)
    parts = (story.gist, story.offers, story.open_questions, story.conflicts)
    return StoryView(
        id=story.id,
        title=shown(story.title, 300),
        day=page.date,
        gist=tuple(sources.told(line, line.text) for line in story.gist[:MOST_LISTED]),
        offers=tuple(offer_on_page(page, story, offer.id, people) for offer in story.offers[:MOST_LISTED]),
        questions=tuple(sources.told(each, each.question) for each in story.open_questions[:MOST_LISTED]),
        conflicts=tuple(
            Told(
                text=shown(f"{c.kind.value}, {c.about}: {c.shown}"),
                standing="differs",
                passages=sources.passages(c.sides),
                **marks(people.of(c.about)),
            )
            for c in story.conflicts[:MOST_LISTED]
        ),
        left_off=sum(max(0, len(part) - MOST_LISTED) for part in parts),
    )


def offer_on_page(page: BriefingData, story: Story, ident: str, people: PeopleSay = NOBODY) -> OfferView:
    """An offer as the page of a day tells it."""
    sources = Sources(page)
    names = {actor.id: actor.name for actor in story.actors}
    offer = next(each for each in story.offers if each.id == ident)
    answers = tuple(
        AnswerView(
            id=each.id,
            by=name_shown(names.get(each.responder, each.responder)),
            stance=each.stance.value,
            text=shown(each.what),
            passages=sources.passages(each.evidence),
            **marks(people.of(each.id)),
        )
        for each in story.responses
        if ident in each.offers
    )
    return OfferView(
        id=offer.id,
        story=story.id,
        offerer=name_shown(names.get(offer.offerer, offer.offerer)),
        recipient=name_shown(", ".join(names.get(each, each) for each in offer.addressees) or None),
        what=shown(offer.what),
        conditions=tuple(shown(each) for each in offer.conditions),
        status=offer.status.value,
        since=held if (held := held_since(offer.status_reason)) and held < page.date else None,
        standing=offer.standing.value,
        first=page.date,
        last=page.date,
        passages=sources.passages(offer.evidence),
        answers=answers[:MOST_LISTED],
        **marks(people.of(offer.id)),
    )


def offer_of_ledger(offer: MarkedEntry, entries: Iterable[MarkedEntry], sources: Sources) -> OfferView:
    """An offer with all that the ledger knows was answered to it."""
    answers = tuple(
        AnswerView(
            id=each.id,
            by=name_shown(each.party),
            stance=each.status,
            text=shown(each.text),
            since=each.opened,
            editor=name_shown(each.current.editor),
            passages=sources.passages(each.current.evidence),
            **marks(each.corrections),
        )
        for each in entries
        if each.kind.value != "question" and offer.id in each.all_answers
    )
    return OfferView(
        id=offer.id,
        story=offer.story,
        offerer=name_shown(offer.party),
        recipient=name_shown(offer.other),
        what=shown(offer.text),
        conditions=tuple(shown(each) for each in offer.conditions),
        status=offer.status,
        first=offer.opened,
        last=offer.last_reported,
        passages=_evidence_of(offer, sources),
        answers=answers[:MOST_LISTED],
        **marks(offer.corrections),
    )


def entry_view(entry: MarkedEntry, sources: Sources) -> EntryView:
    """An entry of the ledger as it is shown."""
    return EntryView(
        id=entry.id,
        kind=entry.kind.value,
        story=entry.story,
        party=name_shown(entry.party),
        other=name_shown(entry.other),
        text=shown(entry.text),
        status=entry.status,
        answers=entry.all_answers,
        first=entry.opened,
        last=entry.last_reported,
        passages=_evidence_of(entry, sources),
        **marks(entry.corrections),
    )


def steps_view(timeline: Timeline, sources: Sources) -> tuple[StepView, ...]:
    """The latest steps of a timeline."""
    return tuple(
        StepView(
            day=step.day,
            id=step.entry,
            by=name_shown(step.party),
            before=step.before,
            status=step.status,
            text=shown(step.text),
            editor=name_shown(step.editor),
            passages=sources.passages(step.evidence),
            **marks(said_of(timeline.corrections, step.entry)),
        )
        for step in timeline.steps[-MOST_LISTED:]
    )


def _evidence_of(entry: LedgerEntry, sources: Sources) -> tuple[Passage, ...]:
    """The words of the latest day that has some: a status that an editor set comes with none."""
    found = next((state.evidence for state in reversed(entry.states) if state.evidence), ())
    return sources.passages(found)
