"""What only a judge can tell: asked once, answered with yes or no, nothing edited."""

from __future__ import annotations

import pytest

from briefing.grounding import apply_judgement, ground, judge_questions
from briefing.grounding.judge import claim_text
from briefing.schema.brief import Brief
from briefing.schema.draft import DraftItem
from briefing.schema.evidence import ReasonCode, Ruling
from briefing.schema.terms import Section
from tests.grounding.articles import (
    COMPANY,
    UNION,
    article,
    draft,
    offer,
    question,
    quotation,
    response,
    statement,
)

FAR = statement("Passengers numbered millions before the dispute", "The company did not say when it would reply.")


def undecided() -> Brief:
    return ground(article(), draft(UNION, COMPANY, gist=(FAR,)), engine="test-model")


def test_an_undecided_item_is_asked_with_its_quotes_and_the_nearest_sentences() -> None:
    brief = undecided()
    assert (brief.metrics.needs_judge, brief.metrics.rejected) == (1, 0)
    (asked,) = judge_questions(article(), brief)
    assert (asked.section, asked.claim) == (Section.GIST, FAR.text)
    assert asked.quotes == FAR.quotes
    assert any("2.4 million passengers" in passage for passage in asked.passages)


def test_the_same_question_has_the_same_key_on_every_run() -> None:
    assert judge_questions(article(), undecided()) == judge_questions(article(), undecided())


def test_a_confirmed_item_is_supported_and_names_its_judge() -> None:
    brief = undecided()
    (asked,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, asked, True, "It says so.", "judge-model")
    assert [item.text for item in judged.gist] == [FAR.text]
    assert judged.gist[0].verdict.judge == "judge-model: It says so."
    assert (judged.unsupported, judged.metrics.judged, judged.metrics.needs_judge) == ((), 1, 0)


def test_a_rejected_item_stays_out_with_the_reason() -> None:
    brief = undecided()
    (asked,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, asked, False, "It does not.", "judge-model")
    (entry,) = judged.unsupported
    assert entry.verdict.ruling is Ruling.REJECTED
    assert entry.verdict.reasons[-1].code is ReasonCode.JUDGE_SAYS_NO
    assert judged.metrics.judged == 1


def test_a_judge_never_overrules_a_rule() -> None:
    brief = ground(article(), draft(UNION, COMPANY, offer("Suspend the strike for 99 days")), engine="test-model")
    assert judge_questions(article(), brief) == ()
    (asked,) = judge_questions(article(), undecided())
    assert apply_judgement(brief, asked, True, "I think so.", "judge-model") == brief


def test_an_answer_counts_once() -> None:
    brief = undecided()
    (asked,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, asked, True, "Yes.", "judge-model")
    assert apply_judgement(judged, asked, False, "No.", "other-model") == judged


@pytest.mark.parametrize("confirmed", [True, False])
def test_nothing_is_edited(confirmed: bool) -> None:
    brief = undecided()
    (asked,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, asked, confirmed, "Because.", "judge-model")
    texts = {item.text for item in judged.gist} | {entry.item.text for entry in judged.unsupported}  # type: ignore[union-attr]  # statements all
    assert texts == {FAR.text}


def test_an_offer_is_put_to_the_judge_whole() -> None:
    far = offer("Passenger numbers and tickets sold before the dispute", "A spokesman said that")
    brief = ground(article(), draft(UNION, COMPANY, far), engine="test-model")
    (asked,) = judge_questions(article(), brief)
    assert asked.claim.startswith("Harbour Workers' Union puts this to Northline Ferries: Passenger numbers")
    assert apply_judgement(brief, asked, True, "Yes.", "judge-model").offers[0].offerer == "a1"


@pytest.mark.parametrize(
    ("item", "claim"),
    [
        (statement("The union offers talks."), "The union offers talks."),
        (UNION.model_copy(update={"role": "offers talks"}), "Harbour Workers' Union: offers talks"),
        (UNION, "Harbour Workers' Union"),
        (question("Will it reply?", why="It has not."), "The article leaves open: Will it reply? It has not."),
        (quotation("a1", "We are ready"), "Harbour Workers' Union is quoted (direct): We are ready"),
        (quotation(None, "We are ready"), "someone is quoted (direct): We are ready"),
        (
            response("No answer yet").model_copy(update={"responder": "a2"}),
            "a2 answers the union's offer: No answer yet. Stance: pending.",
        ),
    ],
)
def test_a_claim_is_all_that_the_item_says(item: DraftItem, claim: str) -> None:
    assert claim_text(item, {"a1": "Harbour Workers' Union"}) == claim


def test_a_confirmed_item_needs_its_actors() -> None:
    far = offer("Passenger numbers and tickets sold before the dispute", "A spokesman said that")
    brief = ground(article(), draft(UNION, COMPANY, far), engine="test-model")
    (asked,) = judge_questions(article(), brief)
    without = brief.model_copy(update={"actors": brief.actors[:1]})
    judged = apply_judgement(without, asked, True, "Yes.", "judge-model")
    assert judged.offers == ()
    assert judged.unsupported[0].verdict.reasons[-1].code is ReasonCode.UNKNOWN_REFERENCE
