"""From draft to brief: what is not struck stands, the rest is kept with its objections."""

from __future__ import annotations

from briefing.checking import check
from briefing.schema.brief import Brief
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import Section
from briefing.schema.verdict import Problem, Standing
from tests.checking.articles import COMPANY, OFFER_QUOTE, UNION, actor, article, draft, offer, quotation, response, statement


def checked(made: BriefDraft) -> Brief:
    return check(article(), made, engine="test-model", prompt="brief@1")


def problems(brief: Brief) -> list[tuple[Section, Problem]]:
    return [(each.section, objection.problem) for each in brief.struck for objection in each.item.verdict.objections]


GOOD_OFFER = offer("Suspend the strike for 14 days if talks on night shifts reopen")
SILENCE = response("Has not said when it would reply", "The company did not say when it would reply.")


def test_a_true_draft_stands_item_by_item() -> None:
    headline = statement("The union has offered to suspend its strike.", OFFER_QUOTE)
    brief = checked(draft(UNION, COMPANY, GOOD_OFFER, SILENCE, headline=headline))
    assert brief.struck == ()
    assert [item.id for _, item in brief.items()] == ["h1", "a1", "a2", "o1", "r1"]
    assert brief.responses[0].offer == "o1"
    assert (brief.engine, brief.prompt, brief.metrics.items, brief.metrics.refuted) == ("test-model", "brief@1", 5, 0)


def test_every_evidence_is_the_exact_slice() -> None:
    text = article().text
    brief = checked(draft(UNION, COMPANY, offer("Suspend the strike", '"HAS OFFERED to  suspend its strike"')))
    evidence = [each for _, item in brief.items() for each in item.evidence]
    assert len(evidence) == 3
    assert all(text[each.start : each.end] == each.quote for each in evidence)


def test_an_item_whose_quote_the_article_lacks_is_struck_with_the_nearest_passage() -> None:
    brief = checked(draft(UNION, COMPANY, offer("Suspend the strike", "has offered to suspend its strike for 41 days")))
    assert problems(brief) == [(Section.OFFERS, Problem.QUOTE_DIFFERS)]
    assert brief.struck[0].suggestions[0].quote == "has offered to suspend its strike for 14 days"


def test_an_item_without_quotes_is_struck() -> None:
    brief = checked(draft(headline=statement("The union has offered talks.")))
    assert brief.headline is None
    assert problems(brief) == [(Section.HEADLINE, Problem.NO_QUOTE)]


def test_an_invented_quote_is_missing() -> None:
    brief = checked(draft(headline=statement("Nothing.", "Ministers everywhere applauded warmly yesterday evening")))
    assert problems(brief) == [(Section.HEADLINE, Problem.QUOTE_MISSING)]


def test_one_good_quote_is_enough_and_the_bad_one_is_noted() -> None:
    line = statement("The union offers to suspend its strike.", OFFER_QUOTE, "Zebras were never mentioned anywhere")
    brief = checked(draft(headline=line))
    assert brief.headline is not None
    assert [objection.problem for objection in brief.headline.verdict.objections] == [Problem.QUOTE_MISSING]


def test_a_quotation_whose_words_are_altered_is_struck() -> None:
    brief = checked(draft(quotation(None, "We are ready to stand up tomorrow")))
    assert problems(brief) == [(Section.QUOTATIONS, Problem.QUOTE_DIFFERS)]
    both = checked(draft(quotation(None, "We are ready to sit down tomorrow", "Zebras were never mentioned anywhere")))
    assert problems(both) == [(Section.QUOTATIONS, Problem.QUOTE_MISSING)]


def test_a_rule_strikes_and_names_the_passage() -> None:
    brief = checked(draft(UNION, COMPANY, offer("Suspend the strike for 30 days")))
    assert problems(brief) == [(Section.OFFERS, Problem.WRONG_NUMBER)]
    (objection,) = brief.struck[0].item.verdict.objections
    assert (objection.claimed, objection.field) == ("30", "what")


def test_a_response_to_a_struck_offer_keeps_its_link() -> None:
    brief = checked(draft(UNION, COMPANY, offer("Suspend the strike for 30 days"), SILENCE))
    assert brief.responses[0].offer == "o1"
    assert brief.struck[0].item.id == "o1"


def test_an_offer_of_an_actor_that_no_one_drafted_is_struck() -> None:
    brief = checked(draft(UNION, offer("Suspend the strike", recipient="a9")))
    assert problems(brief) == [(Section.OFFERS, Problem.UNKNOWN_REFERENCE)]


def test_an_actor_whose_quote_failed_is_kept_by_name_where_an_item_needs_it() -> None:
    astray = actor("a1", "Harbour Workers' Union", "The union of harbour hands", role="invented role")
    brief = checked(draft(astray, COMPANY, GOOD_OFFER))
    kept = brief.actor("a1")
    assert kept is not None
    assert (kept.role, kept.evidence[0].quote) == ("", "Harbour Workers' Union")
    assert brief.offers[0].offerer == "a1"


def test_an_offer_falls_with_an_actor_whom_the_article_never_names() -> None:
    invented = actor("a1", "Global Dockers Alliance", "The alliance of dockers")
    brief = checked(draft(invented, COMPANY, GOOD_OFFER))
    assert (Section.OFFERS, Problem.UNKNOWN_REFERENCE) in problems(brief)
    assert brief.offers == ()


def test_aliases_that_the_article_lacks_are_dropped_and_noted() -> None:
    made = actor("a2", "Northline Ferries", "Northline, which carried", aliases=("Northline", "Sealine"))
    (kept,) = checked(draft(made)).actors
    assert kept.aliases == ("Northline",)
    assert kept.verdict.objections[0].claimed == "Sealine"


def test_ids_are_made_unique() -> None:
    twice = COMPANY.model_copy(update={"id": "a1"})
    brief = checked(draft(UNION, twice, GOOD_OFFER.model_copy(update={"recipient": "a1"})))
    assert [item.id for _, item in brief.items()] == ["a1", "a1.2", "o1"]


def test_no_item_stands_refuted_and_none_that_is_struck_stands() -> None:
    brief = checked(draft(UNION, COMPANY, GOOD_OFFER, offer("For 30 days", offer_id="o2")))
    assert all(item.standing is not Standing.REFUTED for _, item in brief.items())
    assert [each.item.standing for each in brief.struck] == [Standing.REFUTED]
