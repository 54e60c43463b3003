"""What this program wrote itself, told by what it says and not by its name: no page is briefed from a page."""

from __future__ import annotations

import re
from pathlib import Path

_HEAD = 4096
"""Bytes within which every form says what it is."""
_MARKS = tuple(
    re.compile(mark)
    for mark in (
        # Markdown, and its first screen alone.
        rb"\A# Daily briefing, (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]{2,8} \d{4}\n\n"
        rb"\d{1,6} articles?, [^\n]{1,300} \xc2\xb7 (?:AI-generated: )?written by ",
        rb'<meta name="generator" content="briefing [^"\n]{1,80}">\n<meta name="ai-generated" content="',
        rb"(?im:^message-id:\s{1,3}<[0-9a-f]{32}@briefing\.invalid>)",
        # JSON: a briefing, a brief, annotations, events; in any white space.
        rb'\A\s{0,9}\{\s{0,9}"version"\s{0,9}:\s{0,9}"\d\.\d"\s{0,9},\s{0,9}"date"\s{0,9}:\s{0,9}"[\d-]{10}"\s{0,9},'
        rb'\s{0,9}"undated"',
        rb'\A\s{0,9}\{\s{0,9}"version"\s{0,9}:\s{0,9}"\d\.\d"\s{0,9},\s{0,9}"article"\s{0,9}:\s{0,9}"[^"\n]{1,80}"\s{0,9},'
        rb'\s{0,9}"engine"',
        rb'\A\s{0,9}\{\s{0,9}"@context"\s{0,9}:\s{0,9}"http://www\.w3\.org/ns/anno\.jsonld"\s{0,9},'
        rb'\s{0,9}"id"\s{0,9}:\s{0,9}"urn:briefing:',
        rb'\A\s{0,9}\{\s{0,9}"scheme"\s{0,9}:\s{0,9}"PLOVER"\s{0,9},\s{0,9}"day"',
        rb"<id>urn:briefing:feed</id>",
        rb'\A\s{0,9}\{\s{0,9}"algorithm"\s{0,9}:\s{0,9}"Ed25519"\s{0,9},\s{0,9}"sha256"',  # a signature
    )
)


def is_own(data: bytes) -> bool:
    """Whether bytes are a briefing in one of its forms, by the shipped templates."""
    head = data[:_HEAD].replace(b"\r\n", b"\n")
    return any(mark.search(head) for mark in _MARKS)


def is_own_file(path: Path) -> bool:
    """The same of a regular file, of which no more than its head is read; False where it can't be."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return is_own(stream.read(_HEAD))
    except OSError:
        return False
