"""Providers by name, and what belongs to each: its part of the environment, its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.parsed import PARSED

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
