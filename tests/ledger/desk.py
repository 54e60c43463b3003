"""Where the five days are generated: a folder with the articles, a ledger, and the command line."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from briefing.cli import main
from tests.ledger.script import DAYS, own_drafts, served


@dataclass
class Desk:
    """A folder with the articles, a ledger, and the command line."""

    folder: Path
    ledger: str
    patch: pytest.MonkeyPatch

    def run(self, *arguments: str) -> int:
        self.patch.setattr(sys, "argv", ["briefing", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(stop.value.code or 0)

    def generate(self, day: str, *more: str) -> int:
        return self.run("generate", f"{day}.jsonl", "--out", "out", "--ledger", self.ledger, "-q", *more)

    def page(self, day: str) -> dict[str, Any]:
        return dict(json.loads((self.folder / "out" / f"{day}.json").read_text(encoding="utf-8")))

    def written(self, days: Sequence[str]) -> dict[str, object]:
        """All that was written, but for the stamps of the runs."""
        pages: dict[str, object] = {path.name: path.read_bytes() for path in sorted((self.folder / "out").iterdir())}
        return pages | {f"{day}.json": self.page(day) | {"run": None} for day in days}


@contextmanager
def at_the_desk(folder: Path, days: Path = DAYS) -> Iterator[Desk]:
    """A desk with the articles of some days, and an endpoint that drafts them."""
    for file in days.glob("*.jsonl"):
        shutil.copy(file, folder)
    with pytest.MonkeyPatch.context() as patch, served(own_drafts) as api_base:
        for name in [name for name in os.environ if name.startswith("BRIEFING_") and name != "BRIEFING_TEST_POSTGRES"]:
            patch.delenv(name)
        patch.setenv("SOURCE_DATE_EPOCH", "1930000000")
        patch.setenv("BRIEFING_MODEL", "openai/own-drafts")
        patch.setenv("BRIEFING_LLM__API_BASE", api_base)
        patch.setenv("OPENAI_API_KEY", "none")
        patch.setenv("BRIEFING_LINK", "off")
        patch.setenv("BRIEFING_DAYS__SILENT_AFTER", "1")
        patch.chdir(folder)
        yield Desk(folder, "ledger.db", patch)
