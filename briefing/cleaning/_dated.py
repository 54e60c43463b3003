"""A text that opens with its date on the line of its first words: ``date 2022-01-12 Nato and Russia are...``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.cleaning._lines import TextLine, line_of

_PREFIX = re.compile(
    r"(?:[Dd]ate\s?:?\s)?\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\s{1,3}(?=[^\W\d_\s]|[\"'“‘«„])"
)
_LONG = 8
"""Words that must follow for the rest to be the story's: ``2022-01-12 Ad`` is a line of the page."""


def parted(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, the first of them as two where it is a date and the start of the story."""
    if not lines or not (prefix := _PREFIX.match(lines[0].text)):
        return list(lines)
    first = lines[0]
    cut = prefix.end()
    if first.breaks and first.breaks[0].start < first.start + cut:
        return list(lines)  # broken inside the date
    rest = line_of(first.text[cut:], first.start + cut, first.end)
    if len(rest.words) < _LONG:
        return list(lines)
    stamp = line_of(first.text[:cut].rstrip(), first.start, first.start + len(first.text[:cut].rstrip()))
    story = first._replace(text=rest.text, start=rest.start, words=rest.words, size=rest.size, signs=rest.signs, gap=0)
    return [stamp, story, *lines[1:]]
