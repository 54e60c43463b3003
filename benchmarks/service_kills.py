"""Kill workers at random moments, and count how often each job is done and how often a model is paid.

    python benchmarks/service_kills.py --kills 20 --jobs 10
    python benchmarks/service_kills.py --database postgresql://... --workers 2

A worker is a process of its own, killed with SIGKILL. Its model takes its time, and writes down what it has answered:
what was kept must never be asked again. The one thing that a kill can cost is a reply that was on its way, answered
and not yet kept (less than half a second before a kill): these are counted apart. Exit code 1 where a job was done
twice or not at all, a page differs from that of an undisturbed run in more than its stamp, or a kept reply was paid
again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import briefing
from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from briefing.service.jobs import Jobs, JobState
from briefing.service.ledgers import Ledgers
from briefing.service.requests import JobRequest, PageWishes
from briefing.service.runner import Runner
from briefing.testing import ScriptedModel

LEASE = 1.0
ARTICLES = 4
ON_ITS_WAY = 0.5


class Paid(ScriptedModel):
    """Answers after a while, and writes down that it did."""

    def __init__(self, log: Path) -> None:
        super().__init__(name="paid")
        self._log = log

    async def complete(self, request: briefing.CompletionRequest) -> briefing.Completion:
        await asyncio.sleep(random.uniform(0.05, 0.3))
        asked = sha256("".join(message.content for message in request.messages).encode()).hexdigest()
        with self._log.open("a") as stream:
            stream.write(json.dumps({"asked": asked, "at": time.time()}) + "\n")
        self.requests.clear()
        return await super().complete(request)


def request_of(number: int) -> JobRequest:
    """A day of a few articles of our own writing; each day its own tenant's, so that no order matters."""
    told = [
        f"Union of port {n} offers owners {number + n} days\n\nThe union of Alva offered the owners a truce of "
        f"{number + n} days if they take back {number + 10 * n} deckhands.\n\nThe owners rejected the offer, a "
        f"spokeswoman of port {n} said."
        for n in range(1, ARTICLES + 1)
    ]
    documents = tuple(briefing.Document.of(text, f"a{n}", keep_content=True) for n, text in enumerate(told))
    return JobRequest(documents=documents, wishes=PageWishes.model_validate({"date": f"2026-04-{number + 1:02}"}))


def work(database: str, folder: Path) -> None:
    """Be a worker until killed."""
    settings = briefing.Settings.model_validate(
        {"ledger": ledger_of(database, folder), "llm": {"cache": folder / "replies.db"}}
    )
    runner = Runner(
        Jobs(ServiceDatabase.open(database), lease=LEASE),
        Ledgers(settings.ledger),
        settings,
        count=1,
        lease=LEASE,
        longest=600,
        model=Paid(folder / "paid.jsonl"),
    )
    runner.start()
    while True:
        time.sleep(60)


def ledger_of(database: str, folder: Path) -> str:
    return database if "://" in database else str(folder / "ledger.db")


def start(database: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, "--work", str(folder), "--database", database])


def disturbed(database: str, folder: Path, jobs: int, kills: int, workers: int) -> tuple[dict[str, str], list[float]]:
    """Do the jobs while killing workers: the page of each, and when there were kills."""
    opened = ServiceDatabase.open(database)
    queue, archive = Jobs(opened, lease=LEASE), Archive(opened)
    put = {f"t{n}": queue.put(f"t{n}", request_of(n).model_dump_json(), who="benchmark")[0] for n in range(jobs)}
    running = [start(database, folder) for _ in range(workers)]
    killed: list[float] = []
    until = time.monotonic() + 900
    while time.monotonic() < until:
        standing = queue.counts()
        if standing.get("done", 0) + standing.get("failed", 0) == jobs:
            break
        # A worker takes a second or two to begin: some of the kills come while it does.
        time.sleep(random.uniform(0.2, 2.4) if len(killed) < kills else 0.5)
        if len(killed) < kills:
            which = random.randrange(workers)
            running[which].kill()
            killed.append(time.time())
            running[which].wait()
            running[which] = start(database, folder)
    for each in running:
        each.kill()
        each.wait()
    pages = {}
    for tenant, job in put.items():
        found = queue.get(tenant, job.id)
        assert found
        held = archive.days(tenant)
        if found.state is not JobState.DONE or len(held) != 1 or held[0].revision != 1:
            print(f"{tenant}: {found.state}, {len(held)} pages, {found.attempts} attempts, {found.problem}")
            continue
        stored = archive.latest(tenant)
        assert stored
        pages[tenant] = without_stamp(stored.json)
    opened.close()
    return pages, killed


def without_stamp(page: str) -> str:
    """All of a page but the stamp of its run, which tells when it was made and what was taken from the store."""
    return json.dumps({name: value for name, value in json.loads(page).items() if name != "run"})


def undisturbed(jobs: int, folder: Path) -> dict[str, str]:
    found = {}
    for number in range(jobs):
        request = request_of(number)
        settings = request.settings(briefing.Settings(), str(folder / f"calm-{number}.db"))
        page = briefing.generate(list(request.documents), settings, model=Paid(folder / "calm.jsonl"))
        found[f"t{number}"] = without_stamp(page.to_json())
    return found


def paid(folder: Path, killed: list[float]) -> tuple[int, int, int, int]:
    """Requests answered, different ones, repeated ones whose reply was on its way, and ones paid twice."""
    last: dict[str, float] = {}
    counts: Counter[str] = Counter()
    lines = [json.loads(line) for line in (folder / "paid.jsonl").read_text().splitlines() if line.endswith("}")]
    for line in lines:
        before = last.get(line["asked"])
        if before is not None:
            lost = any(before <= at <= before + ON_ITS_WAY for at in killed)
            counts["on its way" if lost else "twice"] += 1
        last[line["asked"]] = line["at"]
    return len(lines), len(last), counts["on its way"], counts["twice"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="", help="a fresh database on PostgreSQL; SQLite in a folder without")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=10)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.work:
        work(given.database, given.work)
    random.seed(given.seed or os.getpid())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = given.database or str(folder / "service.db")
        pages, killed = disturbed(database, folder, given.jobs, given.kills, given.workers)
        calm = undisturbed(given.jobs, folder)
        asked, different, on_way, twice = paid(folder, killed)
    same = sum(pages.get(tenant) == page for tenant, page in calm.items())
    print(f"{given.jobs} jobs, {given.workers} workers, {len(killed)} kills")
    print(f"done once: {len(pages)}; the same page as undisturbed: {same}")
    print(f"requests answered: {asked}, of them different: {different}")
    print(f"asked again: {on_way} whose reply was on its way when its worker was killed, {twice} that had been kept")
    sys.exit(0 if len(pages) == same == given.jobs and len(killed) == given.kills and not twice else 1)


if __name__ == "__main__":
    main()
