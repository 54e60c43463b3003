"""Replayed linkings: each kind of reply, from the wire to the links of a day.

``make record`` records these anew, from the scripted endpoint on loopback.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from briefing.checking import check
from briefing.extraction import ExtractionOptions, ModelAsker, Trail
from briefing.linking import link_day
from briefing.schema.draft import BriefDraft
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import Linking, ShownEntry, ShownStory
from briefing.testing import everything_new
from tests.endpoint import Answer, FaultKind, answer_with, fault
from tests.endpoint.asked import schema_of
from tests.endpoint.server import Script, Seen
from tests.factories import STORY, article, draft
from tests.ledger.pages import page_of
from tests.llm.conftest import ANTHROPIC, OPENAI, Stage

DAY = date(2031, 5, 2)
HARBOUR = article()
SHOWN = ShownEntry(
    id="O4",
    kind=EntryKind.OFFER,
    story="S2",
    near=(HARBOUR.id,),
    parties=("harbour union",),
    others=("Norline",),
    text="a truce for the return of dismissed deckhands",
    status="open",
    opened=date(2031, 5, 1),
    day=date(2031, 5, 1),
)
RUNNING = ShownStory(id="S2", near=(HARBOUR.id,), title="Strike at the harbour", day=date(2031, 5, 1))


def answered(entry: str, **sections: Any) -> Script:
    """Every offer is this entry, and every question a new one."""

    def script(seen: Seen) -> Answer:
        said: Mapping[str, Any] = everything_new(schema_of(seen.body))
        offers = [{**row, "entry": entry} for row in said["offers"]]
        return answer_with(json.dumps({**said, "offers": offers, **sections}))

    return script


def at_first(script: Script) -> Script:
    """Says nothing at first, and what the script says when asked again."""
    nothing = json.dumps({name: [] for name in ("offers", "new", "responses", "questions", "closed", "stories")})
    return lambda seen: answer_with(nothing) if len(seen.texts) < 3 else script(seen)


@dataclass(frozen=True)
class Case:
    """A script, and what comes of it: the entries of the offers, how many items are left to rules, failed calls."""

    script: Script
    offers: tuple[str, ...] = ()
    left: int = 0
    failures: int = 0


CASES = {
    "known": Case(answered("O4", stories=[{"article": "a1", "story": "S2"}]), ("O4",)),
    "new": Case(answered("N3", new=[{"entry": "N3", "version_of": "O4", "counter_to": None}]), ("N1",)),
    "left-out": Case(at_first(answered("O4")), ("O4",)),
    "unknown": Case(answered("O99"), (), left=1, failures=1),
    "truncated": Case(lambda seen: fault(FaultKind.TRUNCATED, '{"offers": ['), (), left=2, failures=1),
    "not-json": Case(lambda seen: fault(FaultKind.NOT_JSON), (), left=2, failures=1),
    "refused": Case(lambda seen: fault(FaultKind.REFUSAL), (), left=2, failures=1),
}


@pytest.mark.vcr
@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("name", [OPENAI, ANTHROPIC])
async def test_a_recorded_linking_is_told_by_its_kind(stage: Stage, name: str, kind: str) -> None:
    case = CASES[kind]
    linking = await linked(stage, name, case.script)
    assert tuple(link.entry for link in linking.links.offers) == case.offers
    assert len(linking.left) == case.left
    assert len(linking.failures) == case.failures
    assert linking.by == (None if case.left == 2 else name)


async def linked(stage: Stage, name: str, script: Script) -> Linking:
    model = await stage.model(name, script=script)
    written = BriefDraft.model_validate_json(draft().model_dump_json())
    page = page_of(DAY, [(HARBOUR, check(HARBOUR, written, engine="scripted"))])
    asker = ModelAsker(model, ExtractionOptions(), Trail())
    return await link_day(page, (SHOWN,), (RUNNING,), asker, ExtractionOptions())


def test_the_story_is_the_one_that_the_cassettes_are_of() -> None:
    assert HARBOUR.text == STORY
