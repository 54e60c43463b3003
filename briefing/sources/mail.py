"""Mail: the text of a newsletter or of a forwarded article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from html import unescape
from typing import TYPE_CHECKING, cast

from briefing.characters import usable
from briefing.errors import NoArticleError, SourceError
from briefing.language.outlets import belongs
from briefing.schema.document import Carried, Document, MediaType
from briefing.sources.blobs import Blob, Record
from briefing.sources.carried import carried_time, titled
from briefing.sources.decoding import Decoded, decode

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart

_SAVED = (".mht", ".mhtml")
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
# A parameter that was put on a line of its own without the blank that would join the two.
_UNFOLDED = re.compile(
    rb"^(content-[a-z-]{4,30}:[^\n]{0,500};)[ \t]*\n(?=(?:boundary|charset|name|format|type)\*?=)", re.I | re.M
)
_AT = re.compile(r"\s(?:at|um|à|alle|kl\.?)\s|,(?=\s\d{1,2}:\d{2})")
_WORD = re.compile(r"\w{3,}")
_TAGS = re.compile(r"<(?:style|script)\b[^>]{0,500}>[^<]{0,100000}|<[^<>]{0,5000}>", re.I)
_SHARED = 0.6
"""The share of the words of a plain part that its page shows, where both are one letter."""
_BEGINS = re.compile(rb"(?:\A|(?<=\n\n))From [^\n]{1,200}\n(?=[A-Za-z][\w-]{1,60}:)")
_ESCAPED_FROM = re.compile(rb"^>(?=>*From )", re.M)
_BOUNDARY = re.compile(rb"boundary(?:\*\d*\*?)?[ \t]*=", re.I)
_FORWARD = re.compile(
    r"^[ \t>]{0,8}(?:-{3,}[ \t]?(?P<begin>[^\n-]{4,60})[ \t]?-{3,}|Begin forwarded message:|_{20,})[ \t]*$",
    re.MULTILINE,
)
_HEAD = re.compile(
    r"[ \t>]{0,8}\*?(?P<name>[^\W\d_]{2,12}(?:-[^\W\d_]{2,8})?)\*?[ \t]?:\*?[ \t]{0,4}(?P<value>[^\n]{0,500})\n?"
)
_NAMES = {
    **dict.fromkeys(("from", "von", "de", "da", "van", "från", "fra"), "from"),
    **dict.fromkeys(("date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado", "data", "verzonden"), "date"),
    **dict.fromkeys(("subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp"), "subject"),
}
_MOST_HEADS = 12
_ATTRIBUTION = re.compile(
    r"^(?:On|Am|Le|El|Il|Op)\s(?P<said>[^\n<>]{6,200}?)\s?(?P<address><[^\n<>]{3,120}>)?\s?"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef)[^\n:]{0,40}:\s*$",
    re.MULTILINE,
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?Uhr)?")
_QUOTED = re.compile(r"^(?:>[ ]?)+", re.MULTILINE)
_MOSTLY = 0.5
"""The share of its words that a letter quotes if it is there to pass on what it quotes."""


def mail(blob: Blob) -> Iterator[Record]:
    """The letter in a mail, its plain part with the subject above it, or else its HTML; the subject is the title.

    Of what was passed on, as an attachment or in the text, the inner letter counts: its words, its sender, its day.
    """
    yield _read(blob, "body")


def mailbox(blob: Blob, max_records: int) -> Iterator[Record]:
    """The letters in a mailbox (``mbox``); the locator is the place in it, from 1. One that is bad spoils no other."""
    data = _with_unix_lines(blob.data)
    starts = [*_BEGINS.finditer(data)]
    ends = [start.start() for start in starts[1:]] + [len(data)]
    if not starts:
        raise NoArticleError(blob.source, "is a mailbox without letters")
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        if number > max_records:
            yield SourceError(blob.source, f"holds more than {max_records} letters; the others are left out")
            return
        letter = _ESCAPED_FROM.sub(b"", data[start.end() : end])
        try:
            yield _read(replace(blob, data=letter), str(number))
        except SourceError as error:
            yield error


def _with_unix_lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _read(blob: Blob, locator: str) -> Document:
    from email import errors, policy
    from email.parser import BytesParser

    data = _UNFOLDED.sub(rb"\1\n ", _with_unix_lines(blob.data))
    if problem := _too_costly(data):
        raise SourceError(blob.source, f"is a mail with {problem}")
    try:
        message: EmailMessage = BytesParser(policy=policy.default).parsebytes(data)
        return _saved_page(blob, message, locator) or _document(blob, message, locator)
    except (errors.MessageError, LookupError, ValueError, AttributeError, RecursionError) as error:
        raise SourceError(blob.source, f"is no mail that can be read ({type(error).__name__})") from error


def _saved_page(blob: Blob, message: EmailMessage, locator: str) -> Document | None:
    """The page that a browser saved in the form of a mail (MHTML): its date is that of the saving, its sender the
    browser."""
    by_browser = message.get("Snapshot-Content-Location") or "saved by" in (_header(message, "From") or "").lower()
    page = _part(blob, message, "html") if by_browser or blob.suffix in _SAVED else None
    if page is None or not page.text.strip():
        return None
    part = message.get_body(preferencelist=("html",))
    address = _header(message, "Snapshot-Content-Location") or str((part and part.get("Content-Location")) or "")
    url = address if address.startswith(("http://", "https://")) else None
    return blob.document(page.text, MediaType.HTML, locator=locator, encoding=page.encoding, carried=Carried(url=url))


def _too_costly(data: bytes) -> str | None:
    if data.count(b"\n") > _MAX_LINES:
        return f"more than {_MAX_LINES} lines"
    if len(_BOUNDARY.findall(data)) > _MAX_NESTED or data.count(b"\n--") > _MAX_PARTS:
        return "too many parts"
    if any(len(header[0]) > _MAX_HEADER for header in _HEADER.finditer(data)):
        return f"a header of more than {_MAX_HEADER} bytes"
    return None


def _document(blob: Blob, message: EmailMessage, locator: str) -> Document:
    letter = _passed_on(message)
    plain, html = _plain(blob, letter), _part(blob, letter, "html")
    use_plain = plain is not None and (html is None or _says_it_all(plain.text, html.text))
    chosen = plain if use_plain else html
    if chosen is None or not chosen.text.strip():
        raise NoArticleError(blob.source, "is a mail without a text")
    inner = opened(chosen.text) if use_plain else Letter(chosen.text)
    title = _FORWARDED.sub("", inner.subject or _header(letter, "Subject") or "") or None
    outlet = outlet_of(inner.sender if inner.sender else _header(letter, "From"))
    return blob.document(
        titled(inner.text, title) if use_plain else inner.text,
        MediaType.TEXT if use_plain else MediaType.HTML,
        locator=locator,
        encoding=chosen.encoding,
        carried=Carried(title=title, published=_when(inner.date) or _when(_header(letter, "Date")), outlet=outlet),
    )


def _when(stated: str | None) -> datetime | None:
    """The time of a letter; inside a text it is written as people write it: ``Mon, 4 Mar 2024 at 08:15``."""
    return carried_time(_AT.sub(" ", stated)) if stated else None


def _passed_on(message: EmailMessage) -> EmailMessage:
    """The mail that one brings as an attachment, where it says little itself; else the mail itself."""
    for _ in range(_MAX_NESTED):
        inner = next((part for part in message.walk() if part.get_content_type() == "message/rfc822"), None)
        payload = inner.get_payload() if inner else None
        if not isinstance(payload, list) or not payload or len(_own_text(message).split()) >= _MIN_WORDS:
            break
        message = cast("EmailMessage", payload[0])
    return message


def _own_text(message: EmailMessage) -> str:
    return " ".join(str(_bytes(part), "latin-1") for part in _texts(message, "plain"))


def _texts(message: EmailMessage, subtype: str) -> list[EmailMessage]:
    """The text parts of a mail that are shown with it: no attachments, nothing of the mails that it brings."""
    found: list[EmailMessage] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            inner = [cast("EmailMessage", each) for each in part.iter_parts()]
            if part.get_content_subtype() == "alternative":
                inner = [each for each in inner if each.get_content_type() == f"text/{subtype}" or each.is_multipart()]
            waiting.extend(reversed(inner))
        elif part.get_content_type() == f"text/{subtype}" and not part.is_attachment() and not part.get_filename():
            found.append(part)
    return found


def _plain(blob: Blob, message: EmailMessage) -> Decoded | None:
    """All plain parts of a mail: an attached picture may part a letter in two."""
    read = [(_decoded(blob, part), part) for part in _texts(message, "plain") if _bytes(part).strip()]
    if not read:
        return None
    texts = []
    for decoded, part in read:
        flowed = (part.get_param("format") or "") == "flowed"
        texts.append(unflowed(decoded.text, part.get_param("delsp") == "yes") if flowed else decoded.text)
    return Decoded("\n\n".join(text.strip("\r\n") for text in texts), read[0][0].encoding)


def _part(blob: Blob, message: EmailMessage, subtype: str) -> Decoded | None:
    part = message.get_body(preferencelist=(subtype,))
    if part is None or not _bytes(part).strip():
        return None
    return _decoded(blob, cast("EmailMessage", part))


def _decoded(blob: Blob, part: EmailMessage) -> Decoded:
    return decode(_bytes(part), blob.source, declared=part.get_content_charset())


def _bytes(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _says_it_all(plain: str, page: str) -> bool:
    """Whether the plain part is the letter: no notice that there is a page, and the words that the page shows."""
    words = _WORD.findall(plain.lower())
    if len(words) < _MIN_WORDS:
        return False
    shown = _WORD.findall(unescape(_TAGS.sub(" ", page)).lower())
    return len(shown) < _MIN_WORDS or sum(map(set(shown).__contains__, words)) >= _SHARED * len(words)


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return usable(" ".join(str(value).split())) or None if value is not None else None


@dataclass(frozen=True, slots=True)
class Letter:
    """A text, and what the letter that it was passed on from says about itself; None where it was not passed on."""

    text: str
    sender: str | None = None
    subject: str | None = None
    date: str | None = None


def opened(text: str) -> Letter:
    """The letter inside a text: behind the head of a forward, or the quoted lines where they are most of it."""
    text = text.replace("\r\n", "\n")
    if found := _forwarded(text):
        return found
    lines = text.split("\n")
    quoted = sum(len(line.split()) for line in lines if line.startswith(">"))
    if quoted <= _MOSTLY * max(1, sum(len(line.split()) for line in lines)):
        return Letter(text)
    first = next(i for i, line in enumerate(lines) if line.startswith(">"))
    head = _ATTRIBUTION.search("\n".join(line.strip() for line in lines[:first] if line.strip()))
    inner = "\n".join(_QUOTED.sub("", line) for line in lines[first:] if line.startswith(">") or not line.strip())
    clock = _CLOCK.search(head["said"]) if head else None
    if not head or not clock:
        return Letter(inner)
    who = head["said"][clock.end() :].strip(" ,").removeprefix("schrieb").strip()
    return Letter(inner, f"{who} {head['address'] or ''}".strip() or None, date=head["said"][: clock.end()])


def _forwarded(text: str) -> Letter | None:
    for mark in _FORWARD.finditer(text):
        stated: dict[str, str] = {}
        position = mark.end() + 1
        while text[position : position + 1] == "\n":
            position += 1
        for _ in range(_MOST_HEADS):
            field = _HEAD.match(text, position)
            if not field:
                break
            known = _NAMES.get(field["name"].lower())
            if known:
                stated.setdefault(known, field["value"].strip())
            position = field.end()
        if len(stated) >= 2 and text[position:].strip():
            inner = text[position:].lstrip("\n")
            lines = [line for line in inner.split("\n") if line.strip()]
            if all(line.startswith(">") for line in lines[: len(lines) // 2 + 1]):
                inner = _QUOTED.sub("", inner)
            return Letter(inner, stated.get("from"), stated.get("subject"), stated.get("date"))
    return None


def unflowed(text: str, delete_space: bool) -> str:
    """``format=flowed`` (RFC 3676) as paragraphs: a line that ends in a space goes on in the next."""
    joined: list[str] = []
    going_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        soft = stuffed.endswith(" ") and stuffed != "-- "
        kept = stuffed[:-1] if soft and delete_space else stuffed
        if going_on and not line.startswith(">"):
            joined[-1] += kept
        else:
            joined.append(kept)
        going_on = soft
    return "\n".join(line.rstrip() for line in joined)


def outlet_of(sender: str | None) -> str | None:
    """The outlet that a sender's line names, None where it names a person.

    A person's name has a part that stands before the ``@`` too: ``Lena Torv <lena@courier.example>``.
    """
    name, address = parseaddr(sender or "")
    local, _, host = address.rpartition("@")
    name = " ".join(name.split())
    if not name:
        return (local and host.lower()) or None
    words = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", name)}
    parts = {part.casefold() for part in re.findall(r"[^\W\d_]{2,}", local)}
    is_outlet = (host and belongs(name, host.lower())) or not words & parts
    return name if is_outlet else None
