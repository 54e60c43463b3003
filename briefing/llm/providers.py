"""Providers: how the names of their models are read, and how each is reached, by its address and the key for that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, field_validator

from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.embedded import PARSED
from briefing.schema.base import Model

MODEL_NAMES: tuple[tuple[str, str], ...] = (
    ("embedded", "the embedded engine: rules, no key, no network; the default"),
    ("parsed/PIPELINE", "the same with a pipeline of spaCy beside its rules (extra nlp): parsed/en_core_web_sm"),
    (
        "openai/MODEL",
        "an OpenAI-compatible endpoint, called directly (OPENAI_API_KEY, or llm.api_base and llm.api_key)",
    ),
    ("MODEL", "the same, where llm.api_base is set"),
    ("PROVIDER/MODEL", "any provider of litellm: anthropic/..., gemini/..., mistral/... (their usual key variables)"),
    ("litellm/PROVIDER/MODEL", "the same, openai too"),
    ("replay:FILE", "recorded replies from a file; a request that it does not hold fails"),
)
"""Form and meaning of each kind of name that `briefing.llm.open_model` takes, for `briefing models`."""


REPLAY = "replay:"
"""A model's name that begins so is the path of a recording."""
OPENAI = "openai"
OPENAI_ORIGIN = "https://api.openai.com"
OWN = ""
"""The provider of a bare name: an OpenAI-compatible endpoint of one's own."""

_PREFIXES: dict[str, tuple[str, ...]] = {
    "aleph_alpha": ("ALEPHALPHA_", "ALEPH_ALPHA_"),
    "apertis": ("STIMA_",),
    "azure": ("AZURE_", "IDENTITY_", "MSI_"),
    "azure_text": ("AZURE_", "IDENTITY_", "MSI_"),
    "bedrock": ("AWS_", "BEDROCK_"),
    "bedrock_mantle": ("AWS_", "BEDROCK_"),
    "cohere": ("COHERE_", "CO_API_"),
    "cohere_chat": ("COHERE_", "CO_API_"),
    "fireworks_ai": ("FIREWORKS_", "FIREWORKSAI_"),
    "friendliai": ("FRIENDLIAI_", "FRIENDLI_"),
    "gemini": ("GEMINI_", "GOOGLE_API_", "PALM_API_"),
    "github": ("GITHUB_API_",),
    "huggingface": ("HUGGINGFACE_", "HF_"),
    "meta_llama": ("LLAMA_",),
    "nano-gpt": ("NANOGPT_",),
    "ollama_chat": ("OLLAMA_",),
    "openrouter": ("OPENROUTER_", "OR_"),
    "perplexity": ("PERPLEXITY_", "PERPLEXITYAI_"),
    "sagemaker": ("AWS_", "SAGEMAKER_"),
    "sagemaker_chat": ("AWS_", "SAGEMAKER_"),
    "sagemaker_nova": ("AWS_", "SAGEMAKER_"),
    "sap": ("AICORE_",),
    "text-completion-openai": ("OPENAI_",),
    "together_ai": ("TOGETHER_", "TOGETHERAI_"),
    "vertex_ai": ("VERTEX_", "VERTEXAI_", "GOOGLE_", "GCLOUD_", "CLOUDSDK_"),
    "vertex_ai_beta": ("VERTEX_", "VERTEXAI_", "GOOGLE_", "GCLOUD_", "CLOUDSDK_"),
    "volcengine": ("VOLCENGINE_", "ARK_"),
    "watsonx": ("WATSONX_", "WX_", "WML_"),
    "watsonx_text": ("WATSONX_", "WX_", "WML_"),
}
"""How the variables of a provider begin where that is not its name, as litellm 1.106 reads them."""

NOT_ELSEWHERE = frozenset(
    {
        *("bedrock", "bedrock_mantle", "sagemaker", "sagemaker_chat", "sagemaker_nova"),
        *("vertex_ai", "vertex_ai_beta", "gdc", "oci", "sap"),
        *("chatgpt", "github_copilot", "gigachat", "watsonx", "watsonx_text"),
        *("bytez", "replicate"),
    }
)
"""Providers that can't be asked at an address of one's own: they would be shown credentials from files of this machine,
or the key would go to the provider's own address all the same."""

SPEAKS_OPENAI = frozenset({OPENAI, "aiohttp_openai", "text-completion-openai"})
"""Providers that may reach OpenAI's own address. litellm sends others there too where no address is given, such as
hosted_vllm, lm_studio and xinference, with their keys."""


