"""Jobs: each is finished once, whoever dies meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest

from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from briefing.service.jobs import MOST_ATTEMPTS, Jobs, JobStanding, JobState, KeyReusedError, QueueFullError
from tests.service.conftest import page_of
from tests.service.test_who import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jobs(opened: ServiceDatabase, clock: Clock) -> Jobs:
    return Jobs(opened, lease=60, now=clock)


def test_a_job_is_finished_with_its_page(jobs: Jobs, opened: ServiceDatabase) -> None:
    put, new = jobs.put("main", "{}", who="test")
    assert new
    job = jobs.claim("one")
    assert job
    assert (job.id, job.state) == (put.id, JobState.RUNNING)
    assert jobs.claim("two") is None
    head = jobs.finish(job, page_of("2026-04-06"))
    assert head
    done = jobs.get("main", put.id)
    assert done
    assert (done.state, done.page) == (JobState.DONE, head.id)
    assert jobs.finish(job, page_of("2026-04-06")) is None
    assert len(Archive(opened).revisions("main", head.day)) == 1


def test_a_worker_that_was_lost_finishes_nothing(jobs: Jobs, opened: ServiceDatabase, clock: Clock) -> None:
    jobs.put("main", "{}", who="test")
    first = jobs.claim("one")
    assert first
    clock.at += 60
    assert jobs.claim("two") is None
    clock.at += 1
    second = jobs.claim("two")
    assert second
    assert jobs.beat(first, 1) is JobStanding.LOST
    assert jobs.finish(first, page_of("2026-04-06")) is None
    assert not jobs.fail(first, {})
    assert not jobs.hand_back(first)
    head = jobs.finish(second, page_of("2026-04-06"))
    assert head
    assert len(Archive(opened).revisions("main", head.day)) == 1


def test_a_lease_that_is_renewed_is_kept(jobs: Jobs, clock: Clock) -> None:
    jobs.put("main", "{}", who="test")
    job = jobs.claim("one")
    assert job
    for _ in range(3):
        clock.at += 50
        assert jobs.beat(job, 1) is JobStanding.HELD
        assert jobs.claim("two") is None


def test_a_page_that_can_not_be_kept_leaves_the_job_undone(
    jobs: Jobs, opened: ServiceDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.put("main", "{}", who="test")
    job = jobs.claim("one")
    assert job

    def fails(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("briefing.service.archive._index", fails)
    with pytest.raises(RuntimeError):
        jobs.finish(job, page_of("2026-04-06"))
    found = jobs.get("main", job.id)
    assert found
    assert found.state is JobState.RUNNING
    assert Archive(opened).latest("main") is None


def test_a_job_that_is_handed_back_counts_as_no_attempt(jobs: Jobs) -> None:
    jobs.put("main", "{}", who="test")
    for _ in range(MOST_ATTEMPTS + 1):
        job = jobs.claim("one")
        assert job
        assert jobs.hand_back(job)


def lost_after(jobs: Jobs, clock: Clock, *, seen: int) -> None:
    """An attempt whose worker says how far it is, and is never heard of again; all waits pass."""
    job = jobs.claim("one")
    assert job
    assert jobs.beat(job, seen) is JobStanding.HELD
    clock.at += 61 * 21


def test_a_job_that_takes_its_workers_down_is_given_up(jobs: Jobs, clock: Clock) -> None:
    put, _ = jobs.put("main", "{}", who="test")
    for _ in range(MOST_ATTEMPTS):
        lost_after(jobs, clock, seen=0)
    assert jobs.claim("one") is None
    found = jobs.get("main", put.id)
    assert found
    assert (found.state, (found.problem or {})["code"]) == (JobState.FAILED, "given_up")


def test_attempts_that_get_further_do_not_count(jobs: Jobs, clock: Clock) -> None:
    put, _ = jobs.put("main", "{}", who="test")
    for seen in range(1, 2 * MOST_ATTEMPTS):
        lost_after(jobs, clock, seen=seen)
    for _ in range(MOST_ATTEMPTS - 1):
        lost_after(jobs, clock, seen=2 * MOST_ATTEMPTS - 1)
    last = jobs.claim("one")
    assert last
    assert last.attempts == 3 * MOST_ATTEMPTS - 1
    clock.at += 61 * 21
    assert jobs.claim("one") is None, "as far as before is no further"
    found = jobs.get("main", put.id)
    assert found
    assert found.state is JobState.FAILED


@pytest.mark.parametrize(("attempts", "leases"), [(1, 1), (2, 3), (3, 7), (4, 13)])
def test_a_job_waits_longer_for_each_attempt_that_added_nothing(
    jobs: Jobs, clock: Clock, attempts: int, leases: int
) -> None:
    put, _ = jobs.put("main", "{}", who="test")
    for _ in range(attempts - 1):
        lost_after(jobs, clock, seen=0)
    assert jobs.claim("one")
    clock.at += 60 * leases
    other, _ = jobs.put("main", "{}", who="test")
    found = jobs.claim("two")
    assert found
    assert found.id == other.id, "others are not held up"
    clock.at += 1
    again = jobs.claim("two")
    assert again
    assert again.id == put.id


def test_a_job_that_waits_is_cancelled_without_its_wait(jobs: Jobs, clock: Clock) -> None:
    put, _ = jobs.put("main", "{}", who="test")
    for _ in range(3):
        lost_after(jobs, clock, seen=0)
    assert jobs.claim("one")
    jobs.cancel("main", put.id, who="test")
    clock.at += 61
    assert jobs.claim("two") is None
    found = jobs.get("main", put.id)
    assert found
    assert found.state is JobState.CANCELLED


def test_cancelling(jobs: Jobs, clock: Clock) -> None:
    waiting, _ = jobs.put("main", "{}", who="test")
    cancelled = jobs.cancel("main", waiting.id, who="test")
    assert cancelled
    assert cancelled.state is JobState.CANCELLED
    assert jobs.claim("one") is None
    running, _ = jobs.put("main", "{}", who="test")
    job = jobs.claim("one")
    assert job
    jobs.cancel("main", running.id, who="test")
    assert jobs.beat(job, 0) is JobStanding.CANCELLED
    clock.at += 61
    assert jobs.claim("two") is None, "whoever was to stop and died has stopped"
    found = jobs.get("main", running.id)
    assert found
    assert found.state is JobState.CANCELLED


def test_a_key_stands_for_one_request_of_one_tenant(jobs: Jobs) -> None:
    first, _ = jobs.put("main", "{}", who="test", key="k")
    again, new = jobs.put("main", "{}", who="test", key="k")
    assert (again.id, new) == (first.id, False)
    with pytest.raises(KeyReusedError):
        jobs.put("main", "[]", who="test", key="k")
    other, new = jobs.put("other", "[]", who="test", key="k")
    assert new
    assert jobs.get("main", other.id) is None
    assert jobs.cancel("main", other.id, who="test") is None


def test_many_at_once_with_one_key_put_one_job(jobs: Jobs) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: jobs.put("main", "{}", who="test", key="k"), range(16)))
    assert len({job.id for job, _ in found}) == 1
    assert sum(new for _, new in found) == 1


def test_many_workers_at_once_get_each_job_once(jobs: Jobs) -> None:
    put = {jobs.put("main", "{}", who="test")[0].id for _ in range(12)}
    with ThreadPoolExecutor(8) as pool:
        claimed = [job.id for job in pool.map(lambda n: jobs.claim(f"w{n}"), range(20)) if job]
    # On PostgreSQL a worker passes over what another is claiming just now.
    claimed += [job.id for job in (jobs.claim("last") for _ in range(12)) if job]
    assert sorted(claimed) == sorted(put)


def test_a_tenant_has_so_many_jobs_in_line(jobs: Jobs) -> None:
    for _ in range(2):
        jobs.put("main", "{}", who="test", most=2)
    with pytest.raises(QueueFullError):
        jobs.put("main", "{}", who="test", most=2)
    jobs.put("other", "{}", who="test", most=2)


@pytest.fixture
def in_order(opened: ServiceDatabase, clock: Clock) -> Jobs:
    return Jobs(opened, lease=60, in_order=True, now=clock)


def test_in_order_a_job_waits_until_the_one_before_it_is_over(in_order: Jobs, clock: Clock) -> None:
    first, second = (in_order.put("main", "{}", who="test")[0] for _ in range(2))
    clock.at += 1
    theirs, _ = in_order.put("other", "{}", who="test")
    claimed = [in_order.claim(f"w{n}") for n in range(3)]
    assert [job and job.id for job in claimed] == [first.id, theirs.id, None]
    assert claimed[0]
    assert in_order.hand_back(claimed[0])
    again = in_order.claim("w1")
    assert again
    assert again.id == first.id, "one that was handed back keeps its place"
    assert in_order.fail(again, {"code": "refused"})
    last = in_order.claim("w2")
    assert last
    assert last.id == second.id


def test_in_order_a_job_waits_for_the_next_attempt_of_the_one_before_it(in_order: Jobs, clock: Clock) -> None:
    first, _ = in_order.put("main", "{}", who="test")
    for _ in range(2):
        lost_after(in_order, clock, seen=0)
    assert in_order.claim("one")
    in_order.put("main", "{}", who="test")
    theirs, _ = in_order.put("other", "{}", who="test")
    clock.at += 60 * 7
    found = in_order.claim("two")
    assert found
    assert found.id == theirs.id
    assert in_order.claim("two") is None
    clock.at += 1
    again = in_order.claim("two")
    assert again
    assert again.id == first.id


def test_in_order_two_threads_never_work_on_one_tenant_at_once(in_order: Jobs) -> None:
    put = [in_order.put("main", "{}", who="test")[0].id for _ in range(12)]
    under_way, most, worked = 0, 0, []
    lock = Lock()

    def work(name: str) -> None:
        nonlocal under_way, most
        while len(worked) < len(put):
            job = in_order.claim(name)
            if job is None:
                continue
            with lock:
                under_way += 1
                most = max(most, under_way)
                worked.append(job.id)
                under_way -= 1
            assert in_order.stop(job)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ["one", "two"]))
    assert worked == put
    assert most == 1


def test_in_order_of_many_that_claim_at_once_one_gets_the_job(in_order: Jobs) -> None:
    put = [in_order.put("main", "{}", who="test")[0].id for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        claimed = [job.id for job in pool.map(lambda n: in_order.claim(f"w{n}"), range(16)) if job]
    assert claimed == put[:1]


def test_a_clock_set_back_does_not_change_the_order(in_order: Jobs, clock: Clock) -> None:
    first, _ = in_order.put("main", "{}", who="test")
    clock.at -= 3_600
    in_order.put("main", "{}", who="test")
    found = in_order.claim("one")
    assert found
    assert found.id == first.id
