"""What keeps two tellings of an offer apart: another number of things, another name."""

from __future__ import annotations

import pytest

from briefing.language.apart import amount_of, counts_apart, counts_of, names_apart, one_state


def _is_party(name: str) -> bool:
    return any(one_state(name, state) for state in ("Japan", "China"))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("buy 20 aircraft", "buy 500 aircraft", True),
        ("buy 20 aircraft", "buy 20 aircraft", False),
        ("buy 20 aircraft", "buy aircraft", False),
        ("buy 20 aircraft", "buy 20 fighter aircraft", False),
        ("buy 20 aircraft", "buy 30 fighter aircraft", True),
        ("raise the aircraft from 20 to 500 aircraft", "buy 500 aircraft", False),
        ("buy 20 aircraft and 5 ships", "buy 20 aircraft", False),
        ("buy 20 aircraft and 5 ships", "buy 20 aircraft and 9 ships", True),
        ("shelter for 1.2 million people", "shelter for 1,180,000 people", False),
        ("shelter for 1.2 million people", "shelter for 1,140,000 people", True),
        ("buy 20 aircraft by 5 May", "buy 20 aircraft by 9 May", False),
        ("a truce of three days", "a truce of 30 days", True),
        ("hold a second meeting", "hold a third meeting", False),
    ],
)
def test_numbers_of_one_thing_keep_offers_apart(one: str, other: str, apart: bool) -> None:
    for ours, theirs in ((one, other), (other, one)):
        assert (counts_apart(counts_of(ours), counts_of(theirs)) is not None) is apart


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("open the port of Cadiz", "open the port of Vigo", True),
        ("open the port of Cadiz", "open the port", False),
        ("open the ports of Cadiz and Vigo", "open the port of Vigo", False),
        ("free the banker Ann Berg", "free the banker Tom Hall", True),
        ("free the banker Ann Berg", "free Berg", False),
        ("aid for Libyan towns", "aid for towns in Libya", False),
        ("deliver the F-16", "deliver the F-35", True),
        ("Japanese purchase of ships in May", "Chinese sale of ships on Monday", False),
        ("withdraw from Japan", "withdraw from China", True),
        ("reopen the office in Japan", "reopen the offices in Lima and Japan", False),
        ("reopen the Strait of Hormuz", "reopen the Straits of Hormuz", False),
        ("Open The Old Fishing Port Of Cadiz", "Open The Old Fishing Port Of Vigo", False),
        ("Release of prisoners", "Freeing of prisoners", False),
    ],
)
def test_names_keep_offers_apart_where_each_has_one_of_its_own(one: str, other: str, apart: bool) -> None:
    assert names_apart((one,), (other,), _is_party) is apart
    assert names_apart((other,), (one,), _is_party) is apart


@pytest.mark.parametrize(
    ("offer", "value"),
    [
        ("Norland offered 30 of the jets for $5 million.", 5e6),
        ("Norland would buy grain from Sudria for $5 million.", 5e6),
        ("Norland would lend it over five years at $5 million.", 5e6),
        ("Norland raised its offer from the present $3 million to $5 million.", 5e6),
        ("Norland offered $5 million, less than the $7 million that was asked.", 5e6),
        ("Norland wants more than $5 million.", None),
        ("Norland wants a part of the frozen $5 million.", None),
    ],
)
def test_an_amount_that_an_offer_is_compared_with_is_not_its_own(offer: str, value: float | None) -> None:
    amount = amount_of(offer)

    assert (amount and amount.value) == value
