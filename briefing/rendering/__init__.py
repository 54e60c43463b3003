"""Rendering: one briefing as Markdown, HTML, mail and feed. Whatever came from a source or a model is escaped."""

from briefing.rendering.feed import to_feed
from briefing.rendering.html import to_html
from briefing.rendering.mail import to_mail
from briefing.rendering.markdown import to_markdown
from briefing.rendering.options import RenderingOptions
from briefing.rendering.timeline import timeline_to_markdown

__all__ = ["RenderingOptions", "timeline_to_markdown", "to_feed", "to_html", "to_mail", "to_markdown"]
