"""Models around other models: what all share that stand around one, and a chain where the next takes over."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import copy
from functools import reduce
from typing import Protocol, Self, runtime_checkable

from briefing.errors import ModelError, ModelFault, PermanentModelError
from briefing.llm.observing import current_article
from briefing.llm.protocol import (
    Capabilities,
    Completion,
    CompletionRequest,
    FinishReason,
    LanguageModel,
    capabilities_of,
)

logger = logging.getLogger("briefing.llm")


_STOPPED = {FinishReason.REFUSED: ModelFault.REFUSED, FinishReason.FILTERED: ModelFault.FILTERED}
_FINAL = frozenset({ModelFault.NOT_RECORDED, ModelFault.STORE})
"""Faults that no other model may cover up."""


@runtime_checkable
class Chain(Protocol):
    """A model that others stand behind."""

    def pass_on(self, error: ModelError, stage: str) -> LanguageModel | None:
        """What is left of the chain behind the model that ``error`` names; None where nothing is.

        For replies that came and are of no use, as only their reader can tell.
        """
        ...

    def written_by(self, engines: Sequence[str]) -> LanguageModel | None:
        """The part of the chain that these models are; None where it has none of them."""
        ...


def pass_on(model: LanguageModel, error: ModelError, stage: str) -> LanguageModel | None:
    """Who takes over from ``model``, or from the one of its chain that ``error`` names; None where nobody does."""
    return model.pass_on(error, stage) if isinstance(model, Chain) else None


def written_by(model: LanguageModel, engines: Sequence[str]) -> LanguageModel | None:
    """``model``, or the part of its chain, that these engines are; None where it is none of them."""
    if isinstance(model, Chain):
        return model.written_by(engines)
    return model if model.name in engines else None


class FallbackModel:
    """Asks each model in turn until one answers. `Completion.engine` says which did.

    A model that fails, refuses or is stopped by a filter passes the request on. A replay that holds no such request
    does not: another model's reply would hide that the recording is stale; nor does a reply store that can't be read,
    which is no model's fault. What is raised when all fail is the
    first model's error, with the others' as notes.
    """

    def __init__(
        self, models: Sequence[LanguageModel], *, told: set[tuple[str, ModelFault | None]] | None = None
    ) -> None:
        if not models:
            raise ValueError("a chain needs a model")
        self._models = tuple(models)
        self._told = set() if told is None else told

    @property
    def name(self) -> str:
        return self._models[0].name

    @property
    def context_window(self) -> int | None:
        """The smallest of the chain, so that whoever takes over can read what was cut for the first."""
        windows = [model.context_window for model in self._models]
        known = [window for window in windows if window is not None]
        return min(known) if len(known) == len(windows) else None

    @property
    def models(self) -> tuple[LanguageModel, ...]:
        """The chain, in order."""
        return self._models

    @property
    def capabilities(self) -> Capabilities:
        """What all of the chain can do."""
        return reduce(Capabilities.shared_with, map(capabilities_of, self._models))

    def count_tokens(self, text: str) -> int:
        return max(model.count_tokens(text) for model in self._models)

    async def complete(self, request: CompletionRequest) -> Completion:
        errors: list[ModelError] = []
        stopped: Completion | None = None
        for model in self._models:
            try:
                completion = await model.complete(request)
            except ModelError as error:
                if error.fault in _FINAL:
                    raise
                errors.append(error)
                self._tell(model.name, error, request.stage)
                continue
            fault = _STOPPED.get(completion.finish_reason)
            if fault is None:
                return completion
            stopped = stopped or completion
            refusal = PermanentModelError("", fault=fault, model=model.name, request_id=completion.request_id)
            self._tell(model.name, refusal, request.stage)
        if stopped is not None:
            return stopped
        for later in errors[1:]:
            errors[0].add_note(f"then {later}")
        raise errors[0]

    def pass_on(self, error: ModelError, stage: str) -> LanguageModel | None:
        names = [model.name for model in self._models]
        at = names.index(error.model) if error.model in names else 0
        rest = self._models[at + 1 :]
        if not rest:
            return None
        self._tell(names[at], error, stage)
        return FallbackModel(rest, told=self._told)

    def written_by(self, engines: Sequence[str]) -> LanguageModel | None:
        kept = [model for model in self._models if model.name in engines]
        return FallbackModel(kept, told=self._told) if kept else None

    def _tell(self, name: str, error: ModelError, stage: str) -> None:
        """Warn of each kind of fault once: a model that is down would say it for every article."""
        level = logging.INFO if (name, error.fault) in self._told else logging.WARNING
        self._told.add((name, error.fault))
        # What people can mend is worth saying; the others' hints name what this chain does anyway.
        hint = f"; {error.hint}" if error.hint and isinstance(error, PermanentModelError) else ""
        fields = {"article": current_article(), "request_id": error.request_id, "model": name, "stage": stage}
        logger.log(level, "%s%s; the next model is asked", error.summary, hint, extra=fields)

    async def aclose(self) -> None:
        for model in self._models:
            await model.aclose()


class WrappedModel:
    """Answers for the model inside, in all that a model or a chain is asked; subclasses add to `complete`."""

    def __init__(self, inner: LanguageModel) -> None:
        self._inner = inner

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def context_window(self) -> int | None:
        return self._inner.context_window

    @property
    def capabilities(self) -> Capabilities:
        return capabilities_of(self._inner)

    def count_tokens(self, text: str) -> int:
        return self._inner.count_tokens(text)

    async def complete(self, request: CompletionRequest) -> Completion:
        return await self._inner.complete(request)

    def pass_on(self, error: ModelError, stage: str) -> LanguageModel | None:
        return self._around(pass_on(self._inner, error, stage))

    def written_by(self, engines: Sequence[str]) -> LanguageModel | None:
        return self._around(written_by(self._inner, engines))

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _around(self, part: LanguageModel | None) -> Self | None:
        """The same around a part of the chain inside."""
        if part is None or part is self._inner:
            return self if part else None
        twin = copy(self)
        twin._inner = part
        return twin
