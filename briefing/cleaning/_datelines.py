"""News agencies, and datelines: the place, the day and the agency that a wire story opens with."""

from __future__ import annotations

import re
from dataclasses import dataclass

AGENCIES = (
    "AAP", "AFP", "ANI", "ANSA", "AP", "APA", "Anadolu", "Anadolu Agency", "Associated Press", "The Associated Press",
    "Agence France-Presse", "Belga", "Bernama", "CNA", "CP", "The Canadian Press", "DPA", "dpa", "EFE", "IANS",
    "Interfax", "KUNA", "Kyodo", "Kyodo News", "Lusa", "MENA", "NTB", "PA", "PA Media", "PAP", "PTI", "RIA",
    "Reuters", "REUTERS", "RIA Novosti", "SID", "SPA", "Sputnik", "Sputnik News Agency", "TASS", "TT", "UNI", "UPI",
    "WAM", "Xinhua", "Yonhap", "Yonhap News Agency",
)  # fmt: skip
"""Marks that are read without further proof; others must stand twice on a page."""
AGENCY = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
"""A regular expression for the names of `AGENCIES`."""
_LOOK = 120
_SHORTEST_PLACE = 4
"""Letters of a place in capitals that needs no date: shorter ones are initials."""
_WORD = r"[^\W\d_a-z][\w.'’-]"
_DAY = r"(?:\w{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th|\.)?\s\w{3,9}\.?)"
_DATELINE = re.compile(
    rf"""^(?P<place>{_WORD}{{1,24}}(?:[ ,]{{1,2}}(?:{_WORD}{{1,20}}|D\.C\.)){{0,3}}?)
         (?P<date>,?\s(?:[A-Z][a-z]{{2,6}}day,?\s)?{_DAY}(?:,?\s\d{{4}})?)?
         ,?\s?(?:\((?P<agency>{AGENCY})\)\s?(?:[—–:-]|$)
           |\((?P<other>[A-Z][\w./ ]{{1,24}})\)\s?(?:[—–]|-\s)
           |\s(?:[—–]|--)\s
           |(?P<hyphen>\s-\s))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline states; ``date`` is its words as they are written."""

    place: str
    date: str | None
    agency: str | None


def read_dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph opens with: ``BRUSSELS, June 20, 2023 (Reuters) -``; None where it has none.

    A hyphen ends one only behind a date, or where the place is in capitals: ``Budget - what we know`` is none.
    """
    match = _DATELINE.match(text[:_LOOK])
    if not match:
        return None
    shouted = match["place"].isupper() and len(match["place"]) >= _SHORTEST_PLACE
    if match["hyphen"] and not match["date"] and not shouted:
        return None
    date = match["date"]
    return Dateline(match["place"].strip(" ,"), date.strip(" ,") if date else None, match["agency"])
