"""An archive of five days with a ledger, and one page of a stranger's making."""

from __future__ import annotations

from pathlib import Path

import pytest

import briefing
from briefing.ledger import Ledger
from briefing.schema.briefing import BriefingData
from briefing.service.shelf import FolderShelf
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY


def written(page: BriefingData, folder: Path) -> Path:
    """The file of a page in a folder."""
    finished = briefing.Briefing.model_construct(**dict(page)).finished()
    path = folder / f"{page.date}.json"
    path.write_text(finished.to_json(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder of the pages of five days, and the ledger that they were recorded in."""
    folder = tmp_path_factory.mktemp("archive")
    where = str(folder / "days.db")
    with Ledger.open(where) as ledger:
        for day in range(1, 6):
            written(ledger.record(PAGES[day], options=NEXT_DAY), folder)
    return folder, where


@pytest.fixture
def shelf(archive: tuple[Path, str]) -> FolderShelf:
    return FolderShelf(*archive)
