"""What only a judge can tell: asked once, answered with yes or no, nothing edited."""

from __future__ import annotations

import pytest

from briefing.grounding import apply_judgement, ground, judge_questions
from briefing.schema.brief import Brief
from briefing.schema.evidence import ReasonCode, Ruling
from briefing.schema.terms import Section
from tests.grounding.articles import COMPANY, UNION, article, draft, offer, statement

FAR = statement("Passengers numbered millions before the dispute", "The company did not say when it would reply.")


def undecided() -> Brief:
    return ground(article(), draft(UNION, COMPANY, gist=(FAR,)), engine="test-model")


def test_an_undecided_item_is_asked_with_its_quotes_and_the_nearest_sentences() -> None:
    brief = undecided()
    assert (brief.metrics.needs_judge, brief.metrics.rejected) == (1, 0)
    (question,) = judge_questions(article(), brief)
    assert (question.section, question.claim) == (Section.GIST, FAR.text)
    assert question.quotes == FAR.quotes
    assert any("2.4 million passengers" in passage for passage in question.passages)


def test_the_same_question_has_the_same_key_on_every_run() -> None:
    assert judge_questions(article(), undecided()) == judge_questions(article(), undecided())


def test_a_confirmed_item_is_supported_and_names_its_judge() -> None:
    brief = undecided()
    (question,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, question, True, "It says so.", "judge-model")
    assert [item.text for item in judged.gist] == [FAR.text]
    assert judged.gist[0].verdict.judge == "judge-model: It says so."
    assert (judged.unsupported, judged.metrics.judged, judged.metrics.needs_judge) == ((), 1, 0)


def test_a_rejected_item_stays_out_with_the_reason() -> None:
    brief = undecided()
    (question,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, question, False, "It does not.", "judge-model")
    (entry,) = judged.unsupported
    assert entry.verdict.ruling is Ruling.REJECTED
    assert entry.verdict.reasons[-1].code is ReasonCode.JUDGE_SAYS_NO
    assert judged.metrics.judged == 1


def test_a_judge_never_overrules_a_rule() -> None:
    brief = ground(article(), draft(UNION, COMPANY, offer("Suspend the strike for 99 days")), engine="test-model")
    assert judge_questions(article(), brief) == ()
    (question,) = judge_questions(article(), undecided())
    assert apply_judgement(brief, question, True, "I think so.", "judge-model") == brief


def test_an_answer_counts_once() -> None:
    brief = undecided()
    (question,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, question, True, "Yes.", "judge-model")
    assert apply_judgement(judged, question, False, "No.", "other-model") == judged


@pytest.mark.parametrize("confirmed", [True, False])
def test_nothing_is_edited(confirmed: bool) -> None:
    brief = undecided()
    (question,) = judge_questions(article(), brief)
    judged = apply_judgement(brief, question, confirmed, "Because.", "judge-model")
    texts = {item.text for item in judged.gist} | {entry.item.text for entry in judged.unsupported}  # type: ignore[union-attr]
    assert texts == {FAR.text}


def test_an_offer_is_put_to_the_judge_whole() -> None:
    far = offer("Passenger numbers and tickets sold before the dispute", "A spokesman said that")
    brief = ground(article(), draft(UNION, COMPANY, far), engine="test-model")
    (question,) = judge_questions(article(), brief)
    assert question.claim.startswith("Harbour Workers' Union puts this to Northline Ferries: Passenger numbers")
    assert apply_judgement(brief, question, True, "Yes.", "judge-model").offers[0].offerer == "a1"
