"""A service of its own for each test: a database in a file, and pages to put there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
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


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ServiceDatabase]:
    opened = ServiceDatabase.open(tmp_path / "service.db")
    yield opened
    opened.close()


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
        database=str(tmp_path / "service.db"), jobs=2, fresh_seconds=0.0, per_minute_unknown=KEY_RATE
    )
    settings = briefing.Settings(ledger=str(tmp_path / "ledger.db"))
    made = Desk(make_app(options, settings))
    made.service.start()
    yield made
    made.service.close()
