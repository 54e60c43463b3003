"""A document: an input as it came, and what its carrier said about it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from pydantic import Field

from briefing.characters import usable
from briefing.schema.base import Model, Readable, Usable


class MediaType(StrEnum):
    """What kind of text a document is; it decides how it is cleaned."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"


class Carried(Model):
    """What the carrier of a document (a JSONL row, a feed entry, a mail) states about it. None is unknown."""

    title: Readable | None = None
    url: Usable | None = None
    published: datetime | None = None
    updated: datetime | None = None
    outlet: Readable | None = None
    authors: tuple[Readable, ...] = ()


class SourceRef(Model):
    """Where a document came from, and how to check that it has not changed.

    ``source`` is the path or URL as the caller gave it (POSIX separators), ``locator`` the record inside it
    (``"3"`` for the third row of a JSONL file or the third entry of a feed), None where it is the whole file.
    ``sha256`` is the digest of the decoded text encoded as UTF-8: the text that spans refer to.
    """

    source: str
    locator: str | None = None
    media_type: MediaType
    encoding: str = Field(description="the encoding that the bytes were decoded with")
    sha256: str
    pages: tuple[tuple[int, int], ...] = Field(
        default=(), description="of a document with pages, where in its text each begins: offset and number"
    )
    content: str | None = Field(
        default=None,
        description="the decoded text itself, kept only where the source cannot be read again: stdin, URLs, documents "
        "that a caller made",
    )
    carried: Carried | None = Field(default=None, description="what the carrier states, kept where the text is kept")

    def page(self, offset: int) -> int | None:
        """The number of the page that a character of the text stands on, None where the document has no pages."""
        before = [number for start, number in self.pages if start <= offset]
        return before[-1] if before else None

    def __str__(self) -> str:
        return f"{self.source}#{self.locator}" if self.locator else self.source


class Document(Model):
    """An input as it came, decoded. Offsets into a document are code points of ``text``."""

    ref: SourceRef
    text: str
    carried: Carried = Carried()

    @classmethod
    def of(
        cls,
        text: str,
        source: str,
        media_type: MediaType = MediaType.TEXT,
        *,
        locator: str | None = None,
        encoding: str = "utf-8",
        carried: Carried | None = None,
        keep_content: bool = False,
    ) -> Document:
        """A document of a text that is already decoded. What no file can hold is replaced in it (`usable`)."""
        text = usable(text)
        ref = SourceRef(
            source=usable(source),
            locator=locator,
            media_type=media_type,
            encoding=encoding,
            sha256=digest(text),
        )
        document = cls(ref=ref, text=text, carried=carried or Carried())
        return document.kept() if keep_content else document

    def on_pages(self, pages: tuple[tuple[int, int], ...]) -> Document:
        """The document with the places where its pages begin."""
        return self.model_copy(update={"ref": self.ref.model_copy(update={"pages": pages})})

    def kept(self) -> Document:
        """The document with its text and what its carrier states kept in ``ref``: it needs no second reading."""
        ref = self.ref.model_copy(update={"content": self.text, "carried": self.carried})
        return self.model_copy(update={"ref": ref})


def digest(text: str) -> str:
    """SHA-256 of a text as UTF-8, in hexadecimal. Lone surrogates (broken input) are kept apart, not lost."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


Input = str | Path | Document
"""What a caller may hand in: a path or an address, or a document that is read already."""
