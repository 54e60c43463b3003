"""Pages in a browser: every reference reaches its passage, whoever reads it, on whatever screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import briefing
from briefing.rendering import RenderingOptions
from briefing.rendering.arrange import arrange
from briefing.rendering.markdown import visible
from tests.browser.briefings import MADE
from tests.browser.chromium import DESKTOP, PHONE, chromium, findings, missing, opened

pytestmark = pytest.mark.skipif(missing() is not None, reason=missing() or "")

# Follows each reference, and comes back by the passage's own link.
WALK = """
() => {
  const trouble = [], passages = {};
  const seen = element => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  };
  const within = (element, around) => {
    const box = element.getBoundingClientRect(), frame = around.getBoundingClientRect();
    return box.top < frame.bottom && box.bottom > frame.top;
  };
  for (const link of document.querySelectorAll('a.ref')) {
    const expect = (holds, what) => { if (!holds) trouble.push(link.hash + ' ' + what); };
    location.hash = link.getAttribute('href');
    const words = document.querySelector('mark:target'), passage = words && words.closest('.passage');
    if (!passage || words.id !== link.hash.slice(1)) { trouble.push(link.hash + ' is no passage'); continue; }
    expect(seen(passage), 'is not seen');
    expect(seen(words) && within(words, passage), 'is seen without its words');
    const label = passage.querySelector('.label'), back = passage.querySelector('a.back');
    expect(seen(back) && within(back, passage), 'has no way back to be seen');
    passages[link.textContent] = [label.textContent, words.textContent];
    location.hash = back.getAttribute('href');
    const from = document.querySelector('a.ref:target');
    expect(from && from.textContent === link.textContent, 'leads back elsewhere');
    expect(from && seen(from), 'leads back to what is not seen');
    expect(getComputedStyle(passage).display === 'none', 'stays open');
  }
  return [trouble, passages];
}
"""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
WIDTH = "document.documentElement.scrollWidth"
SHOWN = ".passage:has(:target)"
DIRECTIONS = """
() => [...document.querySelectorAll('.passage')].map(each => [
  each.lang, getComputedStyle(each).direction, getComputedStyle(each.querySelector('.label')).direction,
])
"""


@dataclass(frozen=True)
class Walked:
    """A briefing and its page in a file."""

    data: briefing.Briefing
    address: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module", params=MADE)
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Walked]:
    folder = tmp_path_factory.mktemp("pages")
    found = []
    for number, data in enumerate(MADE[request.param](folder)):
        file = folder / f"{number}.html"
        file.write_text(data.to_html(), "utf-8")
        found.append(Walked(data, file.as_uri()))
    return found


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_reference_reaches_its_words_and_comes_back(
    browser: Any, pages: list[Walked], size: tuple[int, int]
) -> None:
    for walked in pages:
        with opened(browser, walked.address, size) as page:
            trouble, passages = page.evaluate(WALK)
        assert trouble == []
        references = arrange(walked.data).references
        assert references
        assert set(passages) == {str(reference.number) for reference in references}
        texts = {article.id: article.text for article in walked.data.articles}
        for reference in references:
            evidence = reference.evidence
            label, words = passages[str(reference.number)]
            assert words == visible(texts[evidence.article][evidence.start : evidence.end])
            assert f"{evidence.start}–{evidence.end}" in label
            assert reference.outlet in label


def test_the_first_screen_alone_holds_the_passages_that_it_names(
    browser: Any, pages: list[Walked], tmp_path: Path
) -> None:
    for walked in pages:
        file = tmp_path / "brief.html"
        file.write_text(walked.data.to_html(RenderingOptions(brief=True)), "utf-8")
        with opened(browser, f"{file.as_uri()}#p1") as page:
            assert findings(page) == []
            trouble, passages = page.evaluate(WALK)
        assert trouble == []
        named = {str(ref.number) for said in arrange(walked.data).in_short for ref in said.refs}
        assert set(passages) == named


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_runs_off_to_the_side(
    browser: Any, pages: list[Walked], size: tuple[int, int], scheme: str
) -> None:
    for walked in pages:
        with opened(browser, f"{walked.address}#p1", size, scheme) as page:
            for _ in ("closed, with a passage", "all open"):
                assert findings(page) == []
                assert page.evaluate(WIDTH) == size[0]
                page.evaluate(OPEN_ALL)


def test_the_judges_see_a_fault(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        "<!DOCTYPE html><title>x</title><style>p { color: #999; background: #fff; width: 200vw }</style><p>Faint",
        "utf-8",
    )
    with opened(browser, file.as_uri()) as page:
        found = " ".join(findings(page))
        assert page.evaluate(WIDTH) > DESKTOP[0]
    assert "color-contrast (serious)" in found
    assert "html-has-lang (serious)" in found
    assert "landmark-one-main (moderate)" in found


def test_paper_has_every_passage(browser: Any, pages: list[Walked]) -> None:
    for walked in pages:
        with opened(browser, walked.address, media="print") as page:
            shown = page.evaluate(
                "[...document.querySelectorAll('.passage')].map(each => getComputedStyle(each).display)"
            )
            assert shown == ["block"] * len(arrange(walked.data).references)


def test_a_keyboard_reaches_the_stories_first(browser: Any, pages: list[Walked]) -> None:
    for walked in pages:
        with opened(browser, walked.address) as page:
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "Skip to the stories"
            assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_a_click_opens_the_passage_beside_the_text_or_below_it(browser: Any, pages: list[Walked]) -> None:
    for walked in pages:
        for size, beside in ((DESKTOP, True), (PHONE, False)):
            with opened(browser, walked.address, size) as page:
                page.locator("a.ref").first.click()
                passage, text = (page.locator(name).first.bounding_box() for name in (SHOWN, "main p"))
                assert (passage["x"] >= text["x"] + text["width"]) is beside
                assert passage["y"] + passage["height"] <= size[1]
                page.locator(f"{SHOWN} a.back").click()
                assert page.locator(":target").text_content() == "1"


def test_the_page_works_without_scripts_and_asks_for_nothing(browser: Any, pages: list[Walked]) -> None:
    context = browser.new_context(java_script_enabled=False)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for walked in pages:
        page.goto(walked.address)
        page.locator("a.ref").first.click()
        assert page.locator("#p1").is_visible()
    context.close()
    assert {url.partition("#")[0] for url in asked} == {walked.address for walked in pages}


def test_each_script_runs_its_own_way(browser: Any, tmp_path: Path) -> None:
    (data,) = MADE["many scripts"](tmp_path)
    file = tmp_path / "page.html"
    file.write_text(data.to_html(), "utf-8")
    wanted = {"ar": "rtl", "he": "rtl", "zh": "ltr", "ja": "ltr"}
    with opened(browser, file.as_uri()) as page:
        found = page.evaluate(DIRECTIONS)
        assert {(lang, runs) for lang, runs, _ in found} == set(wanted.items())
        assert {label for *_, label in found} == {"ltr"}
        titles = page.evaluate(
            "[...document.querySelectorAll('h2 [dir=auto]')].map(each => getComputedStyle(each).direction)"
        )
        assert sorted(titles) == ["ltr", "ltr", "rtl", "rtl"]


def test_a_narrow_screen_wraps_what_has_no_spaces(browser: Any, tmp_path: Path) -> None:
    text = f"Harbour union offers truce\n\nThe union offered the port a truce at {'x' * 300} on Monday. It was refused."
    data = briefing.generate([briefing.Document.of(text, f"{'y' * 100}.txt")], briefing.Settings(keep_all=True))
    file = tmp_path / "page.html"
    file.write_text(data.to_html(), "utf-8")
    with opened(browser, file.as_uri(), (320, 600)) as page:
        page.evaluate(OPEN_ALL)
        assert page.evaluate(WIDTH) == 320


@pytest.mark.parametrize("pages", ["day of data"], indirect=True)
def test_a_day_stays_within_its_bounds(browser: Any, pages: list[Walked]) -> None:
    """For a day of about forty articles."""
    (walked,) = pages
    assert len(walked.data.to_html().encode()) <= 400_000
    assert len(walked.data.to_mail()) <= 100_000
    for size, most in ((DESKTOP, 9_000), (PHONE, 22_000)):
        with opened(browser, walked.address, size) as page:
            assert page.evaluate("document.documentElement.scrollHeight") <= most
            if size == DESKTOP:
                assert page.evaluate("document.querySelector('nav').getBoundingClientRect().bottom") <= size[1]
