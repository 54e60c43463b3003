"""Five days of news through the command line, and the ledger that was written down for them beforehand."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.ledger.conftest import postgres_schema
from tests.ledger.desk import Desk, at_the_desk
from tests.ledger.script import DAYS

EXPECTED: dict[str, Any] = tomllib.loads((DAYS / "expected.toml").read_text(encoding="utf-8"))
DATES = sorted(EXPECTED["changes"])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The five days, generated one after the other."""
    with at_the_desk(tmp_path_factory.mktemp("desk")) as desk:
        if request.param == "sqlite":
            yield _five_days(desk)
        else:
            with postgres_schema() as url:
                yield _five_days(replace(desk, ledger=url))


def _five_days(desk: Desk) -> Desk:
    assert [desk.generate(day) for day in DATES] == [0] * 5
    return desk


def _short(day: str) -> str:
    return str(int(day[-2:]))


def _line(change: dict[str, Any]) -> str:
    """A change as the expectations write it."""
    word = f"{change['kind']} {change['item']}"
    by = f" by {' '.join(change['by'])}" if change["by"] else ""
    if change["kind"] == "quiet":
        return f"{word} {change['after']} since {_short(change['since'])}"
    return (
        f"{word} {change['after']}{by}"
        if change["kind"] == "new"
        else (f"{word} {change['before']} → {change['after']}{by}")
    )


@pytest.mark.parametrize("day", DATES)
def test_each_day_changes_what_was_written_down(desk: Desk, day: str) -> None:
    page = desk.page(day)
    found = {story["id"]: [_line(change) for change in story["changes"]] for story in page["stories"]}
    found |= {"silent": [_line(change) for change in page["quiet"]]}
    assert {name: lines for name, lines in found.items() if lines} == EXPECTED["changes"][day]
    before = [earlier for earlier in DATES if earlier < day]
    assert page["since"] == (before[-1] if before else None)


