"""Expected pages, stored whole. After a wanted change: ``pytest --snapshot-update``, and read the diff."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

import briefing

ROOT = Path(__file__).parent.parent.parent


class MarkdownPage(SingleFileSnapshotExtension):
    """One readable file a page."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


@pytest.mark.parametrize("model", ["embedded", "replay:cassettes/demo.json"], ids=["embedded", "recorded"])
def test_the_page_of_the_seeds(model: str, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1642057200")
    monkeypatch.chdir(ROOT)
    page = briefing.generate(["seeds"], briefing.Settings(model=model, proof="off")).to_markdown()
    assert page == snapshot(extension_class=MarkdownPage)
