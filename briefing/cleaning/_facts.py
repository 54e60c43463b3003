"""What a text says about itself: who wrote it, where, when, for whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from briefing.cleaning._bylines import (
    AGENCIES,
    AGENCY,
    Dateline,
    byline_names,
    byline_place,
    is_stamp_line,
    names_alone,
    opens_byline,
    read_dateline,
)
from briefing.cleaning._lines import TextLine
from briefing.cleaning._pieces import Facts, Role
from briefing.language.calendar import resolve_zone, with_english_month
from briefing.language.dates import DayOrder, Stamp, day_order, find_stamps
from briefing.schema.article import DropReason, ParagraphKind, Timestamp

_AGENCY_WORDS = frozenset(word for name in AGENCIES for word in name.lower().split()) - {"the", "news"}
_BODY = frozenset({ParagraphKind.BODY, ParagraphKind.CUT_QUOTE, ParagraphKind.HEADING})

_END_MARK = re.compile(r"\((?P<agency>[A-Z][\w./ -]{1,24})\)\s?$")
_LED_BY_AGENCY = re.compile(rf"^(?P<agency>{AGENCY})\s?[|/—–-]")
_AGENCY_LINE = re.compile(rf"^(?:(?:by|source|from|credit)\s?:?\s)?(?P<agency>{AGENCY})\s?\W{{0,3}}$", re.IGNORECASE)
_HAS_IT_FROM = re.compile(
    rf"""(?:according\sto|reported\sby|told|as\sper|quoted\sby|citing|quoting|cited\sby)\s(?:the\s)?
         (?P<after>{AGENCY}|(?:[A-Z]\w{{1,20}}\s){{1,3}}(?:[Nn]ews\s[Aa]gency|[Aa]gency))\b
      | (?P<before>(?:[A-Z]\w{{1,20}}\s){{1,3}}[Nn]ews\s[Aa]gency|{AGENCY})\s
        (?:(?:also\s)?report(?:s|ed)|\w{{3,9}}ing\s[^.]{{1,80}}\sreported|said\son|has\sreported)""",
    re.VERBOSE,
)

UPDATED = re.compile(r"updat|modif|aktualis|mis à jour|actualizad|edited", re.IGNORECASE)
PUBLISHED = re.compile(r"publish|posted|created|first|veröffent|publi|datum|\bdate\b|erstellt", re.IGNORECASE)
_CUE_REACH = 24
"""How far before a date its label ("Updated:") may start."""
_STAMP_WORDS = 40
"""How many words a line has at most whose dates tell the page's order of day and month."""
_OPENING_LINES, _OPENING_REACH = 2, 600
_OPENING_DATE = re.compile(
    r"(?:[A-Za-z]{4,9}\s?:?\s)?(?P<date>(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S{0,12})?)\s\W{0,3}[^\W\d_]"
)
_MACHINE_STAMP = re.compile(r"(?:^|\s)(?P<date>20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?Z)\s")
_HAS_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_HEAD, _FOOT = 30, 8
"""How many lines above the title and below the story are searched for the article's own date."""

_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[cC]opyright|COPYRIGHT)[\s©]{0,3}(?:[cC]opyright\s)?(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[\s,]{0,2}(?:by\s)?"
    r"(?P<name>[^\W\d_][\w&'’.]{1,24}(?:\s[^\W\d_a-z][\w&'’.]{0,20}){0,3})"
)
_STAFF = tuple(
    (word, re.compile(rf"{word}\b(?<!\w{word})")) for word in ("editor", "correspondent", "reporter", "staff", "writer")
)
"""Each as a pattern that starts with its letters: one that starts with ``\\b`` is tried at every character."""
_COPYRIGHT_MARKS = ("©", "(c)", "(C)", "opyright", "COPYRIGHT")
"""One of them stands in every text in which `_COPYRIGHT` finds something."""
_POSSESSIVE = re.compile(r"['’]s?\b")
# Whatever the case: with letters for its starts, and not a flag, it is tried at those letters alone.
_DOMAIN = re.compile(
    r"(?:@|//|w[wW]{2}\.|W[wW]{2}\.)"
    r"(?i:(?:www\.)?(?P<name>[a-z0-9-]{3,30})\.(?:co\.|com\.|org\.)?[a-z]{2,6}\b)"
)
_NO_OUTLET = frozenset(
    {"all", "the", "reserved", "rights", "terms", "privacy", "twitter", "facebook", "google", "youtube", "instagram",
     "linkedin", "gmail"}
)  # fmt: skip


