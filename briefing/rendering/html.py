"""The HTML page, and the page in HTML for where only simple markup arrives: mail and feeds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from briefing.characters import visible
from briefing.errors import DataError
from briefing.rendering.arrange import arrange
from briefing.rendering.layout import Layout, Reference
from briefing.rendering.markdown import Upto, cited, has_marks, render
from briefing.rendering.options import RenderingOptions
from briefing.rendering.references import References, live_address
from briefing.rendering.standings import MARK
from briefing.rendering.templating import chosen_template, faults
from briefing.rendering.words import begun, ended, short_date, shorten
from briefing.schema.briefing import BriefingData

_TAGS = {"h1", "h2", "h3", "p", "ul", "ol", "li", "strong", "em", "code", "hr", "br", "a", "blockquote"}
_MOST_BLOCKS = 4
"""Offers, loose answers and questions of a story that stand open, of each; further ones are folded."""
_OTHER_LINKS = (
    *("reference", "link", "autolink", "automail"),
    *("image_link", "image_reference", "short_image_ref"),
)


def to_html(data: BriefingData, options: RenderingOptions | None = None) -> str:
    """The page of a briefing as one HTML file without scripts or outside resources.

    Each reference opens its passage, with the supporting characters highlighted in their paragraph.

    Raises:
        DataError: a template of one's own can't be read or rendered.
    """
    options = options or RenderingOptions()
    page, refs = arrange(data), References(data)
    try:
        return chosen_template(_environment(), "page.html.j2", options.html_template).render(
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
    except faults(options.html_template) as error:
        raise DataError(f"the HTML template can't be rendered: {error}") from error


def _first_uses() -> Callable[[Reference], bool]:
    """Whether a reference is printed for the first time: that is where its passage leads back to."""
    seen: set[int] = set()

    def first(reference: Reference) -> bool:
        new = reference.number not in seen
        seen.add(reference.number)
        return new

    return first


def to_body(data: BriefingData, page: Layout, options: RenderingOptions) -> Markup:
    """First screen and stories as simple, sanitised HTML. References lead to the live articles."""
    links = {str(each.number): each.link for each in page.references if each.link}
    text = render(data, page, Upto.CONTENTS if options.brief else Upto.STORIES, options)
    return Markup(_convert(text, links))  # noqa: S704 - sanitised by nh3 in _convert


def _convert(page: str, links: dict[str, str]) -> str:
    """Markdown to sanitised HTML; ``[label]`` becomes a link where ``links`` has the label."""
    import nh3
    from markdown import Markdown

    converter = Markdown(extensions=["sane_lists"], output_format="html")
    # `[1] [4]` are two references here, not the link "1" to the second one; and nothing else is a link.
    for pattern in _OTHER_LINKS:
        converter.inlinePatterns.deregister(pattern)
    converter.references.update({label: (target, "") for label, target in links.items()})
    return nh3.clean(
        converter.convert(page),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("briefing.rendering"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.filters |= {"begun": begun, "ended": ended, "shorten": shorten, "live": live_address}
    return environment
