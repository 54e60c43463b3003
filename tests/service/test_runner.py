"""A worker that stops, or is told to: what is under way is handed back, or ended."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

import briefing
from briefing.service.database import ServiceDatabase
from briefing.service.jobs import Jobs, JobState
from briefing.service.ledgers import Ledgers
from briefing.service.runner import Runner
from briefing.testing import ScriptedModel
from tests.factories import STORY


class Silent(ScriptedModel):
    """Is asked, and never answers."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()

    async def complete(self, request: briefing.CompletionRequest) -> briefing.Completion:
        self.asked.set()
        await asyncio.Event().wait()
        raise AssertionError


@pytest.mark.parametrize(("told", "state"), [("stop", JobState.QUEUED), ("cancel", JobState.CANCELLED)])
def test_what_is_under_way_is_handed_back_or_cancelled(
    database: ServiceDatabase, tmp_path: Path, told: str, state: JobState
) -> None:
    jobs, model = Jobs(database, lease=0.4), Silent()
    document = briefing.Document.of(STORY, "a", keep_content=True)
    put, _ = jobs.put("main", f'{{"documents": [{document.model_dump_json()}]}}', who="test")
    runner = Runner(jobs, Ledgers(None), briefing.Settings(), count=1, lease=0.4, longest=60, model=model)
    runner.start()
    assert model.asked.wait(60)
    if told == "cancel":
        jobs.cancel("main", put.id, who="test")
        for _ in range(600):
            found = jobs.get("main", put.id)
            if found and found.state.over:
                break
            threading.Event().wait(0.05)
    runner.stop()
    found = jobs.get("main", put.id)
    assert found is not None
    assert (found.state, found.attempts) == (state, 0 if told == "stop" else 1)
