"""The desk in a browser: sign in, send articles, watch the job, correct an item, see it on a page that verifies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.client import Client
from tests.browser.chromium import DESKTOP, PHONE, chromium, findings, missing, opened
from tests.patience import PATIENCE
from tests.service_desk.served import ANN, PASSWORD, Served

pytestmark = pytest.mark.skipif(missing() is not None, reason=missing() or "")
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


def test_a_person_signs_in_opens_a_passage_and_corrects_an_item(browser: Any, tmp_path: Path) -> None:
    made = Served(tmp_path)
    with made as url, Client(url, made.key) as service:
        with opened(browser, f"{url}/desk/") as page:
            assert page.url.endswith("/desk/sign-in")
            assert findings(page) == []
            page.get_by_label("Name").fill(ANN)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            assert page.url.endswith("/desk/")
            page.goto(f"{url}/desk/make")
            assert findings(page) == []
            page.get_by_role("button", name="Articles").set_input_files(SEEDS)
            page.get_by_role("button", name="Make the page").click()
            assert "/desk/jobs/" in page.url
            page.get_by_role("link", name="The page of 2022-01-13").click(timeout=PATIENCE * 1_000)
            assert page.locator("main ol li").count() == 1
            walk(page, url)
            page.goto(f"{url}/desk/stories/S1")
            page.locator("main a[href*='/articles/']").first.click()
            assert page.locator("mark:target").count() == 1
            page.goto(f"{url}/desk/entries/O1")
            page.get_by_label("Status").fill("withdrawn")
            page.get_by_role("button", name="Correct").click()
            assert "set by Ann" in page.locator("main").inner_text()
            assert findings(page) == []
            schedules(page, url)
        wanted = [{"text": path.read_text(encoding="utf-8")} for path in SEEDS]
        job = service.wait(service.make(wanted, date="2022-01-14", max_age=3), pause=0.05, longest=PATIENCE)
        assert job.state == "done", job.problem
        told = service.page("latest")
        assert re.search(r"Set to withdrawn \(an editor: Ann", told.to_markdown())
        assert service.verify(told)["ok"]


def schedules(page: Any, url: str) -> None:
    """Somebody adds a schedule by its labels alone, lets it rest, and sees why a page could not be made."""
    page.goto(f"{url}/desk/schedules")
    page.get_by_role("link", name="New schedule").click()
    shapes(page, page.url)
    page.get_by_label("Name").fill("Morning")
    page.get_by_label("When").fill("61 6 * * *")
    page.get_by_label("Feeds and articles").fill("http://127.0.0.2:9/feed.xml")
    page.get_by_role("button", name="Add the schedule").click()
    assert "no cron expression" in page.get_by_role("alert").inner_text()
    assert findings(page) == []
    page.get_by_label("When").fill("30 6 * * 1-5")
    page.get_by_label("Feeds and articles").fill("https://nowhere.invalid/feed.xml")
    page.get_by_label("Webhook").fill("https://nowhere.invalid/hook")
    page.get_by_label("Its secret").fill("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    page.get_by_role("button", name="Add the schedule").click()
    page.get_by_role("button", name="Pause").click()
    assert "paused" in page.locator("main").inner_text()
    page.get_by_role("button", name="Run now").click()
    shapes(page, page.url)
    shapes(page, f"{url}/desk/schedules")


def walk(page: Any, url: str) -> None:
    """Axe finds nothing on any page, on whatever screen, and nothing is wider than the screen."""
    for address in ("/", "/stories/S1", "/ledger", "/entries/O1", "/archive?q=nato", "/runs"):
        shapes(page, f"{url}/desk{address}")


def shapes(page: Any, address: str) -> None:
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(address)
        assert findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address
