"""Every other provider, through litellm."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from briefing.errors import ModelError, ModelFault, PermanentModelError
from briefing.llm.chat_api import chat_messages, own_options, response_format
from briefing.llm.openai_model import NO_KEY, SdkModel, import_openai
from briefing.llm.prices import pricer
from briefing.llm.protocol import Completion, CompletionRequest, StructuredOutput
from briefing.llm.providers import provider_of, reaches
from briefing.llm.refusals import named
from briefing.llm.sdk_bounds import http_client, open_session, surroundings
from briefing.llm.sdk_errors import from_litellm
from briefing.llm.settings import ModelSettings, task_of

if TYPE_CHECKING:
    from aiohttp import ClientSession

_AZURE = ("azure", "azure_text")
_OVER_HTTP = frozenset(
    {
        *("a2a", "aiohttp_openai", "cometapi", "deepseek", "edenai", "fal_ai", "fireworks_ai", "groq", "heroku"),
        *("hosted_vllm", "minimax", "ragflow", "together_ai", "text-completion-codestral", "xai"),
    }
)
"""Providers that speak OpenAI's API, which litellm 1.106 calls without the openai SDK all the same."""
_OLLAMA = ("ollama", "ollama_chat")
_LITELLMS_OWN = (
    *("api_base", "api_key", "api_version", "base_url", "client", "deployment_id", "extra_body", "extra_headers"),
    *("drop_params", "max_retries", "model_list", "num_retries", "shared_session", "timeout"),
)
"""Names that litellm gives a meaning of its own, beside those that it lists."""
_IMPORTING = Lock()

ANTHROPIC = "anthropic"
_RESELLERS = frozenset({"azure_ai", "bedrock", "openrouter", "vertex_ai"})
"""Providers of Anthropic's models whose marks litellm passes on. To others' models of theirs it would make other calls:
for Gemini's, one that creates a cache and is paid by the hour."""


def import_litellm() -> Any:
    """The litellm module, imported so that it looks up nothing in the network nor in a file ``.env``.

    All three variables are read at import: without them it fetches its price map and its table of beta headers, and
    takes variables from a ``.env`` beside or above its own folder. It takes seconds the first time.
    """
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    os.environ.setdefault("LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS", "True")
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
    import litellm

    litellm.suppress_debug_info = True  # it prints advice to stdout on every error, where our results go
    return litellm


