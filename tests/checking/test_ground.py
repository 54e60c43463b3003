"""From draft to brief: what is supported stands, the rest is kept with its reasons."""

from __future__ import annotations

from briefing.grounding import apply_repairs, ground

from briefing.schema.brief import Brief
from briefing.schema.draft import BriefDraft
from briefing.schema.evidence import ReasonCode, Ruling
from briefing.schema.terms import Section
from tests.grounding.articles import COMPANY, OFFER_QUOTE, UNION, actor, article, draft, offer, response, statement


def grounded(made: BriefDraft) -> Brief:
    return ground(article(), made, engine="test-model", prompt="brief@1")


def codes(brief: Brief) -> list[tuple[Section, ReasonCode]]:
    return [(each.section, reason.code) for each in brief.unsupported for reason in each.verdict.reasons]


GOOD_OFFER = offer("Suspend the strike for 14 days if talks on night shifts reopen")
SILENCE = response("Has not said when it would reply", "The company did not say when it would reply.")


def test_a_true_draft_is_supported_item_by_item() -> None:
    brief = grounded(
        draft(
            UNION,
            COMPANY,
            GOOD_OFFER,
            SILENCE,
            headline=statement("The union has offered to suspend its strike.", OFFER_QUOTE),
        )
    )
    assert brief.unsupported == ()
    assert [item.id for _, item in brief.items()] == ["h1", "a1", "a2", "o1", "r1"]
    assert brief.responses[0].offer == "o1"
    assert (brief.engine, brief.prompt, brief.metrics.supported) == ("test-model", "brief@1", 5)


def test_every_evidence_is_the_exact_slice() -> None:
    text = article().text
    brief = grounded(draft(UNION, COMPANY, offer("Suspend the strike", '"HAS OFFERED to  suspend its strike"')))
    evidence = [each for _, item in brief.items() for each in item.evidence]
    assert len(evidence) == 3
    assert all(text[each.start : each.end] == each.quote for each in evidence)


def test_an_item_whose_quote_the_article_lacks_is_rejected_with_the_nearest_passage() -> None:
    brief = grounded(
        draft(UNION, COMPANY, offer("Suspend the strike", "has offered to suspend its strike for 41 days"))
    )
    assert codes(brief) == [(Section.OFFERS, ReasonCode.QUOTE_DIFFERS)]
    assert brief.unsupported[0].suggestions[0].quote == "has offered to suspend its strike for 14 days"


def test_an_item_without_quotes_is_rejected() -> None:
    brief = grounded(draft(headline=statement("The union has offered talks.")))
    assert brief.headline is None
    assert codes(brief) == [(Section.HEADLINE, ReasonCode.NO_QUOTE)]


def test_an_invented_quote_is_missing() -> None:
    brief = grounded(draft(headline=statement("Nothing.", "Ministers everywhere applauded warmly yesterday evening")))
    assert codes(brief) == [(Section.HEADLINE, ReasonCode.QUOTE_MISSING)]


def test_one_good_quote_is_enough_and_the_bad_one_is_noted() -> None:
    brief = grounded(
        draft(
            headline=statement(
                "The union has offered to suspend its strike.", OFFER_QUOTE, "Zebras were never mentioned anywhere"
            )
        )
    )
    assert brief.headline is not None
    assert [reason.code for reason in brief.headline.verdict.reasons] == [ReasonCode.QUOTE_MISSING]


def test_a_number_that_the_article_lacks_rejects() -> None:
    brief = grounded(draft(UNION, COMPANY, offer("Suspend the strike for 30 days")))
    assert codes(brief) == [(Section.OFFERS, ReasonCode.NUMBER_DIFFERS)]


def test_a_name_that_the_article_lacks_rejects() -> None:
    brief = grounded(draft(UNION, COMPANY, offer("Suspend the strike if Oceanline reopens talks")))
    assert codes(brief) == [(Section.OFFERS, ReasonCode.NAME_NEW)]


