"""The text of a PDF's pages, as a program of its own: ``python pdf_pages.py BYTES SECONDS`` from standard input.

A PDF of one megabyte can unpack to six gigabytes, inside a library that knows no bound. So this process is ended where
it takes too much memory or time, and nothing is lost with it. It imports nothing of this package, to start at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

_WIDE = 1.5
"""How many heights of a letter the gap between two columns is wide at least."""
MAX_PAGES = 500
MAX_CHARACTERS = 20_000_000


def main(memory: int, seconds: int, out: TextIO) -> None:
    """Write what stands on the pages as a JSON list, or the problem as a JSON string."""
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


def _pages(document: object) -> list[dict[str, object]] | str:
    """Each page's height and the pieces of its text: left, bottom, right, top, size of the letters, words."""
    if len(document) > MAX_PAGES:  # type: ignore[arg-type]  # pypdfium2 has no types
        return f"is a PDF of more than {MAX_PAGES} pages"
    found: list[dict[str, object]] = []
    size = 0
    for page in document:  # type: ignore[attr-defined]  # the same
        text = page.get_textpage()
        size += text.count_chars()
        if size > MAX_CHARACTERS:
            return "is a PDF with too much text"
        found.append({"height": page.get_height(), "boxes": list(_boxes(text))})
    return found


def _boxes(text: Any) -> Iterator[list[float | str]]:
    """The lines that the library finds, cut where a wide gap shows that two columns stand on one line."""
    from pypdfium2 import raw

    box: list[Any] | None = None
    for number in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, number)
        character = {0: "", 0xFFFE: "\x02"}.get(code, chr(code))
        if character in ("\r", "\n", ""):
            if box and character:
                yield box
                box = None
            continue
        if character.isspace() or raw.FPDFText_IsGenerated(text, number) == 1:
            if box:
                box[5] += character
            continue
        left, bottom, right, top = text.get_charbox(number)
        height = max(1.0, top - bottom, 0.5 * raw.FPDFText_GetFontSize(text, number))
        is_below = box is not None and top <= box[1] + 0.3 * height and left < box[2] - height
        if box and (is_below or left - box[2] > _WIDE * height or left < box[0] - height):
            yield box
            box = None
        if box is None:
            box = [left, bottom, right, top, raw.FPDFText_GetFontSize(text, number), character]
        else:
            box[:4] = [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]
            box[5] += character
    if box:
        yield box


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
