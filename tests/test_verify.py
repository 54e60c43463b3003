"""A finished briefing against its sources: one changed character is found, and the item named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from briefing.errors import SourceError
from briefing.grounding import ground
from briefing.schema.article import Article
from briefing.schema.base import MapRun, SourceMap
from briefing.schema.briefing import (
    BriefingData,
    Importance,
    ItemRef,
    Line,
    RunStamp,
    Story,
    StoryActor,
    StoryOffer,
)
from briefing.schema.document import SourceRef, digest
from briefing.schema.evidence import Reason, ReasonCode, Ruling, Verdict
from briefing.verification import Check, VerifyReport, verify
from tests.grounding.articles import (
    COMPANY,
    FERRY,
    OFFER_QUOTE,
    UNION,
    article,
    draft,
    offer,
    question,
    quotation,
    response,
    statement,
)

DRAFT = draft(
    UNION,
    COMPANY,
    offer("Suspend the strike for 14 days if talks on night shifts reopen"),
    response("Has not said when it would reply", "The company did not say when it would reply."),
    question("When will the company reply?", "The company did not say when it would reply.", why="It did not say."),
    quotation("Okafor", "We are ready to sit down tomorrow"),
    headline=statement("The union has offered to suspend its strike.", OFFER_QUOTE),
)


def page(of: Article | None = None) -> BriefingData:
    """A page of one story on one article."""
    of = of or article()
    brief = ground(of, DRAFT, engine="test-model")
    made, actors = brief.offers[0], brief.actors
    story = Story(
        id="1",
        headline=Line(text=brief.headline.text, evidence=brief.headline.evidence) if brief.headline else None,
        title="Ferry strike",
        importance=Importance(level="high", score=1.0, reasons=()),
        articles=(of.id,),
        actors=tuple(
            StoryActor(
                id=a.id, members=(ItemRef(article=of.id, item=a.id),), evidence=a.evidence, name=a.name, kind=a.kind
            )
            for a in actors
        ),
        offers=(
            StoryOffer(
                id="O1",
                members=(ItemRef(article=of.id, item=made.id),),
                evidence=made.evidence,
                offerer="a1",
                recipient="a2",
                what=made.what,
                status=made.status,
            ),
        ),
    )
    return BriefingData(
        date=date(2022, 1, 13),
        bottom_line=(
            Line(text=f"Harbour Workers' Union offers O1: {made.what}", evidence=made.evidence, refs=("O1",)),
        ),
        stories=(story,),
        briefs=(brief,),
        articles=(of,),
        run=RunStamp(generated=datetime(2022, 1, 13, tzinfo=UTC), version="0", engines=("test-model",)),
    )


def reading(text: str) -> Callable[[SourceRef], str]:
    return lambda ref: text


def verified(data: BriefingData, source: str = FERRY, *, strict: bool = False) -> VerifyReport:
    return verify(data, reading(source), strict=strict)


def changed(data: BriefingData, path: tuple[Any, ...], value: object) -> BriefingData:
    """``data`` read back from JSON with one value changed."""
    tree = data.model_dump(mode="json")
    node = tree
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return BriefingData.model_validate(tree)


def test_a_true_page_verifies() -> None:
    report = verified(page())
    assert (report.ok, report.articles, report.items, report.failures) == (True, 1, 7, ())
    assert report.describe().startswith("verified (1 articles, 7 items")


def test_a_page_read_back_from_json_verifies() -> None:
    assert verified(BriefingData.model_validate_json(page().model_dump_json())).ok


@pytest.mark.parametrize(
    "path",
    [
        ("briefs", 0, "offers", 0, "evidence", 0),
        ("stories", 0, "offers", 0, "evidence", 0),
        ("stories", 0, "headline", "evidence", 0),
        ("bottom_line", 0, "evidence", 0),
    ],
)
def test_one_changed_character_of_a_quote_names_the_item(path: tuple[Any, ...]) -> None:
    data = page()
    quote = OFFER_QUOTE.replace("14", "15")
    report = verified(changed(data, (*path, "quote"), quote))
    (first, *_) = report.failures
    assert first.check is Check.SLICE
    assert ("15" in (first.claimed or ""), "14" in (first.found or "")) == (True, True)
    expected = {"briefs": "brief art-1 offers o1", "stories": "story 1", "bottom_line": "bottom_line 1"}[path[0]]
    assert first.item.startswith(expected)
    assert first.item in report.describe()


@pytest.mark.parametrize("field", ["start", "end"])
def test_one_changed_offset_names_the_item(field: str) -> None:
    data = page()
    at = getattr(data.briefs[0].responses[0].evidence[0], field)
    report = verified(changed(data, ("briefs", 0, "responses", 0, "evidence", 0, field), at + 1))
    assert any(failure.item.startswith("brief art-1 responses r1") for failure in report.failures)


def test_an_offset_of_another_occurrence_is_checked_too() -> None:
    data = changed(page(), ("briefs", 0, "actors", 1, "evidence", 0, "also_at"), [3])
    assert [failure.check for failure in verified(data).failures] == [Check.SLICE]


def test_one_changed_character_of_the_source_names_the_item_and_the_source() -> None:
    report = verified(page(), FERRY.replace("14 days", "15 days"))
    checks = {failure.check for failure in report.failures}
    assert checks == {Check.SOURCE, Check.MAP}
    assert any(failure.item.startswith("brief art-1 offers o1") for failure in report.failures)


def test_a_changed_character_that_no_item_quotes_names_the_source() -> None:
    report = verified(page(), FERRY.replace("Aberdeen", "Aberdour"))
    assert {failure.item for failure in report.failures} == {"article art-1 (art-1.txt)"}


def test_a_source_that_is_gone_is_one_failure() -> None:
    def gone(ref: SourceRef) -> str:
        raise SourceError(str(ref), "does not exist any more")

    report = verify(page(), gone)
    assert [(failure.check, "art-1.txt" in failure.reason) for failure in report.failures] == [(Check.SOURCE, True)]


def test_an_item_that_its_quote_does_not_support_fails_by_the_rules() -> None:
    report = verified(changed(page(), ("briefs", 0, "offers", 0, "what"), "Suspend the strike for 40 days"))
    ruled = [failure for failure in report.failures if failure.check is Check.RULES]
    assert [(failure.item, failure.claimed) for failure in ruled] == [("brief art-1 offers o1", "40")]


def test_what_the_page_adds_to_an_item_is_found() -> None:
    data = changed(page(), ("stories", 0, "offers", 0, "what"), "Surrender")
    assert [(failure.item, failure.check) for failure in verified(data).failures] == [("story 1 O1", Check.BACKING)]


def test_a_member_that_is_no_supported_item_is_found() -> None:
    data = changed(page(), ("stories", 0, "offers", 0, "members", 0, "item"), "o9")
    assert Check.BACKING in {failure.check for failure in verified(data).failures}


def test_an_item_of_the_page_without_members_is_found() -> None:
    data = changed(page(), ("stories", 0, "offers", 0, "members"), [])
    assert "no item of a brief stands behind it" in {failure.reason for failure in verified(data).failures}


def test_a_line_without_evidence_is_found() -> None:
    data = changed(page(), ("bottom_line", 0, "evidence"), [])
    assert [failure.reason for failure in verified(data).failures] == ["it has no evidence"]


def test_a_line_with_a_number_of_its_own_is_found() -> None:
    data = changed(page(), ("bottom_line", 0, "text"), "The union offers to suspend its strike for 99 days")
    assert [failure.claimed for failure in verified(data).failures] == ["99"]


def test_a_supported_section_holds_no_rejected_verdict() -> None:
    data = changed(page(), ("briefs", 0, "offers", 0, "verdict", "ruling"), "rejected")
    assert [failure.reason for failure in verified(data).failures] == ["its verdict is rejected"]


def test_a_brief_without_its_article_is_found() -> None:
    data = changed(page(), ("articles",), [])
    assert "its article is missing" in {failure.reason for failure in verified(data).failures}


def test_characters_from_nowhere_are_found() -> None:
    source = FERRY[:-20]
    run = MapRun(start=0, end=len(source), source_start=0, source_end=len(source))
    made = article()
    ref = made.ref.model_copy(update={"sha256": digest(source)})
    data = page(made.model_copy(update={"source_map": SourceMap(runs=(run,)), "ref": ref}))
    assert [failure.check for failure in verified(data, source).failures] == [Check.MAP]


def test_rewritten_runs_lead_back_through_entities_escapes_and_folded_space() -> None:
    text, source = FERRY.replace("Okafor said", "Okafor & co  said"), "<br>"
    pieces = [("Ferry union", "Ferry union"), (" ", "\n  "), ("& co", "&amp; co"), ("1. May", r"1\. May")]
    text, source, runs = "", "", []
    for ours, theirs in pieces:
        start, source_start = len(text), len(source)
        text, source = text + ours, source + theirs
        runs.append(MapRun(start=start, end=len(text), source_start=source_start, source_end=len(source)))
    made = article(text)
    ref = made.ref.model_copy(update={"sha256": digest(source)})
    made = made.model_copy(update={"source_map": SourceMap(runs=tuple(runs)), "ref": ref})
    empty = page().model_copy(update={"stories": (), "briefs": (), "bottom_line": (), "articles": (made,)})
    assert verified(empty, source).ok
    assert not verified(empty, source.replace("&amp;", "&lt;!")).ok


def test_only_strict_fails_on_what_is_left_for_a_judge() -> None:
    data = page()
    verdict = Verdict(ruling=Ruling.NEEDS_JUDGE, reasons=(Reason(code=ReasonCode.LOW_OVERLAP, field="what"),))
    rejected = ground(article(), draft(UNION, offer("Suspend the strike for 99 days")), engine="e").unsupported[0]
    open_entry = rejected.model_copy(update={"verdict": verdict})
    data = data.model_copy(update={"briefs": (data.briefs[0].model_copy(update={"unsupported": (open_entry,)}),)})
    relaxed, strict = verified(data), verified(data, strict=True)
    assert (relaxed.ok, relaxed.needs_judge) == (True, 1)
    assert [failure.check for failure in strict.failures] == [Check.JUDGE]
