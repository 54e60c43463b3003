"""A worker in a process of its own, which kills itself as its model is asked for the nth time.

python -m tests.service.worker FOLDER N
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import briefing
from briefing.service.database import ServiceDatabase
from briefing.service.jobs import Jobs
from briefing.service.ledgers import Ledgers
from briefing.service.runner import Runner
from briefing.testing import ScriptedModel


class Mortal(ScriptedModel):
    """Writes a line for each request that it answers, and takes its process down instead of answering the nth."""

    def __init__(self, log: Path, dies_at: int) -> None:
        super().__init__(name="mortal")
        self._log, self._dies_at = log, dies_at

    async def complete(self, request: briefing.CompletionRequest) -> briefing.Completion:
        if len(self.requests) + 1 == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        with self._log.open("a") as stream:
            stream.write(f"{hash(tuple(message.content for message in request.messages))}\n")
        return await super().complete(request)


def main(folder: Path, dies_at: int) -> None:
    database = ServiceDatabase.open(folder / "service.db")
    jobs = Jobs(database, lease=0.2)
    settings = briefing.Settings.model_validate(
        {"in_flight": 1, "ledger": str(folder / "ledger.db"), "llm": {"cache": folder / "replies.db"}}
    )
    model = Mortal(folder / "paid", dies_at)
    runner = Runner(jobs, Ledgers(settings.ledger), settings, count=1, lease=0.2, longest=60, model=model)
    runner.start()
    until = time.monotonic() + 60
    while time.monotonic() < until and jobs.counts().keys() - {"done", "failed", "cancelled"}:
        time.sleep(0.05)
    runner.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
