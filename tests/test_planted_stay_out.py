"""A planted mistake reaches no output, whatever proof-readers and authors reply."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefing
from briefing.checking import check, plant
from briefing.checking.planting import Planted
from briefing.cleaning import clean
from briefing.llm.protocol import CompletionRequest
from briefing.rendering import to_feed
from briefing.schema.article import Article
from briefing.schema.brief import Brief, CheckedItem
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.schema.proof import CONTENT, FRAME
from briefing.schema.verdict import Standing
from tests.endpoint.asked import claims_in, objecting, objection, own_claims
from tests.exploring import examples
from tests.staff import Reply, Staff

ROOT = Path(__file__).parent.parent
PAIRS = (("seeds/000_e2cf0d327df01b1b.txt", "seed-000"), ("seeds/002_6c4bc6cef008b5cc.txt", "seed-002"))
RICH = (
    "Harbour union offers ferry firm a truce\n\n"
    "The harbour union offered Norline a truce of ten days on 3 March if the ferry firm takes back 40 dismissed "
    "deckhands. Norline rejected the truce on 5 March and offered 25 deckhands a hearing.\n\n"
    '"We will not be pushed," said Ana Kovic, the head of Norline. Peter Holm, who leads the union, said: "Forty of '
    'our people were thrown out."\n\n'
    "The union said 1,200 passengers would be stranded by Friday. It is unclear whether the port will step in."
)


def rich() -> BriefDraft:
    offer = "offered Norline a truce of ten days on 3 March if the ferry firm takes back 40 dismissed deckhands"
    refusal = "Norline rejected the truce on 5 March and offered 25 deckhands a hearing"
    actors = [("a1", "harbour union", "organisation", "offers a truce", offer)]
    actors += [("a2", "Norline", "organisation", "rejected the truce", refusal)]
    actors += [("a3", "Ana Kovic", "person", "head of Norline", "said Ana Kovic, the head of Norline")]
    actors += [("a4", "Peter Holm", "person", "leads the union", "Peter Holm, who leads the union")]
    value = {
        "headline": {"text": "The harbour union offered Norline a truce of ten days.", "quotes": [offer]},
        "gist": [
            {"text": "Norline rejected the truce on 5 March.", "quotes": [refusal]},
            {"text": "1,200 passengers would be stranded by Friday.", "quotes": ["1,200 passengers would be stranded"]},
        ],
        "actors": [
            {"id": i, "name": n, "aliases": [], "kind": k, "role": r, "quotes": [q]} for i, n, k, r, q in actors
        ],
        "offers": [
            {
                "id": "o1",
                "offerer": "a1",
                "addressees": ["a2"],
                "what": "a truce of ten days",
                "conditions": ["the ferry firm takes back 40 dismissed deckhands"],
                "status": "rejected",
                "quotes": [offer, refusal],
            }
        ],
        "responses": [
            {
                "id": "r1",
                "responder": "a2",
                "offers": ["o1"],
                "to": "the union's truce",
                "stance": "rejected",
                "what": "rejected the truce on 5 March",
                "quotes": [refusal],
            }
        ],
        "open_questions": [
            {
                "question": "Will the port step in?",
                "quotes": ["It is unclear whether the port will step in"],
            }
        ],
        "quotations": [
            {"speaker": "a3", "kind": "direct", "quotes": ["We will not be pushed"]},
            {"speaker": "a4", "kind": "direct", "quotes": ["Forty of our people were thrown out."]},
        ],
    }
    return BriefDraft.model_validate_json(json.dumps(value))


def cases() -> Iterator[tuple[str, Document, BriefDraft]]:
    yield "rich", Document.of(RICH, "harbour.txt"), rich()
    for source, reply in PAIRS:
        text = (ROOT / source).read_text(encoding="utf-8")
        recorded = (ROOT / "cassettes" / "replies" / f"{reply}.json").read_bytes()
        yield reply, Document.of(text, source), BriefDraft.model_validate_json(recorded)


CASES = {name: (document, draft) for name, document, draft in cases()}


def planted_in(document: Document, draft: BriefDraft) -> tuple[Article, Brief, tuple[Planted, ...]]:
    article = clean(document, keep_all=False)
    brief = check(article, draft, engine="stub")
    return article, brief, plant(article, brief)


def fields_of(item: CheckedItem) -> dict[str, object]:
    return item.model_dump(exclude={"evidence", "verdict"})


def own_words(planted: Planted, brief: Brief, article: Article) -> list[str]:
    """The texts that a planted mistake has and neither its article nor any item of the brief."""
    known = json.dumps([fields_of(item) for _, item in brief.items()], ensure_ascii=False, default=str) + article.text
    return [text for _, text in planted.item.claims() if text and text not in known]


def page_of(author: Staff, document: Document) -> briefing.Briefing:
    return briefing.generate(document, model=author)


def assert_none_in(page: briefing.Briefing, document: Document, draft: BriefDraft) -> None:
    article, checked, planted = planted_in(document, draft)
    assert planted
    (brief,) = page.briefs
    false = [fields_of(each.item) for each in planted]
    for item in (*(item for _, item in brief.items()), *(struck.item for struck in brief.unsupported)):
        assert fields_of(item) not in false
        for objection_ in item.verdict.objections:
            assert objection_.passage is None or objection_.passage in article.text
    outputs = {
        "Markdown": page.to_markdown(),
        "HTML": page.to_html(),
        "mail": page.to_mail().decode("utf-8", "replace"),
        "feed": to_feed([page]),
        "JSON": page.model_dump_json(exclude={"trails"}),
        "brief": brief.model_dump_json(),
    }
    for each in planted:
        for words in (*own_words(each, checked, article), each.item.told(checked.cast)):
            for form, output in outputs.items():
                assert words not in output, f"{form}: {words}"


def everything(request: CompletionRequest) -> str:
    """Objects to every claim, and gives the claim itself as the words that show it."""
    claims = claims_in(request.messages[-1].content)
    return objecting(*(objection(number, "contradicted", "what", claim) for number, claim in claims.items()))


def the_true_ones(own: frozenset[str]) -> Reply:
    """Objects to what is true, and lets pass what was planted."""

    def reply(request: CompletionRequest) -> str:
        claims = claims_in(request.messages[-1].content)
        return objecting(*(objection(number, "not_stated") for number, claim in claims.items() if claim in own))

    return reply


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("level", ["nothing", "everything", "the true ones", "not JSON"])
def test_no_reply_of_a_proof_reader_lets_one_out(name: str, level: str) -> None:
    document, draft = CASES[name]
    _, checked, _ = planted_in(document, draft)
    proof: dict[str, Reply] = {
        "nothing": objecting(),
        "everything": everything,
        "the true ones": the_true_ones(own_claims(checked)),
        "not JSON": "fine",
    }
    assert_none_in(page_of(Staff(draft, proof=[proof[level]]), document), document, draft)


def test_some_planted_mistakes_have_words_of_their_own() -> None:
    words = [
        text
        for document, draft in CASES.values()
        for article, checked, planted in [planted_in(document, draft)]
        for each in planted
        for text in own_words(each, checked, article)
    ]
    assert words


def test_an_article_that_talks_its_reader_out_of_reading_is_not_confirmed() -> None:
    document, draft = CASES["rich"]
    author = Staff(draft, proof=[objecting()])
    page = briefing.generate(document, briefing.Settings(proof_floor=0), model=author)
    (brief,) = page.briefs
    assert {item.standing for _, item in brief.items()} <= {Standing.UNCONFIRMED, Standing.QUOTED}
    assert page.coverage.unread == (brief.article,)
    assert "planted mistakes pass: what it lets stand here is not confirmed" in page.to_markdown()


@pytest.mark.parametrize("name", CASES)
def test_the_author_is_shown_none(name: str) -> None:
    document, draft = CASES[name]
    _, checked, planted = planted_in(document, draft)
    author = Staff(draft, proof=[everything])
    page_of(author, document)
    asked = [request for request in author.requests if request.stage == "correction"]
    assert asked
    for each in planted:
        told = each.item.told(checked.cast)
        assert all(told not in message.content for request in asked for message in request.messages)


OBJECTION = st.fixed_dictionaries(
    {
        "claim": st.integers(-1, 30),
        "level": st.sampled_from(["content", "frame", "both"]),
        "field": st.sampled_from(["what", "text", "status", "colour", ""]),
        "problem": st.sampled_from([*(problem.value for problem in (*CONTENT, *FRAME)), "odd"]),
        "words": st.text(max_size=30) | st.sampled_from(["a truce of ten days", "Norline rejected the truce"]),
    }
)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(OBJECTION, max_size=40))
def test_no_list_of_objections_lets_one_out(objections: list[dict[str, object]]) -> None:
    document, draft = CASES["rich"]
    author = Staff(draft, proof=[json.dumps({"objections": objections})])
    assert_none_in(page_of(author, document), document, draft)
