"""What the check rejects goes back to the model once, through the whole pipeline."""

from __future__ import annotations

import pytest

import briefing
from briefing import pipeline
from briefing.errors import TransientModelError
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason
from briefing.schema.draft import BriefDraft
from briefing.schema.evidence import ReasonCode
from tests.factories import STORY, draft

STUBBED = briefing.Settings(model="stub", keep_all=True)


def misread() -> BriefDraft:
    """The draft with twelve days in the place of ten."""
    offer = draft().offers[0].model_copy(update={"what": "A truce of twelve days"})
    return draft().model_copy(update={"offers": (offer,)})


class Stub:
    """Drafts wrongly at first; the second request, the repair, is answered with ``second``."""

    name = "stub"
    context_window: int | None = 100_000

    def __init__(self, second: BriefDraft | Exception) -> None:
        self.second = second
        self.requests: list[CompletionRequest] = []

    def count_tokens(self, text: str) -> int:
        return len(text) // 4

    async def complete(self, request: CompletionRequest) -> Completion:
        self.requests.append(request)
        if len(self.requests) > 1 and isinstance(self.second, Exception):
            raise self.second
        answer = misread() if len(self.requests) == 1 else self.second
        assert isinstance(answer, BriefDraft)
        return Completion(text=answer.model_dump_json(), finish_reason=FinishReason.STOP, model="stub")

    async def aclose(self) -> None: ...


async def briefed(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> briefing.Briefing:
    monkeypatch.setattr(pipeline, "open_model", lambda *_, **__: stub)
    return await briefing.agenerate(briefing.Document.of(STORY, "harbour.txt"), STUBBED)


async def test_a_repaired_item_is_supported_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = Stub(draft())
    page = await briefed(stub, monkeypatch)
    (offer,) = page.briefs[0].offers
    assert (offer.what, offer.verdict.repaired) == ("A truce of ten days", True)
    assert page.briefs[0].unsupported == ()
    assert page.metrics.repaired == 1
    assert [request.stage for request in stub.requests] == ["extraction", "repair"]


async def test_the_repair_prompt_says_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = Stub(draft())
    await briefed(stub, monkeypatch)
    asked = stub.requests[1].messages[-1].content
    assert "number differs, in `what`, the item has 'twelve', the article has 'ten'" in asked


async def test_what_still_fails_is_rejected_and_shown_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    page = await briefed(Stub(misread()), monkeypatch)
    assert page.briefs[0].offers == ()
    (rejected,) = page.briefs[0].unsupported
    assert [reason.code for reason in rejected.verdict.reasons] == [ReasonCode.NUMBER_DIFFERS]
    shown = page.to_markdown()
    assert "A truce of twelve days — number differs in what: claimed twelve, source has ten" in shown
    assert "twelve" not in shown.partition("## Not supported")[0]


async def test_a_repair_that_fails_leaves_the_brief_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    page = await briefed(Stub(TransientModelError("the model is away")), monkeypatch)
    assert len(page.briefs[0].unsupported) == 1
    assert page.coverage.failures == ()


async def test_repair_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    stub = Stub(draft())
    monkeypatch.setattr(pipeline, "open_model", lambda *_, **__: stub)
    settings = STUBBED.model_copy(update={"repair": False})
    await briefing.agenerate(briefing.Document.of(STORY, "harbour.txt"), settings)
    assert len(stub.requests) == 1
