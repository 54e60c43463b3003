"""The HTML page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jinja2 import Environment

from briefing.characters import visible
from briefing.rendering.arrange import arrange
from briefing.rendering.layout import Reference
from briefing.rendering.markdown import cited, has_marks
from briefing.rendering.options import RenderingOptions
from briefing.rendering.references import References, live_address
from briefing.rendering.templating import environment, rendered
from briefing.rendering.words import MARK, begun, ended, short_date, shorten
from briefing.schema.briefing import BriefingData

_MOST_BLOCKS = 4
"""Offers, loose answers and questions of a story that stand open, of each; further ones are folded."""


def to_html(data: BriefingData, options: RenderingOptions | None = None) -> str:
    """The page of a briefing as one HTML file without scripts or outside resources.

    Each reference opens its passage, with the supporting characters highlighted in their paragraph.

    Raises:
        DataError: a template of one's own can't be read or rendered.
    """
    options = options or RenderingOptions()
    page, refs = arrange(data), References(data)
    return rendered(
        "HTML",
        _environment(),
        "page.html.j2",
        options.html_template,
        data=data,
        page=page,
        brief=options.brief,
        passages=[refs.passage(each) for each in (cited(page) if options.brief else page.references)],
        languages={article.id: article.language for article in data.articles},
        first=_first_uses(),
        most=_MOST_BLOCKS,
        mark=MARK,
        marks=has_marks(page),
        since=short_date(data.since, data.date) if data.since else "the last page",
    )


def _first_uses() -> Callable[[Reference], bool]:
    """Whether a reference is printed for the first time: that is where its passage leads back to."""
    seen: set[int] = set()

    def first(reference: Reference) -> bool:
        new = reference.number not in seen
        seen.add(reference.number)
        return new

    return first


@cache
def _environment() -> Environment:
    found = environment(lambda value: visible(value) if type(value) is str else value, autoescape=True)
    found.filters |= {"begun": begun, "ended": ended, "shorten": shorten, "live": live_address}
    return found
