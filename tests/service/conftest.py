"""A service of its own for each test: a database in a file, and pages to put there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

import briefing
from briefing.service.app import make_app
from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from briefing.service.keys import Scope
from briefing.service.options import ServiceOptions
from briefing.service.state import Service
from tests.factories import STORY


@cache
def page_of(day: str, text: str = STORY) -> briefing.Briefing:
    """The page of one article, as the embedded engine makes it."""
    settings = briefing.Settings.model_validate({"date": day, "max_age": None})
    return briefing.generate([briefing.Document.of(text, "harbour")], settings)


@cache
def _migrated() -> bytes:
    """A database with all tables and nothing in them: the migrations run once a process."""
    with TemporaryDirectory() as folder:
        ServiceDatabase.open(Path(folder) / "service.db").close()
        return (Path(folder) / "service.db").read_bytes()


def new_database(folder: Path) -> Path:
    """The file of a service's database in this folder, with nothing in it yet."""
    file = folder / "service.db"
    file.write_bytes(_migrated())
    return file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ServiceDatabase]:
    opened = ServiceDatabase.open(new_database(tmp_path))
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, database: ServiceDatabase) -> Iterator[ServiceDatabase]:
    if request.param == "sqlite":
        yield database
        return
    from tests.ledger.conftest import postgres_schema

    with postgres_schema() as url:
        other = ServiceDatabase.open(url)
        yield other
        other.close()


@pytest.fixture
def archive(database: ServiceDatabase) -> Archive:
    return Archive(database)


KEY_RATE = 100_000


class Desk:
    """A service under test, with keys of two tenants."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.service: Service = app.state.service
        self.tokens = {
            f"{tenant}:{scope}": self.service.keys.new(tenant, scope, [scope], per_minute=KEY_RATE)[0]
            for tenant in ("main", "other")
            for scope in Scope
        }

    def client(self, who: str | None = None, **options: Any) -> httpx.AsyncClient:
        """A client with a key, such as that of ``main:read``."""
        headers = {"authorization": f"Bearer {self.tokens[who]}"} if who else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers, **options)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    options = ServiceOptions(
        database=str(new_database(tmp_path)), jobs=2, fresh_seconds=0.0, per_minute_unknown=KEY_RATE
    )
    settings = briefing.Settings(ledger=str(tmp_path / "ledger.db"))
    made = Desk(make_app(options, settings))
    made.service.start()
    yield made
    made.service.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table of attempts, where they alone were asked for."""
    if not all("test_attacks" in argument for argument in config.args):
        return
    counts: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call" or outcome != "passed":
                name = report.nodeid.partition("::test_")[2].partition("[")[0].replace("_", " ")
                counts.setdefault(name, Counter())[outcome] += 1
    width = max(map(len, counts), default=0)
    terminalreporter.write_line(f"\n{'attempts':<{width}}  tried  held  broke")
    for name, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        broke = count["failed"] + count["error"]
        terminalreporter.write_line(f"{name:<{width}}  {count['passed'] + broke:>5}  {count['passed']:>4}  {broke:>5}")
