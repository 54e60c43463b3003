"""What stands around, or in place of, a story by the structure of a page: boxes that ask for consent, and blocks that
an extractor would remove by their names although they hold the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

ASKS_CONSENT = re.compile(
    r"\b(?:we|our|us|site|website|page|publishers?)\b[^.!?]{0,120}\b(?:cookies|partners[^.!?]{0,80}\b(?:data|device"
    r"|information))\b"
    r"|\b(?:use|uses|using|storing) (?:of )?(?:all )?(?:the )?cookies\b|\baccept(?:ing)? (?:all )?(?:the )?cookies\b"
    r"|\b(?:give|withdraw|manage|change) (?:your )?consent\b|\bconsent to (?:the|our)\b|\blegitimate interests?\b"
    r"|\bstore (?:and|or|and/or) (?:read|access) information\b|\byour (?:privacy|cookie) (?:choices|settings"
    r"|preferences)\b"
    r"|\b(?:wir|unsere)\b[^.!?]{0,120}\bcookies\b|\b(?:nous|nos)\b[^.!?]{0,120}\bcookies\b"
    r"|\b(?:utilizamos|usamos|utilizziamo|usiamo|wij gebruiken)\b[^.!?]{0,60}\bcookies\b",
    re.IGNORECASE,
)
"""Words in which a site asks for leave to store and to pass on what it learns about its reader."""
_CHOICE = re.compile(
    r"(?:(?:yes|no|ok|i|we),?\s)?(?:accept|agree|allow|reject|decline|refuse|deny|consent|got it|akzeptieren"
    r"|zustimmen|"
    r"annehmen|ablehnen|accepter|refuser|j['’]accepte|aceptar|rechazar|accetta|rifiuta|aceitar|rejeitar|accepteren|"
    r"alle akzeptieren|tout accepter|tout refuser)"
    r"(?:\s(?:all|and|&|to|the|cookies?|only|necessary|essential|optional|close|continue|proceed|everything|tout"
    r"|alle|todas?|todo|tutti)){0,5}\s?[.!→»]?",
    re.IGNORECASE,
)
_CHOICE_START = re.compile(
    r"\s*(?:$|yes|no|ok|i |we |acc|agr|all|rej|dec|ref|den|con|got|akz|zus|ann|abl|j['’]|ace|rec|rif|tou)",
    re.IGNORECASE,
)
"""What the text of every answer begins with: most links are told by it."""
_STORY = frozenset({"html", "body", "main", "article"})
_CLIMB = 8
"""How many elements up the box of a question may start."""

_REMOVED = ("aside", "form", "fieldset", "figure", "menu", "object", "dialog", "footer", "map")
"""Elements that trafilatura removes with all that is in them."""
_LEAST_STORY = 400
"""Characters of paragraphs that may be a story."""


def consent_boxes(tree: Any) -> Iterator[Any]:
    """The elements that ask for consent: they hold the question, and a button or a link for the answer."""
    found: list[Any] = []
    for control in tree.iter("button", "a", "input"):
        if control.text and not _CHOICE_START.match(control.text):
            continue
        words = " ".join((control.get("value") or "").split() if control.tag == "input" else _text(control).split())
        if len(words) > 60 or not _CHOICE.fullmatch(words):
            continue
        box = control.getparent()
        for _ in range(_CLIMB):
            if box is None or box.tag in _STORY or box in found:
                break
            if ASKS_CONSENT.search(_text(box)):
                if not box.xpath("boolean(.//h1 | .//article | .//main)"):
                    found.append(box)
                break
            box = box.getparent()
    for box in found:
        if not any(ancestor in found for ancestor in box.iterancestors()):
            yield box


def restore_blocks(tree: Any) -> None:
    """Renames blocks that hold more than half of a page's paragraphs: their names say that they stand beside it."""
    blocks = [each for each in tree.iter(*_REMOVED) if each.find(".//p") is not None]
    if not blocks:
        return
    whole = sum(_length(p) for p in tree.iter("p"))
    for block in blocks:
        own = sum(_length(p) for p in block.iter("p"))
        if own >= _LEAST_STORY and 2 * own > whole:
            block.tag = "div"


def _length(paragraph: Any) -> int:
    return len(_text(paragraph).strip())


def _text(element: Any) -> str:
    return "".join(text for text in element.itertext() if isinstance(text, str))
