"""The Markdown page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from briefing.errors import DataError
from briefing.rendering.arrange import arrange
from briefing.rendering.escaping import escape
from briefing.rendering.layout import Layout, Reference, SaidLine
from briefing.rendering.options import RenderingOptions
from briefing.rendering.references import References, live_address
from briefing.rendering.standings import MARK
from briefing.rendering.templating import chosen_template, faults
from briefing.rendering.words import begun, counted, ended, long_date, short_date, shorten, stamp, status_words
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData

_KEPT_IN_ADDRESS = ":/?&=#%~+,;@!$'-._"
"""Characters of an address that end no link in Markdown; all others are percent-encoded (RFC 3986, section 2.1)."""


class Upto(Enum):
    """How far a page goes: to the contents, to the last story, or to the last of what stands behind them."""

    CONTENTS = "contents"
    STORIES = "stories"
    END = "end"


class _Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def to_markdown(data: BriefingData, options: RenderingOptions | None = None) -> str:
    """The page of a briefing as Markdown, or its first screen alone (``RenderingOptions.brief``).

    Raises:
        DataError: a template of one's own can't be read or rendered.
    """
    options = options or RenderingOptions()
    return render(data, arrange(data), Upto.CONTENTS if options.brief else Upto.END, options)


def render(data: BriefingData, page: Layout, upto: Upto, options: RenderingOptions) -> str:
    """The page as Markdown, up to where a reader wants it.

    Raises:
        DataError: a template of one's own can't be read or rendered.
    """
    refs = References(data)
    try:
        text = chosen_template(_environment(), "briefing.md.j2", options.markdown_template).render(
            data=data,
            page=page,
            upto=upto.value,
            passages=[refs.passage(each) for each in page.references] if upto is Upto.END else [],
            cited=cited(page) if upto is Upto.CONTENTS else [],
            mark=MARK,
            marks=has_marks(page),
            since=short_date(data.since, data.date) if data.since else "the last page",
        )
    except faults(options.markdown_template) as error:
        raise DataError(f"the Markdown template can't be rendered: {error}") from error
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


def cited(page: Layout) -> list[Reference]:
    """The references of the first screen, in order."""
    return sorted({ref for said in page.in_short for ref in said.refs}, key=lambda ref: ref.number)


def has_marks(page: Layout) -> bool:
    """Whether anything on the first screen or in a story is unconfirmed."""
    said = [*page.in_short, *(each for story in page.stories for each in (story.headline, *story.gist))]
    said += [block.what for story in page.stories for block in story.blocks]
    said += [answer.what for story in page.stories for block in story.blocks for answer in block.answers]
    said += [answer.what for story in page.stories for answer in story.loose]
    said += [each for story in page.stories for each in (*story.questions, *story.cautions)]
    return any(each.mark for each in said)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("briefing.rendering"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=select_autoescape(enabled_extensions=("html",)),
        finalize=_finalize,
    )
    environment.filters |= {
        "begun": begun,
        "code": lambda text: _Markdown(str(text).replace("`", "'")),
        "counted": counted,
        "ended": ended,
        "live": _live,
        "longdate": long_date,
        "numbers": _numbers,
        "refs": lambda said: _numbers(said.refs),
        "said": _said,
        "shortdate": short_date,
        "shorten": shorten,
        "stamp": stamp,
        "words": status_words,
    }
    return environment


def _finalize(value: object) -> object:
    """Escape what a template prints, unless it is Markdown already."""
    if value is None:
        return ""
    return value if isinstance(value, _Markdown) else escape(value)


def _said(said: SaidLine) -> _Markdown:
    """A sentence with its mark and its references."""
    numbers = _numbers(said.refs)
    return _Markdown(f"{escape(said.text)}{said.mark}{f' {numbers}' if numbers else ''}")


def _numbers(refs: Iterable[Reference]) -> _Markdown:
    return _Markdown(" ".join(f"[{each.number}]" for each in refs))


def _live(article: Article) -> _Markdown:
    """A link to the live article, where its address is known."""
    address = live_address(article)
    return _Markdown(f" ([live]({quote(address, safe=_KEPT_IN_ADDRESS)}))" if address else "")
