"""A finished briefing against its sources: one changed character is found, and the item named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from briefing.errors import SourceError
from briefing.grounding import ground, total
from briefing.schema.article import Article
from briefing.schema.base import MapRun, SourceMap
from briefing.schema.briefing import (
    BriefingData,
    RunStamp,
)
from briefing.schema.document import SourceRef, digest
from briefing.schema.evidence import Reason, ReasonCode, Ruling, Verdict
from briefing.stories import article_keys, bottom_line, tell
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
    briefs = (ground(of, DRAFT, engine="test-model"),)
    stories = tell((of,), briefs)
    return BriefingData(
        date=date(2022, 1, 13),
        bottom_line=bottom_line(stories),
        stories=stories,
        outlets=article_keys((of,)),
        briefs=briefs,
        articles=(of,),
        metrics=total(brief.metrics for brief in briefs),
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
    expected = {"briefs": "brief art-1 offers o1", "stories": "story S1", "bottom_line": "bottom_line 1"}[path[0]]
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
    assert Check.SLICE in {failure.check for failure in verified(data).failures}


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
    found = [(failure.item, failure.check) for failure in verified(data).failures]
    assert found == [("story S1 O1", Check.BACKING), ("story S1 O1", Check.PAGE)]


TAMPERED: list[tuple[tuple[Any, ...], object]] = [
    (("stories", 0, "offers", 0, "status"), "accepted"),
    (("stories", 0, "offers", 0, "status_reason"), "the minister bribed officials"),
    (("stories", 0, "offers", 0, "conditions"), ["if the moon is full"]),
    (("stories", 0, "offers", 0, "offerer"), "A2"),
    (("stories", 0, "offers", 0, "origins"), ["Reuters"]),
    (("stories", 0, "responses", 0, "stance"), "accepted"),
    (("stories", 0, "responses", 0, "to"), "a demand of nobody"),
    (("stories", 0, "actors", 0, "name"), "Somebody Else"),
    (("stories", 0, "actors", 0, "roles"), ["set fire to the ferry"]),
    (("stories", 0, "title"), "War at sea"),
    (("stories", 0, "open_questions", 0, "why"), "Because nobody asked."),
    (("stories", 0, "responses"), []),
    (("stories",), []),
    (("bottom_line",), []),
    (("bottom_line", 0, "text"), "The company burned the ferry."),
    (("metrics", "rejected"), 7),
    (("outlets",), {"art-1": "reuters"}),
    (("coverage", "cut"), ["art-1"]),
]


@pytest.mark.parametrize(("path", "value"), TAMPERED, ids=[".".join(map(str, path)) for path, _ in TAMPERED])
def test_whatever_was_changed_on_the_page_is_found(path: tuple[Any, ...], value: object) -> None:
    data = page()
    assert verified(data).ok
    assert Check.PAGE in {failure.check for failure in verified(changed(data, path, value)).failures}


def test_a_member_that_is_no_supported_item_is_found() -> None:
    data = changed(page(), ("stories", 0, "offers", 0, "members", 0, "item"), "o9")
    assert Check.BACKING in {failure.check for failure in verified(data).failures}


def test_an_item_of_the_page_without_members_is_found() -> None:
    data = changed(page(), ("stories", 0, "offers", 0, "members"), [])
    assert "no item of a brief stands behind it" in {failure.reason for failure in verified(data).failures}


def test_a_line_without_evidence_is_found() -> None:
    data = changed(page(), ("bottom_line", 0, "evidence"), [])
    assert "it has no evidence" in [failure.reason for failure in verified(data).failures]


def test_a_line_with_a_number_of_its_own_is_found() -> None:
    data = changed(page(), ("bottom_line", 0, "text"), "The union offers to suspend its strike for 99 days")
    assert "99" in [failure.claimed for failure in verified(data).failures]


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
    empty = page().model_copy(
        update={
            "stories": (),
            "briefs": (),
            "bottom_line": (),
            "articles": (made,),
            "outlets": article_keys((made,)),
            "metrics": total(()),
        }
    )
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
