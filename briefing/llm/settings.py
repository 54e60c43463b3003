"""How to reach a model, and within which bounds."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, field_validator

from briefing.llm.budget import RunBudget
from briefing.schema.base import Model


class StructuredOutput(StrEnum):
    """How a reply is held to its schema."""

    STRICT = "strict"
    """``response_format`` of type ``json_schema`` with ``strict``: the provider decodes under the schema."""
    JSON_OBJECT = "json_object"
    """The provider promises JSON of any shape; the schema stands in the prompt."""
    PROMPT = "prompt"
    """The provider promises nothing; the schema stands in the prompt."""


_Secrets = SecretStr | dict[str, SecretStr] | None


def _header(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value().strip()
    if not (value.isascii() and value.isprintable()):
        raise ValueError("holds characters that no HTTP header can")
    return SecretStr(value)


class ModelSettings(Model):
    """How to reach a model, and within which bounds. Every field has a default that works.

    With ``api_base`` only the ``api_key`` given here is sent, so that a key from the environment never reaches an
    endpoint that it was not meant for. Without ``api_base`` the provider's usual variables are read
    (``OPENAI_API_KEY``, ``ANTHROPIC_API_KEY``...).
    """

    model_config = ConfigDict(hide_input_in_errors=True)  # a key that is not valid is a key all the same

    api_base: str | None = None
    api_key: SecretStr | None = None
    headers: dict[str, SecretStr] = Field(default_factory=dict, description="sent with every request")

    @field_validator("api_base")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value.strip()) if value is not None else None
        if parts is not None and not (parts.scheme in ("http", "https") and parts.hostname):
            raise ValueError("no http(s) URL, such as http://localhost:8000/v1")
        return value.strip() if value is not None else None

    @field_validator("api_key", "headers")
    @classmethod
    def _can_be_sent(cls, value: _Secrets) -> _Secrets:
        """Without the line end that a key read from a file has; what no header can hold is found out at once."""
        if isinstance(value, dict):
            return {name: _header(secret) for name, secret in value.items()}
        return _header(value) if value is not None else None

    timeout: float = Field(default=120.0, gt=0, description="seconds for one attempt, from start to last byte")
    attempts: int = Field(default=6, ge=1, description="attempts for one call")
    max_elapsed: float = Field(default=300.0, gt=0, description="seconds for one call with all its attempts")
    max_wait: float = Field(default=30.0, ge=0, description="longest pause before an attempt, in seconds")

    max_tokens: int = Field(default=8192, gt=0, description="tokens of a reply")
    temperature: float | None = Field(default=0.0, ge=0, description="None leaves it to the provider")
    context_window: int | None = Field(default=None, gt=0, description="tokens of prompt and reply together")
    structured: StructuredOutput | None = Field(default=None, description="None decides by what the model can do")
    max_reply_bytes: int = Field(default=8_000_000, gt=0, description="a larger HTTP body is cut off")

    concurrency: int = Field(default=16, ge=1, description="requests in flight at once; fewer after a 429")
    requests_per_minute: int | None = Field(default=None, gt=0)
    tokens_per_minute: int | None = Field(default=None, gt=0)

    batch: bool = Field(
        default=False,
        description="send requests by the provider's batch API: half the price, within a day; openai/MODEL only",
    )

    budget: RunBudget = Field(default=RunBudget(), description="bounds on the whole run, over all its models")

    cache: Path | None = Field(default=None, description="file of the reply store; None keeps no replies")
    record: Path | None = Field(default=None, description="file to write a recording of the run to; None records none")
