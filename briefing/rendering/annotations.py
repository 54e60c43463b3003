"""A briefing as W3C Web Annotations: what it says of each passage of its articles, for programs that show such.

The form is that of the Web Annotation Data Model (W3C Recommendation, 23 February 2017) in JSON-LD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal
from urllib.parse import quote

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from briefing.characters import json_shown
from briefing.rendering.arrange import arrange
from briefing.rendering.references import live_address
from briefing.rendering.words import editors_say
from briefing.schema.article import Article
from briefing.schema.base import Model
from briefing.schema.briefing import BriefingData, Story, StoryOffer
from briefing.schema.ledger import held_since
from briefing.schema.verdict import Evidence, Standing

_AROUND = 32
"""Characters before and after the exact words by which they are found again."""
_IN_IRI = ":/?#[]@!$&'()*+,;=-._~%"

Motivation = Literal["describing", "identifying", "questioning", "replying", "commenting", "moderating"]


class _Linked(Model):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, serialize_by_alias=True)


class TextPositionSelector(_Linked):
    """Half-open, in code points of the cleaned text of the article (``Article.text``)."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class TextQuoteSelector(_Linked):
    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: str
    prefix: str
    suffix: str


class Target(_Linked):
    """A passage: ``source`` is the article's address, or where it has none the name of its file."""

    type: Literal["SpecificResource"] = "SpecificResource"
    source: str
    selector: tuple[TextPositionSelector, TextQuoteSelector]


class TextualBody(_Linked):
    type: Literal["TextualBody"] = "TextualBody"
    value: str
    format: Literal["text/plain"] = "text/plain"
    purpose: Literal["describing", "classifying", "assessing", "commenting"]


class Software(_Linked):
    type: Literal["Software"] = "Software"
    name: str


class AnnotationCreator(_Linked):
    type: Literal["Person"] = "Person"
    name: str


class Annotation(_Linked):
    """An item of a story: its words, kind, standing and what people say of it, on the passages that it rests on."""

    id: str
    type: Literal["Annotation"] = "Annotation"
    motivation: Motivation
    created: datetime
    body: tuple[TextualBody, ...]
    target: tuple[Target, ...]


class AnnotationPage(_Linked):
    id: str
    type: Literal["AnnotationPage"] = "AnnotationPage"
    part_of: str
    start_index: Literal[0] = 0
    items: tuple[Annotation, ...]


class AnnotationCollection(_Linked):
    """All annotations of one briefing, on one page."""

    context: Literal["http://www.w3.org/ns/anno.jsonld"] = Field(
        default="http://www.w3.org/ns/anno.jsonld", alias="@context"
    )
    id: str
    type: Literal["AnnotationCollection"] = "AnnotationCollection"
    label: str
    generator: Software
    rights: str
    creator: AnnotationCreator | None = None
    total: int
    first: AnnotationPage


def to_annotations(data: BriefingData) -> str:
    """The items of a briefing as a collection of W3C Web Annotations, in JSON-LD."""
    page, ident = arrange(data), f"urn:briefing:{data.date.isoformat()}:{data.run.digest or data.fingerprint()}"
    items = tuple(each for story in data.stories for each in _of_story(data, story, ident))
    collection = AnnotationCollection(
        id=ident,
        label=page.title,
        generator=Software(name=f"briefing {data.run.version}, {page.written}"),
        rights="The quoted words belong to their publishers.",
        creator=AnnotationCreator(name=page.editor) if page.editor else None,
        total=len(items),
        first=AnnotationPage(id=f"{ident}:1", part_of=ident, items=items),
    )
    return json_shown(collection.model_dump_json(indent=2, exclude_none=True)) + "\n"


def _of_story(data: BriefingData, story: Story, ident: str) -> Iterator[Annotation]:
    articles = {article.id: article for article in data.articles}
    for place, item in enumerate(_items(story, data.date)):
        name, about, kind, motivation, words, standing, evidence = item
        targets = tuple(_target(articles[each.article], each) for each in evidence if each.article in articles)
        if not targets:
            continue
        yield Annotation(
            id=f"{ident}:{story.id}:{name or place}",
            motivation=motivation,
            created=data.run.generated,
            body=(
                TextualBody(value=words, purpose="describing"),
                TextualBody(value=kind, purpose="classifying"),
                *([TextualBody(value=standing.value, purpose="assessing")] if standing else []),
                *(TextualBody(value=said, purpose="commenting") for said in dict.fromkeys(_said(data, about))),
            ),
            target=targets,
        )


def _said(data: BriefingData, about: Iterable[str]) -> Iterator[str]:
    """What people say of some items; where a line tells of several, each with the item's id."""
    items = tuple(about)
    for ident in items:
        yield from (f"{ident}: {said}" if len(items) > 1 else said for said in editors_say(data, ident))


_Item = tuple[str, tuple[str, ...], str, Motivation, str, Standing | None, Iterable[Evidence]]


def _items(story: Story, day: date) -> Iterator[_Item]:
    """What a story says: id if it has one, items that it tells of, kind, motivation, words, standing, evidence."""
    names = {actor.id: actor.name for actor in story.actors}
    lines = [*([("headline", story.headline)] if story.headline else []), *(("summary", line) for line in story.gist)]
    for kind, line in lines:
        yield "", line.refs, kind, "describing", line.text, line.standing, line.evidence
    for actor in story.actors:
        words = f"{actor.name}: {'; '.join(actor.roles)}" if actor.roles else actor.name
        yield actor.id, (), "actor", "identifying", words, actor.standing, actor.evidence
    for offer in story.offers:
        to = ", ".join(names.get(each, each) for each in offer.addressees)
        words = f"{names.get(offer.offerer, offer.offerer)}{f' to {to}' if to else ''}: {offer.what}"
        kind = f"offer, {_status(offer, day)}"
        yield offer.id, (offer.id,), kind, "describing", words, offer.standing, offer.evidence
    for response in story.responses:
        words = f"{names.get(response.responder, response.responder)}: {response.what}"
        kind = f"response, {response.stance.value}"
        yield response.id, (response.id,), kind, "replying", words, response.standing, response.evidence
    for question in story.open_questions:
        asked, standing = question.question, question.standing
        yield question.id, (question.id,), "open question", "questioning", asked, standing, question.evidence
    for conflict in story.conflicts:
        words = f"sources differ on the {conflict.kind.value} of {conflict.about}; shown: {conflict.shown}"
        yield conflict.id, (conflict.about,), "conflict", "commenting", words, None, conflict.sides
    for caution in story.cautions:
        words = f"quotation: {caution.kind.value.replace('_', ' ')}"
        yield "", (), "caution", "moderating", words, caution.standing, (caution.evidence,)


def _status(offer: StoryOffer, day: date) -> str:
    """Where an offer stands, and since when where the words that are annotated are of a later day and do not say it."""
    held = held_since(offer.status_reason)
    told = offer.status.value
    return f"{told} since {held.isoformat()}, not by these words" if held and held < day else told


def _target(article: Article, evidence: Evidence) -> Target:
    start, end, text = evidence.start, evidence.end, article.text
    return Target(
        source=quote(live_address(article) or str(article.ref), safe=_IN_IRI),
        selector=(
            TextPositionSelector(start=start, end=end),
            TextQuoteSelector(
                exact=evidence.quote, prefix=text[max(0, start - _AROUND) : start], suffix=text[end : end + _AROUND]
            ),
        ),
    )
