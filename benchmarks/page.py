"""How large and how quick the page of a day is.

    python -m benchmarks.page --data FOLDER [--many FILE]

The folder holds the articles of a day; the embedded engine briefs them. ``--many`` is JSONL (or .jsonl.gz) with a title
and a text a row, of which the first 227 are rendered against the clock, the quickest of a few runs.

Prints bytes of the page and the mail; and where there is a browser (see tests/browser/chromium.py) the height of the
closed page on a desktop and a phone, and where bottom line and contents end on the first screen of 1280x800. What is
beyond its bound is marked.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

import briefing
from tests.browser.chromium import DESKTOP, PHONE, chromium, findings, missing, opened

MANY = 227
_BOTTOM = "Math.round(document.querySelector('{}').getBoundingClientRect().bottom)"


def main(
    data: Annotated[Path, typer.Option(exists=True, help="Folder with the articles of a day.")],
    many: Annotated[Path | None, typer.Option(exists=True, help="Rows of many articles.")] = None,
) -> None:
    day = briefing.generate([data], briefing.Settings())
    html = day.to_html()
    print(f"{len(day.articles)} articles, {len(day.stories)} stories")
    say("HTML, kB", len(html.encode()) / 1000, 400)
    say("mail, kB", len(day.to_mail()) / 1000, 100)
    seconds(day)
    if reason := missing():
        print(reason)
    else:
        measured(html)
    if many:
        seconds(briefing.generate(documents(many), briefing.Settings(keep_all=True)))


def say(what: str, figure: float, bound: float) -> None:
    print(f"{what}: {figure:,.2f} of at most {bound:,}{'' if figure <= bound else '  BEYOND ITS BOUND'}")


def seconds(page: briefing.Briefing) -> None:
    found = []
    for _ in range(5):
        begun = time.process_time()
        page.to_html()
        found.append(time.process_time() - begun)
    say(f"seconds of to_html for {len(page.articles)} articles", min(found), 0.3)


def measured(html: str) -> None:
    """The page in a browser."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        file = Path(folder) / "page.html"
        file.write_text(html, "utf-8")
        for size, most in ((DESKTOP, 9_000), (PHONE, 22_000)):
            with opened(browser, file.as_uri(), size) as page:
                say(f"height at {size[0]}, px", page.evaluate("document.documentElement.scrollHeight"), most)
                print(f"findings of axe at {size[0]}: {len(findings(page))}")
                if size == DESKTOP:
                    say("end of the bottom line, px", page.evaluate(_BOTTOM.format("main p")), size[1])
                    say("end of the contents, px", page.evaluate(_BOTTOM.format("nav")), size[1])


def documents(file: Path) -> list[briefing.Document | str]:
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, MANY)]
    return [briefing.Document.of(f"{row['title']}\n\n{row['text']}", f"{n}.txt") for n, row in enumerate(rows)]


if __name__ == "__main__":
    typer.run(main)
