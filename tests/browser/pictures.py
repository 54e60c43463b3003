"""Pictures of the page's forms for docs/, of the recorded demo: ``make pictures``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import briefing
from tests.browser.briefings import seeds_recorded
from tests.browser.chromium import DESKTOP, PHONE, chromium, missing, opened

OUT = Path(__file__).parent.parent.parent / "docs" / "pictures"


def main() -> None:
    """Write all pictures.

    Raises:
        SystemExit: there is no browser.
    """
    if reason := missing():
        sys.exit(reason)
    OUT.mkdir(parents=True, exist_ok=True)
    (data,) = seeds_recorded()
    page = OUT / "page.html"
    try:
        page.write_text(data.to_html(), "utf-8")
        with chromium() as browser:
            _screens(browser, page.as_uri())
            page.write_text(data.to_html(briefing.rendering.RenderingOptions(brief=True)), "utf-8")
            with opened(browser, page.as_uri(), DESKTOP) as shown:
                shown.set_viewport_size({"width": DESKTOP[0], "height": 360})
                shown.screenshot(path=OUT / "brief.png")
    finally:
        page.unlink(missing_ok=True)


def _screens(browser: Any, address: str) -> None:
    for name, size, scheme, fragment in (
        ("first-screen", DESKTOP, "light", ""),
        ("passage", DESKTOP, "light", "#p1"),
        ("phone", PHONE, "light", "#p1"),
        ("dark", DESKTOP, "dark", "#p1"),
    ):
        with opened(browser, address + fragment, size, scheme) as shown:
            shown.screenshot(path=OUT / f"{name}.png")
    with opened(browser, address, DESKTOP) as shown:
        shown.evaluate("document.querySelectorAll('details').forEach(each => { each.open = each.id !== 'all'; })")
        story = shown.locator("article").first
        shown.set_viewport_size({"width": DESKTOP[0], "height": 1100})
        story.screenshot(path=OUT / "story.png")
    with opened(browser, address, (794, 1123), media="print") as shown:  # A4 at 96 dots an inch
        shown.screenshot(path=OUT / "print.png")


if __name__ == "__main__":
    main()
