"""Captions that show themselves by what stands below them: the line that names who took the picture."""

from __future__ import annotations

import re

from briefing.cleaning import _cues
from briefing.cleaning._datelines import AGENCIES
from briefing.cleaning._lines import TextLine
from briefing.language.calendar import MONTHS
from briefing.language.dates import find_stamps

_LONGEST_CREDIT, _MOST_CREDIT_WORDS = 100, 12
_LONGEST_CAPTION = 80
"""Words."""
_BETWEEN_CREDITS = re.compile(r"\s?[|/]\s?")
_PLACE_BEHIND_DATE = 40
"""Characters that may stand behind the date at the end of a caption: "… on April 1, 2026, in Washington, D.C."."""
# "TEL AVIV, ISRAEL - APRIL 08: A tram leaves…": how Getty opens its captions.
_GETTY_OPENING = re.compile(
    r"[A-Z][A-Z .,'()-]{1,80}\s?[-–—]\s?"
    rf"(?:{'|'.join(MONTHS).upper()})\s\d{{1,2}}"
    r"(?:,\s?\d{4})?\s?:"
)


def is_credit(line: TextLine) -> bool:
    """Whether a line names who took a picture, and for whom: ``Ann Brown | Reuters``, ``Ann Brown/Getty Images``."""
    text = line.text
    if len(text) > _LONGEST_CREDIT or len(line.words) > _MOST_CREDIT_WORDS or text.endswith((".", ":")):
        return False
    if _cues.is_caption(text, line.words):
        return True
    parts = _BETWEEN_CREDITS.split(text)
    return 2 <= len(parts) <= 4 and not {parts[0], parts[-1]}.isdisjoint(AGENCIES)


def opens_as_caption(text: str) -> bool:
    """Whether a line opens as captions of a picture agency do, with the place and the day in capitals."""
    return text[1:2].isupper() and _GETTY_OPENING.match(text) is not None


def is_credited(line: TextLine, below: TextLine) -> bool:
    """Whether a line is the caption of a picture: it ends with the day, and a credit stands ``below`` it.

    A paragraph of the story may stand above a credit too, where a picture has no caption.
    """
    if not 4 <= len(line.words) <= _LONGEST_CAPTION or not is_credit(below):
        return False
    stamps = find_stamps(line.text)
    return bool(stamps) and len(line.text) - stamps[-1].span.end <= _PLACE_BEHIND_DATE
