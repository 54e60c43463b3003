"""Where a page can be delivered to, as a tenant says it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from briefing.service.forms import PageForm
from briefing.service.requests import Url


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
