"""What one line shows by its own words: the patterns of `_cues`, asked once."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from briefing.cleaning import _cues
from briefing.cleaning._bylines import BYLINE_WORDS, is_byline, is_stamp_line
from briefing.schema.article import DropReason


class Signs(NamedTuple):
    """The signs of one line. They are read once, when the line is: every stage after that asks for them."""

    section: DropReason | None = None
    """What the lines below it are, where it is the label of a passage that is not the story."""
    reason: DropReason | None = None
    """Why it would be left out by what it says itself."""
    more: bool = False
    """Whether it sends its reader on: ``read more``."""
    metadata: bool = False
    """Whether it is a byline, or says when."""

    @property
    def furniture(self) -> bool:
        """Whether it belongs to the page and not to a story."""
        return self.section is not None or self.reason is not None or self.more


_NONE, _STAMP = Signs(), Signs(metadata=True)
_WORDS = _cues.WORDS | BYLINE_WORDS
"""Without one of these words, or a mark of copyright, a line shows nothing but perhaps when."""


def signs_of(text: str, words: Collection[str]) -> Signs:
    """The signs of a line; ``words`` are its words in lower case."""
    near = _WORDS.intersection(words)
    if not near and "©" not in text:
        return _STAMP if is_stamp_line(text) else _NONE
    return Signs(
        _cues.section_start(text, near),
        _cues.reason_of(text, near),
        _cues.points_to_more(text, words),
        (not BYLINE_WORDS.isdisjoint(near) and is_byline(text)) or is_stamp_line(text),
    )
