"""Dates, counts, statuses, marks, objections and corrections as the page words them, and who proof-read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from briefing.language.calendar import MONTHS, WEEKDAYS
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData, ProofRate
from briefing.schema.corrections import Correction, CorrectionKind
from briefing.schema.linking import Linking
from briefing.schema.terms import OfferStatus, Stance
from briefing.schema.verdict import RULES, Objection, Standing

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

MARK = "°"
"""Stands behind whatever is unconfirmed."""


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


def counted(count: int, noun: str) -> str:
    """``1 article``, ``2 articles``; a final y becomes ies, but not that of ``day``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def listed(names: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def quoted(text: str) -> str:
    """The text in quotation marks, those of the source where it brings its own."""
    return text if text[:1] in "\"“„«'‘" else f"“{text}”"


def shorten(text: str, limit: int = 160) -> str:
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


def in_words(objections: Iterable[Objection]) -> str:
    """The objections as people say them, one after the other."""
    return "; ".join(map(_with_who, objections))


def _with_who(objection: Objection) -> str:
    return objection.told() if objection.by == RULES else f"{objection.told()}, says {objection.by}"


def proofread_by(data: BriefingData) -> str:
    """Who proof-read, and how many of the mistakes that were planted it struck."""
    if not data.proofs:
        return "not proof-read"
    return "; ".join(map(_rate, data.proofs))


def _rate(rate: ProofRate) -> str:
    if not rate.planted:
        return f"proof-read by {rate.by} (no mistake could be planted to test it, so it confirms nothing)"
    told = f"proof-read by {rate.by} (struck {rate.caught} of {rate.planted} planted mistakes)"
    return told if rate.trusted else f"{told}, too few to confirm anything"


def standing_mark(thing: object) -> str:
    """The mark of what is unconfirmed; empty for all else."""
    return MARK if getattr(thing, "standing", None) is Standing.UNCONFIRMED else ""


def linked_by(linking: Linking | None) -> str:
    """Who linked the day to the ledger, and how many planted offers rightly; it stands behind who proof-read."""
    if linking is None:
        return ""
    if linking.by is None:
        return ", linked to the ledger by rules, since no model was heard"
    told = f", linked to the ledger by {linking.by}"
    rightly = f"{linking.caught} of {linking.planted} planted offers linked rightly"
    if not linking.trusted:
        return f", linked to the ledger by rules, since {linking.by} had only {rightly}"
    if not linking.planted:
        return f"{told} (no link was known to test it)"
    return f"{told} ({rightly})"


def by_rules(engines: Sequence[str]) -> bool:
    """Whether a page was written by the embedded engine alone, be it with a parser beside its rules."""
    return bool(engines) and all(engine == "embedded" or engine.startswith("parsed/") for engine in engines)


def editors_say(data: BriefingData, ident: str) -> Iterator[str]:
    """The corrections of one entry, each with who made it and when."""
    for each in data.known.corrections if data.known else ():
        if ident == each.entry or (ident == each.other and each.kind is CorrectionKind.SPLIT):
            by = f"{each.by}, {short_date(each.made.date(), data.date)}"
            yield f"{_said(each, data, ident)} (an editor: {by})"


def _said(correction: Correction, data: BriefingData, ident: str) -> str:
    match correction.kind:
        case CorrectionKind.LINK:
            return f"Held to be one with what was {correction.other}"
        case CorrectionKind.SPLIT if correction.since:
            since = short_date(correction.since, data.date)
            if ident == correction.other:
                return f"Held apart from {correction.entry} since {since}"
            return f"What was told since {since} is held to be {correction.other}"
        case CorrectionKind.STATUS:
            return f"Set to {status_words(correction.status or '')}"
        case CorrectionKind.CONFIRM:
            return f"Confirmed{f': {quoted(correction.note)}' if correction.note else ''}"
        case CorrectionKind.STRIKE:
            return f"Struck: {quoted(correction.note or '')}"
        case _:
            return f"Note: {quoted(correction.note or '')}"
