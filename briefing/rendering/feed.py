"""Briefings as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date

from jinja2 import Environment, PackageLoader, StrictUndefined

from briefing.rendering.arrange import arrange
from briefing.rendering.html import to_body
from briefing.rendering.options import RenderingOptions
from briefing.schema.briefing import BriefingData

# What XML 1.0 (section 2.2) allows no document to hold, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    title: str
    updated: str
    summary: str
    written: str
    editor: str
    content: str


def to_feed(briefings: Sequence[BriefingData], options: RenderingOptions | None = None) -> str:
    """An Atom feed with an entry for each day, latest first: the page without what stands behind it.

    Of several briefings of a day the last one made counts.
    """
    latest_first = sorted(briefings, key=lambda data: (data.date, data.run.generated), reverse=True)
    environment = Environment(
        loader=PackageLoader("briefing.rendering"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: _NOT_XML.sub("", value) if isinstance(value, str) else value,
    )
    by_day: dict[date, BriefingData] = {}
    for data in latest_first:
        by_day.setdefault(data.date, data)
    entries = [_entry(data, options or RenderingOptions()) for data in by_day.values()]
    return environment.get_template("feed.atom.j2").render(entries=entries) + "\n"


def _entry(data: BriefingData, options: RenderingOptions) -> _Entry:
    page = arrange(data)
    return _Entry(
        id=f"urn:briefing:{data.date.isoformat()}",
        title=page.title,
        updated=data.run.generated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        summary=" ".join(said.text for said in page.in_short),
        written=page.written,
        editor=page.editor,
        content=str(to_body(data, page, options)),
    )
