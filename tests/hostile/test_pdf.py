"""PDF: bombs, and text that is in the file and not on the page."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.measuring import measured
from tests.shell import Shell

VISIBLE = "The harbour union offered Norline a truce of ten days on Monday."
HIDDEN = "Norline accepted a secret offer of nine million crowns on Monday."


def pdf(
    content: str, *, page: str = "", objects: str = "", packed: bytes | None = None, box: str = "0 0 612 792"
) -> bytes:
    """A PDF of one page; its cross-references are left for the reader to rebuild."""
    stream = packed if packed is not None else content.encode("latin-1")
    how = "/Filter/FlateDecode" if packed is not None else ""
    resources = "/Resources<</Font<</F1 3 0 R>>/ExtGState<</G1<</ca 0>>>>/XObject<</X1 6 0 R>>>>"
    parts = (
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[4 0 R]>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        f"4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]{page}/Contents 5 0 R{resources}>>endobj",
        f"5 0 obj<<{how}/Length {len(stream)}>>stream\n",
    )
    end = f"\nendstream endobj\n{objects}\ntrailer<</Root 1 0 R>>\n%%EOF"
    return "\n".join(parts).encode() + stream + end.encode("latin-1")


def line(words: str, at: str = "72 700 Td", before: str = "") -> str:
    return f"BT {before} /F1 12 Tf {at} ({words}) Tj ET\n"


SHOWN = line(VISIBLE)


def form(content: str) -> str:
    """A part of the page that is kept beside it."""
    what = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
    return f"6 0 obj<<{what}/Length {len(content)}>>stream\n{content}\nendstream endobj"


HIDING: dict[str, bytes] = {
    "in the mode that draws nothing": pdf(SHOWN + line(HIDDEN, "72 600 Td", "3 Tr")),
    "in the mode that only clips": pdf(SHOWN + line(HIDDEN, "72 600 Td", "7 Tr")),
    "white on white": pdf(SHOWN + line(HIDDEN, "72 600 Td", "1 1 1 rg")),
    "nearly white on white": pdf(SHOWN + line(HIDDEN, "72 600 Td", ".985 .985 .985 rg")),
    "black on black": pdf(SHOWN + "0 g 60 580 500 60 re f\n" + line(HIDDEN, "72 600 Td", "0 g")),
    "through and through transparent": pdf(SHOWN + "q /G1 gs\n" + line(HIDDEN, "72 600 Td") + "Q\n"),
    "left of the page": pdf(SHOWN + line(HIDDEN, "-900 600 Td")),
    "below the page": pdf(SHOWN + line(HIDDEN, "72 -80 Td")),
    "outside the part that is shown": pdf(SHOWN + line(HIDDEN, "72 100 Td"), page="/CropBox[0 400 612 792]"),
    "under a white box": pdf(SHOWN + line(HIDDEN, "72 600 Td") + "1 g 60 580 500 60 re f\n"),
    "under a black box": pdf(SHOWN + line(HIDDEN, "72 600 Td") + "0 g 60 580 500 60 re f\n"),
    "clipped away": pdf(SHOWN + "q 0 0 10 10 re W n\n" + line(HIDDEN, "72 600 Td") + "Q\n"),
    "too small to see": pdf(SHOWN + "BT /F1 .1 Tf 72 600 Td (" + HIDDEN + ") Tj ET\n"),
    "white where other words stand": pdf(line(HIDDEN, "72 700 Td", "1 g") + "0 g\n" + SHOWN),
    "in a part of the page, undrawn": pdf(SHOWN + "/X1 Do\n", objects=form(line(HIDDEN, "72 600 Td", "3 Tr"))),
    "in a part of the page, white": pdf(SHOWN + "/X1 Do\n", objects=form(line(HIDDEN, "72 600 Td", "1 g"))),
}
SEEN: dict[str, bytes] = {
    "black": pdf(SHOWN),
    "grey": pdf(line(VISIBLE, before=".6 g")),
    "light yellow": pdf(line(VISIBLE, before="1 .9 .2 rg")),
    "white on black": pdf("0 g 60 680 500 60 re f\n" + line(VISIBLE, before="1 g")),
    "red on green of one brightness": pdf("0 .6 0 rg 60 680 500 60 re f\n" + line(VISIBLE, before="1 .15 .1 rg")),
    "outlined": pdf(line(VISIBLE, before="1 Tr")),
    "small": pdf("BT /F1 6 Tf 72 700 Td (" + VISIBLE + ") Tj ET\n"),
    "above a box": pdf(".8 g 60 680 500 60 re f\n" + line(VISIBLE, before="0 g")),
    "on a page that is turned": pdf(SHOWN, page="/Rotate 90"),
    "on a page that begins elsewhere": pdf(line(VISIBLE, "172 1700 Td"), box="100 1000 712 1792"),
    "on paper as large as a wall": pdf("BT /F1 120 Tf 72 9000 Td (" + VISIBLE + ") Tj ET\n", box="0 0 9000 14000"),
    "in a part of the page": pdf("/X1 Do\n", objects=form(SHOWN)),
}


@pytest.mark.parametrize("kind", HIDING)
def test_what_no_reader_sees_is_not_read(kind: str, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(HIDING[kind])
    done = shell("clean", "a.pdf")
    assert "truce of ten days" in done.out
    assert "nine million" not in done.out
    assert "no reader of the PDF sees" in done.err or kind in ("left of the page", "below the page", "too small to see")
    (tmp_path / "b.pdf").write_bytes(HIDING[kind].replace(VISIBLE.encode(), b"x" * 0))
    assert shell("clean", "b.pdf").out.strip() == ""


@pytest.mark.parametrize("kind", SEEN)
def test_what_a_reader_sees_is_read_whole(kind: str, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(SEEN[kind])
    done = shell("clean", "a.pdf")
    assert " ".join(done.out.split()) == VISIBLE
    assert done.err == ""


def _packed(unit: bytes, times: int, rounds: int = 1) -> bytes:
    packer = zlib.compressobj(9)
    data = b"".join([*(packer.compress(unit) for _ in range(times)), packer.flush()])
    for _ in range(rounds - 1):
        data = zlib.compress(data, 9)
    return data


def _words(count: int) -> bytes:
    return pdf("", packed=_packed(line("x" * 200, "1 1 Td").encode() * 500, count))


BOMBS: dict[str, Callable[[], bytes]] = {
    "a gigabyte of white space": lambda: pdf("", packed=_packed(b" " * 1_000_000, 1000)),
    "ten million letters": lambda: _words(100),
    "drawings without end": lambda: pdf("", packed=_packed(b"0 0 600 700 re f\n" * 50_000, 40)),
    "states saved without end": lambda: pdf("", packed=_packed(b"q " * 1_000_000, 30)),
    "a part of the page that holds itself": lambda: pdf("/X1 Do\n", objects=form("/X1 Do\n")),
    "pages without end": lambda: pdf(SHOWN).replace(b"/Count 1", b"/Count 2000000000"),
    "pages in a circle": lambda: pdf(SHOWN).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R 2 0 R 4 0 R]"),
    "paper without end": lambda: pdf(SHOWN, box="0 0 1e9 1e9"),
    "paper of no size": lambda: pdf(SHOWN, box="0 0 0 0"),
    "a picture of a hundred thousand by a hundred thousand": lambda: pdf(
        "100 0 0 100 0 0 cm /X1 Do\n" + SHOWN,
        objects="6 0 obj<</Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceRGB"
        "/BitsPerComponent 8/Length 4>>stream\nabcd\nendstream endobj",
    ),
    "lists in lists": lambda: pdf(SHOWN, page="/A" + "[" * 200_000),
    "nothing but its name": lambda: b"%PDF-1.7\n",
    "a name and dust": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4000,
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_takes_bounded_memory_and_time(kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(BOMBS[kind]())
    measured(tmp_path, "clean", "a.pdf").hold()
