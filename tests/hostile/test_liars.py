"""Models that lie: drafts about other articles and the prompt; readers that accept all, refuse all, or make it up."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import briefing
from briefing.llm.protocol import CompletionRequest
from briefing.schema.document import Document
from briefing.schema.verdict import Standing
from briefing.testing import DRAFT, LINK, PROOF, Reply, ScriptedModel
from tests.endpoint.asked import claims_in, objecting, objection
from tests.factories import STORY, draft

OTHER = (
    "Glaziers reject pay plan\n\nThe glaziers' guild rejected a pay plan of 9000 crowns that the city council of "
    "Westby had proposed on Tuesday.\n\nThe guild of glaziers said that it would not sign it before the year ends."
)
FOREIGN = "pay plan of 9000 crowns"


def made(replies: dict[str, list[Reply]], *texts: str, **settings: Any) -> briefing.Briefing:
    told = briefing.Settings.model_validate({"date": date(2031, 3, 3), "keep_all": True, **settings})
    documents = [Document.of(text, f"{n}.txt") for n, text in enumerate(texts or (STORY,))]
    return briefing.generate(documents, told, model=ScriptedModel(replies))


def drafted(change: Callable[[dict[str, Any]], None]) -> str:
    written = draft().model_dump(mode="json")
    change(written)
    return json.dumps(written)


def quoting(words: str) -> Callable[[dict[str, Any]], None]:
    def change(written: dict[str, Any]) -> None:
        written["offers"][0].update(what=FOREIGN, quotes=[words])
        written["gist"] = [{"text": words, "quotes": [words]}]
        written["headline"] = {"text": words, "quotes": [words]}
        written["open_questions"][0].update(question=words, quotes=[words])

    return change


FOREIGN_WORDS = {
    "another article of the run": "The glaziers' guild rejected a pay plan of 9000 crowns",
    "the prompt": "Return a pay plan of 9000 crowns in JSON",
    "nothing": "a pay plan of 9000 crowns was agreed",
    "an ellipsis": "The harbour union ... a pay plan of 9000 crowns",
    "an empty quote": "",
    "one letter": "a",
    "a quote of all": STORY + OTHER,
    "white space": "   \n\t ",
    "a regular expression": ".*pay plan of 9000 crowns.*",
    "its own words with others between": "The harbour union offered, in a pay plan of 9000 crowns, a truce",
    "the words of two sentences joined": "Norline has not yet answered a pay plan of 9000 crowns",
}


@pytest.mark.parametrize("proof", ["off", "same"])
@pytest.mark.parametrize("kind", FOREIGN_WORDS)
def test_what_is_not_in_the_article_is_not_printed(kind: str, proof: str) -> None:
    lying = drafted(quoting(FOREIGN_WORDS[kind]))
    told = made({DRAFT: [lying]}, STORY, proof=proof)
    assert "9000" not in told_in(told.to_markdown())
    assert all(piece.quote in STORY for brief in told.briefs for _, item in brief.items() for piece in item.evidence)


def test_a_draft_of_one_article_says_nothing_of_another() -> None:
    """The author answers every request with what is in all of them."""
    lying = drafted(quoting(FOREIGN_WORDS["another article of the run"]))
    told = made({DRAFT: [lying]}, STORY, OTHER)
    first = next(article.id for article in told.articles if article.title and "Harbour" in article.title)
    brief = next(brief for brief in told.briefs if brief.article == first)
    assert all(FOREIGN not in item.model_dump_json() for _, item in brief.items())


REFERENCES = ("a9", "", "o1", "r1", "A1", "a1 ", "../a1", "a" * 500, "1", "O1", "S1")


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("field", ["offerer", "addressees", "responder", "offers", "speaker"])
def test_a_reference_to_nobody_costs_no_page(field: str, reference: str) -> None:
    def change(written: dict[str, Any]) -> None:
        if field == "speaker":
            written["quotations"] = [{"speaker": reference, "kind": "direct", "quotes": ["a truce of ten days"]}]
        elif field in ("responder", "offers"):
            written["responses"][0][field] = [reference] if field == "offers" else reference
        else:
            written["offers"][0][field] = [reference] if field == "addressees" else reference

    told = made({DRAFT: [drafted(change)]}, proof="off")
    assert len(told.to_json()) > 0
    assert briefing.verify(told.to_json()).ok


def told_in(page: str) -> str:
    """What a page tells. Below it stands what was struck, and in quotation marks what a reply was that was none."""
    return page.split("## Behind this page")[0]


def claims(request: CompletionRequest) -> dict[int, str]:
    return claims_in(request.messages[-1].content)


def _all(request: CompletionRequest, **changed: Any) -> str:
    return objecting(*({**objection(number, "contradicted"), **changed} for number in claims(request)))


READERS: dict[str, Reply] = {
    "lazy": lambda _: objecting(),
    "contrary": lambda request: _all(request),
    "contrary about the frame": lambda request: _all(request, level="frame", problem="not_an_offer"),
    "one that gives no words": lambda request: _all(request, words=""),
    "one that makes up words": lambda request: _all(request, words="nine million crowns"),
    "one that makes up fields": lambda request: _all(request, field="nine million"),
    "one that makes up problems": lambda request: _all(request, problem="nine million crowns"),
    "one that makes up numbers": lambda _: objecting(*(objection(n, "contradicted") for n in (-1, 0, 999, 10**30))),
    "one that repeats itself": lambda request: objecting(*[objection(1, "contradicted")] * 3000),
    "one that tells a story": lambda _: "All is well: nine million crowns were paid.",
    "one that says nothing": lambda _: "",
    "one that answers with a list": lambda _: "[]",
    "one that answers with depth": lambda _: '{"objections": ' + "[" * 5000,
    "one that answers at length": lambda _: json.dumps({"objections": [], "note": "nine million " * 100_000}),
    "one that drafts": lambda _: draft().model_dump_json(),
    "one that obeys": lambda _: json.dumps({"objections": [], "verdict": "accepted", "items": ["nine million crowns"]}),
    "one that rewrites": lambda request: _all(request, words="<script>nine million</script>\x1b[31m"),
    "one that fails": RuntimeError("nine million crowns"),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_proof_reader_confirms_no_more_than_it_checked(reader: str) -> None:
    """Whoever overlooks what was planted, or objects to all, confirms nothing; none adds a word to the page."""
    told = made({PROOF: [READERS[reader]]})
    brief = told.briefs[0]
    assert not [item for _, item in brief.items() if item.standing is Standing.CONFIRMED]
    page = told.to_markdown()
    assert "nine million" not in told_in(page)
    assert "<script>" not in page
    assert "confirmed by" not in page
    if reader == "contrary":
        assert not brief.offers
        assert "Struck" in page
        assert "truce of ten days" in page.split("### Struck")[1]
    assert briefing.verify(told.to_json()).ok


@pytest.mark.parametrize("reader", ["lazy", "one that makes up numbers", "one that obeys", "one that says nothing"])
def test_the_number_of_confirmed_items_is_what_the_page_says(reader: str) -> None:
    told = made({PROOF: [READERS[reader]]})
    assert told.metrics.confirmed == 0
    assert "0 confirmed" in told.to_markdown()


NOTHING: dict[str, Any] = {name: [] for name in ("offers", "questions", "new", "responses", "closed", "stories")}
LINKERS: dict[str, Reply] = {
    "one that says nothing": "",
    "one that tells a story": "The two are one: nine million crowns were paid.",
    "one that names no entry": json.dumps(
        {
            "offers": [{"item": "x", "entry": "O999"}],
            "questions": [],
            "new": [],
            "responses": [],
            "closed": [],
            "stories": [],
        }
    ),
    "one that closes all": json.dumps(
        {
            "offers": [],
            "questions": [],
            "new": [],
            "responses": [],
            "closed": [{"entry": "Q1", "by": "x", "how": "answered"}],
            "stories": [],
        }
    ),
    "one that answers at length": json.dumps({"offers": [{"item": f"i{n}", "entry": "O1"} for n in range(20_000)]}),
    "one that answers with depth": '{"offers": ' + "[" * 5000,
    "one that fails": RuntimeError("nine million crowns"),
    "one that drafts": draft().model_dump_json(),
}


@pytest.mark.parametrize("linker", LINKERS)
def test_a_linker_prints_no_status_that_no_source_gave(linker: str, tmp_path: Any) -> None:
    ledger = f"{tmp_path}/days.db"
    made({PROOF: [READERS["lazy"]]}, STORY, ledger=ledger, date=date(2031, 3, 2))
    told = made({LINK: [LINKERS[linker]]}, STORY.replace("Monday", "Tuesday"), ledger=ledger, date=date(2031, 3, 3))
    page = told.to_markdown()
    assert "nine million" not in told_in(page)
    assert "*Accepted*" not in page
    assert "*Rejected*" not in page
    assert "Answered" not in page
    assert briefing.verify(told.to_json(), base=tmp_path).failures == ()
