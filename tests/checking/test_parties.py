"""Who said it, who offers to whom, and what words in quotation marks really are."""

from __future__ import annotations

import pytest

from briefing.grounding import ground
from briefing.schema.article import Paragraph, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.brief import Brief
from briefing.schema.draft import DraftActor, DraftOffer, DraftQuotation, DraftResponse
from briefing.schema.evidence import ReasonCode, Ruling
from briefing.schema.terms import ActorKind, QuotationKind
from tests.grounding.articles import actor, article, draft, offer, quotation, response

TEXT = (
    "NATO has offered Russia to reopen its mission, the Russian Foreign Ministry said on Tuesday.\n\n"
    "“NATO was ready to reopen the office, since a dialogue with Russia was needed,” the agency quoted NATO chief Jens "
    "Stoltenberg as saying.\n\n"
    "“We have not answered yet,” the ministry said. “It is their proposal.” Wendy Sherman, the US envoy, said that “we "
    "[the allies] stay ready … to talk”. She added: “That is my message.”\n\n"
    "Russia rejected the demand by Ukraine for more monitors. Security guarantees were proposed by Moscow to the "
    "alliance. Ukraine was asked by the envoy to wait.\n\n"
    "“We have made it clear ... that the office in Mo..."
)
NATO = actor("a1", "NATO", "NATO has offered Russia", aliases=("the alliance",))
RUSSIA = actor("a2", "Russia", "Russia rejected the demand", aliases=("Moscow",)).model_copy(
    update={"kind": ActorKind.STATE}
)
MINISTRY = actor("a3", "Russian Foreign Ministry", "the Russian Foreign Ministry said", aliases=("the ministry",))
SHERMAN = actor("a4", "Wendy Sherman", "Wendy Sherman, the US envoy").model_copy(update={"kind": ActorKind.PERSON})
STOLTENBERG = actor("a5", "Jens Stoltenberg", "NATO chief Jens Stoltenberg").model_copy(
    update={"kind": ActorKind.PERSON}
)
UKRAINE = actor("a6", "Ukraine", "the demand by Ukraine").model_copy(update={"kind": ActorKind.STATE})
CAST = (NATO, RUSSIA, MINISTRY, SHERMAN, STOLTENBERG, UKRAINE)


def grounded(*items: DraftActor | DraftOffer | DraftResponse | DraftQuotation, text: str = TEXT) -> Brief:
    return ground(article(text), draft(*CAST, *items), engine="test-model")


def outcome(brief: Brief) -> tuple[Ruling, list[ReasonCode]]:
    """The ruling on the one item that is no actor, and why."""
    if brief.unsupported:
        verdict = brief.unsupported[0].verdict
        return verdict.ruling, [reason.code for reason in verdict.reasons]
    return Ruling.SUPPORTED, []


@pytest.mark.parametrize(
    ("speaker", "quote"),
    [
        ("a3", "We have not answered yet"),
        ("the ministry", "We have not answered yet"),
        ("a3", "It is their proposal."),
        ("a4", "That is my message."),
        ("a4", "we [the allies] stay ready … to talk"),
        (None, "We have not answered yet"),
    ],
)
def test_the_speaker_that_the_article_names_is_supported(speaker: str | None, quote: str) -> None:
    assert outcome(grounded(quotation(speaker, quote))) == (Ruling.SUPPORTED, [])


@pytest.mark.parametrize("speaker", ["a4", "a5", "a6"])
def test_a_quotation_given_to_another_actor_is_rejected(speaker: str) -> None:
    ruling, codes = outcome(grounded(quotation(speaker, "We have not answered yet")))
    assert ruling is not Ruling.SUPPORTED
    assert codes == [ReasonCode.SPEAKER_DIFFERS]


def test_a_cut_quote_gains_no_speaker() -> None:
    cut = quotation("a1", "We have made it clear ... that the office in Mo...", kind=QuotationKind.CUT)
    assert outcome(grounded(cut)) == (Ruling.REJECTED, [ReasonCode.CUT_QUOTE_ATTRIBUTED])
    assert outcome(grounded(cut.model_copy(update={"speaker": None})))[0] is Ruling.SUPPORTED


def test_a_paragraph_that_cleaning_marked_as_cut_is_cut() -> None:
    whole = article("“We have made it clear,” said Okafor.")
    marked = whole.model_copy(
        update={"paragraphs": (Paragraph(kind=ParagraphKind.CUT_QUOTE, span=Span(start=0, end=len(whole.text))),)}
    )
    brief = ground(marked, draft(quotation(None, "We have made it clear")), engine="test-model")
    assert brief.quotations[0].kind is QuotationKind.CUT


def test_words_outside_quotation_marks_are_no_quotation() -> None:
    assert outcome(grounded(quotation(None, "Russia rejected the demand"))) == (
        Ruling.REJECTED,
        [ReasonCode.QUOTATION_KIND],
    )