@dataclass(frozen=True)  # no slots: `story` is asked for a dozen times a page
class PageText:
    """A labelled text: its lines, the role of each, and the index of its title."""

    text: str
    lines: Sequence[TextLine]
    roles: Sequence[Role]
    title: int | None

    @cached_property
    def story(self) -> list[int]:
        return [i for i, role in enumerate(self.roles) if role in _BODY]

    @property
    def top(self) -> int:
        """Where the article starts: its title, or the first line of its story."""
        return self.title if self.title is not None else (self.story[0] if self.story else 0)

    @cached_property
    def head(self) -> list[TextLine]:
        """The lines between title and story, then the few above the title."""
        first = self.story[0] if self.story else self.top
        around = (*range(self.top, first), *range(max(0, self.top - 4), self.top))
        return [self.lines[i] for i in around]

    @cached_property
    def opening(self) -> Dateline | None:
        """The dateline that the story opens with."""
        return read_dateline(self.lines[self.story[0]].text) if self.story else None


def read_facts(page: PageText) -> Facts:
    """The facts of a text; what it does not say stays None."""
    published, updated = _read_dates(page)
    provenance = read_provenance(page)
    published = published or _opening_stamp(page) or provenance.published
    if not published and not updated:
        published = _in_other_words(page)
    return replace(
        provenance,
        title=page.lines[page.title].text if page.title is not None else None,
        outlet=_outlet(page),
        authors=_authors(page),
        published=published or updated,  # "Last updated" alone: the day that this text is of
        updated=updated,
    )


def read_provenance(page: PageText) -> Facts:
    """Where a story says it comes from: agency, origins, dateline, and the day that its dateline states."""
    agency = _agency(page)
    return Facts(agency=agency, origins=_origins(page, agency), dateline=_dateline(page), published=_dateline_day(page))


def _dateline_day(page: PageText) -> Timestamp | None:
    """The day of the dateline, where it has its year: ``NAIROBI, March 3, 2024 (Reuters) -``."""
    return _stated(page.opening.date, page) if page.opening and page.opening.date else None


def _stated(text: str, page: PageText) -> Timestamp | None:
    """The first date of a text that states little else."""
    stamp = next(iter(find_stamps(text, limit=1)), None)
    return timestamp(text, stamp, None, page.text) if stamp else None


def _authors(page: PageText) -> tuple[str, ...]:
    for line, following in zip_longest(page.head, page.head[1:]):
        names = byline_names(line.text)
        if not names and following and opens_byline(line.text):
            names = names_alone(following.text)
        names = tuple(name for name in names if name not in AGENCIES)
        if names:
            return names
    return ()


def _agency(page: PageText) -> str | None:
    for line in page.head:
        if led := (_LED_BY_AGENCY.match(line.text) or _AGENCY_LINE.match(line.text)):
            return led["agency"]
    if page.opening and page.opening.agency:
        return page.opening.agency
    for i in reversed(page.story[-2:]):
        mark = _END_MARK.search(page.lines[i].text[-40:])
        if mark and (mark["agency"] in AGENCIES or page.text.count(mark["agency"]) > 1):
            return mark["agency"]
    return None


def _origins(page: PageText, agency: str | None) -> tuple[str, ...]:
    named = [agency] if agency else []
    for i in page.story:
        if _AGENCY_WORDS.isdisjoint(page.lines[i].words):
            continue
        for match in _HAS_IT_FROM.finditer(page.lines[i].text):
            name = (match["after"] or match["before"]).strip()
            longer = next((k for k, known in enumerate(named) if name.startswith(known + " ")), None)
            if longer is not None:
                named[longer] = name
            elif not any(known == name or known.startswith(name + " ") for known in named):
                named.append(name)
    return tuple(named)


def _dateline(page: PageText) -> str | None:
    if page.opening:
        return page.opening.place
    for line in page.head:
        if place := byline_place(line.text):
            return place
        parts = [part.strip() for part in line.text.split("|")]
        if (
            len(parts) >= 3
            and parts[0] in AGENCIES
            and re.fullmatch(r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,2}", parts[1])
        ):
            return parts[1]
    return None


def _read_dates(page: PageText) -> tuple[Timestamp | None, Timestamp | None]:
    """When the article was published and updated: from stamps beside its title, else from a labelled one above."""
    dated = [(text := page.lines[i].text, find_stamps(text, limit=6)) for i in _date_lines(page)]
    order = _day_order(page) if any(stamp.day is None for _, stamps in dated for stamp in stamps) else None
    published: Timestamp | None = None
    updated: Timestamp | None = None
    for line, stamps in dated:
        position = 0
        for stamp in stamps:
            cue = line[max(position, stamp.span.start - _CUE_REACH) : stamp.span.start]
            position = stamp.span.end
            read = timestamp(line, stamp, order, page.text)
            if read is None:
                continue
            if UPDATED.search(cue) and not PUBLISHED.search(cue.split(",")[-1]):
                updated = updated or read
            else:
                published = published or read
    return published, updated


def _opening_stamp(page: PageText) -> Timestamp | None:
    """The date that a text opens with on the line of its first words (``date 2022-01-12 Nato and Russia are...``), or
    the moment that an agency's machine wrote in front of its story."""
    for i in page.story[:_OPENING_LINES]:
        text = page.lines[i].text[:_OPENING_REACH]
        match = _OPENING_DATE.match(text) or _MACHINE_STAMP.search(text)
        if match and (read := _stated(match["date"], page)):
            return read
    return None


