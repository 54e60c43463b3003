"""Whatever page is written verifies, with and without a ledger, and states nothing that it lists as struck."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import briefing
from briefing.schema.terms import OfferStatus
from tests.replying import replying

CONTRADICTED = """Vega backs a truce in the quay strike, excludes Norline from the talks

HALMSTRAND (AP) - Mayor Ann Vega on Monday backed the decision of the dockers to halt the strike for two weeks.

In contrast, the mediator announced that the dockers and their employers agreed to talks including Norline.

Officials of both sides are to meet in Halmstrand on Friday to draft an agreement, the mediator said in a statement.
"""

REJECTED = """Iceland rejects Norway's fishing offer

OSLO - Norway has offered Iceland a share of its cod quota in the northern sea, the Norwegian Foreign Ministry said.

Iceland rejected the offer on Monday, its government said in Reykjavik.
"""

RESTATED = """Norway's cod offer stands

OSLO - Norway has offered Iceland a share of its cod quota in the northern sea, the Norwegian Foreign Ministry repeated.

Fishermen in Bergen said on Tuesday that prices had gone up by half since the cod war began in March.
"""


def embedded(text: str, ledger: Path | None = None, day: int = 6) -> briefing.Briefing:
    settings = briefing.Settings(
        model="embedded", keep_all=True, date=date(2026, 4, day), ledger=str(ledger) if ledger else None
    )
    return briefing.generate(briefing.Document.of(text, f"{day}.txt", keep_content=True), settings)


def stated(page: briefing.Briefing) -> str:
    """What a page states as fact."""
    return page.to_markdown().partition("## Behind this page")[0]


SETTINGS = briefing.Settings(keep_all=True, proof="off", correct=False)


def with_headline(text: str, *quotes: str) -> briefing.Briefing:
    """The page of `CONTRADICTED` as a model drafts it that writes one headline and nothing else."""
    empty = {name: [] for name in ("gist", "actors", "offers", "responses", "open_questions", "quotations")}
    model = replying({"headline": {"text": text, "quotes": list(quotes)}, **empty})
    document = briefing.Document.of(CONTRADICTED, "quay.txt", keep_content=True)
    return briefing.generate(document, SETTINGS, model=model)


def test_a_title_that_the_check_strikes_heads_no_story() -> None:
    title = CONTRADICTED.partition("\n")[0]
    page = with_headline(title, "Norline is excluded from all of the talks")
    assert [each.section.value for brief in page.briefs for each in brief.unsupported] == ["headline"]
    assert "excludes" not in stated(page)
    assert page.stories[0].title != title
    assert briefing.verify(page.to_json()).failures == ()


def test_a_printed_title_that_no_rule_supports_is_the_sources_own() -> None:
    """A model words a headline of its own; the title that heads the story is cited, and needs no rule."""
    body = "Mayor Ann Vega on Monday backed the decision of the dockers to halt the strike for two weeks"
    page = with_headline("Mayor Ann Vega backs a halt of the strike", body)
    assert page.stories[0].title == CONTRADICTED.partition("\n")[0]
    assert briefing.verify(page.to_json()).failures == ()


def test_pages_with_a_ledger_verify(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    first, second = embedded(REJECTED, ledger, 6), embedded(RESTATED, ledger, 7)
    assert [briefing.verify(page.to_json()).failures for page in (first, second)] == [(), ()]
    (offer,) = second.stories[0].offers
    assert (offer.status, offer.status_reason) == ("rejected", "since 2026-04-06, by the ledger; told of today as open")


def test_a_story_is_not_said_to_bring_nothing_new_and_its_settled_offer_waits_for_no_answer(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    embedded(REJECTED, ledger, 6)
    assert embedded(RESTATED, ledger, 7).stories[0].importance.reasons == ()
    assert embedded(RESTATED).stories[0].importance.reasons == ("1 open offer between states or organisations",)


@pytest.mark.parametrize("reason", ["since 2026-04-06, by the ledger; told of today as open", None])
def test_a_status_that_the_changes_do_not_tell_is_found(reason: str | None, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    embedded(REJECTED, ledger, 6)
    page = embedded(RESTATED, ledger, 7)
    story = page.stories[0]
    offer = story.offers[0].model_copy(update={"status": OfferStatus.ACCEPTED, "status_reason": reason})
    forged = page.model_copy(update={"stories": (story.model_copy(update={"offers": (offer,)}),)})
    paths = [failure.path for failure in briefing.verify(briefing.Briefing(**dict(forged)).to_json()).failures]
    assert any("status" in path for path in paths)