def provider_of(model: str) -> str:
    """The provider that a model's name stands for: ``openai`` for ``openai/gpt-5`` and ``litellm/openai/gpt-5``, `OWN`
    for a bare name."""
    provider, slash, _ = model.removeprefix("litellm/").partition("/")
    return provider if slash else OWN


def reached_alike(model: str, first: str) -> bool:
    """Whether a model is reached where the first one of a run is: it is of the same provider, or it names none and the
    first speaks OpenAI's API."""
    provider = provider_of(first)
    return provider_of(model) == provider or (provider_of(model) == OWN and provider == OPENAI)


def asks_nobody(model: str) -> bool:
    """Whether a model answers on this machine: the embedded engine, also with a parser, a recording."""
    return by_rules(model) or model.startswith(REPLAY)


def by_rules(model: str) -> bool:
    """Whether a model is the embedded engine, alone or with a parser: it drafts, and does nothing else."""
    return model == EMBEDDED or model.startswith(PARSED)


def prefixes(provider: str) -> tuple[str, ...]:
    """How the environment variables of a provider begin."""
    own = f"{provider.upper().replace('-', '_')}_"
    return _PREFIXES.get(provider, (own,)) if provider else ()


def variables_of(provider: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that belongs to a provider: its key, its address, and what else it reads."""
    begins = prefixes(provider)
    return {name: value for name, value in environment.items() if begins and name.startswith(begins) and value}


def reaches(provider: str, api_base: str | None) -> Callable[[str], bool]:
    """Whether requests for a provider may go to an origin, such as ``https://host:8000``: with an address of one's own
    there alone, else anywhere but to OpenAI for another's."""
    if api_base is not None:
        from yarl import URL

        home = str(URL(api_base).origin())
        return lambda origin: origin == home
    if provider in SPEAKS_OPENAI:
        return lambda _: True
    return lambda origin: origin != OPENAI_ORIGIN


_SHORTEST = 8
"""Characters of a key."""

_Secrets = SecretStr | dict[str, SecretStr] | None


def sendable(secret: SecretStr) -> SecretStr:
    """A secret as a header holds it: without the line end that a key read from a file has.

    Raises:
        ValueError: it holds what no header can.
    """
    value = secret.get_secret_value().strip()
    if not (value.isascii() and value.isprintable()):
        raise ValueError("holds characters that no HTTP header can")
    return SecretStr(value)


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none; its text may be part of a password
        return False


class Access(Model):
    """One provider's address with its key. They belong together: neither is ever used with another's.

    Without ``api_base`` the address is the provider's own, without ``api_key`` none is sent. Nothing is read from the
    environment: what a provider's SDK would look up there stands in ``variables``, and it is shown nothing else.
    """

    model_config = ConfigDict(hide_input_in_errors=True)  # a key that is not valid is a key all the same

    api_base: str | None = None
    api_key: SecretStr | None = None
    headers: dict[str, SecretStr] = Field(default_factory=dict, description="sent with every request")
    variables: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="what the provider's SDK sees as its environment, such as AZURE_API_VERSION; nothing else is there",
    )

    @field_validator("api_base")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_url(value.strip()):
            raise ValueError("no http(s) URL, such as http://localhost:8000/v1")
        return value.strip() if value is not None else None

    @field_validator("api_key", "headers")
    @classmethod
    def _can_be_sent(cls, value: _Secrets) -> _Secrets:
        """Without the line end that a key read from a file has; what no header can hold is found out at once."""
        if isinstance(value, dict):
            return {name: sendable(secret) for name, secret in value.items()}
        return sendable(value) if value is not None else None

    @field_validator("variables")
    @classmethod
    def _in_capitals(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        """Names as SDKs look them up: a variable that sets one of these arrives in small letters."""
        return {name.upper(): secret for name, secret in value.items()}

    @property
    def is_given(self) -> bool:
        """Whether this says where a provider is or what it gets there; headers alone say neither."""
        return bool(self.api_base or self.api_key or self.variables)

    def shown(self) -> dict[str, str]:
        """`variables`, in the clear."""
        return {name: secret.get_secret_value() for name, secret in self.variables.items()}

    def secrets(self) -> tuple[str, ...]:
        """All that no message may show. What is as short as a word is one, such as a team's name in a header."""
        return long_enough(
            secret for secret in (self.api_key, *self.headers.values(), *self.variables.values()) if secret
        )


def long_enough(secrets: Iterable[SecretStr]) -> tuple[str, ...]:
    """Those that are long enough to be keys, in the clear."""
    return tuple(secret.get_secret_value() for secret in secrets if len(secret) >= _SHORTEST)
