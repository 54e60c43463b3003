"""How model names are read."""

from __future__ import annotations

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
