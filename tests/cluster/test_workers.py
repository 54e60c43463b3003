"""A real cluster of two workers: the same bytes as one process, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from benchmarks._endpoint import Served
from briefing.cluster import BlockDone, ClusterRun, Engine, Manifest, run_blocks, write_pages
from briefing.cluster.engines import LocalEngine
from tests.cluster import spinning
from tests.cluster.conftest import MadeRun

pytest.importorskip("distributed", reason="the extra briefing[dask] is not installed")


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767600000")


def pids() -> list[int]:
    from distributed import get_client

    return sorted(get_client().run(os.getpid).values())


def printed(run: ClusterRun, manifest: Manifest, engine: Engine) -> dict[str, bytes]:
    """The files of all pages, without the stamp of the run in the JSON."""
    write_pages(run, manifest, engine)
    pages = Path(run.out) / "pages"
    return {path.name: path.read_bytes() for path in sorted(pages.iterdir()) if path.suffix != ".json"}


def results(run: ClusterRun, manifest: Manifest) -> dict[str, str]:
    """The digests of all files of results."""
    return {file.name: file.sha256 for done in manifest.blocks for file in done.files}


def test_two_workers_write_the_bytes_of_one_process(made_run: MadeRun, dask_engine: Engine, served: Served) -> None:
    one, two = made_run("one"), made_run("two")
    alone = run_blocks(one, LocalEngine())
    asked = served.stats()["requests"]
    together = run_blocks(two, dask_engine)

    assert results(two, together) == results(one, alone)
    assert printed(two, together, dask_engine) == printed(one, alone, LocalEngine())
    assert served.stats()["requests"] == 2 * asked
    assert served.stats()["peak"] <= 8  # the connections of both together


@pytest.mark.parametrize("moment", [1, 3, 6])
def test_a_worker_is_killed_and_no_reply_is_paid_twice(
    made_run: MadeRun, dask_engine: Engine, served: Served, moment: int
) -> None:
    alone = run_blocks(made_run("one"), LocalEngine())
    asked = served.stats()["requests"]
    run, seen = made_run("two"), 0

    def killing(_done: BlockDone, _of: int) -> None:
        nonlocal seen
        seen += 1
        if seen == moment:
            os.kill(pids()[0], signal.SIGKILL)

    together = run_blocks(run, dask_engine, killing)

    assert results(run, together) == results(made_run("one"), alone)
    assert served.stats()["requests"] - 2 * asked <= 8  # those under way when it was killed, and no reply that came


def test_beside_a_slow_worker_all_is_done_and_nobody_is_asked_twice(
    made_run: MadeRun, dask_engine: Engine, served: Served
) -> None:
    from distributed import get_client

    client = get_client()
    slow = sorted(client.scheduler_info()["workers"])[:1]
    client.run(spinning.begin, workers=slow)
    try:
        manifest = run_blocks(made_run("slow"), dask_engine)
    finally:
        client.run(spinning.end, workers=slow)

    assert sum(done.articles for done in manifest.blocks) == 40
    assert sum(done.failed for done in manifest.blocks) == 0
    assert served.stats()["peak"] <= 8
    assert max(served.stats()["articles"].values()) <= 2  # a draft and its correction, each once
