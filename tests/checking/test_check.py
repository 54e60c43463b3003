"""From draft to brief: what is located and not refuted stands, the rest is kept with its objections."""

from __future__ import annotations

from datetime import date

import pytest
from rapidfuzz import fuzz

from briefing.checking import check, total
from briefing.schema.article import Timestamp
from briefing.schema.brief import Brief, CheckMetrics
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import Section
from briefing.schema.verdict import RULES, Level, Objection, Problem, Standing
from tests.checking.articles import COMPANY, OFFER_QUOTE, UNION, actor, article, draft, offer, response, statement


def checked(made: BriefDraft) -> Brief:
    return check(article(), made, engine="test-model", prompt="brief@1")


def problems(brief: Brief) -> list[tuple[Section, Problem]]:
    return [
        (each.section, objection.problem) for each in brief.unsupported for objection in each.item.verdict.objections
    ]


GOOD_OFFER = offer("Suspend the strike for 14 days if talks on night shifts reopen")
SILENCE = response("Has not said when it would reply", "The company did not say when it would reply.")


def test_a_true_draft_stands_item_by_item_and_nobody_vouches_for_its_meaning() -> None:
    headline = statement("The union has offered to suspend its strike.", OFFER_QUOTE)
    brief = checked(draft(UNION, COMPANY, GOOD_OFFER, SILENCE, headline=headline))
    assert brief.unsupported == ()
    assert [item.id for _, item in brief.items()] == ["h1", "a1", "a2", "o1", "r1"]
    assert brief.responses[0].offer == "o1"
    assert brief.offers[0].standing is Standing.UNCONFIRMED
    assert (brief.engine, brief.prompt, brief.metrics.items) == ("test-model", "brief@1", 5)


def test_every_evidence_is_the_exact_slice() -> None:
    text = article().text
    brief = checked(draft(UNION, COMPANY, offer("Suspend the strike", '"HAS OFFERED to  suspend its strike"')))
    evidence = [each for _, item in brief.items() for each in item.evidence]
    assert len(evidence) == 3
    assert all(text[each.start : each.end] == each.quote for each in evidence)


def test_an_item_whose_quote_the_article_lacks_is_struck_with_the_nearest_passage() -> None:
    quote = "has offered to suspend its strike for 41 days"
    brief = checked(draft(UNION, COMPANY, offer("Suspend the strike", quote)))
    assert problems(brief) == [(Section.OFFERS, Problem.QUOTE_DIFFERS)]
    [entry] = brief.unsupported
    passage = "has offered to suspend its strike for 14 days"
    assert entry.suggestions[0].quote == passage
    [objection] = entry.item.verdict.objections
    assert (objection.claimed, objection.passage, objection.by) == (quote, passage, RULES)
    assert objection.at is not None
    assert objection.at.slice(article().text) == passage


@pytest.mark.parametrize("quotes", [(), ("",), ("  ",)])
def test_an_item_without_quotes_is_struck(quotes: tuple[str, ...]) -> None:
    brief = checked(draft(headline=statement("The union has offered talks.", *quotes)))
    assert brief.headline is None
    assert problems(brief) == [(Section.HEADLINE, Problem.NO_QUOTE)]


def test_an_invented_quote_is_missing() -> None:
    brief = checked(draft(headline=statement("Nothing.", "Ministers everywhere applauded warmly yesterday evening")))
    assert problems(brief) == [(Section.HEADLINE, Problem.QUOTE_MISSING)]


def test_one_good_quote_is_enough_and_the_bad_one_is_noted() -> None:
    text = "The union has offered to suspend its strike."
    brief = checked(draft(headline=statement(text, OFFER_QUOTE, "Zebras were never mentioned anywhere")))
    assert brief.headline is not None
    assert brief.headline.standing is not Standing.REFUTED
    assert [each.problem for each in brief.headline.verdict.objections] == [Problem.QUOTE_MISSING]
    assert len(brief.headline.evidence) == 1


def test_a_response_to_a_struck_offer_keeps_its_words_and_its_link() -> None:
    brief = checked(draft(UNION, COMPANY, offer("Suspend the strike", "Nobody wrote these words at all"), SILENCE))
    assert [each.item.id for each in brief.unsupported] == ["o1"]
    assert (brief.responses[0].offer, brief.responses[0].to) == ("o1", "the union's offer")
    assert brief.cast.offers == {"o1": "Suspend the strike"}