def test_a_response_to_a_rejected_offer_keeps_its_words_and_loses_the_link() -> None:
    brief = grounded(draft(UNION, COMPANY, offer("Suspend the strike for 30 days"), SILENCE))
    assert brief.responses[0].offer is None
    assert brief.responses[0].to == "the union's offer"


def test_an_offer_of_an_actor_that_no_one_drafted_is_rejected() -> None:
    brief = grounded(draft(UNION, offer("Suspend the strike", recipient="a9")))
    assert codes(brief) == [(Section.OFFERS, ReasonCode.UNKNOWN_REFERENCE)]


def test_an_actor_whose_quote_failed_is_kept_by_name_where_an_item_needs_it() -> None:
    astray = actor("a1", "Harbour Workers' Union", "The union of harbour hands", role="invented role")
    brief = grounded(draft(astray, COMPANY, GOOD_OFFER))
    kept = brief.actor("a1")
    assert kept is not None
    assert (kept.role, kept.evidence[0].quote) == ("", "Harbour Workers' Union")
    assert brief.offers[0].offerer == "a1"


def test_an_offer_falls_with_an_actor_whom_the_article_never_names() -> None:
    invented = actor("a1", "Global Dockers Alliance", OFFER_QUOTE)
    brief = grounded(draft(invented, COMPANY, GOOD_OFFER))
    assert codes(brief) == [(Section.ACTORS, ReasonCode.NAME_NEW), (Section.OFFERS, ReasonCode.NAME_NEW)]


def test_aliases_that_the_article_lacks_are_dropped_and_noted() -> None:
    brief = grounded(
        draft(actor("a2", "Northline Ferries", "Northline, which carried", aliases=("Northline", "Sealine")))
    )
    assert brief.actors[0].aliases == ("Northline",)
    assert brief.actors[0].verdict.reasons[0].claimed == "Sealine"


def test_ids_are_made_unique() -> None:
    brief = grounded(
        draft(UNION, COMPANY.model_copy(update={"id": "a1"}), GOOD_OFFER.model_copy(update={"recipient": "a1"}))
    )
    assert [item.id for _, item in brief.items()] == ["a1", "a1.2", "o1"]


def test_a_repair_that_passes_is_supported_and_marked() -> None:
    brief = grounded(draft(UNION, COMPANY, offer("Suspend the strike for 30 days"), SILENCE))
    repaired = apply_repairs(article(), brief, draft(GOOD_OFFER))
    assert repaired.unsupported == ()
    assert repaired.offers[0].verdict.repaired
    assert repaired.responses[0].offer == "o1"
    assert (repaired.metrics.repaired, repaired.metrics.rejected) == (1, 0)


def test_a_repair_that_fails_again_leaves_the_item_rejected() -> None:
    brief = grounded(draft(UNION, COMPANY, offer("Suspend the strike for 30 days")))
    repaired = apply_repairs(article(), brief, draft(offer("Suspend the strike for 31 days")))
    assert repaired == brief


def test_a_repair_that_nobody_asked_for_is_left_out() -> None:
    brief = grounded(draft(UNION, COMPANY, GOOD_OFFER))
    assert apply_repairs(article(), brief, draft(offer("Suspend the strike", offer_id="o7"))) == brief


def test_a_statement_is_repaired_by_its_wording() -> None:
    wrong = statement("The union offered to suspend its strike for 15 days.", OFFER_QUOTE)
    right = statement("The union offered to suspend its strike for 14 days.", OFFER_QUOTE)
    brief = grounded(draft(gist=(wrong,)))
    repaired = apply_repairs(article(), brief, draft(gist=(right,)))
    assert [item.text for item in repaired.gist] == [right.text]
    assert repaired.gist[0].verdict.ruling is Ruling.SUPPORTED


def test_a_repair_may_bring_the_actor_that_it_names() -> None:
    brief = grounded(draft(UNION, offer("Suspend the strike", recipient="a9")))
    fixed = offer("Suspend the strike", recipient="a9")
    repaired = apply_repairs(article(), brief, draft(COMPANY.model_copy(update={"id": "a9"}), fixed))
    assert [each.id for each in repaired.actors] == ["a1", "a9"]
    assert repaired.offers[0].recipient == "a9"
