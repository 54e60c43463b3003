"""The arithmetic of shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cluster.leases import Budget, Rate, fair_shares, slots_for

WANTED = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 100), min_size=1, max_size=8)


def test_who_wants_little_gets_it_and_the_others_share_the_rest_alike() -> None:
    assert fair_shares(20, {"a": 2, "b": 50, "c": 50}) == {"a": 2, "b": 9, "c": 9}


def test_what_does_not_divide_goes_to_the_first_by_name() -> None:
    assert fair_shares(7, {"b": 9, "a": 9}) == {"a": 4, "b": 3}


def test_everyone_gets_what_it_wants_where_that_fits() -> None:
    assert fair_shares(10, {"a": 4, "b": 6}) == {"a": 4, "b": 6}


@given(st.integers(0, 200), WANTED)
def test_shares_add_up_to_all_there_is_or_to_all_that_is_wanted(capacity: int, wanted: dict[str, int]) -> None:
    shares = fair_shares(capacity, wanted)

    assert sum(shares.values()) == min(capacity, sum(wanted.values()))
    assert all(0 <= shares[name] <= wanted[name] for name in wanted)


@given(st.integers(0, 200), WANTED)
def test_nobody_has_less_than_another_and_wants_more(capacity: int, wanted: dict[str, int]) -> None:
    shares = fair_shares(capacity, wanted)

    short = [shares[name] for name in wanted if shares[name] < wanted[name]]
    assert max(shares.values()) <= min(short, default=max(shares.values())) + 1


def test_a_share_waits_until_the_others_have_given_theirs_back() -> None:
    wanted = {"a": 10, "b": 10}

    assert slots_for("b", 10, wanted, {"a": 10}) == 0
    assert slots_for("b", 10, wanted, {"a": 7, "b": 0}) == 3
    assert slots_for("b", 10, wanted, {"a": 5, "b": 0}) == 5


@given(st.integers(1, 100), WANTED, st.lists(st.integers(0, 7), min_size=1, max_size=30))
def test_slots_never_exceed_the_capacity_whoever_renews_when(
    capacity: int, wanted: dict[str, int], turns: list[int]
) -> None:
    names, held = sorted(wanted), dict.fromkeys(wanted, 0)
    for turn in turns:
        name = names[turn % len(names)]
        held[name] = slots_for(name, capacity, wanted, held)
        assert sum(held.values()) <= capacity


def test_a_bucket_fills_with_time_and_not_above_a_minute() -> None:
    empty = Rate(60.0, 0.0, 100.0)

    assert empty.now(110.0).level == pytest.approx(10.0)
    assert empty.now(1000.0).level == 60.0


def test_a_clock_that_goes_back_fills_nothing_and_is_not_believed() -> None:
    later = Rate(60.0, 5.0, 100.0).now(50.0)

    assert (later.level, later.at) == (5.0, 100.0)


def test_one_of_two_workers_takes_half_of_a_bucket_and_no_more_than_it_wants() -> None:
    bucket = Rate(60.0, 20.0, 0.0)

    assert bucket.taken(100.0, workers=2)[0] == 10.0
    assert bucket.taken(3.0, workers=2)[0] == 3.0
    assert bucket.taken(3.0, workers=2)[1].level == 17.0


@given(st.floats(1, 1e6), st.lists(st.tuples(st.floats(0, 30), st.floats(0, 1e6), st.integers(1, 9)), max_size=20))
def test_no_more_is_taken_of_a_rate_than_a_full_bucket_and_what_time_gave(
    rate: float, takes: list[tuple[float, float, int]]
) -> None:
    bucket, now, taken = Rate(rate, rate, 0.0), 0.0, 0.0
    for pause, wanted, workers in takes:
        now += pause
        got, bucket = bucket.now(now).taken(wanted, workers)
        taken += got
    assert taken <= rate + rate * now / 60 + 1e-6 * rate


def test_a_lease_of_a_budget_is_a_part_of_what_is_left_in_whole_units() -> None:
    assert Budget(100, spent=0, leased=0).lease(2, whole=True) == 25
    assert Budget(100, spent=60, leased=36).lease(2, whole=True) == 1
    assert Budget(100, spent=60, leased=40).lease(2, whole=True) == 0
    assert Budget(1.0, spent=0.9, leased=0.0).lease(2, whole=False) == pytest.approx(0.025)


@given(st.integers(0, 1000), st.integers(1, 9), st.integers(1, 400))
def test_leases_come_to_the_bound_and_never_above(bound: int, workers: int, turns: int) -> None:
    leased = 0.0
    for _ in range(turns):
        leased += Budget(bound, 0, leased).lease(workers, whole=True)
        assert leased <= bound
    if turns == 400 and workers == 1:
        assert leased == bound
