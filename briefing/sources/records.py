"""What reading an input gives."""

from __future__ import annotations

from briefing.errors import SourceError
from briefing.schema.document import Document

Record = Document | SourceError
"""A document, or the error that stands for a record that could not be read."""


def titled(text: str, title: str | None) -> str:
    """A plain text that begins with its title: a record that carries the title beside the text gets it put above,
    so that a statement of the headline has characters that it can be checked against."""
    if not title or text.lstrip().startswith(title.strip()):
        return text
    return f"{title.strip()}\n\n{text}"
