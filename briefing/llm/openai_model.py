"""Any OpenAI-compatible endpoint, called directly: that costs least."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from briefing.llm.catalogue import ModelFacts, facts, token_counter
from briefing.llm.chat_api import chat_messages, own_options, read_completion, response_format, without_secrets
from briefing.llm.prices import capabilities, pricer
from briefing.llm.protocol import Capabilities, Completion, CompletionRequest, StructuredOutput
from briefing.llm.providers import OPENAI, reaches
from briefing.llm.sdk_bounds import http_client, open_session, surroundings
from briefing.llm.sdk_errors import Caller, from_openai
from briefing.llm.settings import ModelSettings, task_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NO_KEY = "none"
"""Sent where an endpoint of one's own needs no key: the SDK insists on one."""


class SdkModel:
    """A model at the end of an SDK: what the transports share. One attempt a call, without retries:
    `briefing.llm.open_model` adds them.

    Args:
        name: as the caller gave it.
        priced: ``provider/model``, by which its facts and prices are known.
    """

    provider: str

    def __init__(self, name: str, priced: str, settings: ModelSettings) -> None:
        self.name = name
        self._priced = priced
        self._settings = settings
        self._facts = facts(priced)
        self._structured = settings.structured
        self._count: Callable[[str], int] = token_counter(priced)

    @property
    def context_window(self) -> int | None:
        return self._settings.context_window or self._facts.max_input_tokens

    @property
    def capabilities(self) -> Capabilities:
        return capabilities(self._priced, self._facts, self._structured)

    def count_tokens(self, text: str) -> int:
        return self._count(text)

    @property
    def _caller(self) -> Caller:
        return Caller.of(self.provider, self.name, self._settings)

    def _read(self, response: Any) -> Completion:
        """The completion in what the SDK gave.

        Raises:
            ValueError: it is no chat completion.
        """
        found = read_completion(response, engine=self.name, provider=self.provider, price=pricer(self._priced))
        return without_secrets(found, self._caller.secrets)


class OpenAIModel(SdkModel):
    """An endpoint that speaks OpenAI's API.

    ``model`` is the endpoint's name for it, such as ``gpt-4o-mini``. Structured output is strict unless the settings
    say otherwise: an endpoint that does not know it answers 400, and the hint of that error names the setting.
    """

    provider = "openai"

    def __init__(self, model: str, settings: ModelSettings, *, name: str | None = None) -> None:
        super().__init__(name or f"openai/{model}", f"openai/{model}", settings)
        self._model = model
        self._structured = settings.structured or StructuredOutput.STRICT
        self._client: AsyncOpenAI | None = None

    async def complete(self, request: CompletionRequest) -> Completion:
        await self.open()
        assert self._client is not None
        call = self._settings.call(task_of(request.stage))
        try:
            from openai.types.chat import ChatCompletion

            # Not chat.completions.create: it walks all parameters, JSON Schema included, against its types, which
            # takes half of the CPU of a call (3.4 ms with it, 1.6 ms without, side by side). It goes as bytes:
            # the SDK's own encoder takes a tenth of the rest.
            body = to_json(chat_parameters(self._model, self._settings, request, self._facts))
            headers = {name: value.get_secret_value() for name, value in call.headers.items()}
            response = await self._client.post(
                "/chat/completions", content=body, cast_to=ChatCompletion, options={"headers": headers}
            )
            return self._read(response)
        except Exception as error:
            raise from_openai(error, self._caller) from error

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def open(self) -> None:
        """Open the client, inside the running loop."""
        if self._client is None:
            await asyncio.to_thread(import_openai)
            await asyncio.to_thread(pricer, self._priced)
            self._client = self._client or open_client(self._settings, self.name)


def import_openai() -> None:
    """Import the SDK and what its first call imports. It takes a second or more: to be called in a thread, beside the
    event loop."""
    import httpx_aiohttp  # noqa: F401 - imported for later
    from openai.resources.chat import completions  # noqa: F401 - imported for later


def open_client(settings: ModelSettings, name: str, *, max_bytes: int | None = None) -> AsyncOpenAI:
    """The SDK's client over our session, to be called inside the running loop.

    Its own retries are off: ours would multiply them. ``max_bytes`` stands in for the settings' bound on a reply.

    Raises:
        PermanentModelError: no key.
    """
    with surroundings(settings.shown()):
        return _client(settings, name, max_bytes or settings.max_reply_bytes)


def _client(settings: ModelSettings, name: str, max_bytes: int) -> AsyncOpenAI:
    from openai import AsyncOpenAI

    key = settings.api_key.get_secret_value() if settings.api_key else None
    home = reaches(OPENAI, settings.api_base)
    session = partial(open_session, limit=settings.concurrency, max_bytes=max_bytes, may_reach=home)
    try:
        return AsyncOpenAI(
            api_key=key or (NO_KEY if settings.api_base else None),
            base_url=settings.api_base,
            default_headers={name: value.get_secret_value() for name, value in settings.headers.items()},
            timeout=settings.timeout,
            max_retries=0,
            http_client=http_client(session, follow_redirects=True),
        )
    except Exception as error:  # no key, or no URL
        raise from_openai(error, Caller.of(OpenAIModel.provider, name, settings)) from error


def chat_parameters(
    model: str, settings: ModelSettings, request: CompletionRequest, known: ModelFacts
) -> dict[str, Any]:
    """The body of a chat completion, within what is known of the model."""
    structured = settings.structured or StructuredOutput.STRICT
    # Servers that copy the API know max_tokens; OpenAI's own reasoning models refuse it.
    limit = "max_tokens" if settings.api_base else "max_completion_tokens"
    parameters: dict[str, Any] = {
        "model": model,
        "messages": chat_messages(request, structured),
        limit: known.reply_limit(request.max_tokens),
    }
    parameters |= own_options(request, reasons=bool(known.supports_reasoning))
    form = response_format(request, structured)
    if form is not None:
        parameters["response_format"] = form
    return parameters | request.extra_body
