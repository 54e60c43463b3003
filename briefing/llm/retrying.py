"""Retries, in one place: tenacity alone, so that counts never multiply."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from briefing.errors import ModelFault, TransientModelError
from briefing.llm._wrapping import WrappedModel
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel
from briefing.llm.settings import ModelSettings

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

FIRST_WAIT = 0.5
"""Seconds; the bound of the pause doubles with every attempt."""

Sleep = Callable[[float], Awaitable[None]]


class RetryingModel(WrappedModel):
    """Tries again what may pass: exponential pauses with full jitter, or as long as the provider asks.

    Bounds are attempts and elapsed time (without the time in the queue), whichever comes first; a pause that would
    end after the bound is not begun. What is raised is the last attempt's error. ``patient`` is whether a provider
    that is down is waited for: not where another model can take over. ``sleep`` is a parameter for tests.
    """

    def __init__(
        self, inner: LanguageModel, settings: ModelSettings, *, patient: bool = True, sleep: Sleep = asyncio.sleep
    ) -> None:
        super().__init__(inner)
        self._settings = settings
        self._patient = patient
        self._sleep = sleep

    async def complete(self, request: CompletionRequest) -> Completion:
        retrying = policy(self._settings, worth_another=self._worth_another, sleep=self._sleep)
        completion: Completion = await retrying(self._inner.complete, request)
        attempts = retrying.statistics["attempt_number"]
        return completion.model_copy(update={"usage": completion.usage.model_copy(update={"requests": attempts})})

    def _worth_another(self, error: BaseException) -> bool:
        if not isinstance(error, TransientModelError):
            return False
        return self._patient or error.fault is not ModelFault.PROVIDER_DOWN


def is_transient(error: BaseException) -> bool:
    return isinstance(error, TransientModelError)


def policy(
    settings: ModelSettings,
    *,
    worth_another: Callable[[BaseException], bool] = is_transient,
    sleep: Sleep = asyncio.sleep,
) -> AsyncRetrying:
    """The one policy of retries; to be called with a function and its arguments."""
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

    enough, elapsed = stop_after_attempt(settings.attempts), Elapsed(settings.max_elapsed)
    return AsyncRetrying(
        retry=retry_if_exception(worth_another),
        stop=lambda state: enough(state) or elapsed(state),
        wait=partial(_wait, settings.max_wait),
        sleep=sleep,
        reraise=True,
    )


class Elapsed:
    """Stops before a pause that would end after ``bound`` seconds. To be made anew for each call.

    What an attempt waited for its turn is not counted: where a 429 has left one slot to many calls, the last of them
    would else have used up its time before its first attempt.
    """

    def __init__(self, bound: float) -> None:
        self._bound = bound
        self._queued = 0.0

    def __call__(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        self._queued += error.queued if isinstance(error, TransientModelError) else 0.0
        return (state.seconds_since_start or 0.0) - self._queued + state.upcoming_sleep >= self._bound


def _wait(longest: float, state: RetryCallState) -> float:
    from tenacity import wait_random_exponential

    error = state.outcome.exception() if state.outcome else None
    jittered = wait_random_exponential(multiplier=FIRST_WAIT, max=longest)(state)
    asked = error.retry_after if isinstance(error, TransientModelError) else None
    # Callers that were all told the same second must not come back in the same one.
    return jittered if asked is None else asked + min(jittered, 0.1 * asked)
