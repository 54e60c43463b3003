"""Lines that say who wrote, when and where: bylines, dates, and the datelines of agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.language.calendar import with_english_month
from briefing.language.dates import find_stamps, may_hold_date
from briefing.language.names import is_capital

_LONGEST = 240
"""A line of names and dates is not longer than this."""

_SHORT = 60
_OTHER_DATE = re.compile(r"(?<!\d)\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,12}\.?,?\s(?:de\s)?20\d{2}(?!\d)")
"""A date whose month may be named in any language."""

_PARTICLE = r"(?:de|del|della|di|da|dos|van|von|der|den|la|le|bin|ibn|al|el|ter|zu|y|e)"
_PART = r"(?:(?:Mc|Mac|O['’]|D['’]|[Aa]l-|de|La|Le)?[^\W\d_a-z][\w'’.-]{0,20})"
_NAME = rf"{_PART}(?:\s(?:{_PARTICLE}\s){{0,2}}{_PART}){{1,3}}"
_BY = (
    r"(?:(?:[Ww]ritten|[Rr]eported|[Pp]osted|[Pp]ublished|[Ss]tory|[Aa]nalysis|[Rr]eview)\s)?"
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]or|POR|[Pp]ar|PAR|[Dd]oor|[Aa]f|[Aa]v)\b:?"
)
_NAMES = rf"{_NAME}(?:(?:,\s|\s(?:and|und|et|y|e|en|&)\s|,\sand\s|\s\|\s){_NAME}){{0,5}}"
_BYLINE = re.compile(rf"^{_BY}\s{{1,3}}(?P<names>{_NAMES})(?P<rest>.{{0,160}})$")
_LABEL = re.compile(
    r"^(?:[Aa]uthors?|AUTHOR|[Rr]eporter|[Cc]orrespondent|[Aa]utor(?:es)?|[Aa]uteur)\s?:\s{0,2}(?P<names>.{3,120})$"
)
_TRAILING = re.compile(rf"^.{{3,60}}\s{_BY}\s(?P<names>{_NAMES})$")
_ALONE = re.compile(rf"^{_BY}$")
_NAMES_ONLY = re.compile(rf"^(?P<names>{_NAMES})(?:,?\s(?:CNN|BBC News|Reuters|Associated Press|AP|AFP))?$")
_SPLIT = re.compile(r",\s(?:and\s)?|\s(?:and|und|et|y|e|en|&)\s|\s\|\s")
_PLACE = re.compile(r"^,?\s?(?:in\s)?(?P<place>[^\W\d_a-z][\w.-]{2,20}(?:\s[^\W\d_a-z][\w.-]{1,20}){0,2}),?$")

_STAMP_WORDS = re.compile(
    r"\b(?:published|updated|posted|created|modified|last|first|on|at|date|by|am|pm|min|mins|minutes?|read|ago|hours?|"
    r"days?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|ist|est|edt|gmt|utc|"
    r"pst|pdt|cet|bst|et|ad|aktualisiert|veröffentlicht|publié|publicado|actualizado|le|am|um|uhr)\b",
    re.IGNORECASE,
)
# What may follow a byline on its line without making it a sentence.
_SENTENCE = re.compile(r"[a-z]{3,}\s[a-z]{2,}\s[a-z]{3,}\s[a-z]{2,}")

BYLINE_WORDS = frozenset(
    {"by", "von", "por", "par", "door", "af", "av", "author", "authors", "reporter", "correspondent", "autor",
     "autores", "auteur"}
)  # fmt: skip
"""One of these words, in lower case, stands in every byline."""
_MAY_NAME = re.compile("|".join(sorted(BYLINE_WORDS)), re.IGNORECASE)
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
_BEGUN = re.compile(r"[\"“‘'(]?[^\W\d_a-z]")
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


def byline_names(text: str) -> tuple[str, ...]:
    """The people that a byline names, in order; empty where the line is none."""
    if len(text) > _LONGEST or not _MAY_NAME.search(text):
        return ()
    match = _BYLINE.match(text)
    if match and not _SENTENCE.search(match["rest"]):
        return split_names(match["names"])
    trailing = _TRAILING.match(text)
    if trailing and find_stamps(text, limit=1):
        return split_names(trailing["names"])
    labelled = _LABEL.match(text)
    return split_names(labelled["names"]) if labelled and _NAMES_ONLY.match(labelled["names"]) else ()


def byline_place(text: str) -> str | None:
    """The place behind the names: ``by Andrew Rettman, Brussels,``."""
    match = _BYLINE.match(text) if len(text) <= _LONGEST else None
    if not match:
        return None
    place = _PLACE.match(match["rest"])
    return place["place"] if place else None


def names_alone(text: str) -> tuple[str, ...]:
    """The names of a line that holds nothing else: what follows a line that says ``By``."""
    match = _NAMES_ONLY.match(text) if len(text) <= _LONGEST else None
    return split_names(match["names"]) if match else ()


def split_names(names: str) -> tuple[str, ...]:
    """``A, B and C`` as three names."""
    return tuple(name.strip(" .,") for name in _SPLIT.split(names) if name.strip(" .,"))


def is_byline(text: str) -> bool:
    """Whether a line says who wrote."""
    return bool(byline_names(text)) or opens_byline(text)


def opens_byline(text: str) -> bool:
    """Whether a line is the bare ``By`` above a line with the name."""
    return len(text) < 30 and bool(_ALONE.match(text))


def is_stamp_line(text: str) -> bool:
    """Whether a line says little more than when: a date with its label, or a date between a few names."""
    if len(text) > _LONGEST or not may_hold_date(text):
        return False
    stamps = find_stamps(text, limit=4)
    if not stamps and len(text) <= _SHORT and _OTHER_DATE.search(text):
        text = with_english_month(text)
        stamps = find_stamps(text, limit=4)
    if not stamps:
        return False
    rest = text
    for stamp in reversed(stamps):
        rest = rest[: stamp.span.start] + rest[stamp.span.end :]
    rest = _STAMP_WORDS.sub(" ", rest)
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= 6 and not re.search(r"[.!?]$", rest.strip())


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline states; ``date`` is its words as they are written."""

    place: str
    date: str | None
    agency: str | None


def _opens_report(place: str, rest: str) -> bool:
    """Whether a hyphen behind a capital city sets off the sentence behind it, and no aside within one."""
    sentence = rest[:_LOOK].partition(". ")[0]
    return is_capital(place.partition(",")[0].strip()) and _BEGUN.match(rest) is not None and " - " not in sentence


def read_dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph opens with: ``BRUSSELS, June 20, 2023 (Reuters) -``; None where it has none.

    A hyphen ends one only behind a date, where the place is in capitals, or where it is the capital of a state and a
    sentence begins behind it: ``Budget - what we know`` is none, nor is ``Lima - a port - asked``.
    """
    match = _DATELINE.match(text[:_LOOK])
    if not match:
        return None
    shouted = match["place"].isupper() and len(match["place"]) >= _SHORTEST_PLACE
    if match["hyphen"] and not match["date"] and not shouted and not _opens_report(match["place"], text[match.end() :]):
        return None
    date = match["date"]
    return Dateline(match["place"].strip(" ,"), date.strip(" ,") if date else None, match["agency"])
