"""How the page looks."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from briefing.schema.base import Model


class RenderingOptions(Model):
    """How much of the page is wanted, and templates of one's own, in Jinja2, in the place of the shipped ones."""

    brief: bool = Field(default=False, description="the first screen alone: what happened, and the contents")
    markdown_template: Path | None = Field(default=None, description="template of the Markdown page")
    html_template: Path | None = Field(default=None, description="template of the frame around the HTML page")
