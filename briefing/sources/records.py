"""What reading an input gives."""

from __future__ import annotations

import html
import re

from briefing.errors import SourceError
from briefing.schema.document import Document

_WHOLE_PAGE = re.compile(r"<(?:html|body|h1)[\s>]", re.I)

Record = Document | SourceError
"""A document, or the error that stands for a record that could not be read."""


def titled(text: str, title: str | None) -> str:
    """A plain text that begins with its title: a record that carries the title beside the text gets it put above,
    so that a statement of the headline has characters that it can be checked against."""
    if not title or not text.strip() or text.lstrip().startswith(title.strip()):
        return text
    return f"{title.strip()}\n\n{text}"


def titled_fragment(markup: str, title: str | None) -> str:
    """`titled` for a piece of HTML: a heading is put above, unless it is a whole page or has one."""
    if not title or not markup.strip() or _WHOLE_PAGE.search(markup):
        return markup
    return f"<h1>{html.escape(title, quote=False)}</h1>\n{markup}"
