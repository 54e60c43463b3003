"""Models for tests that are about what stands around a model."""

from __future__ import annotations

from briefing.errors import ModelError
from briefing.llm import Completion, CompletionRequest, FinishReason
from briefing.schema.briefing import Usage

Act = Completion | ModelError


def reply(text: str = '{"ok": "yes"}', finish: FinishReason = FinishReason.STOP) -> Completion:
    usage = Usage(requests=1, input_tokens=10, output_tokens=5, cost=0.01)
    return Completion(text=text, finish_reason=finish, model="m-1", engine="m", usage=usage)


class ScriptedModel:
    """Does what its list says, the last entry for ever; counts."""

    provider = "script"

    def __init__(self, *acts: Act, name: str = "m", window: int | None = 1000, per_word: int = 1) -> None:
        self._acts = acts or (reply(),)
        self._name = name
        self._window = window
        self._per_word = per_word
        self.calls = 0
        self.closed = False

    @property
    def name(self) -> str:
        return self._name

    @property
    def context_window(self) -> int | None:
        return self._window

    def count_tokens(self, text: str) -> int:
        return len(text.split()) * self._per_word

    async def open(self) -> None:
        """Nothing to open."""

    async def complete(self, request: CompletionRequest) -> Completion:
        act = self._acts[min(self.calls, len(self._acts) - 1)]
        self.calls += 1
        if isinstance(act, ModelError):
            raise act
        return act

    async def aclose(self) -> None:
        self.closed = True
