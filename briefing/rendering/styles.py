"""The look of the page, for other pages that are to look like it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def stylesheet() -> str:
    """The style sheet that the HTML page carries."""
    template = files("briefing.rendering").joinpath("templates", "page.html.j2").read_text(encoding="utf-8")
    return template.partition("<style>\n")[2].partition("</style>")[0]
