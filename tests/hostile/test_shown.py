"""Characters that steer terminals, hide or turn text, and cells that spreadsheets calculate."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

import briefing
from briefing.characters import json_shown, readable, shown, spreadsheet_cell, visible
from briefing.cli.pages import Format, write_briefing
from briefing.rendering import to_feed
from briefing.schema.document import Carried, Document
from briefing.testing import ScriptedModel
from tests.factories import STORY, draft
from tests.shell import Shell

STEERING = {
    "escape": "\x1b[31m",
    "title of the window": "\x1b]0;owned\x07",
    "C1 introducer": "\x9b31m",
    "bell": "\x07",
    "backspace": "\x08\x08\x08",
    "carriage return": "\rowned",
    "line feed": "\nowned",
    "form feed": "\x0c",
    "vertical tab": "\x0b",
    "next line": "\x85",
    "delete": "\x7f",
    "NUL": "\x00",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "override": "\u202e",
    "embedding": "\u202a",
    "isolate": "\u2066\u2067\u2068",
    "marks of direction": "\u200e\u200f\u061c",
    "zero width": "\u200b\u2060\ufeff" * 9,
    "soft hyphen": "\xad",
    "tags": "\U000e0001\U000e0041\U000e0042\U000e007f",
    "annotation": "\ufff9\ufffa\ufffb",
    "a lone surrogate": "\ud83d",
}
_BAD = {chr(n) for n in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F))}
_BAD |= {chr(n) for n in (*range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, *range(0xE0000, 0xE0080))}
_BAD |= {chr(n) for n in range(0xD800, 0xE000)}


def bad(text: str) -> set[str]:
    return set(text) & _BAD


@pytest.mark.parametrize("kind", STEERING)
def test_every_way_of_showing_it_is_harmless(kind: str) -> None:
    text = f"War{STEERING[kind]}peace"
    assert bad(visible(text)) == bad(shown(text)) == bad(spreadsheet_cell(text)) == set()
    assert bad(readable(text)) <= {"\u2028", "\u2029"}  # line ends, in what is kept
    assert json.loads(json_shown(json.dumps(text, ensure_ascii=False))) == text
    assert not bad(json_shown(json.dumps(text, ensure_ascii=False)))


@pytest.mark.parametrize("kind", STEERING)
def test_no_form_of_a_page_holds_it(kind: str) -> None:
    """In the text, in what the carrier says, and in the model's reply."""
    sign = STEERING[kind]
    text = STORY.replace("truce", f"tru{sign}ce").replace("spokeswoman", f"{sign}spokeswoman")
    carried = Carried(outlet=f"Post{sign}", title=f"Har{sign}bour", authors=(f"A{sign}nn Oth",))
    written = draft().model_dump()
    written["offers"][0]["what"] = f"A truce{sign} of ten days"
    written["actors"][0]["role"] = f"offers{sign} a truce"
    model = ScriptedModel([json.dumps(written)])
    made = briefing.generate(
        [Document.of(text, "a.txt", carried=carried)],
        briefing.Settings(date=date(2031, 3, 3), keep_all=True),
        model=model,
    )
    assert made.articles
    forms = (
        made.to_markdown(),
        made.to_html(),
        made.to_json(),
        made.to_annotations(),
        made.to_plover(),
        to_feed([made]),
    )
    assert [bad(form) for form in forms] == [set()] * len(forms)
    assert made.to_mail().decode("ascii")


