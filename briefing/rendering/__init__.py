"""Rendering: one briefing as Markdown, HTML and JSON. Whatever came from a source or a model is escaped."""

from briefing.rendering.html import to_html
from briefing.rendering.markdown import to_markdown
from briefing.rendering.options import RenderingOptions

__all__ = ["RenderingOptions", "to_html", "to_markdown"]
