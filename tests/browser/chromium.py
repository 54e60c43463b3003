"""A browser for the tests that need one: the system's Chromium, driven by Playwright over pipes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
DESKTOP, PHONE = (1280, 800), (390, 844)


def executable() -> str | None:
    """The browser's program: the one that BRIEFING_TEST_CHROMIUM names, or one of the usual names."""
    named = os.environ.get("BRIEFING_TEST_CHROMIUM")
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)


def missing() -> str | None:
    """What there is not that a browser takes, and how to get it; None where all is there."""
    for module in ("playwright.sync_api", "axe_playwright_python.sync_playwright"):
        try:
            import_module(module)
        except ImportError:
            return f"no {module.partition('.')[0]}: uv pip install --group browser"
    if executable() is None:
        return "no Chromium: apt-get install chromium, or name one in BRIEFING_TEST_CHROMIUM"
    return None


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, closed in the end."""
    with import_module("playwright.sync_api").sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Any, address: str, size: tuple[int, int] = DESKTOP, scheme: str = "light", media: str = "screen"
) -> Iterator[Any]:
    """A page of a file, on a screen of this size."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    try:
        page.emulate_media(media=media, color_scheme=scheme)
        page.goto(address)
        yield page
    finally:
        page.close()


def findings(page: Any) -> list[str]:
    """What axe finds wrong, of any severity."""
    axe = import_module("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [f"{each['id']} ({each['impact']}): {node['html'][:200]}" for each in found for node in each["nodes"]]
