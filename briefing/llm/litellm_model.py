"""Every other provider, through litellm."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from briefing.llm._requests import chat_messages, read_completion, response_format
from briefing.llm._session import open_session
from briefing.llm.catalogue import facts
from briefing.llm.protocol import Completion, CompletionRequest
from briefing.llm.sdk_errors import Caller, from_litellm
from briefing.llm.settings import ModelSettings, StructuredOutput
from briefing.llm.tokens import token_counter

if TYPE_CHECKING:
    from aiohttp import ClientSession


def import_litellm() -> Any:
    """The litellm module, imported so that it looks up nothing in the network.

    Both variables are read at import: without them it fetches its price map and its table of beta headers.
    """
    for variable in ("LITELLM_LOCAL_MODEL_COST_MAP", "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"):
        os.environ.setdefault(variable, "True")
    import litellm

    litellm.suppress_debug_info = True  # it prints advice to stdout on every error, where our results go
    return litellm


class LiteLLMModel:
    """One attempt a call, without retries: `briefing.llm.open_model` adds them.

    ``model`` is litellm's name, ``provider/model``. Structured output is strict where litellm says that the model
    can do it, else the schema stands in the prompt.
    """

    provider = "litellm"

    def __init__(self, model: str, settings: ModelSettings, *, name: str | None = None) -> None:
        self._model = model
        self._settings = settings
        self._name = name or model
        self._facts = facts(model)
        self._count: Callable[[str], int] = token_counter(model)
        self._session: ClientSession | None = None
        self._structured: StructuredOutput | None = settings.structured
        self._handler: Any = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def context_window(self) -> int | None:
        return self._settings.context_window or self._facts.max_input_tokens

    def count_tokens(self, text: str) -> int:
        return self._count(text)

    async def complete(self, request: CompletionRequest) -> Completion:
        self.open()
        litellm = import_litellm()
        try:
            response = await litellm.acompletion(**self._parameters(request))
            return read_completion(response, engine=self._name, provider=self.provider, cost=self._facts.cost)
        except Exception as error:
            raise from_litellm(error, Caller.of(self.provider, self._name, self._settings)) from error

    def open(self) -> None:
        litellm = import_litellm()
        settings = self._settings
        if self._session is None:
            self._session = open_session(limit=settings.concurrency, max_bytes=settings.max_reply_bytes)
            self._handler = self._open_handler(litellm, self._session)
        if self._structured is None:
            # A wrong yes would drop the schema without a word.
            able = litellm.supports_response_schema(model=self._model)
            self._structured = StructuredOutput.STRICT if able else StructuredOutput.PROMPT

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = self._handler = None

    def _open_handler(self, litellm: Any, session: ClientSession) -> Any:
        """litellm's HTTP handler over our session, None for providers whose calls go through the openai SDK.

        Those take the session itself. The others ignore it, and would share unbounded clients for the life of the
        process, closed at exit.
        """
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

        try:
            provider = litellm.get_llm_provider(self._model)[1]
        except Exception:  # litellm's own error for an unknown provider: the call itself will tell
            return None
        if provider == "openai" or provider.startswith("azure") or provider in litellm.openai_compatible_providers:
            return None
        return AsyncHTTPHandler(timeout=self._settings.timeout, shared_session=session)

    def _parameters(self, request: CompletionRequest) -> dict[str, Any]:
        structured = self._structured or StructuredOutput.PROMPT
        settings = self._settings
        parameters: dict[str, Any] = {
            "model": self._model,
            "messages": chat_messages(request, structured),
            "max_tokens": self._facts.reply_limit(request.max_tokens),
            "timeout": settings.timeout,  # its default is 6000 s
            "num_retries": 0,  # both: else retries multiply
            "max_retries": 0,
            "drop_params": True,  # a temperature that a model does not take is not worth a failed call
            "shared_session": self._session,
            "client": self._handler,
            "response_format": response_format(request, structured),
            "temperature": request.temperature,
            "api_base": settings.api_base,
            "api_key": settings.api_key.get_secret_value() if settings.api_key else None,
            "extra_headers": {name: value.get_secret_value() for name, value in settings.headers.items()},
        }
        return {name: value for name, value in parameters.items() if value not in (None, {})}
