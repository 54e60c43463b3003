"""Attempts: each bounded in time, let through by its provider's gate and counted; and tried again in one place.

tenacity alone retries, so that counts never multiply.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from briefing.errors import ModelError, ModelFault, TransientModelError
from briefing.llm.fallback import WrappedModel
from briefing.llm.limits import PauseTooLongError
from briefing.llm.observing import current_article, span
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel, StructuredOutput, capabilities_of
from briefing.llm.run import Gate, ModelRun
from briefing.llm.settings import ModelSettings

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

logger = logging.getLogger("briefing.llm")

FIRST_WAIT = 0.5
"""Seconds; the bound of the pause doubles with every attempt."""

Sleep = Callable[[float], Awaitable[None]]


class Transport(LanguageModel, Protocol):
    """A model at the end of a wire: one attempt a call, no retries."""

    provider: str

    async def open(self) -> None:
        """Import the SDK, in a thread since that takes seconds, and open the client, inside the running loop. Nothing
        is done the second time."""
        ...


class AttemptModel(WrappedModel):
    """Makes each call of a transport an attempt of a run.

    ``timeout`` bounds it from start to last byte: the SDKs' timeouts bound each read, and a body that drips a byte
    a second never reaches them. ``longest_pause`` is how long it waits where the provider has asked others to wait;
    beyond that it fails without being sent, so that whoever is above can decide.
    """

    def __init__(
        self, inner: Transport, gate: Gate, run: ModelRun, timeout: float, *, longest_pause: float = 30.0
    ) -> None:
        super().__init__(inner)
        self._transport = inner
        self._gate = gate
        self._run = run
        self._timeout = timeout
        self._longest_pause = longest_pause

    async def complete(self, request: CompletionRequest) -> Completion:
        await self._transport.open()
        limiter = self._gate.limiter
        shares = self._run.shares
        counted = limiter.counts_tokens or shares.counts_tokens
        tokens = sum(self.count_tokens(m.content) for m in request.messages) if counted else 0
        asked = time.monotonic()
        try:
            async with (
                limiter.slot(tokens, longest_pause=self._longest_pause) as number,
                shares.slot(self._gate.provider, self.name, tokens) as spent,
            ):
                queued = time.monotonic() - asked
                # Checked with the slot in hand: much may have happened while it was waited for.
                self._run.guard.check(self.name)
                self._gate.circuit.check(self.name)
                completion = await self._attempt(request, number, queued)
                spent(completion.usage)
                return completion
        except PauseTooLongError as pause:
            raise self._told_to_wait(pause.seconds) from pause
        except ModelError as error:
            error.provider = error.provider or self._transport.provider
            raise

    async def _attempt(self, request: CompletionRequest, number: int, queued: float) -> Completion:
        started = time.monotonic()
        try:
            completion = await self._traced(request)
        except ModelError as error:
            if isinstance(error, TransientModelError):
                error.queued = queued
            self._failed(request, error, number, time.monotonic() - started)
            raise
        except asyncio.CancelledError:
            self._gate.circuit.abandoned()
            raise
        seconds = time.monotonic() - started
        self._gate.limiter.succeeded(completion.usage.output_tokens)
        self._gate.circuit.succeeded()
        self._run.ledger.succeeded(self.name, request.stage, completion.usage, seconds)
        strict = capabilities_of(self._transport).structured is StructuredOutput.STRICT
        self._run.notices.look(self.name, request, completion, strict=strict)
        logger.debug("reply", extra=self._fields(request, completion.request_id, seconds))
        return completion

    async def _traced(self, request: CompletionRequest) -> Completion:
        """The attempt as a span, with the attribute names of OpenTelemetry's conventions for generative AI."""
        attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": self._transport.provider,
            "gen_ai.request.model": self.name,
            "briefing.run": self._run.id,
            "briefing.stage": request.stage,
            "briefing.article": current_article() or "",
        }
        with span(f"chat {self.name}", attributes) as current:
            completion = await self._in_time(request)
            if current is not None:
                current.set_attributes(
                    {
                        "gen_ai.response.model": completion.model,
                        "gen_ai.response.finish_reasons": (completion.finish_reason.value,),
                        "gen_ai.usage.input_tokens": completion.usage.input_tokens,
                        "gen_ai.usage.output_tokens": completion.usage.output_tokens,
                    }
                )
            return completion

    async def _in_time(self, request: CompletionRequest) -> Completion:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._inner.complete(request)
        except TimeoutError as error:
            raise TransientModelError(
                f"{self.name}: no whole reply within {self._timeout:g} s",
                fault=ModelFault.TIMEOUT,
                provider=self._transport.provider,
                model=self.name,
                hint="raise the timeout if this happens often",
            ) from error

    def _told_to_wait(self, seconds: float) -> TransientModelError:
        error = TransientModelError(
            f"{self.name}: not asked, the provider wants {seconds:.0f} s of pause",
            fault=ModelFault.RATE_LIMIT,
            provider=self._transport.provider,
            model=self.name,
            hint="run again later, or name a fallback model",
        )
        error.retry_after = seconds
        return error

    def _failed(self, request: CompletionRequest, error: ModelError, number: int, seconds: float) -> None:
        if error.fault is ModelFault.RATE_LIMIT:
            wait = error.retry_after if isinstance(error, TransientModelError) else None
            self._gate.limiter.throttled(number, wait or 0.0)
        self._gate.circuit.failed(error)
        self._run.ledger.failed(self.name, request.stage, error, seconds)
        logger.info("attempt failed: %s", error.fault, extra=self._fields(request, error.request_id, seconds))

    def _fields(self, request: CompletionRequest, request_id: str | None, seconds: float) -> dict[str, object]:
        """What a log record says of an attempt: ids and figures, no text of an article and no key."""
        return {
            "run": self._run.id,
            "article": current_article(),
            "request_id": request_id,
            "model": self.name,
            "stage": request.stage,
            "seconds": round(seconds, 3),
        }


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


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, TransientModelError)


def policy(
    settings: ModelSettings,
    *,
    worth_another: Callable[[BaseException], bool] = _is_transient,
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
