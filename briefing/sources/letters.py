"""The text of a letter: without the signs of flowed lines and of quoting, and from behind the head of a forward."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr

from briefing.language.outlets import belongs

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
