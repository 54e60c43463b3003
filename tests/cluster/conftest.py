"""An endpoint in a process of its own, articles in partitions, and one cluster of two workers for all tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks._endpoint import Served, serving
from briefing import Settings
from briefing.cluster import ClusterRun, Engine, EngineName, open_engine
from tests.endpoint.articles import article

MadeRun = Callable[..., ClusterRun]


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Served]:
    with serving("--latency", "0.02", "--stats") as endpoint:
        yield endpoint


@pytest.fixture
def served(endpoint: Served) -> Served:
    """The endpoint, which has counted nothing yet."""
    endpoint.forget()
    return endpoint


@pytest.fixture(scope="session")
def dask_engine() -> Iterator[Engine]:
    """Two workers of Dask on this machine."""
    pytest.importorskip("distributed", reason="the extra briefing[dask] is not installed")
    with open_engine(EngineName.DASK, workers=2) as engine:
        yield engine


def settings_for(served: Served, **llm: Any) -> Settings:
    reached = {"api_base": served.api_base, "api_key": "k", "concurrency": 8} | llm
    return Settings.model_validate({"model": "openai/gpt-4o-mini", "proof": "off", "in_flight": 8, "llm": reached})


def rows(count: int, first: int = 0, size: int = 600) -> list[dict[str, str]]:
    """Articles of two days in turn."""
    made = []
    for number in range(first, first + count):
        title, text = article(number, size)
        day = f"2026-01-0{5 + number % 2}T10:00:00Z"
        made.append({"title": title, "text": text, "published": day, "outlet": f"Wire {number % 3}"})
    return made


def jsonl(told: list[dict[str, str]]) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in told).encode()


@pytest.fixture
def made_run(tmp_path: Path, served: Served) -> MadeRun:
    """A run over two partitions of articles; ``out`` and its database are named after it."""

    def make(out: str = "out", count: int = 40, block: int = 5, **llm: Any) -> ClusterRun:
        for part in range(2):
            half = rows(count // 2, part * (count // 2))
            (tmp_path / f"part-{part}.jsonl").write_bytes(jsonl(half))
        return ClusterRun(
            [f"{tmp_path}/part-*.jsonl"],
            str(tmp_path / out),
            str(tmp_path / f"{out}.db"),
            settings_for(served, **llm),
            rows=block,
            term=2.0,
        )

    return make
