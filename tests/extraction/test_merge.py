from __future__ import annotations

import pytest

from briefing.extraction.merge import merge_drafts
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import OfferStatus
from tests.factories import draft, quotation


def renamed(prefix: str) -> BriefDraft:
    """The same draft as a later chunk would give it: other ids, other case."""
    base = draft()
    ids = {actor.id: f"{prefix}{actor.id}" for actor in base.actors}
    return base.model_copy(
        update={
            "actors": tuple(
                a.model_copy(update={"id": ids[a.id], "name": a.name.upper(), "aliases": (f"{a.name} group",)})
                for a in base.actors
            ),
            "offers": tuple(
                o.model_copy(update={"id": "o9", "offerer": ids[o.offerer], "status": OfferStatus.REJECTED})
                for o in base.offers
            ),
            "responses": tuple(
                r.model_copy(update={"responder": ids[r.responder], "offers": ("o9",)}) for r in base.responses
            ),
        }
    )


def test_one_draft_stays_as_it_is() -> None:
    assert merge_drafts([draft()]) == draft()


def test_nothing_can_not_be_merged() -> None:
    with pytest.raises(ValueError, match="at least one draft"):
        merge_drafts([])


def test_an_overlap_is_not_doubled() -> None:
    merged = merge_drafts([draft(), renamed("x")])
    assert [actor.name for actor in merged.actors] == ["harbour union", "Norline"]
    assert len(merged.offers) == len(merged.responses) == len(merged.open_questions) == len(merged.gist) == 1


def test_references_follow_the_new_ids() -> None:
    other = renamed("x").model_copy(
        update={
            "offers": tuple(
                o.model_copy(update={"what": "A ferry for the strike days", "quotes": ("a ferry",)})
                for o in renamed("x").offers
            ),
            "responses": tuple(
                r.model_copy(update={"what": "Said no", "quotes": ("said no",)}) for r in renamed("x").responses
            ),
        }
    )
    merged = merge_drafts([draft(), other])
    assert [(o.id, o.offerer) for o in merged.offers] == [("o1", "a1"), ("o2", "a1")]
    assert [(r.id, r.responder, r.offer) for r in merged.responses] == [("r1", "a2", "o1"), ("r2", "a2", "o2")]


def test_a_later_part_knows_more_about_the_status() -> None:
    assert merge_drafts([draft(), renamed("x")]).offers[0].status is OfferStatus.REJECTED


def test_quotations_keep_their_speaker_under_the_new_id() -> None:
    first = draft().model_copy(update={"quotations": (quotation("“No,” it said.", speaker="a2"),)})
    second = renamed("x").model_copy(
        update={"quotations": (quotation("“Yes.”", speaker="xa2"), quotation("“No,” it said."))}
    )
    assert [q.speaker for q in merge_drafts([first, second]).quotations] == ["a2", "a2"]
