"""What the tests of settings share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.settings import CONFIG_FILE
from tests.llm.planted import clear

Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, a home of its own, and no variable that settings or providers read."""
    clear(monkeypatch)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes the settings file of the working directory."""

    def written(text: str) -> Path:
        file = folder / CONFIG_FILE
        file.write_text(text, encoding="utf-8")
        return file

    return written
