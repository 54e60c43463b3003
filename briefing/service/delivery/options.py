"""What the operator says about deliveries; no tenant can say it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from briefing import UsageError


class SmtpOptions(BaseModel):
    """The server that mails are handed to."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str
    port: int = Field(default=587, ge=1, le=65_535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = Field(description="address that mails come from")
    user: str | None = None
    password: SecretStr | None = None
    domains: tuple[str, ...] = Field(
        default=(), description="domains that tenants may have mails sent to; unset: all, so trust who has a key"
    )

    def takes(self, address: str) -> bool:
        """Whether a mail may go to an address."""
        return not self.domains or address.rpartition("@")[2].lower() in {each.lower() for each in self.domains}


class DeliveryOptions(BaseModel):
    """Ways out of the service, and folders that it may read."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    smtp: SmtpOptions | None = Field(default=None, description="unset: no mail is sent")
    stores: dict[str, str] = Field(
        default_factory=dict, description="by name: a folder, or a URL of fsspec such as s3://bucket/pages"
    )
    inboxes: dict[str, Path] = Field(
        default_factory=dict, description="by tenant: a folder whose files its schedules may take"
    )
    seconds: float = Field(default=15.0, gt=0, le=60, description="seconds that one attempt may take")
    couriers: int = Field(default=2, ge=0, description="deliveries at once; 0: none is made by this process")


def load_delivery(path: Path, password: str | None = None) -> DeliveryOptions:
    """The options in a TOML file. A password of the mail server that is given counts before the file's.

    Raises:
        UsageError: it can't be read.
    """
    import tomllib

    try:
        said = tomllib.loads(path.read_text("utf-8"))
        if password and isinstance(said.get("smtp"), dict):
            said["smtp"]["password"] = password
        return DeliveryOptions.model_validate(said)
    except (OSError, ValueError) as error:
        what = type(error).__name__ if isinstance(error, OSError) else str(error).partition("\n")[0]
        raise UsageError(
            f"{path} can't be read as the options of deliveries ({what})", hint="it has smtp, stores, inboxes"
        ) from None
