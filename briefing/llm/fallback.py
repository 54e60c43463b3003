"""A chain of models: where one fails, the next takes over."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from briefing.errors import ModelError, ModelFault
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, LanguageModel

logger = logging.getLogger("briefing.llm")


class FallbackModel:
    """Asks each model in turn until one answers. `Completion.engine` says which did.

    A model that fails, refuses or is stopped by a filter passes the request on. A replay that holds no such request
    does not: another model's reply would hide that the recording is stale. What is raised when all fail is the
    first model's error, with the others' as notes.
    """

    def __init__(self, models: Sequence[LanguageModel]) -> None:
        if not models:
            raise ValueError("a chain needs a model")
        self._models = tuple(models)
        self._told: set[tuple[str, ModelFault | None]] = set()

    @property
    def name(self) -> str:
        return self._models[0].name

    @property
    def context_window(self) -> int | None:
        """The smallest of the chain, so that whoever takes over can read what was cut for the first."""
        windows = [model.context_window for model in self._models]
        known = [window for window in windows if window is not None]
        return min(known) if len(known) == len(windows) else None

    def count_tokens(self, text: str) -> int:
        return max(model.count_tokens(text) for model in self._models)

    async def complete(self, request: CompletionRequest) -> Completion:
        errors: list[ModelError] = []
        stopped: Completion | None = None
        for model in self._models:
            try:
                completion = await model.complete(request)
            except ModelError as error:
                if error.fault is ModelFault.NOT_RECORDED:
                    raise
                errors.append(error)
                self._tell(model.name, error, request.stage)
                continue
            if completion.finish_reason not in (FinishReason.REFUSED, FinishReason.FILTERED):
                return completion
            stopped = stopped or completion
        if stopped is not None:
            return stopped
        for later in errors[1:]:
            errors[0].add_note(f"then {later}")
        raise errors[0]

    def _tell(self, name: str, error: ModelError, stage: str) -> None:
        """Warn of each kind of fault once: a model that is down would say it for every article."""
        level = logging.INFO if (name, error.fault) in self._told else logging.WARNING
        self._told.add((name, error.fault))
        logger.log(level, "%s; the next model is asked", error.message, extra={"model": name, "stage": stage})

    async def aclose(self) -> None:
        for model in self._models:
            await model.aclose()