class LiteLLMModel(SdkModel):
    """A model of any provider that litellm knows.

    ``model`` is litellm's name, ``provider/model``. Structured output is strict where litellm says that the model
    can do it, else the schema stands in the prompt.
    """

    provider = "litellm"

    def __init__(self, model: str, settings: ModelSettings, *, name: str | None = None) -> None:
        super().__init__(name or model, model, settings)
        self._model = model
        self._opening = asyncio.Lock()
        self._session: ClientSession | None = None
        self._known: frozenset[str] = frozenset()
        """The options that litellm passes on for this model; none where it does not say."""
        self._client: Any = None

    async def complete(self, request: CompletionRequest) -> Completion:
        await self.open()
        try:
            with surroundings(self._settings.shown()):
                response = await import_litellm().acompletion(**self._parameters(request))
            return self._read(response)
        except ModelError:
            raise
        except Exception as error:
            raise from_litellm(error, self._caller) from error

    async def open(self) -> None:
        async with self._opening:
            if self._session is None:
                await asyncio.to_thread(_prepare, self._model)
                await asyncio.to_thread(pricer, self._priced)
                self._open_session(reaches(provider_of(self._model), self._settings.api_base))

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = self._client = None

    def _open_session(self, may_reach: Callable[[str], bool]) -> None:
        litellm, settings = import_litellm(), self._settings
        session = open_session(limit=settings.concurrency, max_bytes=settings.max_reply_bytes, may_reach=may_reach)
        with surroundings(settings.shown()):
            self._client = self._open_client(litellm, session)
            self._known = frozenset(litellm.get_supported_openai_params(self._model) or ())
            if self._structured is None:
                # A wrong yes would drop the schema without a word.
                able = litellm.supports_response_schema(model=self._model)
                self._structured = StructuredOutput.STRICT if able else StructuredOutput.PROMPT
        self._session = session

    def _open_client(self, litellm: Any, session: ClientSession) -> Any:
        """A client over our session, of the kind that litellm speaks to the provider with.

        It would make unbounded ones, and share them among all models of the process with the same key. None where
        there is no key or no such provider: the call itself will tell.
        """
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler
        from openai import AsyncOpenAI

        settings = self._settings
        try:
            _, provider, key, base = litellm.get_llm_provider(
                self._model, api_base=settings.api_base, api_key=self._key()
            )
            if provider in _AZURE:
                return self._azure_client(litellm, session) if settings.api_base else None
            if _through_openai_sdk(litellm, provider):
                return AsyncOpenAI(
                    api_key=key or self._key(),
                    base_url=base,
                    timeout=settings.timeout,
                    max_retries=0,
                    http_client=http_client(session),
                )
        except Exception:  # litellm's own error, or the SDK's
            return None
        return AsyncHTTPHandler(timeout=settings.timeout, shared_session=session)

    def _azure_client(self, litellm: Any, session: ClientSession) -> Any:
        from openai import AsyncAzureOpenAI

        settings = self._settings
        return AsyncAzureOpenAI(
            azure_endpoint=settings.api_base or "",
            api_key=self._key(),
            api_version=settings.shown().get("AZURE_API_VERSION", litellm.AZURE_DEFAULT_API_VERSION),
            timeout=settings.timeout,
            max_retries=0,
            http_client=http_client(session),
        )

    def _key(self) -> str | None:
        settings = self._settings
        if settings.api_key:
            return settings.api_key.get_secret_value()
        return NO_KEY if settings.api_base and not settings.variables else None

    def _parameters(self, request: CompletionRequest) -> dict[str, Any]:
        structured, settings = self._structured or StructuredOutput.PROMPT, self._settings
        headers = {**settings.headers, **settings.call(task_of(request.stage)).headers}
        messages: list[dict[str, Any]] = [*chat_messages(request, structured)]
        parameters: dict[str, Any] = {
            "model": self._model,
            "messages": marked(messages) if settings.cache_marks and takes_marks(self._model) else messages,
            "max_tokens": self._facts.reply_limit(request.max_tokens),
            "timeout": settings.timeout,  # its default is 6000 s
            "num_retries": 0,  # both: else retries multiply
            "max_retries": 0,
            "drop_params": True,  # the usual temperature is not worth a failed call where a model takes none
            "shared_session": self._session,
            "client": self._client,
            "response_format": response_format(request, structured),
            **self._options(request),
            **self._extra(request),
            "api_base": settings.api_base,
            "api_key": self._key(),
            "extra_headers": {name: value.get_secret_value() for name, value in headers.items()},
        }
        if provider_of(self._model) in _OLLAMA:
            # Else it reads what its default has room for, 4,096 tokens, and cuts the rest without a word.
            parameters["num_ctx"] = settings.context_window
        return {name: value for name, value in parameters.items() if value not in (None, {})}

    def _options(self, request: CompletionRequest) -> dict[str, Any]:
        """How the model is to go about a request.

        Raises:
            PermanentModelError: litellm would drop one of the options, which somebody set, without a word.
        """
        told = own_options(request, reasons=False)  # litellm leaves out the usual temperature where it must
        known = self._known or told
        for option, value in told.items():
            if option not in known and (option, value) != ("temperature", 0.0):
                raise PermanentModelError(
                    f"{self.name}: litellm knows no {option} of this model",
                    fault=ModelFault.UNSUPPORTED,
                    provider=self.provider,
                    model=self.name,
                    hint=named(option),
                )
        return told

    def _extra(self, request: CompletionRequest) -> dict[str, Any]:
        """What the settings add to the body, as litellm takes it: by itself, but for Anthropic's API, whose handler
        knows no ``extra_body`` and sends along what else it is called with.

        Raises:
            PermanentModelError: a name means something else to litellm.
        """
        if provider_of(self._model) != ANTHROPIC:
            return {"extra_body": request.extra_body}
        from litellm.types.utils import all_litellm_params

        taken = sorted(request.extra_body.keys() & {*all_litellm_params, *_LITELLMS_OWN})
        if taken:
            raise PermanentModelError(
                f"{self.name}: {taken[0]} can't be added to its requests: litellm takes it for something else",
                fault=ModelFault.UNSUPPORTED,
                provider=self.provider,
                model=self.name,
                hint=f"take {taken[0]} out of llm.extra_body",
            )
        return request.extra_body


def _through_openai_sdk(litellm: Any, provider: str) -> bool:
    """Whether litellm calls a provider through the openai SDK."""
    from litellm.llms.openai_like.json_loader import JSONProviderRegistry

    if provider in _OVER_HTTP:
        return False
    return (
        provider in ("openai", "custom_openai")
        or provider.startswith("text-completion-")
        or provider in litellm.openai_compatible_providers
        or JSONProviderRegistry.exists(provider)
    )


@cache
def _prepare(model: str) -> None:
    """Import what a call of a model needs. It takes seconds: to be called in a thread, beside the event loop.

    litellm imports much of itself with the first call: one is made that it answers itself.
    """
    with _IMPORTING, surroundings({}), suppress(Exception):  # the call that counts tells what is wrong
        import_openai()
        import_litellm().completion(
            model=model, messages=[{"role": "user", "content": "?"}], mock_response="!", api_key=NO_KEY
        )


def takes_marks(model: str) -> bool:
    """Whether a model, by litellm's name, caches what is marked."""
    provider, _, rest = model.partition("/")
    return provider == ANTHROPIC or (provider in _RESELLERS and "claude" in rest)


def marked(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The messages with a mark at the end of what never changes: the first one, where that is the system's."""
    first, *rest = (dict(message) for message in messages)
    if first["role"] == "system":
        text = {"type": "text", "text": first["content"], "cache_control": {"type": "ephemeral"}}
        first["content"] = [text]
    return [first, *rest]
