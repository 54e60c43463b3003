"""A claim turned round by a negation put in or taken out, where the cited sentence has the very words."""

from __future__ import annotations

import re
from collections.abc import Iterator

_AUXILIARY = "is|are|was|were|has|have|had|will|would|does|do|did"
_DENIED = re.compile(
    rf"\b(?P<auxiliary>{_AUXILIARY}) not (?!(?:yet|only|just|all|every|even|necessarily|enough|rul\w+ out)\b)(?P<next>\w+)"
)
_PLAIN = re.compile(rf"\b(?P<auxiliary>{_AUXILIARY}) (?P<next>\w+ \w+)")
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|only|hardly|few|little|but|except|unless|if|"
    r"whether|may|might|could|should|un\w+|dis\w+|den[iy]\w*|refus\w+|reject\w*|fail\w*)\b|n['’]t\b",
    re.IGNORECASE,
)


def turned(text: str, cited: str) -> Iterator[str]:
    """The variants of a claim that say the opposite of the cited sentences in one of its clauses."""
    negatives = len(_NEGATIVE.findall(text))
    denied = _DENIED.search(text)
    if denied and negatives == 1 and re.search(rf"\b(?:not|n['’]t) {re.escape(denied['next'])}\b", cited):
        start = denied.end("auxiliary")
        yield text[:start] + text[start + len(" not") :]
    if not negatives and not _NEGATIVE.search(cited):
        for plain in _PLAIN.finditer(text):
            if re.search(rf"\b{re.escape(plain.group())}\b", cited, re.IGNORECASE):
                at = plain.end("auxiliary")
                yield f"{text[:at]} not{text[at:]}"
