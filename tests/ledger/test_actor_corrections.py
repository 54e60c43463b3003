"""What people say of who is who holds whatever later runs read, is shown as theirs, and can be taken back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import UsageError
from briefing.ledger import Ledger
from briefing.rendering import to_html, to_markdown
from briefing.schema.corrections import Correction, CorrectionKind
from tests.exploring import examples
from tests.ledger.acting import BODY, one, page, told_in, who, who_is_who
from tests.ledger.desk import at_the_desk

LINK, SPLIT, STATUS, NOTE, RENAME, _, _ = CorrectionKind
NOW = datetime(2031, 3, 6, 9, 30, tzinfo=UTC)
TALKS = "Arms talks open in Vienna"
PORT = "Dockers strike at Felixmouth harbour"

DAYS = [
    page(1, told_in(TALKS, who("John J. Sullivan"), who("Colonel Bob", "Robert Blunt"))),
    page(2, told_in(TALKS, who("John Sullivan")), told_in(PORT, who("Robert Lee Blunt"), who("Ann Reed"))),
    page(3, told_in(PORT, who("John Sullivan"), who("Ann Reed", "Annie"))),
]


def correct(ledger: Ledger, kind: CorrectionKind, entry: str, by: str = "Ann", **more: Any) -> Correction:
    return ledger.correct(kind, entry, by=by, now=NOW, **more)


def filled(where: str | Path, days: int = 3) -> Ledger:
    ledger = Ledger.open(where)
    for day in DAYS[:days]:
        ledger.record(day)
    return ledger


def ident(ledger: Ledger, name: str) -> str:
    return one(ledger, name).id


def test_two_who_an_editor_holds_to_be_one_are_one_on_every_later_day(where: str) -> None:
    with filled(where) as ledger:
        bob, blunt = ident(ledger, "Colonel Bob"), ident(ledger, "Robert Lee Blunt")
        made = correct(ledger, LINK, bob, other=blunt)
        assert made.told() == f"1. {blunt} is {bob} (Ann, 2031-03-06 09:30)"
        told = ledger.record(page(6, told_in(PORT, who("Robert Lee Blunt"))))
        assert [actor.identity.id for s in told.stories for actor in s.actors if actor.identity] == [bob]
        assert one(ledger, bob).last == date(2031, 3, 6)
        assert one(ledger, bob).corrections == (made,)
        assert ledger.actors(blunt) == ()
        ledger.undo(by="Ben", now=NOW)
        assert one(ledger, blunt).last == date(2031, 3, 6)
        assert one(ledger, bob).last == date(2031, 3, 1)


def test_a_last_name_that_two_bear_is_known_once_they_are_one(where: str) -> None:
    with filled(where) as ledger:
        ledger.record(page(6, told_in(PORT, who("Blunt"))))
        assert [actor.last for actor in ledger.actors("Blunt")] == [date(2031, 3, 1), date(2031, 3, 2)]
        bob, blunt = (actor.id for actor in ledger.actors("Blunt"))
        correct(ledger, LINK, bob, other=blunt)
        assert one(ledger, "Blunt").last == date(2031, 3, 6)


def test_one_who_is_two_is_parted_by_day_or_by_name(where: str) -> None:
    with filled(where) as ledger:
        held = ident(ledger, "John J. Sullivan")
        last = len(who_is_who(ledger))
        by_day = correct(ledger, SPLIT, held, since=date(2031, 3, 3))
        assert by_day.told() == f"1. {held} from 2031-03-03 on is P{last + 1} (Ann, 2031-03-06 09:30)"
        assert one(ledger, f"P{last + 1}").first == date(2031, 3, 3)
        ledger.record(page(6, told_in(PORT, who("John Sullivan"))))
        assert one(ledger, f"P{last + 1}").last == date(2031, 3, 6)
        assert one(ledger, held).last == date(2031, 3, 2)
        ledger.undo(by="Ann", now=NOW)
        by_name = correct(ledger, SPLIT, held, name="Mr. John Sullivan")
        assert by_name.other == f"P{last + 2}"  # a number that was given is not given again
        assert who_is_who(ledger)[f"P{last + 2}"] == {"John Sullivan"}
        assert who_is_who(ledger)[held] == {"John J. Sullivan"}
        ledger.record(page(7, told_in(PORT, who("John Sullivan")), told_in(TALKS, who("John J. Sullivan"))))
        assert one(ledger, held).last == one(ledger, f"P{last + 2}").last == date(2031, 3, 7)


def test_a_new_identity_gets_no_number_that_a_split_gave(where: str) -> None:
    with filled(where) as ledger:
        held = ident(ledger, "John J. Sullivan")
        other = correct(ledger, SPLIT, held, since=date(2031, 3, 3)).other
        ledger.record(page(6, told_in(PORT, who("Clara Weir"))))
        assert ident(ledger, "Clara Weir") != other


def test_a_name_of_an_editor_stays_and_is_shown_as_theirs(where: str) -> None:
    with filled(where) as ledger:
        held = ident(ledger, "Sullivan")
        correct(ledger, RENAME, held, name="John Joseph Sullivan")
        correct(ledger, NOTE, held, note="Seen at the talks.", by="Ben")
        told = ledger.record(page(6, told_in(TALKS, who("John Sullivan"))))
        assert one(ledger, held).name == "John Joseph Sullivan"
        assert [each.told() for each in one(ledger, held).corrections] == [
            f"1. {held} is called 'John Joseph Sullivan' (Ann, 2031-03-06 09:30)",
            f"2. {held}: Seen at the talks. (Ben, 2031-03-06 09:30)",
        ]
    shown = f"{held} in the ledger, called John Joseph Sullivan, set by an editor: Ann"
    assert shown in to_markdown(told)
    assert shown in to_html(told)


@pytest.mark.parametrize(
    ("kind", "entry", "more", "reason"),
    [
        (LINK, "P1", {"other": "P1"}, "P1 is P1 already"),
        (LINK, "P1", {"other": "P77"}, "holds no P77"),
        (LINK, "P1", {"other": "O1"}, "O1 is none"),
        (LINK, "P1", {}, "the other is none"),
        (LINK, "P77", {"other": "P1"}, "holds no P77"),
        (SPLIT, "P1", {}, "what of P1 is another one is not said"),
        (SPLIT, "P1", {"since": date(2031, 3, 1)}, "nothing would be left"),
        (SPLIT, "P1", {"since": date(2031, 3, 9)}, "nothing was told of P1 from 2031-03-09 on"),
        (SPLIT, "P1", {"name": "Nobody"}, "nothing was told of P1 as 'Nobody'"),
        (STATUS, "P1", {"status": "open"}, "it has no status"),
        (RENAME, "P1", {}, "not said"),
        (RENAME, "P1", {"name": "\x07"}, "name"),
        (RENAME, "P1", {"name": "x" * 101}, "name"),
        (NOTE, "P1", {}, "without words"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, kind: CorrectionKind, entry: str, more: dict[str, Any], reason: str
) -> None:
    with filled(tmp_path / "ledger.db") as ledger:
        with pytest.raises(UsageError, match=reason):
            correct(ledger, kind, entry, **more)
        assert ledger.corrections() == ()


def test_what_was_corrected_away_is_named(tmp_path: Path) -> None:
    with filled(tmp_path / "ledger.db") as ledger:
        correct(ledger, LINK, "P1", other="P2")
        with pytest.raises(UsageError, match="P2 is held to be P1"):
            correct(ledger, RENAME, "P2", name="Anybody")
        other = correct(ledger, SPLIT, "P1", since=date(2031, 3, 3)).other
        assert other is not None
        correct(ledger, NOTE, other, note="So it is.")
        with pytest.raises(UsageError, match="correction 3 is about"):
            ledger.undo(2, by="Ann")


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just(LINK), st.integers(1, 7), st.integers(1, 7)),
        st.tuples(st.just(SPLIT), st.integers(1, 7), st.integers(1, 4)),
        st.tuples(st.just(RENAME), st.integers(1, 7), st.just(0)),
        st.tuples(st.just(None), st.integers(1, 6), st.just(0)),
    ),
    max_size=8,
)


@settings(max_examples=examples(40), deadline=None)
@given(MOVES)
def test_whatever_is_corrected_nothing_is_lost_and_all_is_undone(
    moves: list[tuple[CorrectionKind | None, int, int]],
) -> None:
    with filled("sqlite://") as ledger, filled("sqlite://", days=2) as shorter:
        before = ledger.actors()
        for kind, number, value in moves:
            try:
                if kind is None:
                    ledger.undo(number, by="Ann")
                elif kind is LINK:
                    correct(ledger, LINK, f"P{number}", other=f"P{value}")
                elif kind is SPLIT:
                    correct(ledger, SPLIT, f"P{number}", since=date(2031, 3, value))
                else:
                    correct(ledger, RENAME, f"P{number}", name="Somebody")
            except UsageError:
                continue
            told = {used.text for actor in ledger.actors() for used in actor.names}
            assert told == {used.text for actor in before for used in actor.names}
        while any(each.undone is None for each in ledger.corrections()):
            ledger.undo(by="Ben")
        assert ledger.actors() == before
        shorter.record(DAYS[2])
        assert shorter.actors() == before


def test_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with at_the_desk(tmp_path) as desk:
        assert [desk.generate(f"2031-03-0{day}") for day in (3, 4)] == [0, 0]

        def actors(*more: str) -> list[dict[str, Any]]:
            capsys.readouterr()
            assert desk.run("ledger", "actors", *more, "-f", "json", "--ledger", desk.ledger) == 0
            return list(json.loads(capsys.readouterr().out))

        (first,), (second,) = ([actor["id"] for actor in actors(name)] for name in ("Kestria", "Tidewater Ferries"))
        assert desk.run("ledger", "rename", first, "The First", "--by", "Ann", "--ledger", desk.ledger) == 0
        assert desk.run("ledger", "--ledger", desk.ledger, "note", second, "Heard of.", "--by", "Ann") == 0
        assert desk.run("ledger", "link", first, second, "--by", "Ann", "--ledger", desk.ledger) == 0
        assert desk.run("ledger", "rename", "O1", "An offer", "--ledger", desk.ledger) == 2
        assert desk.run("ledger", "split", "O1", "--name", "It", "--ledger", desk.ledger) == 2
        assert desk.run("ledger", "split", first, "--ledger", desk.ledger) == 2
        (found,) = actors("the first")
        assert [each["by"] for each in found["corrections"]] == ["Ann", "Ann"]
        assert desk.generate("2031-03-05") == 0
        assert desk.run("verify", "out/2031-03-05.json") == 0
        identities = [actor["identity"] for story in desk.page("2031-03-05")["stories"] for actor in story["actors"]]
        assert {"The First"} <= {identity["name"] for identity in identities if identity}
        assert "called The First, set by an editor: Ann" in Path("out/2031-03-05.md").read_text(encoding="utf-8")
        assert desk.run("ledger", "undo", "3", "--ledger", desk.ledger) == 0
        assert desk.run("ledger", "corrections", "--ledger", desk.ledger) == 0
        assert "undone by" in capsys.readouterr().out.splitlines()[-1]
        for form in ("table", "csv"):
            assert desk.run("ledger", "actors", "-f", form, "--ledger", desk.ledger) == 0
            lines = capsys.readouterr().out.splitlines()
            assert len(lines) == 1 + len(actors())
            assert lines[0].startswith("id")
            assert "The First" in "".join(lines)


def test_a_body_is_parted_too(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record(page(1, told_in(PORT, who("Norline", kind=BODY))))
        ledger.record(page(2, told_in(PORT, who("Norline", "the ferry firm", kind=BODY))))
        correct(ledger, SPLIT, "P1", name="the ferry firm")
        assert [actor.first.day for actor in ledger.actors("Norline")] == [1, 2]
