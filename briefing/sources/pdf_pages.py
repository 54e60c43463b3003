"""The text of a PDF's pages, as a program of its own: ``python pdf_pages.py MEMORY SECONDS`` from standard input.

A PDF of one megabyte can unpack to six gigabytes, inside a library that knows no bound. So this process is ended where
it takes too much memory or time, and nothing is lost with it. It imports nothing of this package, to start at once.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

_WIDE = 1.5
"""How many heights of a letter the gap between two columns is wide at least."""
_MOST_PIXELS = 2_400
"""The longer side of a page as it is looked at: a pixel is a point of its paper, or more on large paper."""
_DEPTH = 15
_UNDRAWN = (3, 7)
"""Modes of drawing text that draw none: invisible, and as the edge of what comes after."""
_FAINT = 10
"""Of 255: colours that lie no farther apart are one to the eye."""
_RUN = 3
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


def _pages(document: Any) -> list[dict[str, object]] | str:
    """Each page's height, the pieces of its text (left, bottom, right, top, size of the letters, words), and how many
    letters were left out that no reader sees."""
    if len(document) > MAX_PAGES:
        return f"is a PDF of more than {MAX_PAGES} pages"
    found: list[dict[str, object]] = []
    size = 0
    for page in document:
        text = page.get_textpage()
        size += text.count_chars()
        if size > MAX_CHARACTERS:
            return "is a PDF with too much text"
        unseen = _unseen(text, _Looks(page, text))
        found.append({"height": page.get_height(), "boxes": list(_boxes(text, unseen)), "unseen": len(unseen)})
    return found


class _Looks:
    """A page as its readers see it, and the same without its text: where the two are alike, no letter is seen, be it
    drawn in no colour, in that of its ground, under a picture or beside the page."""

    def __init__(self, page: Any, text: Any) -> None:
        from pypdfium2 import raw

        self._text = text
        scale = min(1.0, _MOST_PIXELS / max(page.get_size()))
        self._shown = page.render(scale=scale)
        self._place = self._shown.get_posconv(page)
        self._undrawn = set[int]()
        for each in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=_DEPTH):
            if raw.FPDFTextObj_GetTextRenderMode(each.raw) in _UNDRAWN:
                self._undrawn.add(ctypes.addressof(each.raw.contents))
            raw.FPDFTextObj_SetTextRenderMode(each.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        self._bare = page.render(scale=scale)

    def sees(self, number: int) -> bool:
        """Whether a letter of the page shows."""
        from pypdfium2 import raw

        drawn = raw.FPDFText_GetTextObject(self._text, number)
        if drawn and ctypes.addressof(drawn.contents) in self._undrawn:
            return False
        left, bottom, right, top = self._text.get_charbox(number)
        corners = [self._place.to_bitmap(x, y) for x in (left, right) for y in (bottom, top)]
        across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        rows = range(max(0, down[0]), min(self._shown.height, down[-1] + 1))
        first, last = max(0, across[0]), min(self._shown.width, across[-1] + 1)
        differs = first < last and any(self._differs(row, first, last) for row in rows)
        return differs and not self._is_ground(number, (across[0] + across[-1]) // 2, (down[0] + down[-1]) // 2)

    def _differs(self, row: int, first: int, last: int) -> bool:
        with_text, without = (_pixels(each, row, first, last) for each in (self._shown, self._bare))
        return with_text != without and any(
            abs(one - other) > _FAINT for one, other in zip(with_text, without, strict=True)
        )

    def _is_ground(self, number: int, x: int, y: int) -> bool:
        """Whether a letter has the colour of what is behind it: others may be printed at the same place."""
        from pypdfium2 import raw

        colour = [ctypes.c_uint() for _ in range(4)]
        if not raw.FPDFText_GetFillColor(self._text, number, *map(ctypes.byref, colour)):
            return False
        red, green, blue, alpha = (each.value for each in colour)
        if alpha <= _FAINT or not (0 <= x < self._bare.width and 0 <= y < self._bare.height):
            return alpha <= _FAINT
        ground = _pixels(self._bare, y, x, x + 1)[:3]
        return all(abs(one - other) <= _FAINT for one, other in zip((blue, green, red), ground, strict=False))


def _pixels(picture: Any, row: int, first: int, last: int) -> bytes:
    start = row * picture.stride
    return bytes(picture.buffer[start + first * picture.n_channels : start + last * picture.n_channels])


def _unseen(text: Any, looks: _Looks) -> frozenset[int]:
    """The numbers of the letters that no reader sees, in runs: a single one is a matter of its small shape."""
    from pypdfium2 import raw

    found: set[int] = set()
    run: list[int] = []
    for number in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text, number))
        if character.isspace() or raw.FPDFText_IsGenerated(text, number) == 1:
            continue
        if not looks.sees(number):
            run.append(number)
            continue
        found.update(run if len(run) >= _RUN else ())
        run = []
    found.update(run if len(run) >= _RUN else ())
    return frozenset(found)


def _boxes(text: Any, unseen: frozenset[int]) -> Iterator[list[float | str]]:
    """The lines that the library finds, cut where a wide gap shows that two columns stand on one line."""
    from pypdfium2 import raw

    box: list[Any] | None = None
    for number in range(text.count_chars()):
        if number in unseen:
            continue
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
