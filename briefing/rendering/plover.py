"""A briefing as event records in the PLOVER scheme (Political Language Ontology for Verifiable Event Records).

Who asks is a REQUEST, whether it is worded as an offer or as a demand: a briefing keeps both as one. Answers are AGREE,
REJECT, or for a counter-offer another REQUEST. Silence, and an answer that is neither, is no event of the scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from briefing.characters import json_shown
from briefing.language.names import state_code
from briefing.schema.article import Article
from briefing.schema.base import Model
from briefing.schema.briefing import BriefingData, Merged, Story, StoryActor, StoryOffer, StoryResponse
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from briefing.schema.verdict import Standing

Code = Literal["REQUEST", "AGREE", "REJECT"]
_ANSWERS: Mapping[Stance, tuple[Code, tuple[str, ...]]] = {
    Stance.ACCEPTED: ("AGREE", ()),
    Stance.PARTIAL: ("AGREE", ("partial",)),
    Stance.CONDITIONAL: ("AGREE", ("conditional",)),
    Stance.COUNTER_OFFER: ("REQUEST", ()),
    Stance.REJECTED: ("REJECT", ()),
}


class Party(Model):
    """``code`` is the ISO 3166-1 alpha-3 code of a state; whoever has none keeps the name alone."""

    name: str
    kind: ActorKind | None = None
    code: str | None = None


class RecordSource(Model):
    """Where a record comes from: the article's address or file, and half-open code points of its cleaned text."""

    source: str
    outlet: str | None
    published: date | None
    start: int
    end: int
    text: str


class Event(Model):
    """``contexts`` are PLOVER's where it has one (``future``), and how far an agreement goes."""

    id: str
    date: date
    source: tuple[Party, ...]
    target: tuple[Party, ...]
    event: Code
    contexts: tuple[str, ...] = ()
    text: str
    answers: tuple[str, ...] = ()
    standing: Standing
    passages: tuple[RecordSource, ...]


class EventRecords(Model):
    """``left_out`` are ids of answers that the scheme has no code for."""

    scheme: Literal["PLOVER"] = "PLOVER"
    day: date
    generator: str
    events: tuple[Event, ...]
    left_out: tuple[str, ...]


def to_plover(data: BriefingData) -> str:
    """Offers and answers of a briefing as event records, in JSON."""
    articles = {article.id: article for article in data.articles}
    events: list[Event] = []
    left_out: list[str] = []
    for story in data.stories:
        items: list[StoryOffer | StoryResponse] = [*story.offers, *story.responses]
        for item in items:
            if event := _event(data, story, item, articles):
                events.append(event)
            else:
                left_out.append(item.id)
    records = EventRecords(
        day=data.date, generator=f"briefing {data.run.version}", events=tuple(events), left_out=tuple(left_out)
    )
    return json_shown(records.model_dump_json(indent=2)) + "\n"


def _event(
    data: BriefingData, story: Story, item: StoryOffer | StoryResponse, articles: Mapping[str, Article]
) -> Event | None:
    actors = {actor.id: actor for actor in story.actors}
    answers: tuple[str, ...] = ()
    if isinstance(item, StoryOffer):
        code: Code = "REQUEST"
        contexts: tuple[str, ...] = ("future",) if item.status is OfferStatus.PLANNED else ()
        source, target = [item.offerer], list(item.addressees)
    else:
        if item.stance not in _ANSWERS:
            return None
        code, contexts = _ANSWERS[item.stance]
        answers = item.offers
        asked = [offer for offer in story.offers if offer.id in answers]
        source, target = [item.responder], list(dict.fromkeys(offer.offerer for offer in asked))
    passages = tuple(_passages(item, articles))
    days = [passage.published for passage in passages if passage.published]
    return Event(
        id=f"{data.date.isoformat()}:{story.id}:{item.id}",
        date=min(days, default=data.date),
        source=tuple(_party(actors, each) for each in source),
        target=tuple(_party(actors, each) for each in target),
        event=code,
        contexts=contexts,
        text=item.what,
        answers=tuple(f"{data.date.isoformat()}:{story.id}:{each}" for each in answers),
        standing=item.standing,
        passages=passages,
    )


def _party(actors: Mapping[str, StoryActor], ident: str) -> Party:
    actor = actors.get(ident)
    if actor is None:
        return Party(name=ident)
    return Party(
        name=actor.name, kind=actor.kind, code=state_code(actor.name) if actor.kind is ActorKind.STATE else None
    )


def _passages(item: Merged, articles: Mapping[str, Article]) -> Iterator[RecordSource]:
    for each in item.evidence:
        if each.article not in articles:
            continue
        article = articles[each.article]
        yield RecordSource(
            source=article.url or str(article.ref),
            outlet=article.outlet,
            published=article.published.day if article.published else None,
            start=each.start,
            end=each.end,
            text=each.quote,
        )
