"""A worker that is killed: its job is done by the next, once, and nothing that was answered is paid again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import briefing
from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from briefing.service.jobs import Jobs, JobState
from briefing.service.requests import JobRequest, PageWishes
from tests.factories import STORY


def test_a_worker_is_killed_at_each_of_its_first_requests(tmp_path: Path) -> None:
    documents = tuple(
        briefing.Document.of(STORY.replace("ten days", f"{n} days"), f"a{n}", keep_content=True) for n in range(2, 5)
    )
    request = JobRequest(documents=documents, wishes=PageWishes.model_validate({"date": "2026-04-06"}))
    database = ServiceDatabase.open(tmp_path / "service.db")
    jobs = Jobs(database, lease=0.2)
    put, _ = jobs.put("main", request.model_dump_json(), who="test")
    ended = [work(tmp_path, dies_at) for dies_at in (1, 2, 3, 0)]
    assert ended == [-signal.SIGKILL] * 3 + [0]
    done = jobs.get("main", put.id)
    assert done is not None
    assert (done.state, done.attempts) == (JobState.DONE, 4)
    assert len(Archive(database).revisions("main", briefing.Briefing.from_json(page(database)).date)) == 1
    answered = (tmp_path / "paid").read_text().split()
    assert len(answered) == len(set(answered)) >= len(documents)
    database.close()


def page(database: ServiceDatabase) -> str:
    stored = Archive(database).latest("main")
    assert stored is not None
    return stored.json


def work(folder: Path, dies_at: int) -> int:
    """Run a worker to its end, and say how it ended."""
    called = [sys.executable, "-m", "tests.service.worker", str(folder), str(dies_at)]
    return subprocess.run(called, env=os.environ | {"PYTHONHASHSEED": "0"}, timeout=120, check=False).returncode
