"""What became of an offer and of a story over days: as data, as Markdown, and drawn on the page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefing.errors import UsageError
from briefing.ledger import Ledger, LedgerQuery
from briefing.rendering import timeline_to_markdown, to_html
from briefing.rendering.drawing import drawing_of
from briefing.schema.corrections import CorrectionKind
from briefing.schema.ledger import EntryKind, Timeline, TimelineStep
from tests.ledger.desk import at_the_desk
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY


def steps(timeline: Timeline) -> list[str]:
    return [f"{step.day.day} {step.entry} {step.status}" for step in timeline.steps]


def test_an_offer_is_told_with_what_answers_and_counters_it(where: str) -> None:
    with Ledger.open(where) as ledger:
        for day in range(1, 6):
            ledger.record(PAGES[day], options=NEXT_DAY)
        ledger.correct(CorrectionKind.STATUS, "O1", status="withdrawn", by="Ann")
        offer, story = ledger.timeline("O1"), ledger.timeline("S2")
        with pytest.raises(UsageError, match="the ledger holds no O9"):
            ledger.timeline("O9")
    assert steps(offer) == [
        *("1 O1 open", "1 Q1 open", "2 O1 acknowledged", "2 R1 pending"),
        *("3 O1 countered", "3 O2 open", "3 R2 counter_offer", "4 O1 accepted", "4 R4 accepted", "4 Q1 closed"),
        *("5 O1 withdrawn", "5 O2 withdrawn"),
    ]
    assert steps(story) == ["3 O3 open", "3 Q2 open", "4 O3 rejected", "4 R3 rejected", "5 Q2 closed"]
    told = timeline_to_markdown(offer)
    assert told.startswith("# O1: A fifth of the cod quota\n")
    assert "set by an editor, Ann" in told
    assert all(step.evidence for step in offer.steps if step.editor is None)


def test_words_of_sources_are_no_markup_in_a_timeline() -> None:
    step = TimelineStep(
        day=date(2030, 1, 1), entry="O1", kind=EntryKind.OFFER, text="a\n# <b>b</b> [c](d)", status="open"
    )
    told = timeline_to_markdown(Timeline(id="O1", title="<script>", steps=(step,)))
    assert len(told.splitlines()) == 3
    assert "<" not in re.sub(r"\\<", "", told)


def test_a_story_of_several_days_is_drawn_on_its_page_and_one_of_a_day_is_not(where: str) -> None:
    with Ledger.open(where) as ledger:
        pages = [ledger.record(PAGES[day], options=NEXT_DAY) for day in (1, 2, 3)]
    assert drawing_of(pages[0], pages[0].stories[0]) is None
    drawings = {story.id: drawing_of(pages[2], story) for story in pages[2].stories}
    assert drawings["S2"] is None
    drawn = drawings["S1"]
    assert drawn is not None
    assert [(lane.id, [mark.label for mark in lane.marks]) for lane in drawn.lanes] == [
        ("O1", ["open", "acknowledged", "countered"]),
        ("O2", ["open"]),
    ]
    assert (
        drawn.lanes[0].marks[0].x < drawn.lanes[0].marks[1].x < drawn.lanes[0].marks[2].x == drawn.lanes[1].marks[0].x
    )
    html = to_html(pages[2])
    (svg,) = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    tags = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "text", "line", "g", "title", "circle"}
    assert "<svg" not in to_html(pages[0])


def test_a_timeline_at_the_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with at_the_desk(tmp_path) as desk:
        assert [desk.generate(f"2031-03-0{day}") for day in (3, 4)] == [0, 0]
        capfd.readouterr()
        assert desk.run("ledger", "timeline", "O2", "--ledger", desk.ledger) == 0
        lines = capfd.readouterr().out.splitlines()
        assert lines[-1].startswith("- 2031-03-04 R3 rejected")
        assert desk.run("ledger", "timeline", "S1", "--format", "json", "--ledger", desk.ledger) == 0
        assert Timeline.model_validate_json(capfd.readouterr().out).id == "S1"
        assert desk.run("ledger", "timeline", "S9", "--ledger", desk.ledger) == 2


def test_what_is_asked_for_carries_all_its_evidence_whatever_editors_made_one(where: str) -> None:
    with Ledger.open(where) as ledger:
        for page in PAGES.values():
            ledger.record(page)
        offers = [entry.id for entry in ledger.entries() if entry.kind is EntryKind.OFFER]
        ledger.correct(CorrectionKind.LINK, offers[0], other=offers[-1], by="Ann")
        every = {entry.id: entry for entry in ledger.entries()}
        assert max(len(state.evidence) for state in every[offers[0]].states) > 0
        found = [ledger.entries(LedgerQuery(kind=kind)) for kind in EntryKind]
        assert [entry for some in found for entry in some] == list(every.values())
        (first,) = {entry.opened for entry in every.values() if entry.id == offers[0]}
        waiting = ledger.entries(LedgerQuery(open_only=True, day=first))
        assert waiting == tuple(each for entry in waiting if (each := every[entry.id].on(first)))
        assert offers[0] in {entry.id for entry in waiting}
        steps = ledger.timeline(offers[0]).steps
        pieces = [state.evidence for state in every[offers[0]].history if state.evidence]
        assert pieces
        assert all(any(step.evidence == piece for step in steps) for piece in pieces)
