"""What a caller may set about reading inputs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field

from briefing.schema.base import Model
from briefing.sources.fields import Field as RowField


class Allowed(StrEnum):
    """What may be an input."""

    FILES = "files"
    """Files, folders, globs and standard input, URLs, and documents."""
    URLS = "urls"
    """URLs and documents: nothing on this machine is read."""
    DOCUMENTS = "documents"
    """Documents that the program made itself, alone."""


class SourceOptions(Model):
    """Bounds and manners of reading. The defaults suit a service that is given URLs by strangers."""

    allow: Allowed = Field(
        default=Allowed.FILES,
        description="what an input may be: documents that the program made; urls as well; files of this machine as "
        "well. A service that passes on what its users name allows documents or urls",
    )
    max_bytes: int = Field(
        default=20_000_000,
        gt=0,
        description="bytes of one input, after decompression; a larger one is an error, never cut",
    )
    max_characters: int = Field(
        default=1_000_000,
        gt=0,
        description="characters of one document (five times as many for HTML, which is mostly markup); a larger one "
        "is no article but an archive, and cleaning it would take minutes",
    )
    max_records: int = Field(default=10_000, gt=0, description="rows of a JSONL file, entries of a feed")
    fields: dict[RowField, str] = Field(
        default_factory=dict,
        description="where rows of JSON, CSV and Parquet keep their text, html, title, url, published, outlet or "
        "authors, where that is under no name that is known: a key, or a path such as story.body",
    )
    follow_feeds: bool = Field(
        default=False,
        description="for each entry of a feed fetch the page that it links to, instead of the entry's own text, which "
        "is often a teaser; where that fails, the entry's text stands and the failure is listed",
    )
    timeout: float = Field(default=30.0, gt=0, description="seconds for one URL, redirects included")
    max_redirects: int = Field(default=5, ge=0)
    allow_private: bool = Field(
        default=False,
        description="also fetch from addresses that are not public: loopback, private, link-local, reserved",
    )
    obey_robots: bool = Field(default=True, description="ask robots.txt before fetching a URL")
    user_agent: str | None = Field(default=None, min_length=1, description="None is this package's name and version")
    cache_dir: Path | None = Field(
        default=None,
        description="folder for replies that carry an ETag or Last-Modified, so that an unchanged page is not "
        "sent again; None asks anew each time",
    )
