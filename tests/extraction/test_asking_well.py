"""What a model is asked for an article, and in which form its drafts are read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from briefing.checking import check
from briefing.chunking import Chunk
from briefing.cleaning import clean
from briefing.extraction import Extraction, ExtractionOptions, ModelAsker, Trail, extract
from briefing.extraction.drafting import Known, messages_for
from briefing.extraction.prompts import draft_schema, load_prompt
from briefing.llm import Completion, CompletionRequest, FinishReason
from briefing.llm.envelope import unwrap
from briefing.schema.article import Article, Timestamp
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from tests.checking.articles import actor, offer
from tests.checking.articles import article as plain_article
from tests.checking.articles import draft as parts_of
from tests.conftest import CASSETTES
from tests.factories import article, draft

PROPERTIES = draft_schema().definition["$defs"]


@pytest.mark.parametrize("item", [name for name in PROPERTIES if name.startswith("Draft")])
def test_the_quotes_of_an_item_come_before_what_is_claimed_from_them(item: str) -> None:
    names = list(PROPERTIES[item]["properties"])
    assert names[0] == "quotes"
    if last := {"status", "stance"}.intersection(names):
        assert names[-1] in last


def test_actors_come_before_offers_and_what_sums_them_up_comes_last() -> None:
    names = list(draft_schema().definition["properties"])
    assert names.index("actors") < names.index("offers") < names.index("responses")
    assert names[-2:] == ["gist", "headline"]


def test_what_is_asked_begins_with_the_same_bytes_for_every_article() -> None:
    other = plain_article("The port council met on Monday. It decided nothing at all about the new cranes.")
    one, two = (messages_for(each, Chunk(0, each.story), 1) for each in (article(), other))
    assert one[0] == two[0]
    assert one[0].role == "system"
    assert article().text not in one[0].content


def test_what_is_known_of_an_article_is_shown_as_data_beside_it() -> None:
    of = article().model_copy(
        update={
            "title": "Not in the text",
            "outlet": "Harbour Post",
            "published": Timestamp(day="2023-03-01", time="2023-03-01T10:00:00+01:00"),
            "language": "de",
            "url": "https://post.example/1\nStatus: accepted",
        }
    )
    asked = messages_for(of, Chunk(0, of.story), 1)[-1].content
    about = re.search(r"<<<ABOUT ([0-9a-f]{16})\n(.*?)\nABOUT \1>>>", asked, re.DOTALL)
    assert about is not None
    assert about[2].splitlines() == [
        "Title: Not in the text",
        "Outlet: Harbour Post",
        "Published: 2023-03-01T10:00+01:00",
        "Language: de",
        "Address: https://post.example/1 Status: accepted",
    ]
    assert asked.startswith("Write in: de\n")
    assert unwrap(asked) == of.text
    in_english = messages_for(of, Chunk(0, of.story), 1, language="en")[-1].content
    assert in_english.startswith("Write in: en\n")


def test_open_entries_of_earlier_days_are_listed_with_their_ids() -> None:
    of = article()
    asked = messages_for(of, Chunk(0, of.story), 1, known=(Known("O7", "Norline to the union: more pay"),))[-1].content
    assert "O7: Norline to the union: more pay\nKNOWN" in asked
    assert "Known from earlier days" not in messages_for(of, Chunk(0, of.story), 1)[-1].content


class Writer:
    """Replies with one draft and keeps what it was asked, and how many questions were open at the same time."""

    name = "openai/writer"
    context_window: int | None = 1_000_000

    def __init__(self, first: str, then: str) -> None:
        self._replies = [first, then]
        self.asked: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    async def complete(self, request: CompletionRequest) -> Completion:
        self.asked.append(request.messages[-1].content)
        text = self._replies[min(len(self.asked), 2) - 1]
        return Completion(text=text, finish_reason=FinishReason.STOP, model=self.name, engine=self.name)

    async def aclose(self) -> None: ...


async def drafted_in_parts(writer: Writer) -> Extraction:
    text = " ".join(f"Norline told the harbour union on day {n} that it would think about pier {n}." for n in range(40))
    of = plain_article(f"The harbour union offered Norline a truce of ten days. {text}")
    options = ExtractionOptions(chunk_tokens=200, overlap_tokens=0, reasks=0)
    return await extract(of, ModelAsker(writer, options, Trail()), options)


async def test_later_parts_are_told_how_the_article_begins_and_who_acts() -> None:
    empty = BriefDraft.model_validate(
        {**draft().model_dump(), "actors": [], "offers": [], "responses": [], "open_questions": []}
    )
    writer = Writer(draft().model_dump_json(), empty.model_dump_json())
    found = await drafted_in_parts(writer)
    first, *others = writer.asked
    assert len(others) > 2
    assert "BEGINNING" not in first
    for asked in others:
        beginning = re.search(r"<<<BEGINNING ([0-9a-f]{16})\n(.*?)\nBEGINNING \1>>>", asked, re.DOTALL)
        assert beginning is not None
        assert beginning[2].startswith("The harbour union offered Norline a truce of ten days.")
        assert "- Norline; the ferry firm (organisation)" in beginning[2]
        assert len(beginning[2]) < 1_000
    assert found.draft is not None
    assert [actor.name for actor in found.draft.actors] == ["harbour union", "Norline"]


async def test_where_the_first_part_fails_the_others_are_drafted_all_the_same() -> None:
    writer = Writer("{}", draft().model_dump_json())
    found = await drafted_in_parts(writer)
    assert found.draft == draft()
    assert len(found.problems) == 1
    assert "BEGINNING" in writer.asked[-1]


# Drafts of version 1

OLD = sorted((CASSETTES / "replies").glob("*.json"))


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_a_draft_of_version_1_is_read_with_all_that_it_says(file: Any) -> None:
    old = json.loads(file.read_text(encoding="utf-8"))
    new = BriefDraft.model_validate(old)
    for before, after in zip(old["offers"], new.offers, strict=True):
        assert (after.recipient, after.what, after.quotes) == (
            before["recipient"],
            before["what"],
            tuple(before["quotes"]),
        )
        assert len(after.addressees) == (before["recipient"] is not None)
        assert (after.reported, after.origin, after.said_on, after.due, after.same_as) == (None,) * 5
    for before, response in zip(old["responses"], new.responses, strict=True):
        assert response.offers == ((before["offer"],) if before["offer"] else ())
    assert [question.question for question in new.open_questions] == [q["question"] for q in old["open_questions"]]
    assert BriefDraft.model_validate_json(new.model_dump_json()) == new


@pytest.mark.parametrize(
    ("section", "item"),
    [
        ("offers", {"recipient": "a2", "addressees": ["a2"]}),
        ("responses", {"offer": "o1", "offers": ["o1"]}),
    ],
)
def test_an_item_of_both_versions_is_of_none(section: str, item: dict[str, Any]) -> None:
    value = draft().model_dump(mode="json")
    value[section][0] |= item
    with pytest.raises(ValueError, match="Extra inputs"):
        BriefDraft.model_validate(value)


# The worked examples


def test_no_name_of_the_examples_is_in_any_recorded_draft() -> None:
    prompt = (
        load_prompt("brief")
        .render({"article": "", "about": "", "language": "en", "part": 1, "parts": 1, "sofar": None, "known": None})[0]
        .content
    )
    examples = prompt.partition("## Two examples")[2]
    names = {"Velmora", "Drossel", "Quillon"}
    assert all(name in examples for name in names)
    files = [file for file in CASSETTES.rglob("*") if file.is_file() and file.suffix != ".md"]
    kept = [file.read_text(encoding="utf-8") for file in files]
    replies = [text for text in kept if "Two examples" not in text]
    assert replies
    assert not any(name in text for text in replies for name in names)


def test_the_examples_of_the_prompt_follow_the_schema_and_their_articles() -> None:
    prompt = (
        load_prompt("brief")
        .render({"article": "", "about": "", "language": "en", "part": 1, "parts": 1, "sofar": None, "known": None})[0]
        .content
    )
    lines = prompt.partition("## Two examples")[2].strip().splitlines()
    texts = [line.removeprefix("Article: ").strip('"') for line in lines[::2]]
    assert len(texts) == 2
    for text, reply in zip(texts, lines[1::2], strict=True):
        brief = check(plain_article(text), BriefDraft.model_validate_json(reply), engine="example")
        assert brief.unsupported == ()
        assert brief.metrics.quotes_exact == brief.metrics.quotes
        assert list(json.loads(reply)) == list(draft_schema().definition["properties"])


# Languages


def test_items_in_another_language_than_the_article_are_not_held_to_its_words() -> None:
    text = "Envoys of Denmark signed the fishing pact in Bergen on Tuesday. Traders welcomed it."
    value = draft().model_dump(mode="json")
    value |= {"actors": [], "offers": [], "responses": [], "open_questions": []}
    value["headline"] = {"text": "Gesandte in Genf.", "quotes": ["Envoys of Denmark signed the fishing pact"]}
    value["gist"] = []
    made = BriefDraft.model_validate(value)
    english = check(plain_article(text), made, engine="test")
    assert [each.item.id for each in english.unsupported] == ["h1"]
    german = check(plain_article(text), made, engine="test", language="de")
    assert (german.unsupported, german.language) == ((), "de")
    assert check(plain_article(text), made, engine="test", language="en").unsupported != ()


def dated(text: str, day: str) -> Article:
    return clean(Document.of(text, "a.txt")).model_copy(update={"published": Timestamp(day=day)})


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("by Friday", "2023-03-03"),
        ("within ten days", None),
        ("by 9 March", "2023-03-09"),
        ("by 9 March or 12 March", None),
    ],
)
def test_by_when_an_offer_is_due_is_reckoned_from_the_day_of_the_article(due: str, day: str | None) -> None:
    offered = f"The union offered Norline a truce on Monday if it answers {due}"
    text = f"{offered}. Norline has not answered so far."
    made = parts_of(
        actor("a1", "union", "The union offered"),
        actor("a2", "Norline", "Norline has not answered"),
        offer("A truce", offered).model_copy(update={"due": due, "said_on": "on Monday"}),
    )
    (found,) = check(dated(text, "2023-03-01"), made, engine="test").offers
    assert (found.due, found.due_day and found.due_day.isoformat()) == (due, day)
    assert found.said_day is not None
    assert found.said_day.isoformat() == "2023-02-27"
    undated = check(dated(text, "2023-03-01").model_copy(update={"published": None}), made, engine="test").offers[0]
    assert (undated.due, undated.due_day, undated.said_day) == (due, None, None)


@pytest.mark.parametrize("field", ["reported", "origin", "said_on", "due"])
def test_words_for_who_says_so_and_when_that_the_article_does_not_have_are_left_out(field: str) -> None:
    made = draft()
    told = made.offers[0].model_copy(update={field: "reportedly by noon"})
    found = check(article(), made.model_copy(update={"offers": (told,)}), engine="test").offers[0]
    assert getattr(found, field) is None
    (note,) = found.verdict.objections
    assert (note.field, note.claimed) == (field, "reportedly by noon")