def test_the_ledger_holds_what_was_written_down(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert desk.run("ledger", "--ledger", desk.ledger, "--format", "json") == 0
    entries = json.loads(capfd.readouterr().out)
    found = {
        entry["id"]: [
            entry["story"],
            entry["party"] or "",
            entry["other"] or "",
            entry["answers"] or "",
            [
                f"{_short(step['day'])} {step['status']}" + (f" by {' '.join(step['by'])}" if step["by"] else "")
                for step in entry["history"]
            ],
        ]
        for entry in entries
    }
    assert found == EXPECTED["entries"]


def test_every_status_has_evidence_that_leads_to_its_source(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    desk.run("ledger", "--ledger", desk.ledger, "--format", "json")
    entries = {entry["id"]: entry for entry in json.loads(capfd.readouterr().out)}
    texts = {a["id"]: (a["text"], a["ref"]["sha256"]) for day in DATES for a in desk.page(day)["articles"]}
    for entry in entries.values():
        for step in entry["history"]:
            assert step["evidence"], (entry["id"], step["day"])
            for piece in step["evidence"]:
                text, digest = texts[piece["article"]]
                assert text[piece["start"] : piece["end"]] == piece["quote"]
                assert piece["sha256"] == digest
                assert piece["outlet"] in ("Harbour Post", "Velmar Herald", "Lantern")
    for ident, wanted in EXPECTED["evidence"].items():
        quotes = [[piece["quote"] for piece in step["evidence"]] for step in entries[ident]["history"]]
        assert len(quotes) == len(wanted)
        for found, words in zip(quotes, wanted, strict=True):
            assert any(quote.startswith(words) for quote in found), (ident, words, found)


def test_stories_go_on_under_their_ids(desk: Desk) -> None:
    told: dict[str, list[str]] = {}
    for day in DATES:
        for story in desk.page(day)["stories"]:
            told.setdefault(story["id"], []).append(day)
    assert {ident: [days[0], days[-1]] for ident, days in told.items()} == EXPECTED["stories"]


def test_the_pages_verify_and_say_what_changed(desk: Desk) -> None:
    assert desk.run("verify", *(f"out/{day}.json" for day in DATES)) == 0
    page = (desk.folder / "out" / "2031-03-06.md").read_text(encoding="utf-8")
    assert "### What changed since 5 March" in page
    assert re.search(r"^- Answered: Will Ombria accept the offer\?( \[\d+\])+$", page, re.MULTILINE)
    assert "## Fell silent" in page
    first = (desk.folder / "out" / "2031-03-03.md").read_text(encoding="utf-8")
    assert "What changed" not in first


def test_references_on_a_page_all_lead_to_ids_of_the_ledger(desk: Desk) -> None:
    for day in DATES:
        page = desk.page(day)
        held = {
            item["id"]
            for story in page["stories"]
            for part in ("offers", "responses", "open_questions", "conflicts")
            for item in story[part]
        }
        lines = [*page["bottom_line"], *(line for story in page["stories"] for line in story["gist"])]
        assert {ref for line in lines for ref in line["refs"]} <= held
        assert {offer for s in page["stories"] for r in s["responses"] for offer in r["offers"]} <= held
        assert {c["about"] for s in page["stories"] for c in s["conflicts"]} <= held
        assert len(held) == sum(
            len(s[part]) for s in page["stories"] for part in ("offers", "responses", "open_questions", "conflicts")
        )


def test_the_conflict_between_outlets_is_about_the_offer_of_the_ledger(desk: Desk) -> None:
    (conflict,) = [c for story in desk.page("2031-03-04")["stories"] for c in story["conflicts"]]
    assert (conflict["kind"], conflict["about"]) == ("status", "O1")
    assert len({side["article"] for side in conflict["sides"]}) == 2


def test_the_syndicated_pair_is_one_origin_in_two_outlets(desk: Desk) -> None:
    offers = {o["id"]: o for story in desk.page("2031-03-03")["stories"] for o in story["offers"]}
    assert (len(offers["O2"]["outlets"]), len(offers["O2"]["origins"])) == (2, 1)
    assert (len(offers["O1"]["outlets"]), len(offers["O1"]["origins"])) == (2, 2)


def test_two_days_are_compared(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert desk.run("diff", *EXPECTED["diff"]["days"], "--ledger", desk.ledger, "--format", "json") == 0
    assert [_line(change) for change in json.loads(capfd.readouterr().out)] == EXPECTED["diff"]["changes"]


def test_the_ledger_is_asked_by_actor_status_day_and_story(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    def ids(*flags: str) -> list[str]:
        capfd.readouterr()
        assert desk.run("ledger", "--ledger", desk.ledger, "--format", "csv", *flags) == 0
        return [row["id"] for row in csv.DictReader(io.StringIO(capfd.readouterr().out))]

    assert ids("--actor", "Ombria", "--kind", "offer") == ["O1", "O3"]
    assert ids("--actor", "Tidewater", "--status", "rejected") == ["O2"]
    assert ids("--story", "S3") == ["Q2"]
    assert ids("--since", "2031-03-06") == ["O3", "R5", "Q1", "Q2", "Q3"]
    assert ids("--since", "2031-03-04", "--until", "2031-03-04", "--kind", "offer") == ["O1", "O2"]
    assert ids("--day", "2031-03-04", "--status", "acknowledged") == ["O1"]
    assert ids("--open") == ["Q3"]
    assert ids("--actor", "Nobody At All") == []
    assert desk.run("ledger", "--ledger", desk.ledger, "--since", "2031-03-05", "--until", "2031-03-04") == 2
    assert "--since 2031-03-05 is after --until 2031-03-04" in capfd.readouterr().err


def test_a_table_names_each_entry_with_its_evidence(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert desk.run("ledger", "--ledger", desk.ledger, "--kind", "offer") == 0
    head, *rows = capfd.readouterr().out.splitlines()
    assert head.split()[:4] == ["id", "story", "status", "party"]
    assert [row.split()[0] for row in rows] == ["O1", "O2", "O3"]
    assert "Harbour Post 48–" in rows[2]


def test_the_same_day_again_gives_the_same_bytes_and_the_same_ledger(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    desk.run("ledger", "--ledger", desk.ledger, "--format", "json")
    pages, ledger = desk.written(DATES), capfd.readouterr().out
    for day in reversed(DATES):
        assert desk.generate(day) == 0
    capfd.readouterr()
    desk.run("ledger", "--ledger", desk.ledger, "--format", "json")
    assert desk.written(DATES) == pages
    assert capfd.readouterr().out == ledger


def test_a_day_with_other_content_is_reported_and_not_rewritten(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.run("ledger", "--ledger", desk.ledger, "--format", "json")
    before = capfd.readouterr().out
    short = desk.folder / "short.jsonl"
    short.write_text((DAYS / "2031-03-04.jsonl").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert desk.run("generate", "short.jsonl", "--ledger", desk.ledger, "-q") == 2
    assert "2031-03-04 is recorded already, with other content; pass --replace-day" in capfd.readouterr().err
    desk.run("ledger", "--ledger", desk.ledger, "--format", "json")
    assert capfd.readouterr().out == before


def test_one_article_alone_is_never_recorded(desk: Desk) -> None:
    desk.patch.setenv("BRIEFING_LEDGER", "brief.db")
    desk.run("brief", "2031-03-07.jsonl", "-q", "--out", "brief.json")
    desk.patch.delenv("BRIEFING_LEDGER")
    assert not (desk.folder / "brief.db").exists()


def test_a_day_is_rewritten_where_asked(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    """The last of the module's tests on these ledgers: it changes them and changes them back."""

    def held() -> str:
        capfd.readouterr()
        desk.run("ledger", "--ledger", desk.ledger, "--format", "json")
        return capfd.readouterr().out

    before = held()
    first = (DAYS / "2031-03-04.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (desk.folder / "short.jsonl").write_text(first + "\n", encoding="utf-8")
    assert desk.run("generate", "short.jsonl", "--ledger", desk.ledger, "-q", "--replace-day") == 0
    without = {entry["id"]: entry["status"] for entry in json.loads(held())}
    assert without["O1"] == "countered"
    assert without["O2"] == "open"
    assert desk.generate("2031-03-04", "--replace-day") == 0
    # The rejection of that day alone was forgotten meanwhile; its number is not given again.
    again = {entry["id"]: entry["status"] for entry in json.loads(held())}
    assert {ident: status for ident, status in again.items() if ident != "R6"} == {
        entry["id"]: entry["status"] for entry in json.loads(before) if entry["id"] != "R3"
    }


def test_a_ledger_that_cannot_be_opened_is_found_out_before_a_model_is_asked(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert desk.run("generate", "2031-03-07.jsonl", "--ledger", "nosuch://host/db", "-q") == 2
    assert "no such kind of database" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ledger",), "no ledger is named; pass --ledger"),
        (("ledger", "--ledger", "none.db"), "there is no ledger none.db"),
        (("ledger", "--ledger", "LEDGER", "--kind", "rumour"), "no kind 'rumour'; there are: offer, response"),
        (("ledger", "--ledger", "LEDGER", "--status", "opened"), "no status 'opened'; there are: open, acknowledged"),
        (("ledger", "--ledger", "LEDGER", "--since", "yesterday"), "'yesterday' is no day"),
        (("diff", "2031-03-01", "2031-03-04", "--ledger", "LEDGER"), "2031-03-01 is not recorded; days: 2031-03-03"),
    ],
)
def test_a_wrong_question_is_told_what_to_do(
    desk: Desk, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    capfd.readouterr()
    assert desk.run(*(desk.ledger if each == "LEDGER" else each for each in arguments)) == 2
    assert message in capfd.readouterr().err
    assert not (desk.folder / "none.db").exists()


def test_two_days_are_compared_in_a_table_and_as_csv(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    days = ("2031-03-04", "2031-03-05")
    capfd.readouterr()
    assert desk.run("diff", *days, "--ledger", desk.ledger) == 0
    assert capfd.readouterr().out.splitlines()[1].split()[:4] == ["answered", "O1", "acknowledged", "countered"]
    assert desk.run("diff", *days, "--ledger", desk.ledger, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert (rows[0]["change"], rows[0]["id"], rows[0]["by"]) == ("answered", "O1", "R4 O3")


def test_a_changed_character_in_the_evidence_of_a_change_is_found(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    page = desk.page("2031-03-06")
    piece = page["stories"][0]["changes"][0]["evidence"][0]
    piece["quote"] = piece["quote"].replace("Kestria", "Kestrio")
    (desk.folder / "changed.json").write_text(json.dumps(page), encoding="utf-8")
    capfd.readouterr()
    assert desk.run("verify", "changed.json") == 1
    assert "stories[0].changes[0].evidence[0].quote (S1 " in capfd.readouterr().out
