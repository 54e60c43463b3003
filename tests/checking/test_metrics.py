"""What was checked, in numbers."""

from __future__ import annotations

from briefing.grounding import ground, total

from briefing.schema.brief import GroundingMetrics
from briefing.schema.evidence import ReasonCode
from tests.grounding.articles import COMPANY, OFFER_QUOTE, UNION, article, draft, offer, statement


def test_quotes_and_items_are_counted_by_what_became_of_them() -> None:
    made = draft(
        UNION,
        COMPANY,
        offer("Suspend the strike for 99 days", "has offered  to suspend its strike"),
        gist=(statement("The union offers talks.", "The Harbour Workers' Union … reopens talks on night shifts"),),
        headline=statement("Nothing.", "not a word of this was written"),
    )
    metrics = ground(article(), made, engine="test-model").metrics
    assert (metrics.items, metrics.supported, metrics.rejected) == (5, 3, 2)
    assert (metrics.quotes, metrics.quotes_exact, metrics.quotes_normalised, metrics.quotes_joined) == (5, 2, 1, 2)
    assert metrics.reasons == {ReasonCode.QUOTE_MISSING: 1, ReasonCode.NUMBER_DIFFERS: 1}
    assert metrics.citation_recall == 0.75
    assert metrics.citation_precision == 0.8


def test_a_quote_that_an_item_could_do_without_is_idle() -> None:
    needed = "Northline, which carried 2.4 million passengers last year, said it was studying the letter."
    idle = "We are ready to sit down tomorrow"
    text = "Northline carried 2.4 million passengers last year and studies the letter."
    both = ground(article(), draft(headline=statement(text, needed, idle)), engine="test-model")
    one = ground(article(), draft(headline=statement(text, needed)), engine="test-model")
    assert (both.metrics.citation_precision, one.metrics.citation_precision) == (0.5, 1.0)


def test_nothing_checked_has_no_recall() -> None:
    metrics = ground(article(), draft(), engine="test-model").metrics
    assert metrics == GroundingMetrics()


def test_several_briefs_add_up() -> None:
    one = ground(article(), draft(UNION, COMPANY, offer("Suspend the strike", OFFER_QUOTE)), engine="e").metrics
    two = ground(article(), draft(UNION, offer("Suspend it for 99 days", recipient=None)), engine="e").metrics
    both = total([one, two, GroundingMetrics()])
    assert (both.items, both.supported, both.rejected) == (5, 4, 1)
    assert both.reasons == {ReasonCode.NUMBER_DIFFERS: 1}
    assert both.citation_recall == 0.8
    assert total([]) == GroundingMetrics()