def test_an_offer_of_an_actor_that_no_one_drafted_is_struck() -> None:
    brief = checked(draft(UNION, offer("Suspend the strike", recipient="a9")))
    assert problems(brief) == [(Section.OFFERS, Problem.UNKNOWN_REFERENCE)]


def test_an_actor_that_was_struck_stands_by_its_bare_name_where_an_item_needs_it() -> None:
    astray = actor("a1", "Harbour Workers' Union", "The union of harbour hands", role="invented role")
    brief = checked(draft(astray, COMPANY, GOOD_OFFER))
    kept = brief.actor("a1")
    assert kept is not None
    assert (kept.role, kept.evidence[0].quote, kept.standing) == ("", "Harbour Workers' Union", Standing.QUOTED)
    assert brief.offers[0].offerer == "a1"
    [entry] = brief.unsupported
    assert (entry.section, entry.item.model_dump()["role"]) == (Section.ACTORS, "invented role")


def test_an_actor_that_was_struck_and_nobody_needs_does_not_stand() -> None:
    astray = actor("a1", "Harbour Workers' Union", "The union of harbour hands", role="invented role")
    brief = checked(draft(astray, COMPANY))
    assert [each.id for each in brief.actors] == ["a2"]


def test_an_offer_falls_with_an_actor_whom_the_article_never_names() -> None:
    invented = actor("a1", "Global Dockers Alliance", "Global Dockers Alliance")
    brief = checked(draft(invented, COMPANY, GOOD_OFFER))
    assert problems(brief)[-1] == (Section.OFFERS, Problem.UNKNOWN_REFERENCE)
    assert brief.unsupported[-1].item.verdict.objections[0].claimed == "Global Dockers Alliance"


def test_aliases_that_the_article_lacks_are_dropped_and_noted() -> None:
    named = actor("a2", "Northline Ferries", "Northline, which carried", aliases=("Northline", "Sealine"))
    brief = checked(draft(named))
    assert brief.actors[0].aliases == ("Northline",)
    [note] = brief.actors[0].verdict.objections
    assert (note.problem, note.field, note.claimed) == (Problem.NOT_STATED, "aliases", "Sealine")


def test_the_name_of_another_actor_is_nobodys_alias() -> None:
    greedy = actor("a2", "Northline Ferries", "Northline, which carried", aliases=("Northline", UNION.name.upper()))
    brief = checked(draft(UNION, greedy))
    assert brief.actors[1].aliases == ("Northline",)
    [note] = brief.actors[1].verdict.objections
    assert (note.problem, note.field, note.claimed) == (Problem.WRONG_PARTY, "aliases", UNION.name.upper())
    alone = checked(draft(greedy.model_copy(update={"aliases": ("Northline Ferries", "Northline")})))
    assert alone.actors[0].aliases == ("Northline Ferries", "Northline")


def test_nobody_makes_an_offer_to_himself() -> None:
    one, two = checked(draft(UNION, COMPANY, GOOD_OFFER)), GOOD_OFFER.model_copy(update={"addressees": ("a1", "a2")})
    assert one.offers[0].addressees == ("a2",)
    assert one.offers[0].verdict.objections == ()
    (offer,) = checked(draft(UNION, COMPANY, two)).offers
    assert offer.addressees == ("a2",)
    assert [(note.problem, note.field) for note in offer.verdict.objections] == [(Problem.WRONG_PARTY, "addressees")]


def test_a_headline_without_words_is_none() -> None:
    made = draft(UNION).model_copy(update={"headline": statement(" - ", "Ferry union offers talks")})
    assert checked(made).headline is None
    assert checked(made).unsupported == ()


def test_ids_are_made_unique() -> None:
    second = COMPANY.model_copy(update={"id": "a1"})
    brief = checked(draft(UNION, second, GOOD_OFFER.model_copy(update={"addressees": ("a1",)})))
    assert [item.id for _, item in brief.items()] == ["a1", "a1.2", "o1"]
    assert brief.offers[0].offerer == "a1"
    thrice = checked(draft(UNION, second, second, GOOD_OFFER.model_copy(update={"id": "a1", "addressees": ("a1",)})))
    assert [item.id for _, item in thrice.items()] == ["a1", "a1.2", "a1.3", "a1.4"]


def test_a_blank_id_is_that_of_its_section() -> None:
    brief = checked(
        draft(UNION.model_copy(update={"id": " "}), SILENCE.model_copy(update={"id": "", "responder": "a"}))
    )
    assert [item.id for _, item in brief.items()] == ["a", "r"]