def test_a_report_in_the_third_person_is_corrected_and_noted() -> None:
    brief = grounded(quotation("a5", "NATO was ready to reopen the office, since a dialogue with Russia was needed"))
    (item,) = brief.quotations
    assert item.kind is QuotationKind.INDIRECT
    assert [(reason.claimed, reason.found) for reason in item.verdict.reasons] == [
        ("direct", "indirect_in_quotation_marks")
    ]


def test_insertions_of_the_outlet_make_a_quotation_edited() -> None:
    brief = grounded(quotation("a4", "we [the allies] stay ready … to talk"))
    assert brief.quotations[0].kind is QuotationKind.EDITED


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_not_cut() -> None:
    text = "“We go on,\n\n“and we end here,” Okafor said. The rest is silence."
    brief = ground(article(text), draft(quotation(None, "We go on,")), engine="test-model")
    assert brief.quotations[0].kind is QuotationKind.DIRECT


def test_the_one_who_offers_stands_before_the_verb() -> None:
    quote = "NATO has offered Russia to reopen its mission"
    assert outcome(grounded(offer("Reopen the mission", quote, offerer="a1", recipient="a2")))[0] is Ruling.SUPPORTED
    assert outcome(grounded(offer("Reopen the mission", quote, offerer="a2", recipient="a1"))) == (
        Ruling.REJECTED,
        [ReasonCode.DIRECTION_DIFFERS],
    )


def test_the_one_who_offers_stands_behind_by() -> None:
    quote = "Security guarantees were proposed by Moscow to the alliance"
    assert outcome(grounded(offer("Guarantees", quote, offerer="a2", recipient="a1")))[0] is Ruling.SUPPORTED
    assert outcome(grounded(offer("Guarantees", quote, offerer="a1", recipient="a2")))[0] is Ruling.REJECTED


def test_the_subject_of_a_passive_is_the_one_who_is_asked() -> None:
    quote = "Ukraine was asked by the envoy to wait."
    assert outcome(grounded(offer("Wait", quote, offerer="a4", recipient="a6")))[0] is Ruling.SUPPORTED


def test_a_response_put_into_anothers_mouth_is_rejected() -> None:
    quote = "Russia rejected the demand by Ukraine for more monitors."
    true = response("Rejected the demand", quote, offer_id=None, responder="a2")
    assert outcome(grounded(true))[0] is Ruling.SUPPORTED
    false = true.model_copy(update={"responder": "a1"})
    assert outcome(grounded(false)) == (Ruling.REJECTED, [ReasonCode.SPEAKER_DIFFERS])


def test_a_quoted_answer_is_its_speakers() -> None:
    quote = "We have not answered yet"
    true = response("Has not answered", quote, offer_id=None, responder="a3")
    assert outcome(grounded(true))[0] is Ruling.SUPPORTED
    assert outcome(grounded(true.model_copy(update={"responder": "a6"})))[0] is not Ruling.SUPPORTED


def test_a_pronoun_stands_for_the_one_named_before() -> None:
    text = "Wendy Sherman met the envoys. She left early. “We stay ready,” she said.\n\nJens Stoltenberg was away."
    true = grounded(quotation("a4", "We stay ready"), text=text)
    assert [item.speaker for item in true.quotations] == ["a4"]
    false = grounded(quotation("a5", "We stay ready"), text=text)
    assert [entry.verdict.ruling for entry in false.unsupported if entry.section.value == "quotations"] == [
        Ruling.NEEDS_JUDGE
    ]


def test_a_quotation_without_any_attribution_needs_the_speaker_near() -> None:
    text = "The talks went on.\n\n“Shame on you” was on the signs.\n\nLater Wendy Sherman left."
    false = grounded(quotation("a4", "Shame on you"), text=text)
    assert [entry.verdict.ruling for entry in false.unsupported if entry.section.value == "quotations"] == [
        Ruling.NEEDS_JUDGE
    ]


def test_a_speaker_named_after_a_closed_sentence_counts() -> None:
    text = "“It is an emergency!” Wendy Sherman told the envoys via radio. Others were silent."
    brief = grounded(quotation("a4", "It is an emergency!"), text=text)
    assert [item.speaker for item in brief.quotations] == ["a4"]


def test_nobody_answers_his_own_offer() -> None:
    made = offer("Guarantees", "the demand by Ukraine for more monitors", offerer="a2", recipient=None)
    answer = response("Rejected it", "Russia rejected the demand by Ukraine", offer_id="o1", responder="a2")
    brief = grounded(made, answer)
    assert [(entry.section.value, entry.verdict.ruling) for entry in brief.unsupported] == [
        ("offers", Ruling.NEEDS_JUDGE)
    ]
