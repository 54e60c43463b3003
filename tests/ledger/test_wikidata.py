"""Items of Wikidata come from a file of the user's, and from nowhere else."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import BriefingError, DataError, UsageError
from briefing.ledger import Ledger, read_wikidata
from briefing.rendering import to_html, to_markdown
from tests.ledger.acting import BODY, STATE, one, page, told_in, who, who_is_who
from tests.ledger.desk import at_the_desk

TALKS = "Arms talks open in Vienna"


def in_file(tmp_path: Path, text: str | bytes, name: str = "items.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lovelace,Q7259\nNATO,Q7184\n",
        "name,id\nAda Lovelace,Q7259\n\nNATO, Q7184\n",
        "\ufeffName,Wikidata\r\nAda Lovelace,Q7259\r\nNATO,Q7184",
        '{"Ada Lovelace": "Q7259", "NATO": "Q7184"}',
        ' \n{"Ada  Lovelace": "Q7259", "ADA LOVELACE": "Q7259", "NATO": "Q7184"}',
    ],
)
def test_a_file_gives_items_by_name(tmp_path: Path, text: str) -> None:
    assert read_wikidata(in_file(tmp_path, text)) == {"ada lovelace": "Q7259", "nato": "Q7184"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ada Lovelace,7259\n", "row 1 has no id"),
        ("Ada Lovelace,Q7259\nBabbage,Q0\n", "row 2 has no id"),
        ("Ada Lovelace,Q7259,more\n", "row 1 is not a name and an id"),
        ("Ada Lovelace\n", "row 1 is not a name and an id"),
        (",Q7259\n", "row 1 has no name"),
        (f"{'a' * 201},Q7259\n", "row 1 has no name of up to 200"),
        ("Ada,Q1\nada,Q2\n", "row 2 gives a name to another item"),
        ('{"Ada": 7259}', "row 1 has no id"),
        ('{"Ada": ["Q1"]}', "row 1 has no id"),
        ('["Ada"]', "not an object"),
        ('{"Ada": ', "neither CSV nor JSON"),
        ("[" * 100_000, "neither CSV nor JSON"),
        (b"\xff\xfe", "neither CSV nor JSON in UTF-8"),
    ],
)
def test_a_file_that_is_none_is_refused_without_its_words(tmp_path: Path, text: str | bytes, reason: str) -> None:
    with pytest.raises(DataError, match=reason) as refused:
        read_wikidata(in_file(tmp_path, text))
    assert "Ada" not in refused.value.message


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    for name in (tmp_path, tmp_path / "none.csv", "a\x00b"):
        with pytest.raises(UsageError, match="can't be read"):
            read_wikidata(name)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_no_file_is_too_odd(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    with suppress(BriefingError):
        read_wikidata(in_file(tmp_path_factory.mktemp("odd"), content))


ITEMS = {"john sullivan": "Q1", "russia": "Q159", "sullivan": "Q9", "charles holroyd": "Q2", "baron stade": "Q2"}


def test_an_item_stands_on_the_page_and_in_the_ledger(where: str) -> None:
    with Ledger.open(where) as ledger:
        told = ledger.record(
            page(
                1,
                told_in(
                    TALKS,
                    who("John Sullivan", "Sullivan"),
                    who("Kathleen Sullivan", "Sullivan"),
                    who("Russia – Foreign Ministry", "Russia", kind=BODY),
                    who("Russia", kind=STATE),
                ),
            ),
            wikidata=ITEMS,
        )
        assert {actor.name: actor.wikidata for actor in ledger.actors()} == {
            "John Sullivan": "Q1",
            "Kathleen Sullivan": None,
            "Russia": "Q159",
            "Russia – Foreign Ministry": None,
        }
    items = {actor.name: actor.identity.wikidata for s in told.stories for actor in s.actors if actor.identity}
    assert items["John Sullivan"] == "Q1"
    assert f"{told.stories[0].actors[0].name}" == "John Sullivan"
    for shown in (to_markdown(told), to_html(told)):
        assert "in the ledger, Wikidata Q1" in shown
        assert "wikidata.org" not in shown


def test_two_names_of_one_item_are_one_and_two_items_are_two(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record(page(1, told_in(TALKS, who("Charles Holroyd"))), wikidata=ITEMS)
        ledger.record(page(2, told_in(TALKS, who("Baron Stade"))), wikidata=ITEMS)
        assert who_is_who(ledger) == {"P1": {"Charles Holroyd", "Baron Stade"}}
        ledger.record(page(3, told_in(TALKS, who("Charles Holroyd"))), wikidata={"charles holroyd": "Q3"})
        assert len(ledger.actors("Holroyd")) == 2


def test_a_file_that_came_later_counts_for_who_has_no_item(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record(page(1, told_in(TALKS, who("John Sullivan"), who("Ann Reed"))), wikidata=ITEMS)
        items = {"john sullivan": "Q5", "ann reed": "Q6"}
        assert [actor.wikidata for actor in ledger.actors(wikidata=items)] == ["Q6", "Q1"]
        ledger.record(page(1, told_in(TALKS, who("John Sullivan"), who("Ann Reed"))), wikidata=items, replace=True)
        assert one(ledger, "Sullivan").wikidata == "Q5"


def test_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with at_the_desk(tmp_path) as desk:
        assert desk.generate("2031-03-03") == 0
        capsys.readouterr()
        items = in_file(tmp_path, "Kestria,Q42")
        ask = ("ledger", "actors", "Kestria", "-f", "json", "--ledger", desk.ledger)
        assert desk.run(*ask, "--wikidata", str(items)) == 0
        assert json.loads(capsys.readouterr().out)[0]["wikidata"] == "Q42"
        assert desk.generate("2031-03-04", "--wikidata", str(items)) == 0
        page_of = desk.page("2031-03-04")
        told = [actor["identity"] for story in page_of["stories"] for actor in story["actors"]]
        assert "Q42" in [each["wikidata"] for each in told if each]
        assert desk.run("verify", "out/2031-03-04.json") == 0
        capsys.readouterr()
        assert desk.generate("2031-03-05", "--wikidata", str(in_file(tmp_path, "secret,token", "other.csv"))) == 3
        assert "secret" not in capsys.readouterr().err
        assert date(2031, 3, 5) not in Ledger.open(desk.ledger).days()
        assert desk.run("generate", "2031-03-05.jsonl", "--wikidata", str(items), "-q") == 2
