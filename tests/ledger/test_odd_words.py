"""Words of a model that a database takes badly, from its reply into the ledger and out of it."""

from __future__ import annotations

import briefing
from briefing.ledger import Ledger
from tests.factories import STORY, draft
from tests.replying import replying

ODD = " \x00 \ud83d \x1b[ \u2028 \uffff 🐟 ' \\ % ; -- {}"


def test_whatever_a_reply_holds_is_recorded(where: str) -> None:
    reply = draft().model_dump(mode="json")
    for item, field in ((reply["offers"][0], "what"), (reply["responses"][0], "what"), (reply["responses"][0], "to")):
        item[field] += ODD
    reply["open_questions"][0]["question"] += ODD
    reply["actors"][0]["aliases"] = [f"the union{ODD}", ODD]
    settings = briefing.Settings(keep_all=True, ledger=where, proof="off")
    page = briefing.generate(
        briefing.Document.of(STORY, "harbour.txt", keep_content=True), settings, model=replying(reply)
    )
    assert page.coverage.failures == ()
    with Ledger.open(where) as ledger:
        recorded = {entry.text for entry in ledger.entries()}
    assert any("🐟" in text for text in recorded)
    assert recorded == {item.what for s in page.stories for item in (*s.offers, *s.responses)} | {
        question.question for s in page.stories for question in s.open_questions
    }
    assert briefing.verify(page.to_json()).failures == ()
