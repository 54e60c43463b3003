"""The client, the examples in curl and JavaScript, and the archive as a shelf, on a real server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from briefing.client import Client, ServiceError
from briefing.errors import UsageError
from briefing.service.archive import ArchiveShelf
from tests.factories import STORY
from tests.patience import PATIENCE
from tests.service_desk.served import Served

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Served]]:
    made = Served(tmp_path_factory.mktemp("served"))
    with made as url:
        yield url, made


def test_the_client_makes_reads_and_verifies_a_page(served: tuple[str, Served]) -> None:
    url, made = served
    with Client(url, made.key) as service:
        job = service.make([{"text": STORY, "outlet": "Harbour Post"}], once="one", date="2026-04-05", max_age=3650)
        assert (
            service.make([{"text": STORY, "outlet": "Harbour Post"}], once="one", date="2026-04-05", max_age=3650).id
            == job.id
        )
        job = service.wait(job, pause=0.05, longest=PATIENCE)
        assert (job.state, job.page) == ("done", "/v1/briefings/2026-04-05?revision=1")
        page = service.page(date(2026, 4, 5))
        assert service.verify(page)["ok"]
        assert service.page_as("text/markdown", page.date).decode() == page.to_markdown()
        assert [each["date"] for each in service.pages()] == ["2026-04-05"]
        assert service.offer("O1")["id"] == "O1"
        assert {row["id"] for row in service.ledger(kind="offer")} == {o.id for s in page.stories for o in s.offers}
        assert [hit["kind"] for hit in service.search("no words that stand there")] == []
        with pytest.raises(ServiceError, match="404") as refused:
            service.page(date(1999, 1, 1))
        assert refused.value.status == 404
    with Client(url, "bk_wrong") as stranger, pytest.raises(ServiceError) as unknown:
        stranger.page()
    assert unknown.value.status == 401


def test_the_archive_is_a_shelf_of_one_tenant(served: tuple[str, Served]) -> None:
    _, made = served
    shelf = ArchiveShelf(made.service.archive, "main", made.service.ledgers)
    assert shelf.page(shelf.days()[0]).date == shelf.days()[0]
    with shelf.ledger() as ledger:
        assert ledger.days()[0] == shelf.days()[0]
    other = ArchiveShelf(made.service.archive, "other", made.service.ledgers)
    assert other.days() == ()
    with pytest.raises(UsageError, match="there is no page"):
        other.page(shelf.days()[0])


@pytest.mark.parametrize(
    ("command", "expected"),
    [(["sh", "service.sh"], "# Daily briefing, Monday 6 April 2026"), (["node", "service.mjs"], "O")],
)
def test_an_example_makes_a_page(served: tuple[str, Served], command: list[str], expected: str) -> None:
    needed = {"sh": "curl"}.get(command[0], command[0])
    if shutil.which(needed) is None:
        pytest.skip(f"no {needed} here: the example in {command[1]} was not run")
    url, made = served
    surroundings = {**os.environ, "SERVICE": url, "KEY": made.key, "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        [*command[:1], str(EXAMPLES / command[1])], env=surroundings, capture_output=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().startswith(expected), done.stdout.decode()
    assert "truce" in done.stdout.decode()
