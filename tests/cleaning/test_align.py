"""A paragraph of an extractor is made again of the document's own characters."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.cleaning._html_align import Aligner
from briefing.cleaning._html_text import visible
from briefing.cleaning._pieces import Piece
from briefing.schema.article import ParagraphKind
from tests.exploring import examples

WORDS = st.sampled_from(["the", "harbour", "opens", "again", "on", "Monday", "l’été", "12", "橋"])
GAPS = st.sampled_from([" ", " ", " ", "\n  ", ", ", " <b>", "</b> ", "&nbsp;", " &amp; ", "<br>", " – "])
PAGES = st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=30)


def _find(html: str, *paragraphs: str) -> list[Piece | None]:
    aligner = Aligner(visible(html))
    return [aligner.find(text, ParagraphKind.BODY) for text in paragraphs]


def _folded(html: str) -> str:
    """The text as an extractor gives it: white space folded."""
    return " ".join(visible(html).text.split())


@settings(max_examples=examples(200))
@given(page=PAGES)
def test_words_and_marks_are_the_documents_own(page: list[tuple[str, str]]) -> None:
    html = "<p>Menu</p><p>" + "".join(word + gap for word, gap in page) + "</p>"
    wanted = _folded(html.removeprefix("<p>Menu</p>"))
    [piece] = _find(html, wanted)
    assert piece is not None
    assert re.findall(r"\w+", piece.text) == re.findall(r"\w+", wanted)
    for run in piece.runs:
        if run.verbatim:
            assert piece.text[run.start : run.end] == html[run.source_start : run.source_end]


@settings(max_examples=examples(100))
@given(page=PAGES)
def test_text_that_stands_as_it_is_wanted_is_one_run(page: list[tuple[str, str]]) -> None:
    text = " ".join(word for word, _ in page)
    [piece] = _find(f"<p>{text}</p>", text)
    assert piece == Piece(ParagraphKind.BODY, text, piece.runs if piece else ())
    assert piece is not None
    assert [tuple(run) for run in piece.runs] == [(0, len(text), 3, 3 + len(text))]


def test_a_paragraph_that_stands_twice_is_found_where_the_last_one_ended() -> None:
    html = "<p>It rains.</p><p>The harbour opens.</p><p>It rains.</p>"
    first, _, second = _find(html, "It rains.", "The harbour opens.", "It rains.")
    assert first is not None
    assert second is not None
    assert html[: first.source.start] == "<p>"
    assert second.source.start == html.rindex("It rains")


def test_a_note_between_two_words_is_left_out() -> None:
    html = "<p>The harbour of Tampere<span> edit this line </span> opens again on Monday at noon.</p>"
    [piece] = _find(html, "The harbour of Tampere opens again on Monday at noon.")
    assert piece is not None
    assert piece.text == "The harbour of Tampere opens again on Monday at noon."


def test_a_word_that_the_page_has_not_is_not_made_up() -> None:
    html = "<p>The harbour of Tampere opens again on Monday at noon.</p>"
    [piece] = _find(html, "The harbour of Tampere always opens again on Monday at noon.")
    assert piece is not None
    assert "always" not in piece.text


def test_a_paragraph_with_few_words_of_the_page_is_not_found() -> None:
    assert _find("<p>The harbour opens on Monday.</p>", "The ferries sail from another quay today.", "— …") == [
        None,
        None,
    ]


def test_a_headline_is_looked_for_backwards_from_its_story() -> None:
    html = "<p>Harbour opens</p><h1>Harbour opens</h1><p>It opened at noon.</p><p>Harbour opens</p>"
    aligner = Aligner(visible(html))
    before = aligner.find_before("Harbour opens", ParagraphKind.TITLE, html.index("It opened"))
    anywhere = aligner.find_before("Harbour opens", ParagraphKind.TITLE, None)
    behind = aligner.find_before("It opened at noon.", ParagraphKind.TITLE, 5)
    assert before is not None
    assert anywhere is not None
    assert behind is not None
    assert before.source.start == html.index("<h1>") + 4
    assert anywhere.source.start == html.rindex("Harbour")
    assert behind.source.start == html.index("It opened")
    assert aligner.find_before("Ferries sail", ParagraphKind.TITLE, None) is None
    assert aligner.find_before("…", ParagraphKind.TITLE, None) is None
