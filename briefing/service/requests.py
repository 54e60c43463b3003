"""What callers send, as they send it, and as a job keeps it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from briefing import Carried, Document, MediaType, Settings

Url = Annotated[str, StringConstraints(min_length=8, max_length=2_000, pattern=r"^[hH][tT][tT][pP][sS]?://[^\s]+$")]
Name = Annotated[str, StringConstraints(max_length=500)]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ArticleIn(_Sent):
    """An article: its text, or its page as HTML, and what is known about it."""

    text: str = Field(min_length=1, max_length=5_000_000, description="the article, as plain text or as `kind` says")
    kind: Literal["text", "markdown", "html"] = "text"
    title: Name | None = None
    url: Url | None = Field(default=None, description="where it was published; it is shown and never fetched")
    outlet: Name | None = None
    published: dt.datetime | None = None
    authors: tuple[Name, ...] = Field(default=(), max_length=50)

    def document(self, number: int) -> Document:
        """The article as the library takes it. It is called by its number: no name of a caller's is ever a path."""
        carried = Carried(
            title=self.title, url=self.url, outlet=self.outlet, published=self.published, authors=self.authors
        )
        kinds = {"text": MediaType.TEXT, "markdown": MediaType.MARKDOWN, "html": MediaType.HTML}
        return Document.of(self.text, f"article-{number}", kinds[self.kind], carried=carried, keep_content=True)


class PageWishes(_Sent):
    """What a caller may say about the page."""

    date: dt.date | None = Field(default=None, description="day of the page; unset: the latest publication date")
    max_age: int | None = Field(default=None, ge=0, le=3_650, description="days before it that an article may be of")
    editor: Annotated[str, StringConstraints(max_length=200)] | None = None
    replace: bool = Field(default=False, description="rewrite the day where the ledger holds it with other content")


class BriefingIn(PageWishes):
    """What a page is to be made of: articles, addresses of articles or feeds, or both."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "articles": [
                        {
                            "text": "Harbour union offers ferry firm a truce\n\nThe harbour union offered Norline a "
                            "truce of ten days.",
                            "outlet": "Harbour Post",
                            "published": "2026-04-06T08:00:00Z",
                        }
                    ],
                    "date": "2026-04-06",
                }
            ]
        }
    )

    articles: tuple[ArticleIn, ...] = ()
    urls: tuple[Url, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> BriefingIn:
        if not self.articles and not self.urls:
            raise ValueError("neither articles nor urls")
        return self


class JobRequest(_Sent):
    """What a job works on, complete: nothing else is read but the URLs."""

    documents: tuple[Document, ...] = ()
    urls: tuple[str, ...] = ()
    wishes: PageWishes = PageWishes()

    def settings(self, base: Settings, ledger: str | None) -> Settings:
        """The operator's settings with the caller's wishes. Whatever those are, no file of this machine is read."""
        asked = self.wishes
        changes: dict[str, object] = {"ledger": ledger, "replace_day": asked.replace}
        changes |= {"date": asked.date} if asked.date else {}
        changes |= {"max_age": asked.max_age} if asked.max_age is not None else {}
        changes |= {"editor": asked.editor} if asked.editor else {}
        values = dict(base) | changes
        values["sources"] = base.sources.model_copy(update={"allow": "urls"})
        return Settings.model_validate(values)
