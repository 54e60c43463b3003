"""What people said, as drafts: by our own schema, with what they struck left out and what they corrected in place."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from briefing.checking import check
from briefing.schema.corrections import Correction, CorrectionKind
from briefing.schema.draft import BriefDraft
from briefing.service.desk.export import corrected_drafts, draft_of
from tests.ledger.pages import PAGES


def said(number: int, kind: CorrectionKind, entry: str, **more: Any) -> Correction:
    values = {"number": number, "kind": kind, "entry": entry, "day": date(2023, 3, 1), "by": "Ann"}
    return Correction.model_validate({**values, "made": datetime(2023, 3, 1, tzinfo=UTC), **more})


def rows(*corrections: Correction) -> list[dict[str, Any]]:
    return [json.loads(line) for line in corrected_drafts([PAGES[1]], corrections)]


OFFER = PAGES[1].stories[0].offers[0]
MEMBER = OFFER.members[0]


def test_a_status_that_somebody_corrected_stands_in_the_draft() -> None:
    found = rows(said(1, CorrectionKind.STATUS, OFFER.id, status="withdrawn"))
    assert MEMBER.article in {row["article"] for row in found}
    for row in found:
        draft = BriefDraft.model_validate(row["draft"])
        assert "withdrawn" in {offer.status.value for offer in draft.offers}
        assert row["said"][0]["by"] == "Ann"


def test_what_somebody_struck_is_left_out_and_what_was_confirmed_is_not() -> None:
    [confirmed, *_] = rows(said(1, CorrectionKind.CONFIRM, OFFER.id))
    [struck, *_] = rows(said(1, CorrectionKind.STRIKE, OFFER.id, note="No offer."))
    assert confirmed["article"] == struck["article"]
    assert len(struck["draft"]["offers"]) == len(confirmed["draft"]["offers"]) - 1


def test_notes_what_was_undone_and_later_days_give_no_draft() -> None:
    undone = {"undone_by": "Ann", "undone": datetime(2023, 3, 1, tzinfo=UTC)}
    assert rows(said(1, CorrectionKind.NOTE, OFFER.id, note="Well.")) == []
    assert rows(said(1, CorrectionKind.CONFIRM, OFFER.id, **undone)) == []
    assert rows(said(1, CorrectionKind.CONFIRM, OFFER.id, day=date(2023, 2, 28))) == []


def test_a_draft_of_a_brief_is_checked_to_the_same_items() -> None:
    for brief in PAGES[1].briefs:
        article = next(each for each in PAGES[1].articles if each.id == brief.article)
        again = check(article, draft_of(brief, {}), engine=brief.engine, prompt=brief.prompt)
        assert [(o.what, o.status, [e.span for e in o.evidence]) for o in again.offers] == [
            (o.what, o.status, [e.span for e in o.evidence]) for o in brief.offers
        ]
