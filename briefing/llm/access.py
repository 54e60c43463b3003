"""How a provider is reached: an address, and the key that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, SecretStr, field_validator

from briefing.schema.base import Model

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
