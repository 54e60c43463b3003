"""What a page needs beside its stories: its day and the stamp of its run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime

from briefing._version import __version__
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import RunStamp, Usage


def latest_day(articles: Sequence[Article]) -> date:
    """The latest publication date; the day of the run where no article has one."""
    return max((a.published.day for a in articles if a.published), default=run_time().date())


def run_stamp(briefs: Sequence[Brief], usage: Usage | None = None) -> RunStamp:
    """How and when this run was made."""
    return RunStamp(
        generated=run_time(),
        version=__version__,
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
