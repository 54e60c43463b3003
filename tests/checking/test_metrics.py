"""What was checked, in numbers."""

from __future__ import annotations

from briefing.checking import check, total
from briefing.schema.brief import CheckMetrics
from briefing.schema.verdict import Problem
from tests.checking.articles import COMPANY, OFFER_QUOTE, UNION, article, draft, offer, statement


def test_quotes_and_items_are_counted_by_what_became_of_them() -> None:
    made = draft(
        UNION,
        COMPANY,
        offer("Suspend the strike for 99 days", "has offered  to suspend its strike"),
        gist=(statement("The union offers talks.", "The Harbour Workers' Union … reopens talks on night shifts"),),
        headline=statement("Nothing.", "not a word of this was written"),
    )
    metrics = check(article(), made, engine="test-model").metrics
    assert (metrics.items, metrics.refuted) == (5, 2)
    assert metrics.quoted + metrics.unconfirmed == 3
    assert (metrics.quotes, metrics.quotes_exact, metrics.quotes_normalised, metrics.quotes_joined) == (5, 2, 1, 2)
    assert metrics.problems == {Problem.QUOTE_MISSING: 1, Problem.WRONG_NUMBER: 1}


def test_nothing_checked_counts_nothing() -> None:
    assert check(article(), draft(), engine="test-model").metrics == CheckMetrics()


def test_several_briefs_add_up() -> None:
    one = check(article(), draft(UNION, COMPANY, offer("Suspend the strike", OFFER_QUOTE)), engine="e").metrics
    two = check(article(), draft(UNION, offer("Suspend it for 99 days", recipient=None)), engine="e").metrics
    both = total([one, two, CheckMetrics()])
    assert (both.items, both.refuted) == (5, 1)
    assert both.problems == {Problem.WRONG_NUMBER: 1}
    assert total([]) == CheckMetrics()
