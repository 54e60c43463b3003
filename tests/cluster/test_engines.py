"""Whoever does the work may be lost for good: others take its place, or it is said that nobody is there."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from briefing import DataError
from briefing.cluster import EngineName, engines, open_engine

pytest.importorskip("distributed", reason="the extra briefing[dask] is not installed")


@pytest.fixture(autouse=True)
def looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_LOOK", 0.1)


def close_all_for_good(cluster: Any) -> None:
    """Workers and those who would restart them, as Dask does with whoever is not back in time."""

    async def closing() -> None:
        for name in list(cluster.workers):
            await cluster.workers.pop(name).close()

    cluster.sync(closing)


def test_workers_that_nobody_restarts_are_replaced() -> None:
    from distributed import get_client

    with open_engine(EngineName.DASK, workers=1) as engine:
        squares = engine.each(pow_of_two, range(12))
        found = [next(squares)]
        close_all_for_good(get_client().cluster)
        found += squares
    assert sorted(found) == [2**number for number in range(12)]


def pow_of_two(number: int) -> int:
    return int(2**number)


@contextmanager
def at_a_warning(does: Any) -> Iterator[list[str]]:
    """``does`` is called at the first warning; all are kept."""
    told: list[str] = []

    class Hearing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.getMessage())
            if len(told) == 1:
                does()

    hearing = Hearing(logging.WARNING)
    logging.getLogger("briefing").addHandler(hearing)
    try:
        yield told
    finally:
        logging.getLogger("briefing").removeHandler(hearing)


def test_a_scheduler_without_workers_is_told_of_once_and_waited_for() -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(
            n_workers=0, processes=False, protocol="tcp://", host="127.0.0.1", dashboard_address=None
        ) as cluster,
        at_a_warning(lambda: cluster.scale(1)) as told,
        open_engine(EngineName.DASK, scheduler=cluster.scheduler_address) as engine,
    ):
        assert list(engine.each(pow_of_two, [3])) == [8]
    assert told == ["the scheduler has no worker: waiting for one"]


def test_a_worker_lost_with_what_was_sent_to_it_costs_no_result(tmp_path: Path) -> None:
    flag = tmp_path / "was lost"
    with open_engine(EngineName.DASK, workers=1) as engine:
        assert list(engine.mapped(lost_once, [(flag, number) for number in range(4)])) == [0, 1, 4, 9]
    assert flag.exists()


def lost_once(value: tuple[Path, int]) -> int:
    """The square of a number; at the first 2 the worker is killed."""
    flag, number = value
    if number == 2 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number**2


def test_workers_that_do_not_start_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    def failing(**_: object) -> None:
        raise RuntimeError("Nanny failed to start.")

    monkeypatch.setattr(distributed, "LocalCluster", failing)
    told = r"the workers can't be started \(Nanny failed to start\.\)"
    with pytest.raises(DataError, match=told), open_engine(EngineName.DASK, workers=1):
        pytest.fail("nothing started")
