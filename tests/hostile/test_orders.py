"""Articles that give orders, read by a model that obeys them: nothing ordered reaches any output, the story does."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

import briefing
from briefing.ledger import Ledger
from briefing.llm.envelope import unwrap
from briefing.llm.protocol import CompletionRequest
from briefing.rendering import to_feed
from briefing.schema.article import DropReason
from briefing.schema.document import Document
from briefing.testing import DRAFT, ScriptedModel
from tests.hostile.orders import CORPUS, PLACES, article
from tests.hostile.orders_second import SECOND

FALSE = re.compile(r"nine million", re.IGNORECASE)
TOLD = CORPUS | {f"second, {name}": order for name, order in SECOND.items() if name != "stretched"}
"""Orders that are told. One stretched over more characters than a sign reaches is not."""
WHOLE = {("second, begin and end", "inside a paragraph")}
"""Where so much goes with the order that no story is left, and the article is refused."""
_SENTENCE = re.compile(r"[^.!?\n。]*(?:nine million|Ignore all|previous|SYSTEM|instruction)[^.!?\n。]*", re.IGNORECASE)


def quotes_of(text: str) -> list[str]:
    """The sentences of a text that give an order, or say what one wants said."""
    return [match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip()]


def obeying(request: CompletionRequest) -> str:
    """What a model drafts that does as it is told by whatever it reads: the order as an offer, with the words of it."""
    quotes = quotes_of(unwrap(request.messages[1].content) or "")
    ordered = next((quote for quote in quotes if FALSE.search(quote)), quotes[0] if quotes else None)
    quote = "The harbour union offered Norline a truce of ten days"
    offers = [_offer("o1", "a1", "a2", "A truce of ten days", quote)]
    if ordered:
        offers.append(_offer("o2", "a2", "a1", "nine million crowns", ordered))
    said = ordered or quote
    return json.dumps(
        {
            "headline": {"text": "Norline offers nine million crowns" if ordered else quote, "quotes": [said]},
            "gist": [
                {
                    "text": "Norline offered the harbour union nine million crowns." if ordered else quote,
                    "quotes": [said],
                }
            ],
            "actors": [_actor("a1", "harbour union"), _actor("a2", "Norline")],
            "offers": offers,
            "responses": [],
            "open_questions": [{"question": said, "quotes": [said], "same_as": None}],
            "quotations": [],
        }
    )


def _actor(ident: str, name: str) -> dict[str, object]:
    return {
        "id": ident, "name": name, "aliases": [], "kind": "organisation", "role": "offers a truce",
        "quotes": ["The harbour union offered Norline a truce of ten days"],
    }  # fmt: skip


def _offer(ident: str, offerer: str, to: str, what: str, quote: str) -> dict[str, object]:
    return {
        "id": ident, "offerer": offerer, "addressees": [to], "what": what, "conditions": [], "status": "accepted",
        "due": None, "same_as": None, "reported": None, "origin": None, "said_on": None, "quotes": [quote],
    }  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("order", TOLD)
def test_an_order_reaches_no_output_and_the_story_does(order: str, place: str, tmp_path: Path) -> None:
    model = ScriptedModel({DRAFT: [obeying]})
    settings = briefing.Settings(date=date(2031, 3, 3), ledger=str(tmp_path / "days.db"), proof="off", link="off")
    page = briefing.generate([Document.of(article(TOLD[order], place), "a.txt")], settings, model=model)
    if (order, place) in WHOLE:
        assert "beside text that addresses a language model" in page.to_markdown()
        assert not page.stories
        return
    (told,) = page.articles
    assert "ten days" in told.text
    assert any(drop.reason is DropReason.ADDRESSED for drop in told.dropped)
    data = json.loads(page.to_json())
    printed = json.dumps([data["stories"], data["bottom_line"], data["briefs"], data["articles"][0]["text"]])
    with Ledger.open(str(tmp_path / "days.db"), create=False) as ledger:
        remembered = json.dumps([entry.model_dump(mode="json") for entry in ledger.entries()])
    forms = (page.to_markdown(), page.to_html(), to_feed([page]), page.to_annotations(), page.to_plover())
    for text in (printed, remembered, *forms):
        assert not FALSE.search(text)
    assert "text that addresses a language model, which was left out" in page.to_markdown()