@pytest.fixture
def handed(shell: Shell, tmp_path: Path) -> str:
    """A page of a stranger in which every text paints; the path of its JSON."""
    made = briefing.generate([Document.of(STORY, "a.txt")], briefing.Settings(model="embedded", date=date(2031, 3, 3)))
    (path,) = write_briefing(made, tmp_path / "out", (Format.JSON,))
    painted = "".join(sign for sign in STEERING.values() if "\ud83d" not in sign)

    def paint(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: paint(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [paint(each, key) for each in value]
        free = {"title", "text", "what", "name", "role", "outlet", "reason", "question", "model", "engine", "source"}
        return f"{value}{painted}" if key in free and isinstance(value, str) else value

    path.write_text(json.dumps(paint(json.loads(path.read_text()))), encoding="utf-8")
    return "out/2031-03-03.json"


COMMANDS = {
    "verify": ("verify", "{}"),
    "verify as JSON": ("verify", "{}", "--json"),
    "costs": ("costs", "{}"),
    "costs as JSON": ("costs", "{}", "--json"),
    "render": ("render", "{}", "--format", "md"),
    "render HTML": ("render", "{}", "--format", "html"),
    "render JSON": ("render", "{}", "--format", "json"),
    "feed": ("feed", "{}"),
    "annotations": ("export", "{}", "--as", "annotations"),
    "events": ("export", "{}", "--as", "plover"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_paints_what_it_was_handed(command: str, handed: str, shell: Shell) -> None:
    done = shell(*(part.format(handed) for part in COMMANDS[command]))
    assert bad(done.out) | bad(done.err) == set()


@pytest.mark.parametrize("form", [(), ("--explain",), ("--json",)])
@pytest.mark.parametrize("kind", ["escape", "C1 introducer", "override", "tags", "carriage return"])
def test_cleaning_paints_nothing(kind: str, form: tuple[str, ...], shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY.replace("Monday", f"Mon{STEERING[kind]}day"), encoding="utf-8")
    done = shell("clean", "a.txt", *form)
    assert bad(done.out) | bad(done.err) == set()


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("kind", STEERING)
def test_a_ledger_paints_nothing(kind: str, form: str, shell: Shell, tmp_path: Path) -> None:
    written = draft().model_dump()
    written["offers"][0]["what"] = f"A truce{STEERING[kind]} of ten days"
    settings = briefing.Settings(date=date(2031, 3, 3), ledger=str(tmp_path / "days.db"), link="off", proof="off")
    briefing.generate([Document.of(STORY, "a.txt")], settings, model=ScriptedModel([json.dumps(written)]))
    done = shell("ledger", "--ledger", "days.db", "--format", form)
    assert "truce" in done.out
    assert bad(done.out) | bad(done.err) == set()


FORMULAS = (
    *(
        "=1+1",
        "+1",
        "-1+cmd",
        "@SUM(A1)",
        "|x",
        "%x",
        " =1",
        "  =1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\r\n=1",
        "\x00=1",
        "\x0b=1",
    ),
    *("\u3000=1", "\xa0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\u200c=1", "\u200d=1", "\xad=1", "\x85=1", "\u2028=1"),
    *("\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\u22121", "\ufe631", "'=1", '"=1', "`=1", "\U000e0041=1"),
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str, shell: Shell, tmp_path: Path) -> None:
    """Whatever a spreadsheet strips, the first character of a cell is one of text."""
    assert spreadsheet_cell(formula).startswith("'")
    written = draft().model_dump()
    written["offers"][0]["what"] = f"{formula}A truce of ten days"
    settings = briefing.Settings(date=date(2031, 3, 3), ledger=str(tmp_path / "days.db"), link="off", proof="off")
    briefing.generate([Document.of(STORY, "a.txt")], settings, model=ScriptedModel([json.dumps(written)]))
    done = shell("ledger", "--ledger", "days.db", "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.out)))
    assert len(rows) == len(done.out.splitlines()) > 1
    assert [cell for row in rows for cell in row if normalize("NFKC", cell).strip('"` ')[:1] in tuple("=+-@|%")] == []


@pytest.mark.parametrize("text", ["A truce", "10 days", "“Peace” is near", "(=)", "50% more", "a = b", "", "12-15 May"])
def test_a_cell_that_is_none_stays(text: str) -> None:
    assert spreadsheet_cell(text) == text
