"""What people correct holds whatever later runs read, is shown as theirs, and can be taken back."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import UsageError
from briefing.ledger import Ledger, LedgerQuery
from briefing.ledger._book import still_open
from briefing.remembering import recall, remember
from briefing.rendering import to_html, to_markdown
from briefing.schema.briefing import BriefingData, StoryOffer
from briefing.schema.corrections import Correction, CorrectionKind, names_now
from briefing.schema.ledger import EntryKind, LedgerEntry, LedgerState
from briefing.settings import PageSettings
from tests.ledger.desk import at_the_desk
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY

LINK, SPLIT, STATUS, NOTE, _, CONFIRM, STRIKE = CorrectionKind
SETTINGS = PageSettings(days=NEXT_DAY)
NOW = datetime(2023, 3, 6, 9, 30, tzinfo=UTC)


def record(ledger: Ledger, *days: int) -> list[BriefingData]:
    return [ledger.record(PAGES[day], options=NEXT_DAY) for day in days]


def offers_of(page: BriefingData) -> dict[str, StoryOffer]:
    return {offer.id: offer for story in page.stories for offer in story.offers}


def statuses(ledger: Ledger, ident: str) -> list[str]:
    entry = next(entry for entry in ledger.entries() if entry.id == ident)
    return [f"{s.day.day} {s.status}{f' {s.editor}' if s.editor else ''}" for s in entry.states]


def correct(ledger: Ledger, kind: CorrectionKind, entry: str, by: str = "Ann", **more: Any) -> Correction:
    return ledger.correct(kind, entry, by=by, now=NOW, **more)


def test_a_status_of_an_editor_holds_though_a_later_day_mentions_the_offer_as_open(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        made = correct(ledger, STATUS, "O1", status="rejected")
        assert made.told() == "1. O1 is rejected (Ann, 2023-03-06 09:30)"
        assert statuses(ledger, "O1") == ["1 open", "2 acknowledged", "3 countered", "3 rejected Ann"]
        again = PAGES[2].model_copy(update={"date": date(2023, 3, 4)})
        page = ledger.record(again, options=NEXT_DAY)
    offer = offers_of(page)["O1"]
    assert offer.status == "rejected"
    assert offer.status_reason == "since 2023-03-03, set by an editor, Ann; told of today as acknowledged"
    assert page.known is not None
    assert page.known.corrections == (made,)
    assert "Set to rejected (an editor: Ann, 6 March)" in to_markdown(page)


def test_an_answer_that_is_new_moves_what_an_editor_set(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        correct(ledger, STATUS, "O1", status="rejected")
        (page,) = record(ledger, 4)
        assert offers_of(page)["O1"].status == "accepted"
        assert statuses(ledger, "O1")[-1] == "4 accepted"


def test_two_entries_that_an_editor_holds_to_be_one_are_one_on_every_later_day(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        correct(ledger, LINK, "O1", other="O3")
        held = {entry.id: entry for entry in ledger.entries()}
        assert "O3" not in held
        assert {entry.answers for entry in held.values() if entry.id == "O2"} == {"O1"}
        page = remember(PAGES[4], where, SETTINGS)
        assert set(offers_of(page)) == {"O1"}
        assert {r.offers for s in page.stories for r in s.responses} == {("O1",)}
        assert page.known is not None
        assert recall(PAGES[4], page.known, SETTINGS).model_dump_json() == page.model_dump_json()
        undone = ledger.undo(by="Ben", now=NOW)
        assert undone.undone_by == "Ben"
        remember(PAGES[4], where, SETTINGS, replace=True)  # its page told both as one
        entries = {entry.id: entry.status for entry in ledger.entries(LedgerQuery())}
        assert (entries["O1"], entries["O3"]) == ("accepted", "rejected")


def test_an_undone_correction_leaves_the_ledger_as_if_it_had_never_been(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        before = ledger.entries()
        correct(ledger, LINK, "O1", other="O3")
        correct(ledger, STATUS, "O1", status="withdrawn")
        correct(ledger, NOTE, "O1", note="By telephone.")
        ledger.undo(by="Ann")
        ledger.undo(1, by="Ann")
        ledger.undo(by="Ann")
        assert ledger.entries() == before
        assert [each.undone is not None for each in ledger.corrections()] == [True] * 3


def test_what_was_told_from_a_day_on_is_another_entry(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        made = correct(ledger, SPLIT, "O1", since=date(2023, 3, 3))
        assert made.other == "O4"
        assert statuses(ledger, "O1") == ["1 open", "2 acknowledged"]
        assert statuses(ledger, "O4") == ["3 countered"]
        answers = {entry.id: entry.answers for entry in ledger.entries()}
        assert (answers["R1"], answers["R2"], answers["O2"]) == ("O1", "O4", "O4")
        record(ledger, 4, 5)
        ledger.undo(by="Ann")
        assert statuses(ledger, "O1") == ["1 open", "2 acknowledged", "3 countered", "4 accepted", "5 accepted"]
        # Its number is not given again.
        assert correct(ledger, SPLIT, "O1", since=date(2023, 3, 3)).other == "O5"


def test_days_that_are_reckoned_anew_keep_what_editors_said(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3, 4)
        correct(ledger, LINK, "O1", other="O3")
        correct(ledger, STATUS, "O1", status="withdrawn", by="Ben")
        ledger.record(PAGES[2].model_copy(update={"stories": (), "bottom_line": ()}), replace=True, options=NEXT_DAY)
        held = {entry.id: entry for entry in ledger.entries()}
        assert "O3" not in held
        assert (held["O1"].status, held["O1"].current.editor) == ("withdrawn", "Ben")
        assert len(ledger.corrections()) == 2


def test_a_note_stands_beside_its_entry_on_later_pages(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        correct(ledger, NOTE, "O1", note="The ministry <confirms> it.")
        correct(ledger, NOTE, "Q2", note="Asked on Monday.")
        page = ledger.record(PAGES[3].model_copy(update={"date": date(2023, 3, 6)}), options=NEXT_DAY)
    assert re.search(r"Note: “The ministry \S*confirms\S* it.” \(an editor: Ann, 6 March\)", to_markdown(page))
    assert "Note: “Asked on Monday.”" in to_markdown(page)
    assert "The ministry &lt;confirms&gt; it." in to_html(page)


@pytest.mark.parametrize(
    ("kind", "entry", "more", "message"),
    [
        (LINK, "O1", {"other": "O9"}, "the ledger holds no O9"),
        (LINK, "O1", {}, "the ledger holds no entry without an id"),
        (LINK, "O1", {"other": "O1"}, "O1 is O1 already"),
        (LINK, "O1", {"other": "Q1"}, "O1 is an offer, Q1 a question"),
        (LINK, "O1", {"other": "P1"}, "O1 is an offer, P1 an actor"),
        (LINK, "R1", {"other": "R2"}, "responses are not linked"),
        (LINK, "O1", {"other": "O2"}, "counters the other"),
        (SPLIT, "O1", {}, "is not said"),
        (SPLIT, "O1", {"since": date(2023, 3, 1)}, "nothing would be left"),
        (SPLIT, "O1", {"since": date(2023, 3, 4)}, "nothing was told of O1 from 2023-03-04 on"),
        (STATUS, "O1", {"status": "closed"}, "no offer is 'closed'"),
        (STATUS, "O1", {"status": "countered"}, "O1 is countered already"),
        (STATUS, "Q1", {"status": "accepted"}, "no question is 'accepted'"),
        (NOTE, "O1", {}, "a note without words"),
        (NOTE, "O1", {"note": " "}, "the note is empty"),
        (NOTE, "O1", {"note": "x" * 501}, "the note has 501 characters: 500 are the most"),
        (NOTE, "S1", {"note": "x"}, "'S1' is no id of an entry or an actor"),
        (LINK, "O1", {"other": "Norland"}, "'Norland' is no id of an entry or an actor"),
        (NOTE, "O1", {"note": "x", "by": "a\nb"}, "the name of who corrects holds a line break"),
        (NOTE, "O1", {"note": "x", "by": "—"}, "neither a letter nor a figure"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, kind: CorrectionKind, entry: str, more: dict[str, Any], message: str
) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        record(ledger, 1, 2, 3)
        before = ledger.entries()
        with pytest.raises(UsageError, match=message):
            correct(ledger, kind, entry, **more)
        assert (ledger.entries(), ledger.corrections()) == (before, ())


def test_what_was_corrected_away_and_what_others_rest_on_is_named(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        with pytest.raises(UsageError, match="no day yet"):
            correct(ledger, NOTE, "O1", note="x")
        with pytest.raises(UsageError, match="no correction to undo"):
            ledger.undo(by="Ann")
        record(ledger, 1, 2, 3)
        correct(ledger, LINK, "O1", other="O3")
        with pytest.raises(UsageError, match="O3 is held to be O1"):
            correct(ledger, NOTE, "O3", note="x")
        correct(ledger, SPLIT, "O1", since=date(2023, 3, 2))
        correct(ledger, NOTE, "O4", note="x")
        with pytest.raises(UsageError, match="correction 3 is about O4"):
            ledger.undo(2, by="Ann")
        ledger.undo(3, by="Ann")
        with pytest.raises(UsageError, match="correction 3 was undone by Ann"):
            ledger.undo(3, by="Ann")
        with pytest.raises(UsageError, match="there is no correction 9"):
            ledger.undo(9, by="Ann")
        ledger.undo(2, by="Ann")


_IDENTS = st.sampled_from(["O1", "O2", "O3", "O4", "Q1", "Q2", "R1"])
_STATUSES = ("open", "accepted", "closed")
_CORRECTIONS = st.one_of(
    st.tuples(st.just(LINK), _IDENTS, st.fixed_dictionaries({"other": _IDENTS})),
    st.tuples(st.just(SPLIT), _IDENTS, st.fixed_dictionaries({"since": st.dates(date(2023, 3, 1), date(2023, 3, 4))})),
    st.tuples(st.just(STATUS), _IDENTS, st.fixed_dictionaries({"status": st.sampled_from(_STATUSES)})),
    st.tuples(st.just(NOTE), _IDENTS, st.just({"note": "x"})),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(_CORRECTIONS, max_size=5))
def test_whatever_is_corrected_a_later_page_is_rebuilt_and_all_is_undone(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[CorrectionKind, str, dict[str, Any]]]
) -> None:
    where = str(tmp_path_factory.mktemp("corrected") / "ledger.db")
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        before = ledger.entries()

        def corrected() -> None:
            for kind, entry, more in asked:
                with suppress(UsageError):
                    correct(ledger, kind, entry, **more)

        corrected()
        for each in reversed(ledger.corrections()):
            ledger.undo(each.number, by="Ann")
        assert ledger.entries() == before
        corrected()
        page = remember(PAGES[4], where, SETTINGS)
        assert page.known is not None
        assert recall(PAGES[4], page.known, SETTINGS).model_dump_json() == page.model_dump_json()


@given(st.lists(st.sampled_from(["O1 O2", "O2 O3", "O3 O4", "O4 O5"]), unique=True))
def test_a_chain_of_links_leads_to_one_name(pairs: list[str]) -> None:
    made = [
        Correction(number=n, kind=LINK, entry=one, other=other, day=NOW.date(), by="Ann", made=NOW)
        for n, (one, other) in enumerate(map(str.split, pairs), start=1)
    ]
    now = names_now(made)
    assert set(now.values()).isdisjoint(now)


def test_corrections_at_the_command_line_stand_on_the_page_and_verify(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with at_the_desk(tmp_path) as desk:
        assert [desk.generate(f"2031-03-0{day}") for day in (3, 4)] == [0, 0]
        capfd.readouterr()
        assert desk.run("ledger", "status", "O2", "partly accepted", "--by", "Ann", "--ledger", desk.ledger) == 0
        assert re.fullmatch(r"1\. O2 is partly accepted \(Ann, \S+ \S+\)\n", capfd.readouterr().out)
        assert desk.run("ledger", "--ledger", desk.ledger, "note", "O1", "Heard of both sides.", "--by", "Ann") == 0
        assert desk.run("ledger", "link", "O1", "Q1", "--ledger", desk.ledger) == 2
        assert "they can't be one" in capfd.readouterr().err
        assert desk.run("ledger", "split", "O1", "--from", "tomorrow", "--ledger", desk.ledger) == 2
        assert desk.generate("2031-03-05") == 0
        assert desk.run("verify", "out/2031-03-05.json") == 0
        page = (tmp_path / "out" / "2031-03-05.md").read_text(encoding="utf-8")
        assert "Note: “Heard of both sides.” (an editor: Ann" in page
        known = desk.page("2031-03-05")["known"]
        assert [each["note"] for each in known["corrections"]] == ["Heard of both sides."]
        capfd.readouterr()
        assert desk.run("ledger", "undo", "1", "--ledger", desk.ledger) == 0
        assert desk.run("ledger", "corrections", "--ledger", desk.ledger) == 0
        lines = capfd.readouterr().out.splitlines()
        assert ["undone by" in line for line in lines] == [True, True, False]


def test_what_was_struck_is_marked_at_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with at_the_desk(tmp_path) as desk:
        assert [desk.generate(f"2031-03-0{day}") for day in (3, 4)] == [0, 0]

        def printed(*arguments: str) -> str:
            capfd.readouterr()
            assert desk.run(*arguments, "--ledger", desk.ledger) == 0
            return capfd.readouterr().out

        assert "O1" in {row["id"] for row in json.loads(printed("ledger", "--open", "-f", "json"))}
        assert desk.run("ledger", "strike", "O1", "It is a plan.", "--by", "Ann", "--ledger", desk.ledger) == 0
        assert "O1" not in {row["id"] for row in json.loads(printed("ledger", "--open", "-f", "json"))}
        rows = {row["id"]: row for row in json.loads(printed("ledger", "-f", "json"))}
        assert {ident for ident, row in rows.items() if row["struck"]} == {"O1"}
        assert [each["note"] for each in rows["O1"]["corrections"]] == ["It is a plan."]
        [told] = [line for line in printed("ledger").splitlines() if line.startswith("O1")]
        assert "1. O1 is struck: It is a plan. (Ann, " in told
        assert "1. O1 is struck: It is a plan. (Ann, " in printed("ledger", "-f", "csv")
        timeline = printed("ledger", "timeline", "O1")
        assert "struck by an editor" in timeline
        assert "## What people said\n\n- 1. O1 is struck: It is a plan." in timeline
        days = ("2031-03-03", "2031-03-04")
        assert {row["item"] for row in json.loads(printed("diff", *days, "-f", "json")) if row["struck"]} <= {"O1"}
        assert desk.generate("2031-03-04") == 0
        page = (tmp_path / "out" / "2031-03-04.md").read_text("utf-8")
        assert "Struck: “It is a plan.” (an editor: Ann" in page
        first_lines = page.partition("\n## 1. ")[0]
        assert "(O1: struck by an editor)." in first_lines
        assert "· struck by an editor" in first_lines
        assert desk.run("verify", "out/2031-03-04.json") == 0


def test_what_an_editor_confirms_or_strikes_stays_as_it_is_and_a_strike_has_a_reason(where: str) -> None:
    with Ledger.open(where) as ledger:
        ledger.record(PAGES[1])
        before = ledger.entries()
        told = [
            ledger.correct(CONFIRM, "O1", by="Ann").told(),
            ledger.correct(STRIKE, "O1", note="It is a plan.", by="Ben").told(),
        ]
        with pytest.raises(UsageError, match="a strike without a reason"):
            ledger.correct(STRIKE, "O1", by="Ben")
        marked = ledger.entries()
        assert tuple(each.model_copy(update={"corrections": ()}) for each in marked) == before
        assert {each.id: [said.told() for said in each.corrections] for each in marked if each.corrections} == {
            "O1": told
        }
    assert told[0].startswith("1. O1 is confirmed (Ann, ")
    assert told[1].startswith("2. O1 is struck: It is a plan. (Ben, ")


def test_a_day_recorded_again_has_what_editors_said_since_replaced_or_not(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        first = remember(PAGES[3], where, SETTINGS)
        assert remember(PAGES[3], where, SETTINGS) == first
        for kind, entry, more in (
            (STRIKE, "O1", {"note": "It is a plan."}),
            (NOTE, "Q2", {"note": "Asked on Monday."}),
            (STATUS, "O3", {"status": "withdrawn"}),
            (CONFIRM, "R2", {}),
        ):
            correct(ledger, kind, entry, **more)
        again = remember(PAGES[3], where, SETTINGS)
        replaced = remember(PAGES[3], where, SETTINGS, replace=True)
        assert again == replaced
        assert remember(PAGES[3], where, SETTINGS) == again
        text = to_markdown(again)
        for told in (
            "Struck: “It is a plan.” (an editor: Ann",
            "Note: “Asked on Monday.”",
            "Set to withdrawn",
            "Confirmed",
        ):
            assert told in text
        assert again.known is not None
        assert recall(PAGES[3], again.known, SETTINGS).model_dump_json() == again.model_dump_json()
        for _ in range(4):
            ledger.undo(by="Ben")
        assert (
            remember(PAGES[3], where, SETTINGS).model_dump_json()
            == remember(PAGES[3], where, SETTINGS, replace=True).model_dump_json()
        )
        assert "an editor" not in to_markdown(remember(PAGES[3], where, SETTINGS))


def test_what_editors_say_of_other_stories_leaves_a_day_as_it_is(where: str) -> None:
    with Ledger.open(where) as ledger:
        (first, *_) = record(ledger, 1, 2, 3)
        correct(ledger, NOTE, "O3", note="Of another story.")
        assert ledger.record(PAGES[1], options=NEXT_DAY) == first
        correct(ledger, NOTE, "O1", note="Of this one.")
        again = ledger.record(PAGES[1], options=NEXT_DAY)
        assert again.known is not None
        assert [each.note for each in again.known.corrections] == ["Of this one."]


def test_a_day_of_an_older_date_keeps_those_after_it_when_it_is_recorded_again(where: str) -> None:
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3, 4)
        before = ledger.entries()
        correct(ledger, NOTE, "O1", note="Of this one.")
        record(ledger, 1)
        after = tuple(each.model_copy(update={"corrections": ()}) for each in ledger.entries())
    assert after == before


def test_what_was_struck_waits_for_nothing_and_settles_nothing(where: str) -> None:
    opened = LedgerQuery(open_only=True)
    with Ledger.open(where) as ledger:
        record(ledger, 1, 2, 3)
        waiting = [each.id for each in ledger.entries(opened)]
        assert "O1" in waiting
        made = correct(ledger, STRIKE, "O1", note="It is a plan.")
        assert [each.id for each in ledger.entries(opened)] == [each for each in waiting if each != "O1"]
        marked = {each.id: each for each in ledger.entries()}
        assert {ident for ident, each in marked.items() if each.struck} == {"O1"}
        assert marked["O1"].corrections == (made,)
        assert marked["O1"].status == "countered"
        timeline = ledger.timeline("S1")
        assert timeline.corrections == (made,)
        assert {step.entry for step in timeline.steps if step.struck} == {"O1"}
        correct(ledger, NOTE, "O1", note="Seen.")
        ledger.undo(1, by="Ann")
        assert [each.id for each in ledger.entries(opened)] == waiting
        ledger.undo(2, by="Ann")
        assert ledger.timeline("S1").corrections == ()


@pytest.mark.parametrize(("struck", "waits"), [(False, False), (True, True)])
def test_an_offer_waits_though_what_would_settle_it_was_struck(struck: bool, waits: bool) -> None:
    state = LedgerState(day=date(2023, 3, 1), status="open", text="A pier.")
    first = LedgerEntry(id="O1", kind=EntryKind.OFFER, story="S1", states=(state,))
    accepted = state.model_copy(update={"status": "accepted"})
    counter = first.model_copy(update={"id": "O2", "answers": "O1", "states": (accepted,)})
    raised = first.model_copy(update={"id": "O3", "version_of": "O1"})
    for other in (counter, raised):
        assert ("O1" in still_open((first, other), {other.id} if struck else ())) is waits


def test_the_silence_about_what_was_struck_is_not_told(where: str) -> None:
    later = PAGES[1].model_copy(update={"date": date(2023, 3, 9), "stories": (), "bottom_line": ()})
    with Ledger.open(where) as ledger:
        record(ledger, 1)
        quiet = ledger.record(later, options=NEXT_DAY).quiet
        assert {change.item for change in quiet} == {"O1", "Q1"}
        correct(ledger, STRIKE, "O1", note="It is a plan.")
        page = ledger.record(later, options=NEXT_DAY)
        assert {change.item for change in page.quiet} == {"Q1"}
        assert page.known is not None
        assert recall(later, page.known, SETTINGS).quiet == page.quiet
        assert {change.item for change in ledger.diff(date(2023, 3, 1), date(2023, 3, 9))} == {"Q1"}
