"""What an HTML page shows its readers, and how that agrees with what it states to machines.

Shown are names and dates beside the headline, and the days in its time elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta, timezone
from itertools import islice, zip_longest
from typing import Any

from briefing.cleaning._bylines import byline_names, is_stamp_line, names_alone, opens_byline
from briefing.cleaning._facts import PUBLISHED, UPDATED, timestamp
from briefing.cleaning._lines import line_of
from briefing.cleaning._pieces import Facts
from briefing.language.dates import day_order, find_stamps
from briefing.schema.article import Timestamp

_REACH = 900
"""How many visible characters behind the headline belong to its surroundings."""
_LINES = 24
_UPDATED = re.compile(r"updat|modif|edited|revised|aktualis|mis à jour|actualizad", re.IGNORECASE)
_EVERGREEN = 30
"""Days from which on a page with nothing but an update date is a text rewritten, not the one first published."""
_ZONE_STEP, _FARTHEST_ZONE = timedelta(minutes=15), timedelta(hours=14)
_ADDRESS_DATE = re.compile(r"/(20\d{2})/(\d{1,2})/(\d{1,2})/")
_BLOCKS = frozenset(("p", "li", "dd", "td", "blockquote", "div", "figcaption", "h1", "h2", "h3"))
_SENTENCE_END = re.compile(r"""[.!?…。]["'”’»)]{0,2}$""")
_DEEPEST_INLINE, _LONGEST_PARAGRAPH, _LEAST_OF_A_SENTENCE = 6, 2_000, 3
_LABEL = 2
"""How many words of a line may say that it is a label: "Published on", "Last updated"."""


def read_shown(text: str, start: int) -> Facts:
    """What stands beside the headline, in the visible ``text`` of a page from ``start`` (the headline's end) on: the
    first names, the first date without a label, the first update."""
    lines = [" ".join(line.split()) for line in text[start : start + _REACH].split("\n")]
    lines = [line for line in lines if line][:_LINES]
    published: Timestamp | None = None
    updated: Timestamp | None = None
    for label, stamp in _stamps(lines, text):
        if _UPDATED.search(label):
            updated = updated or stamp
        else:
            published = published or stamp
    return Facts(authors=_names(lines, text[:start]), published=published, updated=updated)


def _names(lines: Sequence[str], above: str) -> tuple[str, ...]:
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        names = byline_names(line) or (names_alone(following) if opens_byline(line) else ())
        if names:
            return names
    return _names_without_label(lines, above)


def _names_without_label(lines: Sequence[str], above: str) -> tuple[str, ...]:
    """Names on a line of their own below the headline, where a date or the name of a paper follows them.

    A section's label looks the same, and stands in the menu above the headline too.
    """
    near = [line for line in lines if any(c.isalnum() for c in line)][:6]
    for i, line in enumerate(near[:3]):
        names = names_alone(line) if len(line.split()) <= 8 else ()
        if not names or line in above:
            continue
        following = near[i + 1] if i + 1 < len(near) else ""
        story = near[i + 2] if i + 2 < len(near) else ""
        if is_stamp_line(following) or (i == 0 and len(following.split()) <= 4 and len(story.split()) >= 12):
            return names
    return ()


def _stamps(lines: Sequence[str], page: str) -> Iterator[tuple[str, Timestamp]]:
    """The dates of lines that say little else, each with the words in front of it."""
    for previous, line in zip(["", *lines], lines, strict=False):
        if not is_stamp_line(line) and not byline_names(line):
            continue
        found = find_stamps(line, limit=4)
        order = day_order(found)
        position = 0
        for stamp in found:
            label = line[max(position, stamp.span.start - 30) : stamp.span.start]
            position = stamp.span.end
            if read := timestamp(line, stamp, order, page):
                yield (label if label.strip() else previous[-30:]), read


