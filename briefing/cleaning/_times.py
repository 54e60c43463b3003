"""Days that the elements of an HTML document state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from briefing.cleaning._facts import PUBLISHED, UPDATED
from briefing.cleaning._lines import line_of
from briefing.language.dates import find_stamps
from briefing.schema.article import Timestamp

_BLOCKS = frozenset(("p", "li", "dd", "td", "blockquote", "div", "figcaption", "h1", "h2", "h3"))
_SENTENCE_END = re.compile(r"""[.!?…。]["'”’»)]{0,2}$""")
_DEEPEST_INLINE, _LONGEST_PARAGRAPH, _LEAST_OF_A_SENTENCE = 6, 2_000, 3
_LABEL = 2
"""How many words of a line may say that it is a label: "Published on", "Last updated"."""


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
