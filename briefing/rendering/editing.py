"""What editors corrected of the ledger, in words for the page."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.rendering.words import quoted, short_date, status_words
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import Correction, CorrectionKind


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
