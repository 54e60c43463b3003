"""A model for tests of the whole way of an article: it drafts, proof-reads and corrects by script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import briefing
from briefing.checking import check
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason
from briefing.schema.draft import BriefDraft
from tests.endpoint.asked import STOOD_BY, Asked, asked_for, claims_in, objecting_to_strangers, own_claims
from tests.factories import STORY, article, draft

Said = str | Completion | Exception
Reply = Said | Callable[[CompletionRequest], Said]


class Staff:
    """Answers each kind of question with the replies given for it, in turn, the last one for ever.

    Unless told otherwise it drafts what the factories do, objects to planted mistakes alone, and stands by its draft.
    """

    context_window: int | None = 100_000

    def __init__(
        self,
        drafted: BriefDraft | None = None,
        *,
        drafting: list[Reply] | None = None,
        proof: list[Reply] | None = None,
        correction: list[Reply] | None = None,
        name: str = "stub",
    ) -> None:
        self.name = name
        self.drafted = drafted or draft()
        self._replies: dict[Asked, list[Reply]] = {
            Asked.DRAFT: list(drafting or [self.drafted.model_dump_json()]),
            Asked.PROOF: list(proof or [self.objecting()]),
            Asked.CORRECTION: list(correction or [STOOD_BY]),
        }
        self.asked: defaultdict[Asked, list[CompletionRequest]] = defaultdict(list)
        self.requests: list[CompletionRequest] = []

    def objecting(self, *objections: tuple[str, dict[str, Any]]) -> Reply:
        """A proof-reader who objects to planted mistakes, and to the claims that hold these words."""
        own = own_claims(check(article(), self.drafted, engine=self.name))

        def reply(request: CompletionRequest) -> str:
            shown = request.messages[-1].content
            claims = claims_in(shown)
            more = [
                {**objection, "claim": number}
                for words, objection in objections
                for number, claim in claims.items()
                if words in claim and claim in own
            ]
            return objecting_to_strangers(shown, own, *more)

        return reply

    def count_tokens(self, text: str) -> int:
        return len(text) // 4

    async def complete(self, request: CompletionRequest) -> Completion:
        assert request.reply_schema is not None
        kind = asked_for(request.reply_schema.definition["properties"], [m.content for m in request.messages])
        self.asked[kind].append(request)
        self.requests.append(request)
        replies = self._replies[kind]
        reply = replies[min(len(self.asked[kind]), len(replies)) - 1]
        said = reply(request) if callable(reply) else reply
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Completion):
            return said
        return Completion(text=said, finish_reason=FinishReason.STOP, model="stub", engine=self.name)

    async def aclose(self) -> None: ...


async def briefed(author: Staff, reader: Staff | None = None, text: str = STORY, **settings: Any) -> briefing.Briefing:
    """The page of one article, by the author, with another proof-reader where one is given; no retry is waited for."""
    told = briefing.Settings.model_validate({"keep_all": True, "llm": {"max_wait": 0}, **settings})
    return await briefing.agenerate(briefing.Document.of(text, "harbour.txt"), told, model=author, proof=reader)
