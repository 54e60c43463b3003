"""Rendering: one briefing as Markdown, HTML, mail, feed, annotations and events. Whatever came from a source or a model
is escaped."""

from briefing.rendering.annotations import to_annotations
from briefing.rendering.html import to_html
from briefing.rendering.mail_and_feed import to_feed, to_mail
from briefing.rendering.markdown import timeline_to_markdown, to_markdown
from briefing.rendering.options import RenderingOptions
from briefing.rendering.plover import to_plover

__all__ = [
    "RenderingOptions",
    "timeline_to_markdown",
    "to_annotations",
    "to_feed",
    "to_html",
    "to_mail",
    "to_markdown",
    "to_plover",
]
