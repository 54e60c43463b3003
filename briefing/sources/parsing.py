"""From the bytes of one input to its documents."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.decoding import decode
from briefing.sources.feeds import entries
from briefing.sources.mail import mail
from briefing.sources.pdf import pdf
from briefing.sources.records import Record
from briefing.sources.rows import json_file, json_lines
from briefing.sources.sniffing import Form, binary_kind, form_of

_MEDIA_TYPES = {Form.TEXT: MediaType.TEXT, Form.MARKDOWN: MediaType.MARKDOWN, Form.HTML: MediaType.HTML}


def parse(blob: Blob, max_records: int) -> Iterator[Record]:
    """The documents of one input, in order.

    A record that cannot be read is an item of the result; what spoils the whole input is raised.

    Raises:
        SourceError: it is empty, binary, or not what it claims to be.
    """
    if not blob.data.strip():
        raise NoArticleError(blob.source, "is empty")
    if kind := binary_kind(blob.data):
        raise SourceError(blob.source, f"is not text but {kind}")
    form = form_of(blob)
    if form in _MEDIA_TYPES:
        return iter((_whole(blob, _MEDIA_TYPES[form]),))
    return _records(blob, form, max_records)


def _whole(blob: Blob, media_type: MediaType) -> Document:
    decoded = decode(blob.data, blob.source, declared=blob.charset, known=blob.known_encoding)
    if not decoded.text.strip():
        raise NoArticleError(blob.source, "is empty")
    return Document.of(
        decoded.text,
        blob.source,
        media_type,
        encoding=decoded.encoding,
        carried=Carried(url=blob.url),
        keep_content=blob.keep_content,
    )


def _records(blob: Blob, form: Form, max_records: int) -> Iterator[Record]:
    match form:
        case Form.ROWS:
            return json_lines(blob, max_records)
        case Form.JSON:
            return json_file(blob, max_records)
        case Form.MAIL:
            return mail(blob)
        case Form.FEED:
            return entries(blob, max_records)
        case _:
            return pdf(blob)
