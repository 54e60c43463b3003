"""Mail: the text of a newsletter or of a forwarded article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.dates import carried_time
from briefing.sources.decoding import Decoded, clean_characters, decode
from briefing.sources.records import Record

if TYPE_CHECKING:
    from email.message import EmailMessage

LOCATOR = "body"
# A shorter plain part beside an HTML one is a notice ("your program cannot show this message").
_MIN_WORDS = 40


def mail(blob: Blob) -> Iterator[Record]:
    """The body of a mail, its plain part or else its HTML; the subject is the title."""
    from email import errors, policy
    from email.parser import BytesParser

    try:
        # Not `policy.default`, which parses every header as it is read and raises on some broken ones.
        message: EmailMessage = BytesParser(policy=policy.default.clone(raise_on_defect=False)).parsebytes(blob.data)
        yield _document(blob, message)
    except (errors.MessageError, LookupError, ValueError, AttributeError, RecursionError) as error:
        raise SourceError(blob.source, f"is no mail that can be read ({type(error).__name__})") from error


def _document(blob: Blob, message: EmailMessage) -> Document:
    plain = _part(blob, message, "plain")
    html = _part(blob, message, "html")
    use_plain = plain is not None and (html is None or len(plain.text.split()) >= _MIN_WORDS)
    chosen = plain if use_plain else html
    if chosen is None or not chosen.text.strip():
        raise NoArticleError(blob.source, "is a mail without a text")
    return Document.of(
        chosen.text,
        blob.source,
        MediaType.TEXT if use_plain else MediaType.HTML,
        locator=LOCATOR,
        encoding=chosen.encoding,
        carried=Carried(title=_header(message, "Subject"), published=carried_time(_header(message, "Date"))),
        keep_content=blob.keep_content,
    )


def _part(blob: Blob, message: EmailMessage, subtype: str) -> Decoded | None:
    part = message.get_body(preferencelist=(subtype,))
    payload = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        return None
    return decode(payload, blob.source, declared=part.get_content_charset(), known=blob.known_encoding)


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return clean_characters(" ".join(str(value).split())) or None if value is not None else None
