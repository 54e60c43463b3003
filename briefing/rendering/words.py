"""Dates, counts, statuses and marks as the page words them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from briefing.language.calendar import MONTHS, WEEKDAYS
from briefing.schema.article import Article
from briefing.schema.terms import OfferStatus, Stance

_STATUSES = frozenset(OfferStatus)
_STANCES: dict[Stance, str] = {
    Stance.ACCEPTED: "accepts",
    Stance.REJECTED: "rejects",
    Stance.PENDING: "no answer yet",
    Stance.COUNTER_OFFER: "makes a counter-offer",
    Stance.CONDITIONAL: "accepts on conditions",
    Stance.PARTIAL: "accepts in part",
    Stance.OTHER: "answers",
}


def status_words(status: str) -> str:
    """A status as people say it; of what is no status of an offer, the word itself."""
    return OfferStatus(status).words if status in _STATUSES else status.replace("_", " ")


def stance_words(stance: Stance) -> str:
    return _STANCES[stance]


def long_date(day: date) -> str:
    # Not strftime: its names follow the locale of the machine.
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date, beside: date) -> str:
    """A day as it is called on the page of another: with its year where that differs."""
    short = f"{day.day} {MONTHS[day.month - 1]}"
    return short if day.year == beside.year else f"{short} {day.year}"


def moment(article: Article, beside: date) -> str:
    """When an article was published, as precisely as it says: ``12 January, 22:52 UTC+05:30``; empty where unknown."""
    stamp = article.published
    if stamp is None:
        return ""
    day = short_date(stamp.day, beside)
    if stamp.time is None:
        return day
    return f"{day}, {stamp.time:%H:%M}{_zone(stamp.time)}"


def _zone(when: datetime) -> str:
    # Not its name: that is another once the page was written and read back.
    offset = when.utcoffset()
    if offset is None:
        return ""
    if not offset:
        return " UTC"
    minutes = int(offset.total_seconds()) // 60
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    return f" UTC{sign}{minutes // 60:02}:{minutes % 60:02}"


def stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def counted(count: int, singular: str, plural: str | None = None) -> str:
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def listed(names: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def quoted(text: str) -> str:
    """The text in quotation marks, those of the source where it brings its own."""
    return text if text[:1] in "\"“„«'‘" else f"“{text}”"


def shorten(text: str, limit: int) -> str:
    """A text cut at a word, with a sign that it was."""
    folded = " ".join(text.split())
    if len(folded) <= limit:
        return folded
    end = folded.rfind(" ", 0, limit)
    return folded[: end if end > 0 else limit].rstrip() + " […]"


def begun(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """A text as a sentence ends."""
    return text if text.rstrip("\"”’'»)").endswith((".", "!", "?", "…", "。", "！", "？", "؟")) else f"{text}."
