"""A service of its own for each test: a database in a file, and pages to put there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import briefing
from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
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
