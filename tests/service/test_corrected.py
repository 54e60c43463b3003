"""What people say of an entry stands on every page made after it, and in every answer that shows the entry."""

from __future__ import annotations

import re
from email import message_from_string, policy
from typing import Any

import pytest

from briefing.ledger import Ledger
from briefing.schema.corrections import CorrectionKind
from tests.factories import STORY
from tests.service.conftest import Desk
from tests.service.test_making import BODY, made

WHY = "The union only thinks of it."
DAY = "/v1/briefings/2026-04-06"


def ledger_of(desk: Desk) -> Ledger:
    ledger = desk.service.ledgers.of("main")
    assert ledger is not None
    return ledger


def read(mail: str) -> str:
    """The text of a mail."""
    body = message_from_string(mail, policy=policy.default).get_body(("html",))
    assert body is not None
    return str(body.get_content())


async def asked(desk: Desk, path: str, accept: str = "application/json", **params: Any) -> Any:
    async with desk.client("main:read") as client:
        answer = await client.get(path, params=params, headers={"accept": accept})
    assert answer.status_code == 200, answer.text
    return answer.json() if accept == "application/json" else answer.text


@pytest.mark.parametrize("replace", [False, True])
async def test_a_page_made_again_has_it_replaced_or_not(desk: Desk, replace: bool) -> None:
    await made(desk)
    for kind, fields in (
        (CorrectionKind.STRIKE, {"note": WHY}),
        (CorrectionKind.STATUS, {"status": "withdrawn"}),
        (CorrectionKind.NOTE, {"note": "By telephone."}),
    ):
        ledger_of(desk).correct(kind, "O1", by="Ann", **fields)
    assert WHY not in await asked(desk, DAY, "text/markdown")
    job = await made(desk, replace=replace)
    assert job["state"] == "done"
    for form in ("text/markdown", "text/html", "message/rfc822", "application/ld+json"):
        told = await asked(desk, DAY, form)
        assert f"Struck: “{WHY}” (an editor: Ann" in re.sub(r"\s+", " ", read(told) if "rfc822" in form else told), form
    page = await asked(desk, DAY)
    assert [each["kind"] for each in page["known"]["corrections"]] == ["strike", "status", "note"]
    async with desk.client("main:read") as client:
        kept = (await client.get(DAY, headers={"accept": "application/json"})).content
        report = await client.post("/v1/verify", content=kept, headers={"content-type": "application/json"})
        assert report.json()["ok"] is True
    for number in (1, 2, 3):
        ledger_of(desk).undo(number, by="Ann")
    await made(desk, replace=replace)
    assert "an editor" not in await asked(desk, DAY, "text/markdown")


async def test_other_articles_of_the_day_are_refused_all_the_same(desk: Desk) -> None:
    await made(desk)
    ledger_of(desk).correct(CorrectionKind.STRIKE, "O1", by="Ann", note=WHY)
    job = await made(desk, articles=[BODY["articles"][0] | {"text": STORY + "\n\nThe mayor spoke."}])
    assert (job["state"], job["problem"]["code"]) == ("failed", "refused")


async def test_the_ledger_marks_what_was_struck_and_holds_it_for_open_no_more(desk: Desk) -> None:
    await made(desk)
    [offer] = (await asked(desk, "/v1/ledger", kind="offer"))["items"]
    assert (offer["struck"], offer["corrections"]) == (False, [])
    ident, opened = offer["id"], {"kind": "offer", "open": True}
    assert [each["id"] for each in (await asked(desk, "/v1/ledger", **opened))["items"]] == [ident]
    ledger_of(desk).correct(CorrectionKind.NOTE, ident, by="Bo", note="By telephone.")
    assert [each["id"] for each in (await asked(desk, "/v1/ledger", **opened))["items"]] == [ident]
    ledger_of(desk).correct(CorrectionKind.STRIKE, ident, by="Ann", note=WHY)
    assert (await asked(desk, "/v1/ledger", **opened))["items"] == []
    [offer] = (await asked(desk, "/v1/ledger", kind="offer"))["items"]
    assert offer["struck"] is True
    said = [(each["kind"], each["by"], each["note"]) for each in offer["corrections"]]
    assert said == [("note", "Bo", "By telephone."), ("strike", "Ann", WHY)]
    for path in (f"/v1/offers/{ident}", f"/v1/stories/{offer['story']}"):
        timeline = await asked(desk, path)
        assert timeline["corrections"] == offer["corrections"]
        assert {step["entry"] for step in timeline["steps"] if step["struck"]} == {ident}
    assert (await asked(desk, f"/v1/offers/{ident}"))["struck"] is True
    ledger_of(desk).undo(2, by="Ann")
    assert (await asked(desk, f"/v1/offers/{ident}"))["struck"] is False


async def test_openapi_tells_of_the_marks(desk: Desk) -> None:
    async with desk.client() as client:
        paths = (await client.get("/v1/openapi.json")).json()["paths"]
    for path in ("/v1/ledger", "/v1/offers/{ident}", "/v1/stories/{ident}"):
        told = paths[path]["get"]["description"]
        assert "corrections" in told, path
        assert "struck" in told, path