def _in_other_words(page: PageText) -> Timestamp | None:
    """The date of a line about the title whose month is in a language that other lines are not looked through for."""
    for line in page.head:
        if len(line.words) > _STAMP_WORDS // 2 or not _HAS_YEAR.search(line.text):
            continue
        text = with_english_month(line.text)
        stamps = find_stamps(text, limit=2) if text != line.text else []
        if len(stamps) == 1 and (read := timestamp(text, stamps[0], None, page.text)):
            return read.model_copy(update={"quote": line.text})
    return None


def _day_order(page: PageText) -> DayOrder | None:
    """The order in which the dates of a page's shorter lines write day and month."""
    short = (line for line in page.lines if len(line.words) <= _STAMP_WORDS)
    return day_order(stamp for line in short for stamp in find_stamps(line.text, limit=6))


def timestamp(line: str, stamp: Stamp, order: DayOrder | None, page: str) -> Timestamp | None:
    """What a date in a line states; None where the order of its day and month is open. ``page`` tells the zone."""
    tz = resolve_zone(stamp.zone, page=page) if stamp.zone else None
    read = stamp.read(order, tz)
    if read.day is None:
        return None
    return Timestamp(day=read.day, time=read.moment, quote=stamp.span.slice(line))


def _date_lines(page: PageText) -> Iterable[int]:
    """Lines that may hold the article's date, the surest first."""
    story = page.story
    first, last = (story[0], story[-1]) if story else (page.top, page.top)
    yield from range(page.top, first)
    above = range(page.top - 1, max(-1, page.top - _HEAD), -1)
    yield from (i for i in above if _states_date(page.lines[i]))
    below = range(last + 1, min(len(page.lines), last + 1 + _FOOT))
    yield from (i for i in below if _states_date(page.lines[i]) and PUBLISHED.search(page.lines[i].text))


def _states_date(line: TextLine) -> bool:
    return len(line.words) <= 14 and is_stamp_line(line.text)


def _outlet(page: PageText) -> str | None:
    """The outlet's name: a short line of the page's furniture that the copyright line or the page's own addresses
    confirm, or that stands above and below the story and has people of its own ("EUobserver's foreign editor").
    Else the name in the copyright line."""
    owners = _owners(page.text)
    furniture = [
        line
        for line, role in zip(page.lines, page.roles, strict=True)
        if 1 <= len(line.words) <= 4 and len(line.text) > 2 and isinstance(role, DropReason)
    ]
    if furniture:
        addresses = {m["name"].lower() for m in _DOMAIN.finditer(page.text)} - _NO_OUTLET
        proofs = addresses | {squash(name) for name in owners}
        for line in furniture if proofs else ():
            if _squashed(line) in proofs:
                return _as_written(line.text, page.text)
    repeated = [text for text, count in Counter(line.text for line in furniture).items() if count > 1]
    employers = _employers(page.text) if repeated else ()
    for text in repeated:
        if any(f" {before}".endswith(f" {text.lower()}") for before in employers):
            return _as_written(text, page.text)
    return owners[0] if owners else None


def _owners(text: str) -> list[str]:
    """The names in a page's copyright lines."""
    if not any(mark in text for mark in _COPYRIGHT_MARKS):
        return []
    # Without the words that follow them: ``Norhaven Post. All rights reserved``.
    owners = [re.split(r"[.]?\sAll\b|[.]\s", m["name"])[0].strip(" .") for m in _COPYRIGHT.finditer(text)]
    return [name for name in owners if name[:1].isupper() and name.lower().split()[0] not in _NO_OUTLET]


def _employers(text: str) -> set[str]:
    """The words in front of "editor", "staff" and the like, the last two of them left out or not."""
    found: set[str] = set()
    for match in (match for word, pattern in _STAFF if word in text for match in pattern.finditer(text)):
        before = _POSSESSIVE.sub("", text[max(0, match.start() - 80) : match.start()].lower())
        words = re.findall(r"[\w&.-]+", before)
        found.update(" ".join(words[: len(words) - skip]) for skip in range(min(3, len(words))))
    return found


def _as_written(name: str, text: str) -> str:
    """The form with the most capitals in which the page writes ``name``, short of capitals throughout."""
    forms = Counter(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
    mixed = [form for form in forms if not form.isupper()] or list(forms)
    return max(mixed, key=lambda form: (sum(c.isupper() for c in form), forms[form], form), default=name)


def _squashed(line: TextLine) -> str:
    """`squash` of a line: its words are at hand, and only beyond ASCII does lower case depend on what is around."""
    return "".join(line.words) if line.text.isascii() else squash(line.text)


def squash(text: str) -> str:
    """The letters and figures of ``text`` alone, in lower case."""
    return re.sub(r"\W", "", text).lower()
