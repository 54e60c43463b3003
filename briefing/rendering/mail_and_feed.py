"""A briefing as a mail that is ready to be sent, and briefings as an Atom feed: both take simple HTML alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache

from jinja2 import Environment
from markupsafe import Markup, escape

from briefing.characters import visible
from briefing.rendering.arrange import arrange
from briefing.rendering.layout import Layout
from briefing.rendering.markdown import Upto, render
from briefing.rendering.options import RenderingOptions
from briefing.rendering.templating import environment
from briefing.rendering.words import stamp
from briefing.schema.briefing import BriefingData
from briefing.schema.document import digest

_FRAME = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="ai-generated" content="{written}"></head>'
    '<body style="margin:0 auto;max-width:42rem;padding:1rem;font:16px/1.5 Georgia,serif">{body}</body></html>\n'
)
_STYLES = {
    "h1": "font:600 22px/1.3 sans-serif;margin:0 0 8px",
    "h2": "font:600 18px/1.3 sans-serif;margin:24px 0 6px;border-top:1px solid #d8dde3;padding-top:12px",
    "h3": "font:600 13px/1.3 sans-serif;margin:12px 0 4px;color:#535c67",
}
"""By tag: mail programs drop style sheets."""

_TAGS = {"h1", "h2", "h3", "p", "ul", "ol", "li", "strong", "em", "code", "hr", "br", "a", "blockquote"}
_OTHER_LINKS = (*("reference", "link", "autolink", "automail"), *("image_link", "image_reference", "short_image_ref"))
# What XML 1.0 (section 2.2) allows no document to hold, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_mail(data: BriefingData, options: RenderingOptions | None = None) -> bytes:
    """The page as an RFC 5322 message: its first screen as plain text, and the stories in HTML as the alternative.

    What stands behind them is left to the page: mail programs cut messages of over 100 kB. Sender and recipients are
    left to whoever sends it. The same briefing gives the same bytes.
    """
    options, page = options or RenderingOptions(), arrange(data)
    text = render(data, page, Upto.CONTENTS, options)
    body = re.sub(r"<(h[123])>", lambda tag: f'<{tag[1]} style="{_STYLES[tag[1]]}">', _to_body(data, page, options))
    fingerprint = digest(text + body)[:32]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = page.title
    message["Date"] = format_datetime(data.run.generated)
    message["Message-ID"] = f"<{fingerprint}@briefing.invalid>"
    message.set_content(text)
    message.add_alternative(
        _FRAME.format(title=page.title, written=escape(visible(page.written)), body=body), subtype="html"
    )
    # The standard library draws the boundary at random.
    message.set_boundary(f"briefing-{fingerprint}")
    return message.as_bytes()


def to_feed(briefings: Sequence[BriefingData], options: RenderingOptions | None = None) -> str:
    """An Atom feed with an entry for each day, latest first: the page without what stands behind it.

    Of several briefings of a day the last one made counts.
    """
    latest_first = sorted(briefings, key=lambda data: (data.date, data.run.generated), reverse=True)
    by_day: dict[date, BriefingData] = {}
    for data in latest_first:
        by_day.setdefault(data.date, data)
    entries = [_entry(data, options or RenderingOptions()) for data in by_day.values()]
    return _atom().get_template("feed.atom.j2").render(entries=entries)


@cache
def _atom() -> Environment:
    return environment(lambda value: _NOT_XML.sub("", value) if isinstance(value, str) else value, autoescape=True)


def _entry(data: BriefingData, options: RenderingOptions) -> dict[str, str]:
    page = arrange(data)
    return {
        "id": f"urn:briefing:{data.date.isoformat()}",
        "title": page.title,
        "updated": stamp(data.run.generated),
        "summary": " ".join(said.text for said in page.in_short),
        "written": page.written,
        "editor": page.editor,
        "content": str(_to_body(data, page, options)),
    }


def _to_body(data: BriefingData, page: Layout, options: RenderingOptions) -> Markup:
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
