"""The library, as another service would call it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

import briefing
from briefing import computing
from briefing.errors import DataError, PermanentModelError, UsageError
from briefing.llm.envelope import unwrap
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason
from briefing.schema.briefing import BriefingData
from tests.factories import STORY, draft

SEEDS = Path(__file__).parent.parent / "seeds"
OTHER = (
    "Glaziers reject pay plan\n\nThe glaziers' guild rejected a pay plan that the city council had proposed on "
    "Tuesday. The council offered a rise of 3 percent over two years.\n\nThe guild said it would not sign."
)


class StubModel:
    """Answers the article of the factories with its draft, and refuses any other."""

    name = "stub"
    context_window: int | None = 100_000

    def __init__(self) -> None:
        self.requests = 0
        self.closed = False

    def count_tokens(self, text: str) -> int:
        return len(text) // 4

    async def complete(self, request: CompletionRequest) -> Completion:
        self.requests += 1
        text = unwrap(request.messages[1].content) or ""
        if not text.startswith("Harbour"):
            raise PermanentModelError("stub: refused", model="stub")
        await asyncio.sleep(0)
        return Completion(text=draft().model_dump_json(), finish_reason=FinishReason.STOP, model="stub")

    async def aclose(self) -> None:
        self.closed = True


@pytest.fixture
def stub() -> Iterator[StubModel]:
    model = StubModel()
    yield model
    assert not model.closed  # it is the caller's


def document(text: str, name: str) -> briefing.Document:
    return briefing.Document.of(text, name)


STUBBED = briefing.Settings(proof="off")


async def test_a_briefing_of_documents(stub: StubModel) -> None:
    page = await briefing.agenerate([document(STORY, "harbour.txt")], STUBBED, model=stub)
    assert stub.requests == 1
    assert page.run.engines == ("stub",)
    assert "A truce of ten days" in page.to_markdown()
    assert "A truce of ten days" in page.to_html()
    assert briefing.Briefing.from_json(page.to_json()) == page
    for coding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert briefing.Briefing.from_json(page.to_json().encode(coding)) == page


async def test_one_failure_does_not_cost_the_others(stub: StubModel) -> None:
    inputs = [document(OTHER, "glaziers.txt"), document(STORY, "harbour.txt"), Path("absent.txt")]
    page = await briefing.agenerate(inputs, STUBBED, model=stub)
    assert [article.ref.source for article in page.articles] == ["harbour.txt"]
    assert {(f.source, f.stage) for f in page.coverage.failures} == {
        ("glaziers.txt", "extraction"),
        ("absent.txt", "sources"),
    }
    assert "stub: refused" in page.to_markdown()


async def test_the_same_text_twice_is_briefed_once_and_listed(stub: StubModel) -> None:
    page = await briefing.agenerate([document(STORY, "b.txt"), document(STORY, "a.txt")], STUBBED, model=stub)
    assert stub.requests == 1
    assert [article.ref.source for article in page.articles] == ["a.txt"]
    assert [copy.reason for copy in page.coverage.duplicates] == [
        "b.txt has the text of a.txt and was not briefed again"
    ]


async def test_the_order_of_inputs_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1642057200")
    files = sorted(SEEDS.iterdir())
    pages = [await briefing.agenerate(inputs) for inputs in (files, files[::-1], SEEDS)]
    assert pages[0].to_json() == pages[1].to_json()
    assert pages[0].stories == pages[2].stories


async def test_results_stream_as_they_finish(stub: StubModel) -> None:
    inputs = [document(STORY, "harbour.txt"), document(OTHER, "glaziers.txt")]
    results = {result.source: result async for result in briefing.stream(inputs, STUBBED, model=stub)}
    assert results["harbour.txt"].brief is not None
    assert results["glaziers.txt"].failure is not None


async def test_results_stream_in_the_order_of_the_inputs(stub: StubModel) -> None:
    inputs = [document(OTHER + "." * n, f"{n}.txt") for n in range(5)]
    found = [result.source async for result in briefing.stream(inputs, STUBBED, model=stub, ordered=True)]
    assert found == ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"]


def test_a_synchronous_caller(stub: StubModel) -> None:
    assert briefing.generate(document(STORY, "harbour.txt"), STUBBED, model=stub).stories


async def test_a_synchronous_call_inside_a_running_loop(stub: StubModel) -> None:
    assert briefing.generate([document(STORY, "harbour.txt")], STUBBED, model=stub).stories


async def test_a_page_can_be_verified_without_files(stub: StubModel) -> None:
    kept = briefing.Document.of(STORY, "harbour.txt", keep_content=True)
    page = await briefing.agenerate([kept], STUBBED, model=stub)
    assert briefing.verify(page).ok
    assert briefing.verify(page.to_json()).ok


async def test_a_fault_of_ours_in_one_article_is_listed_and_logged(
    stub: StubModel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(computing, "check", broken)
    with caplog.at_level(logging.INFO, logger="briefing"):
        page = await briefing.agenerate([document(STORY, "harbour.txt")], STUBBED, model=stub)
    assert [(f.stage, f.code, f.reason) for f in page.coverage.failures] == [
        ("briefing", "fault", "harbour.txt: a fault")
    ]
    assert "unexpected fault: ZeroDivisionError in broken, test_library.py:" in caplog.text
    assert "a fault" not in caplog.text


async def test_nothing_is_printed(stub: StubModel, capfd: pytest.CaptureFixture[str]) -> None:
    await briefing.agenerate([document(STORY, "harbour.txt")], STUBBED, model=stub)
    assert capfd.readouterr() == ("", "")


def test_an_older_version_gets_a_clear_error() -> None:
    with pytest.raises(DataError, match=r"not a briefing of version 3\.0: version"):
        briefing.Briefing.from_json(json.dumps({"version": "0.1"}))


def test_a_model_that_can_not_be_opened_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="names no provider"):
        briefing.generate([SEEDS], briefing.Settings(model="nonsense"))


@pytest.mark.parametrize("wrong", [None, b"seeds", [123], [""], ""])
def test_what_is_no_input_is_a_usage_error(wrong: object) -> None:
    with pytest.raises(UsageError, match="no input"):
        briefing.generate(wrong)  # type: ignore[arg-type]  # that it is wrong is the point


def test_what_is_no_briefing_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no briefing"):
        briefing.verify({"version": "1.0"})  # type: ignore[arg-type]  # that it is wrong is the point


def test_the_public_face_is_a_short_list() -> None:
    for name in briefing.__all__:
        assert getattr(briefing, name) is not None
    assert set(briefing.__all__) == set(dir(briefing))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = briefing.nonsense  # type: ignore[attr-defined]  # that it is absent is the point


def test_a_briefing_without_articles_is_an_empty_page() -> None:
    page = briefing.generate([])
    assert page.stories == ()
    assert "Nothing that the sources support" in page.to_markdown()
    assert isinstance(page, BriefingData)


def test_settings_that_are_none_are_a_usage_error() -> None:
    with pytest.raises(UsageError, match=r"no briefing\.Settings but a dict"):
        briefing.generate([SEEDS], {"model": "embedded"})  # type: ignore[arg-type]  # what it is about