def agree(stated: Facts, shown: Facts, url: str | None) -> Facts:
    """One set of facts from what the page states to machines and what it shows its readers.

    A moment stated in UTC, or without a zone, falls on the day that the page shows where the two are a day apart:
    the outlet's own. A page whose only date shown is that of an update, more than 30 days after the publication
    that it states, has been rewritten: when this text was first published nothing tells. Where neither speaks,
    a full date in the page's own address (``/2023/12/20/``) is taken, or else the day of its update: a page that says
    "last updated" and no more is of that day.
    """
    published = _publication(stated.published, stated.updated, shown)
    if published is None and stated.published is None:
        published = _address_day(stated.url or url) or stated.updated or shown.updated
    return replace(
        stated,
        authors=stated.authors or shown.authors,
        published=published,
        updated=stated.updated or shown.updated,
    )


def _publication(stated: Timestamp | None, updated: Timestamp | None, shown: Facts) -> Timestamp | None:
    if stated is None:
        return shown.published
    day = shown.published.day if shown.published else None
    update = shown.updated.day if shown.updated and day is None else None
    if day and updated and stated.day < day <= updated.day:
        update = day  # shown without a label, and yet the day of an update
    if update and (update - stated.day).days > _EVERGREEN:
        return None
    # UTC is what machines are told everywhere: it names no zone of the page's own.
    if day and abs((day - stated.day).days) == 1 and not (stated.time and stated.time.utcoffset()):
        return _zoned(shown.published, stated)
    return stated


def _zoned(shown: Timestamp | None, stated: Timestamp) -> Timestamp | None:
    """The moment shown, in the zone by which it is the moment stated: 00:30 for 23:30 UTC is an hour ahead."""
    if shown is None or shown.time is None or shown.time.tzinfo or stated.time is None or not stated.time.tzinfo:
        return shown
    ahead = shown.time - stated.time.replace(tzinfo=None, second=0, microsecond=0)
    if ahead % _ZONE_STEP or abs(ahead) > _FARTHEST_ZONE:
        return shown
    return Timestamp(day=shown.day, time=shown.time.replace(tzinfo=timezone(ahead)), quote=shown.quote)


def _address_day(url: str | None) -> Timestamp | None:
    match = _ADDRESS_DATE.search(url or "")
    if not match:
        return None
    try:
        return Timestamp(day=date(int(match[1]), int(match[2]), int(match[3])), quote=match[0])
    except ValueError:
        return None


def from_times(elements: Iterable[Any]) -> Timestamp | None:
    """The day that the page's time elements agree on; None where they differ (a list of other articles)."""
    shown = (element for element in elements if not _in_a_sentence(element))
    read = [stamp for element in shown if (stamp := timestamp_of(element.get("datetime") or text_of(element, 100)))]
    return read[0] if read and len({stamp.day for stamp in read}) == 1 else None


def _in_a_sentence(element: Any) -> bool:
    """Whether a time element tells when something happens, in a sentence of the story, and not when that was written.

    "The vote will be held on 7 March.", but not "Published on 7 March by the newsroom."
    """
    block = next((parent for parent in islice(element.iterancestors(), _DEEPEST_INLINE) if parent.tag in _BLOCKS), None)
    if block is None:
        return False
    text = text_of(block, _LONGEST_PARAGRAPH)
    line = line_of(text, 0, len(text))
    opening = " ".join(line.words[:_LABEL])
    labelled = line.signs.metadata or PUBLISHED.search(opening) or UPDATED.search(opening)
    if labelled or not _SENTENCE_END.search(text[-3:]):
        return False
    return text.endswith("。") or sum(word.islower() for word in text.split()) >= _LEAST_OF_A_SENTENCE


def timestamp_of(stated: str) -> Timestamp | None:
    """A date stated for machines; None where it has no day or its order is open."""
    stamp = next(iter(find_stamps(stated[:100], limit=1)), None)
    if stamp is None or stamp.day is None:
        return None
    return Timestamp(day=stamp.day, time=stamp.moment, quote=stated[:100])


def text_of(element: Any, limit: int = 400) -> str:
    """The folded text of an element; empty where it is longer than ``limit`` allows."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > 4 * limit:
            return ""
    text = fold(" ".join(parts))
    return text if len(text) <= limit else ""


def fold(text: str) -> str:
    """``text`` with one space for each run of white space."""
    return " ".join(text.split())
