"""A statement is answered by quoted sentences of the archive, or by "nothing in the archive says so"."""

from __future__ import annotations

from pathlib import Path

import pytest

import briefing
from briefing.cli.serving import _shelf
from briefing.errors import UsageError
from briefing.service.mcp_statements import NOTHING, Found, StatementView, verify_statement
from briefing.service.mcp_values import MOST_CHARACTERS, shown
from briefing.service.shelf import FolderShelf
from tests.service_mcp.conftest import written

STORY = (
    "Harbour talks\n\nThe port of Westby offered the crane drivers a rise of four percent on Monday 3 May 2021. "
    "A spokesman denied that the drivers accepted the offer. The drivers have not answered."
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> FolderShelf:
    folder = tmp_path_factory.mktemp("statements")
    written(briefing.generate([briefing.Document.of(STORY, "harbour")]), folder)
    return FolderShelf(folder)


def asked(shelf: FolderShelf, statement: str) -> StatementView:
    return verify_statement(shelf, statement, None, None)


def test_a_sentence_of_an_article_is_quoted_with_its_place(shelf: FolderShelf) -> None:
    found = asked(shelf, "The drivers have not answered")
    article = shelf.page(shelf.days()[-1]).articles[0]
    [passage] = found.passages
    assert found.found is Found.SENTENCE
    assert article.text[passage.start : passage.end] == passage.quote == "The drivers have not answered."


def test_words_that_a_sentence_denies_come_with_the_whole_sentence(shelf: FolderShelf) -> None:
    found = asked(shelf, "the drivers accepted the offer")
    assert found.found is Found.WITHIN
    assert [p.quote for p in found.passages] == ["A spokesman denied that the drivers accepted the offer."]
    assert "may deny them" in found.answer


@pytest.mark.parametrize(
    "statement",
    [
        "The drivers have answered",
        "offered the crane drivers a rise of five percent",
        "The port of Westby ... accepted the offer",
        "The crane drivers were offered more money",
    ],
)
def test_other_words_are_not_found(shelf: FolderShelf, statement: str) -> None:
    found = asked(shelf, statement)
    assert (found.found, found.answer, found.passages, found.items) == (Found.NOTHING, NOTHING, (), ())
    assert found.days_read == 1


def test_two_words_are_too_few_and_three_are_not(shelf: FolderShelf) -> None:
    with pytest.raises(UsageError, match="3 words"):
        asked(shelf, "have not")
    assert asked(shelf, "have not answered").found is Found.WITHIN


def test_a_statement_of_the_longest_length_is_looked_up_and_a_longer_one_is_not(shelf: FolderShelf) -> None:
    words = "a " * 300
    assert asked(shelf, words).found is Found.NOTHING
    with pytest.raises(UsageError, match="600 characters"):
        asked(shelf, words + "a")


def test_days_outside_the_window_are_not_read(shelf: FolderShelf) -> None:
    day = shelf.days()[-1]
    before = verify_statement(shelf, "The drivers have not answered", None, day.replace(year=day.year - 1))
    assert (before.found, before.days_read) == (Found.NOTHING, 0)
    assert verify_statement(shelf, "The drivers have not answered", day, day).found is Found.SENTENCE


def test_what_is_shown_steers_nothing_and_is_bounded() -> None:
    assert shown("a\x1b[31mb\u202ec\u200bd") == "a [31mb cd"
    assert shown("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS
    assert len(shown("x" * (MOST_CHARACTERS + 1))) == MOST_CHARACTERS
    assert shown("x" * (MOST_CHARACTERS + 1)).endswith("…")


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        FolderShelf(tmp_path / "nowhere")


def test_a_ledger_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no ledger"):
        _shelf(tmp_path, None, "main", str(tmp_path / "none.db"))
    assert _shelf(tmp_path, None, "main", None).days() == ()
