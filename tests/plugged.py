"""A package with entry points, installed where Python looks for packages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing import plugins

Install = Callable[[str, str, dict[str, str]], None]


@pytest.fixture
def install(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs a package of one module: its name, its source, and its entry points as ``{"group:name": "value"}``."""
    plugins._points.cache_clear()
    added: list[str] = []

    def add(package: str, source: str, points: dict[str, str]) -> None:
        folder: Path = tmp_path_factory.mktemp(package)
        (folder / f"{package}.py").write_text(source, encoding="utf-8")
        info = folder / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
        lines = [f"[{key.partition(':')[0]}]\n{key.partition(':')[2]} = {value}\n" for key, value in points.items()]
        (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
        added.append(package)
        monkeypatch.syspath_prepend(str(folder))
        plugins._points.cache_clear()

    yield add
    for package in added:
        sys.modules.pop(package, None)
    plugins._points.cache_clear()
