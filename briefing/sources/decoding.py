"""From bytes to text: the encoding is detected, never assumed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from unicodedata import category

from briefing.characters import BAD, usable
from briefing.errors import SourceError

# The encodings of the web (WHATWG Encoding Standard, by their Python names): the only ones that a header or a meta
# element may name. A detector may choose among the first tuple alone: left to all its encodings, charset-normalizer
# 3.5.2 took Polish in ISO 8859-2 for ISO 8859-14; with this list it was right on 17 of 17 samples of 10 languages.
_COMMON_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("koi8_r", "koi8_u", "cp866", "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15", "mac_roman"),
    *("mac_cyrillic", "cp932", "euc_jp", "iso2022_jp", "gb18030", "big5", "cp949"),
)
_RARE_ENCODINGS = tuple(f"iso8859_{part}" for part in (3, 4, 6, 8, 10, 13, 14, 16))
_UNICODE_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_PYTHON_NAMES = {
    name.replace("_", "").replace("-", ""): name for name in (*_COMMON_ENCODINGS, *_RARE_ENCODINGS, *_UNICODE_ENCODINGS)
}
# As browsers read them: the labels on the left are used for what is really the superset on the right.
_SUPERSETS = {
    **dict.fromkeys(("ascii", "iso8859-1", "latin-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "hz"), "gb18030"),
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "big5hkscs": "big5",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I)
_XML_ENCODING = re.compile(rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""", re.I)
_TAGS = re.compile(rb"<(?:style|script)\b[^<]{0,20000}|<[^<>]{0,2000}>", re.I)
_BESIDE_EACH_OTHER = {
    *("cp1250", "cp1252", "cp1253", "cp1254", "cp1255", "cp1257", "cp1258", "cp874"),
    *("iso8859_2", "iso8859_15", "mac_roman"),
}
"""What a few bytes among much ASCII are taken for, one as well as another."""
_BY_LANGUAGE: dict[str | None, tuple[str, ...]] = {
    **dict.fromkeys(
        ("en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "no", "fi", "is", "ca", "gl", "eu", "ga"), ("cp1252",)
    ),
    **dict.fromkeys(("cs", "sk", "pl", "hu", "sl", "hr", "bs", "ro"), ("cp1250", "iso8859_2")),
    "tr": ("cp1254",),
}
_WINDOWS = {"iso8859_2": "cp1250", "iso8859_7": "cp1253", "iso8859_13": "cp1257", "iso8859_15": "cp1252"}
"""The sets of Windows that pages in Unix's name are written in: they have quotation marks where the others have
control characters."""
_WINDOWS_ALONE = re.compile(rb"[\x80-\x9f]")
_L_STROKE, _A_OGONEK_OF_WINDOWS, _A_OGONEK_OF_ISO = b"\xb3", b"\xb9", b"\xb1"
"""Polish writes "ł", the same in ISO 8859-2 and Windows-1250, and "ą", which differs; in it "š" stands nowhere."""
_META_WINDOW = 4096
_SAMPLE = 65_536
# Text has next to none of either; compressed data and images have about a fifth.
_MAX_CONTROL_SHARE = 0.02
_MAX_BAD_SHARE = 0.1
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the encoding that it was decoded with."""

    text: str
    encoding: str


def decode(data: bytes, source: str, *, declared: str | None = None) -> Decoded:
    """The text of ``data``.

    In this order: a byte order mark; UTF-8 wherever the bytes are valid (other encodings hardly ever are by chance) or
    nearly so (a few broken sequences); what the HTTP or MIME header ``declared``; what the HTML or XML itself declares;
    what charset-normalizer finds.
    Broken sequences, NULs and lone surrogates become U+FFFD, so that the text can always be encoded again.

    Raises:
        SourceError: no encoding gives text, or what it gives is not text.
    """
    encoding = _detect(data, declared)
    if encoding is None:
        raise SourceError(source, "is binary, or text in an encoding that could not be told")
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    _refuse_binary(text, source)
    return Decoded(text=usable(text), encoding=encoding)


def python_name(label: str) -> str | None:
    """The encoding that a label means on the web, None where it is none of the web's encodings."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(name, name)
    return _PYTHON_NAMES.get(name.replace("_", "").replace("-", ""))


def _detect(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    return (
        _utf16_without_mark(data)
        or _utf8(data, declared)
        or _stated(data, declared)
        or _cut_utf8(data)
        or _guessed(data)
    )


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of a Western text has a NUL in every second byte; that of others in its spaces and line breaks, where
    text in no other encoding has any."""
    sample = data[:_META_WINDOW]
    half = len(sample) // 2
    if half < 2 or 0 not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    if (even and odd) or _is_ascii_with_nuls(sample):
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    text = sample[: 2 * half].decode(encoding, "replace")
    return encoding if sum(map(_is_odd, text)) <= _MAX_CONTROL_SHARE * len(text) else None


def _is_ascii_with_nuls(sample: bytes) -> bool:
    """Whether bytes are UTF-8 in which NULs stand by mistake."""
    text = sample.replace(b"\0", b"").decode("utf-8", "ignore")
    return len(text.encode()) > 0.9 * len(sample) and len(_CONTROL.findall(text)) <= _MAX_CONTROL_SHARE * len(text)


def _is_odd(character: str) -> bool:
    """Whether a character stands in no text: unassigned, for private use, a control character, half of one."""
    return (category(character) in ("Cn", "Co", "Cs", "Cc") and character not in "\t\r\n") or character == BAD


def _utf8(data: bytes, declared: str | None) -> str | None:
    if b"\x1b$" in data[:_META_WINDOW] and declared and python_name(declared) == "iso2022_jp":
        return None  # 7-bit Japanese is valid UTF-8 too
    text = data.decode("utf-8", "replace")
    bad = text.count(BAD) - data.count(BAD.encode())
    if bad <= 0:
        return "utf-8"
    good = sum(1 for character in text[: 4 * _SAMPLE] if character > "\x7f" and character != BAD)
    return "utf-8" if good >= bad else None


def _cut_utf8(data: bytes) -> str | None:
    """UTF-8 that is valid up to its last character, which was cut."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(data)
    return None if BAD in text else "utf-8"


def _stated(data: bytes, declared: str | None) -> str | None:
    head = data[:_META_WINDOW]
    labels = [declared] if declared else []
    labels += [
        match[1].decode("ascii") for pattern in (_META_CHARSET, _XML_ENCODING) if (match := pattern.search(head))
    ]
    for label in labels:
        encoding = python_name(label)
        # A page that says UTF-8 and was no UTF-8 above, or UTF-16 in readable ASCII, says nothing true.
        if encoding in _WINDOWS and (_WINDOWS_ALONE.search(data) or (encoding == "iso8859_2" and _is_polish(data))):
            encoding = _WINDOWS[encoding]
        if encoding and not encoding.startswith("utf") and _bad_share(data, encoding) <= _MAX_BAD_SHARE:
            return encoding
    return None


def _is_polish(data: bytes) -> bool:
    """Whether bytes are Polish as Windows writes it."""
    sample = data[:_SAMPLE]
    return _L_STROKE in sample and sample.count(_A_OGONEK_OF_WINDOWS) > sample.count(_A_OGONEK_OF_ISO)


def _bad_share(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "replace")
    return text.count(BAD) / max(1, len(text))


def _guessed(data: bytes) -> str | None:
    """What charset-normalizer finds, unless the language of the text is one that a set of Windows is made for.

    Few letters beyond ASCII tell little: of a page with one "ä" or with "ñ" alone it makes Mac Roman or Windows-1250.
    """
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=list(_COMMON_ENCODINGS)).best()
    found = python_name(best.encoding) if best else None
    if found not in _BESIDE_EACH_OTHER:
        return found
    named = _BY_LANGUAGE.get(_language(sample), ())
    whole = [each for each in named if BAD not in sample.decode(each, "replace")]
    return found if found in whole else max(whole, key=lambda each: _letters(sample, each), default=found)


def _letters(sample: bytes, encoding: str) -> int:
    """How many letters beyond ASCII an encoding makes of bytes: the wrong one of two makes signs of some."""
    return sum(character.isalpha() for character in sample.decode(encoding, "replace") if character > "\x7f")


def _language(sample: bytes) -> str | None:
    """The language of a page: most of its letters are ASCII, and these tell it however the others are read."""
    from briefing.language.sentences import language_of

    return language_of(" ".join(_TAGS.sub(b" ", sample).decode("cp1252", "replace").split()))


def _refuse_binary(text: str, source: str) -> None:
    bounds = max(8, _MAX_CONTROL_SHARE * len(text)), max(8, _MAX_BAD_SHARE * len(text))
    if len(_CONTROL.findall(text)) > bounds[0] or text.count(BAD) > bounds[1]:
        raise SourceError(source, "is binary, not text")
