"""The Markdown page, and a timeline as Markdown: no character of a source or a reply is ever read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, select_autoescape

from briefing.characters import visible
from briefing.rendering.arrange import arrange
from briefing.rendering.layout import Layout, Reference, SaidLine
from briefing.rendering.options import RenderingOptions
from briefing.rendering.references import References, live_address
from briefing.rendering.templating import environment, rendered
from briefing.rendering.words import (
    MARK,
    begun,
    counted,
    ended,
    long_date,
    quoted,
    short_date,
    shorten,
    stamp,
    status_words,
)
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import Timeline, TimelineStep

_KEPT_IN_ADDRESS = ":/?&=#%~+,;@!$'-._"
"""Characters of an address that end no link in Markdown; all others are percent-encoded (RFC 3986, section 2.1)."""

# What Python-Markdown (with its tables) and CommonMark read as markup inside a line.
_INLINE = re.compile(r"[\\`*_\[\]|]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_STRIKE = re.compile(r"~(?=~)|(?<=~)~")
# What code hosts and mail clients turn into a link by themselves. An entity renders as the same character.
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)|(\w)(@)(?=[\w-]+\.)")


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
    text = rendered(
        "Markdown",
        _environment(),
        "briefing.md.j2",
        options.markdown_template,
        data=data,
        page=page,
        upto=upto.value,
        passages=[refs.passage(each) for each in page.references] if upto is Upto.END else [],
        cited=cited(page) if upto is Upto.CONTENTS else [],
        mark=MARK,
        marks=has_marks(page),
        since=short_date(data.since, data.date) if data.since else "the last page",
    )
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


def timeline_to_markdown(timeline: Timeline) -> str:
    """A timeline as a list, a line a step, with the first words behind each; then what people said of its entries."""
    lines = [f"# {timeline.id}: {escape(timeline.title)}", ""]
    lines += [f"- {escape(_step(step))}" for step in timeline.steps]
    if timeline.corrections:
        lines += ["", "## What people said", ""]
        lines += [f"- {escape(each.told())}" for each in timeline.corrections]
    return "\n".join(lines) + "\n"


def _step(step: TimelineStep) -> str:
    who = f"{step.party}: " if step.party else ""
    was = f"{status_words(step.before)} before, now " if step.before else ""
    by = f", by {' '.join(step.by)}" if step.by else ""
    by += f", set by an editor, {step.editor}" if step.editor else ""
    by += ", struck by an editor" if step.struck else ""
    words = f" {quoted(shorten(step.evidence[0].quote))}" if step.evidence else ""
    what = ended(f"{who}{shorten(step.text)}")
    return f"{step.day.isoformat()} {step.entry} {was}{status_words(step.status)}{by}. {what}{words}"


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
    found = environment(_finalize, autoescape=select_autoescape(enabled_extensions=("html",)))
    found.filters |= {
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
    return found


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


def escape(text: object) -> str:
    """A text as one line of Markdown that renders as exactly these characters.

    White space is folded to single spaces, so that a source can't begin a block of its own; control characters and
    direction overrides are left out.
    """
    line = " ".join(visible(str(text)).split())
    line = re.sub(r"[&<>]", lambda match: _ENTITIES[match.group()], line)
    line = _INLINE.sub(lambda match: "\\" + match.group(), line)
    line = _STRIKE.sub("&#126;", line)
    return _AUTOLINK.sub(_break_link, line)


def _break_link(match: re.Match[str]) -> str:
    word, mark = (group for group in match.groups() if group is not None)
    return f"{word}&#{ord(mark)};"
