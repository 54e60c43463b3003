"""The text of a PDF's pages, as a program of its own: ``python pdf_pages.py BYTES SECONDS`` from standard input.

A PDF of one megabyte can unpack to six gigabytes, inside a library that knows no bound. So this process is ended where
it takes too much memory or time, and nothing is lost with it. It imports nothing of this package, to start at once.
"""

from __future__ import annotations

import json
import sys
from typing import TextIO

MAX_PAGES = 500
MAX_CHARACTERS = 20_000_000


def main(memory: int, seconds: int, out: TextIO) -> None:
    """Write the texts of the pages as a JSON list, or the problem as a JSON string."""
    _bound(memory, seconds)
    import pypdfium2

    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        json.dump(f"is a damaged or locked PDF ({error})", out)
        return
    try:
        json.dump(_pages(document), out)
    except pypdfium2.PdfiumError as error:
        json.dump(f"is a damaged PDF ({error})", out)


def _pages(document: object) -> list[str] | str:
    if len(document) > MAX_PAGES:  # type: ignore[arg-type]  # pypdfium2 has no types
        return f"is a PDF of more than {MAX_PAGES} pages"
    texts: list[str] = []
    size = 0
    for page in document:  # type: ignore[attr-defined]  # the same
        texts.append(page.get_textpage().get_text_bounded())
        size += len(texts[-1])
        if size > MAX_CHARACTERS:
            return "is a PDF with too much text"
    return texts


def _bound(memory: int, seconds: int) -> None:
    """Have the system end this process above these bounds; it has none on Windows."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.stdout)