def test_an_evidence_says_where_else_its_words_stand_and_how_near_they_come() -> None:
    text = "They may go. It rained. They may go. So they said, and they  MAY  stay here."
    quotes = ("They may go", "they may stay here")
    one, two = check(article(text), draft(gist=(statement("So.", *quotes),)), engine="test").gist[0].evidence
    assert (one.start, one.also_at, one.score) == (0, (24,), 1.0)
    assert (two.also_at, two.score) == ((), round(fuzz.ratio(quotes[1], two.quote) / 100, 4))
    joined = check(article(text), draft(gist=(statement("So.", "They may go … they may stay"),)), engine="test").gist[0]
    assert [each.also_at for each in joined.evidence] == [(24,), ()]


def test_an_item_without_an_id_of_its_own_gets_one_that_nobody_bears() -> None:
    named = UNION.model_copy(update={"id": "g1"})
    brief = checked(draft(named, gist=(statement("It has offered talks.", OFFER_QUOTE),)))
    assert [item.id for item in brief.gist] == ["g2"]


def test_quotes_and_items_are_counted_by_what_became_of_them() -> None:
    made = draft(
        UNION,
        COMPANY,
        offer("Suspend the strike", "has offered  to suspend its strike"),
        gist=(statement("The union offers talks.", "The Harbour Workers' Union … reopens talks on night shifts"),),
        headline=statement("Nothing.", "not a word of this was written"),
    )
    metrics = checked(made).metrics
    assert (metrics.items, metrics.quoted + metrics.unconfirmed, metrics.confirmed, metrics.refuted) == (5, 4, 0, 1)
    assert (metrics.quotes, metrics.quotes_exact, metrics.quotes_normalised, metrics.quotes_joined) == (5, 2, 1, 2)
    assert metrics.problems == {Problem.QUOTE_MISSING: 1}


def test_nothing_checked_counts_nothing() -> None:
    assert checked(draft()).metrics == CheckMetrics() == total([])


def test_several_briefs_add_up() -> None:
    one = checked(draft(UNION, COMPANY, offer("Suspend the strike", OFFER_QUOTE))).metrics
    two = checked(draft(UNION, offer("Suspend it", "These words were written by nobody", recipient=None))).metrics
    both = total([one, two, CheckMetrics()])
    assert (both.items, both.refuted, both.quotes) == (5, 1, one.quotes + two.quotes)
    assert both.problems == {Problem.QUOTE_MISSING: 1}


@pytest.mark.parametrize(
    ("problem", "level"),
    [
        (Problem.QUOTE_DIFFERS, Level.CITATION),
        (Problem.NEEDS_QUOTE, Level.CITATION),
        (Problem.CONTRADICTED, Level.CONTENT),
        (Problem.NOT_STATED, Level.CONTENT),
        (Problem.UNKNOWN_REFERENCE, Level.CONTENT),
        (Problem.NOT_AN_OFFER, Level.FRAME),
        (Problem.HEDGE_DROPPED, Level.FRAME),
        (Problem.WRONG_STATUS, Level.FRAME),
    ],
)
def test_what_an_objection_does_depends_on_its_problem(problem: Problem, level: Level) -> None:
    assert Objection(problem=problem).problem.level is level


@pytest.mark.parametrize(("asked", "language"), [(None, "de"), ("en", "en")])
def test_a_brief_is_in_the_language_asked_for_else_in_that_of_its_article(asked: str | None, language: str) -> None:
    german = article("Es regnet.", language="de")
    assert check(german, draft(), engine="test-model", language=asked).language == language


@pytest.mark.parametrize(("day", "said"), [("2024-05-16", "2024-05-14"), (None, None)])
def test_when_an_offer_was_made_is_reckoned_from_the_day_of_the_article(day: str | None, said: str | None) -> None:
    published = Timestamp(day=date.fromisoformat(day)) if day else None
    dated = article().model_copy(update={"published": published})
    made = GOOD_OFFER.model_copy(update={"said_on": "Tuesday"})
    headline = statement("The union has offered to suspend its strike.", OFFER_QUOTE)
    (found,) = check(dated, draft(UNION, COMPANY, made, headline=headline), engine="test-model").offers
    assert found.said_on == "Tuesday"
    assert found.said_day == (said and date.fromisoformat(said))
