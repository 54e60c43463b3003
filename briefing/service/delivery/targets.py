"""Where a page can be delivered to: what a tenant says of it, what the operator allows, and how an attempt fails."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError

from briefing import UsageError
from briefing.service.forms import PageForm
from briefing.service.requests import Url


class UndeliveredError(Exception):
    """An attempt failed.

    Args:
        final: no further attempt can succeed.
        after: seconds that the receiver asks to be left alone.
    """

    def __init__(self, reason: str, *, final: bool = False, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.final, self.after = reason, final, after


class _Target(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


Secret = Annotated[
    str,
    StringConstraints(pattern=r"^whsec_([A-Za-z0-9+/]{4}){8,21}$"),
    Field(
        repr=False,
        description="whsec_ and 24 to 63 bytes as base64, which sign; never shown again",
        json_schema_extra={"writeOnly": True},
    ),
]


class WebhookTarget(_Target):
    """A POST to an address, signed by the scheme of Standard Webhooks."""

    kind: Literal["webhook"]
    url: Url = Field(description="asked on public addresses alone; redirects are not followed")
    secret: Secret

    @property
    def shown(self) -> str:
        """The address without what may be a secret in it."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme.lower()}://{rest.partition('/')[0].partition('?')[0].rpartition('@')[2][:200]}"


class MailTarget(_Target):
    """A mail to one address, through the server that the operator names."""

    kind: Literal["mail"]
    to: Annotated[
        str,
        StringConstraints(
            max_length=254, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$"
        ),
    ]

    @property
    def shown(self) -> str:
        return self.to


class StoreTarget(_Target):
    """A folder or an object store that the operator named; the tenant has a folder of its own there."""

    kind: Literal["store"]
    store: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")] = Field(
        description="name of the store in the operator's configuration"
    )
    forms: tuple[Literal["html", "json", "markdown", "mail", "annotations"], ...] = Field(
        default=("html", "json"), min_length=1, max_length=5
    )

    @property
    def shown(self) -> str:
        return self.store

    def files(self) -> dict[str, PageForm]:
        """The forms of the page by the ending of their file."""
        return {_ENDINGS[form]: PageForm[form.upper()] for form in self.forms}


_ENDINGS = {"html": "html", "json": "json", "markdown": "md", "mail": "eml", "annotations": "jsonld"}

Target = Annotated[WebhookTarget | MailTarget | StoreTarget, Field(discriminator="kind")]


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


_MOST_FAULTS = 10


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
        what = _faults(error)
        raise UsageError(
            f"{path} can't be read as the options of deliveries ({what})", hint="it has smtp, stores, inboxes"
        ) from None


def _faults(error: OSError | ValueError) -> str:
    """What is wrong with a file of options, by place: never the values, among which are passwords."""
    if isinstance(error, OSError):
        return type(error).__name__
    if not isinstance(error, ValidationError):
        return str(error).partition("\n")[0]
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return ", ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found[:_MOST_FAULTS])
