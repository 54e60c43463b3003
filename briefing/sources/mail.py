"""Mail: the text of a newsletter or of a forwarded article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob
from briefing.sources.dates import carried_time
from briefing.sources.decoding import Decoded, decode
from briefing.sources.records import Record, titled

if TYPE_CHECKING:
    from email.message import EmailMessage

LOCATOR = "body"
# A shorter plain part beside an HTML one is a notice ("your program cannot show this message").
_MIN_WORDS = 40

# The parser of the standard library takes time quadratic in the length of a header (a Content-Type of 50 kB: 5 s),
# looks at each line once for each enclosing part, and takes 0.2 ms a part. These bounds keep it below seconds, and
# are far above what mail programs write.
_MAX_HEADER = 2_000
_MAX_LINES = 500_000
_MAX_NESTED = 20
_MAX_PARTS = 2_000
_HEADER = re.compile(
    rb"^(?:subject|date|content-(?:type|disposition|transfer-encoding))[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M
)

_FORWARDED = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr)\s{0,3}:\s{0,3}){1,9}", re.I)
_BOUNDARY = re.compile(rb"boundary(?:\*\d*\*?)?[ \t]*=", re.I)


def mail(blob: Blob) -> Iterator[Record]:
    """The body of a mail, its plain part with the subject above it, or else its HTML; the subject is the title."""
    from email import errors, policy
    from email.parser import BytesParser

    data = blob.data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if problem := _too_costly(data):
        raise SourceError(blob.source, f"is a mail with {problem}")
    try:
        message: EmailMessage = BytesParser(policy=policy.default).parsebytes(data)
        yield _document(blob, message)
    except (errors.MessageError, LookupError, ValueError, AttributeError, RecursionError) as error:
        raise SourceError(blob.source, f"is no mail that can be read ({type(error).__name__})") from error


def _too_costly(data: bytes) -> str | None:
    if data.count(b"\n") > _MAX_LINES:
        return f"more than {_MAX_LINES} lines"
    if len(_BOUNDARY.findall(data)) > _MAX_NESTED or data.count(b"\n--") > _MAX_PARTS:
        return "too many parts"
    if any(len(header[0]) > _MAX_HEADER for header in _HEADER.finditer(data)):
        return f"a header of more than {_MAX_HEADER} bytes"
    return None


def _document(blob: Blob, message: EmailMessage) -> Document:
    plain = _part(blob, message, "plain")
    html = _part(blob, message, "html")
    use_plain = plain is not None and (html is None or len(plain.text.split()) >= _MIN_WORDS)
    chosen = plain if use_plain else html
    if chosen is None or not chosen.text.strip():
        raise NoArticleError(blob.source, "is a mail without a text")
    title = _FORWARDED.sub("", _header(message, "Subject") or "") or None
    return Document.of(
        titled(chosen.text, title) if use_plain else chosen.text,
        blob.source,
        MediaType.TEXT if use_plain else MediaType.HTML,
        locator=LOCATOR,
        encoding=chosen.encoding,
        carried=Carried(title=title, published=carried_time(_header(message, "Date"))),
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
    return usable(" ".join(str(value).split())) or None if value is not None else None
