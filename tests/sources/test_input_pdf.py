"""PDF, with the optional extra."""

from __future__ import annotations

import sys

import pytest

from briefing.errors import NoArticleError
from briefing.schema.document import MediaType
from briefing.sources.pdf import Box, paragraphs


def pdf_of(*pages: str) -> bytes:
    """A minimal PDF with a line of text a page, its cross-references left for the reader to rebuild."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        page, content = 10 + 2 * number, 11 + 2 * number
        objects.append(
            f"{page} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {content} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>endobj"
        )
        objects.append(f"{content} 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj")
    return ("%PDF-1.4\n" + "\n".join(objects) + "\ntrailer<</Root 1 0 R>>\n%%EOF").encode()


async def test_the_pages_of_a_pdf_become_one_text(tmp_path, only):
    (tmp_path / "a.pdf").write_bytes(pdf_of("The board met the crews.", "They meet again."))
    document = await only(tmp_path / "a.pdf")
    assert document.text == "The board met the crews.\n\nThey meet again."
    assert document.ref.media_type is MediaType.TEXT


async def test_lines_that_fill_the_column_are_one_paragraph(tmp_path, only):
    lines = ["Ferry talks", "The harbour board offered the crews", "shorter shifts from June, it said on", "Monday."]
    lines += ["The union has not yet answered nego-", "tiators. A well-known plan is a well-", "known offer."]
    (tmp_path / "a.pdf").write_bytes(pdf_of(") Tj 0 -14 Td (".join(lines)))
    assert (await only(tmp_path / "a.pdf")).text.split("\n\n") == [
        "Ferry talks",
        "The harbour board offered the crews shorter shifts from June, it said on Monday.",
        "The union has not yet answered negotiators. A well-known plan is a well-known offer.",
    ]


async def test_a_pdf_is_known_by_its_content(tmp_path, only):
    (tmp_path / "a.txt").write_bytes(pdf_of("They met."))
    assert (await only(tmp_path / "a.txt")).text == "They met."


async def test_a_pdf_without_a_text_layer_is_named(tmp_path, refusal):
    (tmp_path / "a.pdf").write_bytes(pdf_of(""))
    error = await refusal(tmp_path / "a.pdf")
    assert (type(error), error.reason) == (NoArticleError, "is a PDF without a text layer")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 20])
async def test_a_damaged_pdf_is_named(tmp_path, refusal, data):
    (tmp_path / "a.pdf").write_bytes(data)
    assert (await refusal(tmp_path / "a.pdf")).reason.startswith("is a damaged or locked PDF")


async def test_a_pdf_of_very_many_pages_is_refused(tmp_path, refusal):
    (tmp_path / "a.pdf").write_bytes(pdf_of(*["x"] * 501))
    assert (await refusal(tmp_path / "a.pdf")).reason == "is a PDF of more than 500 pages"


async def test_without_the_extra_the_reader_is_told_what_to_install(tmp_path, refusal, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    (tmp_path / "a.pdf").write_bytes(pdf_of("They met."))
    assert "install pypdfium2 (in a new environment: auditable-briefing[pdf])" in str(await refusal(tmp_path / "a.pdf"))


def row(left: float, top: float, text: str, size: float = 10.0) -> Box:
    return Box(left, top - 10, left + 5 * len(text), top, size, text)


LEFT = ["The harbour board offered the", "crews shorter shifts from June,", "it said on Monday evening."]
RIGHT = ["The union has not answered the", "offer yet, a spokesman told the", "paper after a long meeting."]


@pytest.mark.parametrize("by_rows", [False, True])
def test_columns_are_read_one_after_the_other(by_rows):
    left = [row(60, 700 - 12 * n, line) for n, line in enumerate(LEFT)]
    right = [row(320, 700 - 12 * n, line) for n, line in enumerate(RIGHT)]
    boxes = [each for pair in zip(left, right, strict=True) for each in pair] if by_rows else [*left, *right]
    found = paragraphs([[row(60, 760, "Ferry talks resume in the harbour of Westby", 16.0), *boxes]], [800.0])
    assert found == [
        ("Ferry talks resume in the harbour of Westby", 1),
        (" ".join(LEFT), 1),
        (" ".join(RIGHT), 1),
    ]


def test_a_sentence_goes_on_over_a_column_and_a_page():
    first = [row(60, 120 - 12 * n, line) for n, line in enumerate(LEFT[:2])]
    second = [
        row(60, 700, "which nobody had expected."),
        row(60, 680, "The end of it is open, and"),
        row(60, 668, "long."),
    ]
    found = paragraphs([[row(60, 400, "Early words stand here."), *first], second], [800.0, 800.0])
    assert found[1] == (f"{LEFT[0]} {LEFT[1]} which nobody had expected.", 1)
    assert found[2] == ("The end of it is open, and long.", 2)


def test_what_repeats_at_the_edges_of_pages_is_left_out():
    pages = [
        [row(60, 790, f"Harbour Post, page {n}"), row(60, 700, f"Words of page {n}."), row(300, 15, f"{n}/2")]
        for n in (1, 2)
    ]
    assert paragraphs(pages, [800.0, 800.0]) == [("Words of page 1.", 1), ("Words of page 2.", 2)]


def test_a_footer_of_one_page_does_not_part_a_sentence():
    first = [*(row(60, 120 - 12 * n, line) for n, line in enumerate(LEFT[:2])), row(60, 20, "Printed in Westby")]
    found = paragraphs([first, [row(60, 700, "which nobody had expected.")]], [800.0, 800.0])
    assert found == [(f"{LEFT[0]} {LEFT[1]} which nobody had expected.", 1), ("Printed in Westby", 1)]


async def test_a_passage_leads_to_its_page(tmp_path, only):
    (tmp_path / "a.pdf").write_bytes(pdf_of("The board met the crews.", "They meet again."))
    ref = (await only(tmp_path / "a.pdf")).ref
    assert ref.pages == ((0, 1), (26, 2))
    assert [ref.page(offset) for offset in (0, 25, 26, 99)] == [1, 1, 2, 2]
