"""What reading an input gives."""

from __future__ import annotations

from briefing.errors import SourceError
from briefing.schema.document import Document

Record = Document | SourceError
"""A document, or the error that stands for a record that could not be read."""
