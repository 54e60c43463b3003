"""A user's program over the whole public face: as complete as it says, and run."""

from __future__ import annotations

import re
from pathlib import Path

import briefing
from examples.whole_face import main
from tests.factories import STORY

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / "examples" / "whole_face.py"


def test_the_program_uses_every_public_name() -> None:
    used = set(re.findall(r"\bbriefing\.(\w+)", PROGRAM.read_text("utf-8")))
    assert set(briefing.__all__) - used == set()


def test_the_program_runs() -> None:
    title, verified, source, headline, *found, advice = main(STORY)
    assert title.startswith("# Daily briefing, ")
    assert (verified, source, advice) == ("True", "a note", "what its message says")
    assert found == ["<?xml", "0", "True", "True", STORY[:7]]
    assert headline in STORY
