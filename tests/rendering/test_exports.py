"""A briefing as W3C Web Annotations and as event records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

import briefing
from briefing.language.names import state_code
from briefing.schema.document import Carried
from tests.factories import STORY

ROOT = Path(__file__).parent.parent.parent
MOTIVATIONS = (  # Web Annotation Vocabulary, section 3
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying"),
    *("linking", "moderating", "questioning", "replying", "tagging"),
)
IRI = {"type": "string", "pattern": r"^[^\s<>\"{}|\\^`]+$"}
FORM: dict[str, Any] = {  # what the Web Annotation Data Model says that there must be
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["@context", "id", "type", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "items", "partOf"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "items": {"type": "array", "items": {"$ref": "#/definitions/annotation"}},
            },
        },
    },
    "definitions": {
        "annotation": {
            "type": "object",
            "required": ["id", "type", "target"],
            "properties": {
                "id": IRI,
                "type": {"const": "Annotation"},
                "motivation": {"enum": list(MOTIVATIONS)},
                "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
                "body": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/body"}},
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/target"}},
            },
        },
        "body": {
            "type": "object",
            "required": ["type", "value"],
            "properties": {
                "type": {"const": "TextualBody"},
                "value": {"type": "string", "minLength": 1},
                "format": {"type": "string"},
                "purpose": {"enum": list(MOTIVATIONS)},
            },
        },
        "target": {
            "type": "object",
            "required": ["source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": IRI,
                "selector": {
                    "type": "array",
                    "items": [
                        {
                            "type": "object",
                            "required": ["type", "start", "end"],
                            "properties": {
                                "type": {"const": "TextPositionSelector"},
                                "start": {"type": "integer", "minimum": 0},
                                "end": {"type": "integer", "minimum": 0},
                            },
                        },
                        {
                            "type": "object",
                            "required": ["type", "exact"],
                            "properties": {
                                "type": {"const": "TextQuoteSelector"},
                                "exact": {"type": "string", "minLength": 1},
                                "prefix": {"type": "string"},
                                "suffix": {"type": "string"},
                            },
                        },
                    ],
                    "additionalItems": False,
                },
            },
        },
    },
}
right_form = fastjsonschema.compile(FORM)


def made(*inputs: str | briefing.Document, **settings: Any) -> briefing.Briefing:
    return briefing.generate(list(inputs), briefing.Settings(proof="off", **settings))


@pytest.fixture(scope="module", params=["embedded", "replay:cassettes/demo.json"])
def page(request: pytest.FixtureRequest) -> briefing.Briefing:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1642057200")
        patch.chdir(ROOT)
        return made("seeds", model=request.param, editor="Ada Example")


def annotations(page: briefing.Briefing) -> list[dict[str, Any]]:
    collection = json.loads(page.to_annotations())
    right_form(collection)
    items: list[dict[str, Any]] = collection["first"]["items"]
    assert collection["total"] == len(items)
    return items


def test_annotations_have_the_form_of_the_recommendation(page: briefing.Briefing) -> None:
    items = annotations(page)
    assert len({item["id"] for item in items}) == len(items)
    collection = json.loads(page.to_annotations())
    assert collection["creator"] == {"type": "Person", "name": "Ada Example"}
    assert "written by" in collection["generator"]["name"]


def test_every_item_of_a_story_is_annotated_on_its_passages(page: briefing.Briefing) -> None:
    items = {item["id"].rpartition(":")[2]: item for item in annotations(page)}
    (story,) = page.stories
    texts = {article.id: article.text for article in page.articles}
    for offer in story.offers:
        item = items[offer.id]
        assert offer.what in item["body"][0]["value"]
        assert [body["value"] for body in item["body"][1:]] == [f"offer, {offer.status}", offer.standing]
        found = [target["selector"] for target in item["target"]]
        assert [(place["start"], place["end"]) for place, _ in found] == [(e.start, e.end) for e in offer.evidence]
        for (_, words), evidence in zip(found, offer.evidence, strict=True):
            around = words["prefix"] + words["exact"] + words["suffix"]
            assert words["exact"] == evidence.quote
            assert around in texts[evidence.article]
    assert {response.id for response in story.responses} < set(items)
    assert {question.id for question in story.open_questions} < set(items)


def test_positions_are_code_points_and_a_source_is_the_articles_address() -> None:
    text = STORY.replace("Harbour", "🚢🚢 Harbour", 1)
    carried = Carried(url="https://news.example/ä b?q=1#part", outlet="Post")
    page = made(briefing.Document.of(text, "x.txt", carried=carried), keep_all=True)
    items = annotations(page)
    assert items
    (article,) = page.articles
    for item in items:
        for target in item["target"]:
            place, words = target["selector"]
            assert article.text[place["start"] : place["end"]] == words["exact"]
            assert target["source"] == "https://news.example/%C3%A4%20b?q=1#part"


def test_an_article_without_an_address_is_named_by_its_file() -> None:
    (first, *_) = annotations(made(briefing.Document.of(STORY, "two words.txt"), keep_all=True))
    assert first["target"][0]["source"] == "two%20words.txt"


def test_offers_are_requests_and_answers_are_events_between_coded_states(page: briefing.Briefing) -> None:
    records = json.loads(page.to_plover())
    (story,) = page.stories
    events = {event["id"].rpartition(":")[2]: event for event in records["events"]}
    assert {offer.id for offer in story.offers} <= set(events)
    assert {event["event"] for event in events.values()} <= {"REQUEST", "AGREE", "REJECT"}
    parties = [party for event in events.values() for party in (*event["source"], *event["target"])]
    assert {"name": "Russia", "kind": "state", "code": "RUS"} in parties
    assert [party for party in parties if party["name"] == "NATO" and party["code"]] == []
    texts = {str(article.ref): article.text for article in page.articles}
    for event in events.values():
        for passage in event["passages"]:
            assert texts[passage["source"]][passage["start"] : passage["end"]] == passage["text"]


def test_an_answer_that_is_still_awaited_is_no_event(page: briefing.Briefing) -> None:
    records = json.loads(page.to_plover())
    silent = [r.id for story in page.stories for r in story.responses if r.stance in ("pending", "other")]
    assert silent
    assert records["left_out"] == silent


def test_a_refusal_is_a_reject_of_who_asked() -> None:
    text = (
        "Harbour union rejects offer\n\nFrance has offered Germany a truce of ten days in the ports. "
        "Germany rejected the offer of France on Monday, and said that it would not come back to it."
    )
    records = json.loads(made(briefing.Document.of(text, "x.txt"), keep_all=True).to_plover())
    told = [(e["event"], e["source"][0]["code"], [t["code"] for t in e["target"]]) for e in records["events"]]
    assert told == [("REQUEST", "FRA", ["DEU"]), ("REJECT", "DEU", ["FRA"])]
    (request, refusal) = records["events"]
    assert refusal["answers"] == [request["id"]]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Russia", "RUS"), ("Moscow", "RUS"), ("the UK", "GBR"), ("Türkiye", "TUR"), ("Holy See", "VAT"), ("NATO", None)],
)
def test_codes_of_states(name: str, code: str | None) -> None:
    assert state_code(name) == code
