"""The table of shares, as workers renew their leases and are lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from briefing.cluster.board import Board, database_url
from briefing.cluster.leases import Ask, Farewell, Grant, Renewal
from tests.patience import PATIENCE


class Clock:
    """The time of the database, as a test says."""

    def __init__(self, board: Board) -> None:
        self.board, self.time = board, 1000.0

    def renew(self, worker: str, pool: str, ask: Ask, seconds: float = 6.0) -> Grant:
        return asyncio.run(self.board.do(lambda db, _: Renewal(worker, seconds, {pool: ask})(db, self.time)))[pool]


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Clock]:
    board = Board(database_url(str(tmp_path / "board.db")))
    board.prepare()
    yield Clock(board)
    board.close()


SLOTS = "slots:host"


def test_a_second_worker_gets_its_part_as_soon_as_the_first_renews(clock: Clock) -> None:
    assert clock.renew("a", SLOTS, Ask(16, wanted=40)).held == 16
    assert clock.renew("b", SLOTS, Ask(16, wanted=40)).held == 0
    assert clock.renew("a", SLOTS, Ask(16, wanted=40)).held == 8
    assert clock.renew("b", SLOTS, Ask(16, wanted=40)).held == 8


def test_slots_in_use_are_not_given_to_another(clock: Clock) -> None:
    clock.renew("a", SLOTS, Ask(16, wanted=16))
    clock.renew("b", SLOTS, Ask(16, wanted=16))
    clock.renew("a", SLOTS, Ask(16, wanted=16, used=13))

    assert clock.renew("b", SLOTS, Ask(16, wanted=16)).held == 3


def test_shares_follow_the_work_to_whoever_has_some_left(clock: Clock) -> None:
    for _ in range(2):
        clock.renew("a", SLOTS, Ask(16, wanted=40))
        clock.renew("b", SLOTS, Ask(16, wanted=40))
    clock.renew("a", SLOTS, Ask(16, wanted=1))

    assert clock.renew("b", SLOTS, Ask(16, wanted=40)).held == 15


@pytest.mark.parametrize(("later", "held"), [(5.9, 0), (6.1, 16)])
def test_the_slots_of_a_lost_worker_come_back_when_its_lease_ends(clock: Clock, later: float, held: int) -> None:
    clock.renew("lost", SLOTS, Ask(16, wanted=16, used=16))
    clock.time += later

    assert clock.renew("b", SLOTS, Ask(16, wanted=16)).held == held


def test_what_a_lost_worker_held_of_a_budget_counts_as_spent(clock: Clock) -> None:
    lost = clock.renew("lost", "budget:run:requests", Ask(100, wanted=10, whole=True))
    clock.time += 7
    taken = 0.0
    while not (grant := clock.renew("b", "budget:run:requests", Ask(100, wanted=9, used=taken, whole=True))).gone:
        taken = grant.held
        clock.time += 1
    left = clock.renew("c", "budget:run:requests", Ask(100, wanted=9, whole=True))

    assert lost.held == 50
    assert left.held == 0


def test_a_budget_that_others_hold_is_not_gone(clock: Clock) -> None:
    first = clock.renew("a", "budget:run:requests", Ask(1, wanted=1, whole=True))
    second = clock.renew("b", "budget:run:requests", Ask(1, wanted=1, whole=True))
    after = clock.renew("a", "budget:run:requests", Ask(1, wanted=1, used=1, whole=True))

    assert first == Grant(1.0)
    assert second == Grant(0.0, gone=False)
    assert after == Grant(0.0, gone=True)


def test_what_is_given_back_at_the_end_is_there_for_others(clock: Clock) -> None:
    rate = "rate:host:requests"
    got = clock.renew("a", rate, Ask(60, wanted=60)).held
    none = clock.renew("b", rate, Ask(60, wanted=60)).held
    asyncio.run(clock.board.do(lambda db, _: Farewell("a", {}, {rate: Ask(60, left=got)})(db, clock.time)))

    assert (got, none) == (60, 0)
    assert clock.renew("b", rate, Ask(60, wanted=60)).held == 60


@pytest.mark.parametrize(("later", "gone"), [(29.0, False), (30.0, True)])
def test_a_run_has_its_time_from_the_first_request_on(clock: Clock, later: float, gone: bool) -> None:
    clock.renew("a", "clock:run", Ask(30))
    clock.time += later

    assert clock.renew("b", "clock:run", Ask(30)).gone is gone


def test_what_was_taken_up_can_not_be_cancelled_and_leaves_nobody_waiting(tmp_path: Path) -> None:
    board, begun, went_on = Board(f"sqlite:///{tmp_path / 'shared.db'}"), Event(), Event()

    def held(_db: object, _now: float) -> str:
        begun.set()
        assert went_on.wait(PATIENCE)
        return "done"

    try:
        taken = board._put(held)
        assert begun.wait(PATIENCE)
        never, beside = board._put(lambda _db, _now: "never"), board._put(lambda _db, _now: "beside")
        assert not taken.cancel()
        assert never.cancel()
        went_on.set()
        assert taken.result(PATIENCE) == "done"
        assert beside.result(PATIENCE) == "beside"
    finally:
        went_on.set()
        board.close()
