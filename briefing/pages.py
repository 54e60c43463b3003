"""What a page needs beside its stories: its day, the keys of its outlets, the stamp of its run."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import RunStamp, Usage

_KEY_LENGTH = 16


def latest_day(articles: Sequence[Article]) -> date:
    """The latest publication date; the day of the run where no article has one."""
    return max((a.published.day for a in articles if a.published), default=run_time().date())


def outlet_keys(articles: Sequence[Article]) -> dict[str, str]:
    """A short, unique key for each article, by article id: ``ani``, and ``ani-2`` for the outlet's second article.

    Made of the outlet's name, else of the site, else of the file's name.
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for article in articles:
        stem = _slug(article.outlet or _site(article.url) or PurePosixPath(article.ref.source).stem) or "article"
        key, count = stem, 1
        while key in taken:
            count += 1
            key = f"{stem}-{count}"
        taken.add(key)
        keys[article.id] = key
    return keys


def run_stamp(briefs: Sequence[Brief], usage: Usage | None = None) -> RunStamp:
    """How and when this run was made."""
    return RunStamp(
        generated=run_time(),
        version=version("briefing"),
        engines=tuple(sorted({brief.engine for brief in briefs})) or ("none",),
        prompts=tuple(sorted({brief.prompt for brief in briefs if brief.prompt})),
        usage=usage or Usage(),
    )


def run_time() -> datetime:
    """Now, to the second; the time in SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_KEY_LENGTH].strip("-")


def _site(url: str | None) -> str | None:
    host = (urlsplit(url).hostname or "") if url else ""
    return host.removeprefix("www.").partition(".")[0] or None
