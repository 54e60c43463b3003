"""Sentences with their spans."""

from __future__ import annotations

from sentencex import get_sentence_boundaries

from briefing.schema.base import Span


def sentences(text: str, language: str = "en") -> list[Span]:
    """The sentences of ``text`` in order, as spans without the white space around them.

    Blank lines always end a sentence. ``language`` is an ISO 639-1 code; unknown ones fall back to English rules.
    sentencex (the splitter of Wikimedia) was chosen for speed and offsets: 0.1 ms for an article of 4 kB.
    """
    found: list[Span] = []
    for boundary in get_sentence_boundaries(language, text):
        raw = boundary["text"]
        start = boundary["start_index"] + len(raw) - len(raw.lstrip())
        end = boundary["end_index"] - (len(raw) - len(raw.rstrip()))
        if start < end:
            found.append(Span(start=start, end=end))
    return found
