"""The embedded engine: a deterministic extractive reader of English news that needs no key and no network.

It is the floor that every model must beat. It states nothing that the text does not: every item is a clause of the
source or a light rearrangement of one, and carries that clause as its quote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.errors import ModelFault, PermanentModelError
from briefing.schema.draft import BriefDraft

if TYPE_CHECKING:
    from briefing.embedded._parsed import Parse as Parse

__all__ = ["CannotReadError", "read"]


class CannotReadError(PermanentModelError):
    """The embedded engine cannot read this text: another language, or too short."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, fault=ModelFault.UNSUPPORTED, provider="embedded", model="embedded", hint=hint)


def read(text: str, *, title: str | None = None, parse: Parse | None = None) -> BriefDraft:
    """Read one article.

    Args:
        text: the story as shown to a model: the title first where there is one, paragraphs divided by blank lines.
        title: the article's title, so that a first paragraph equal to it is known for a headline. Without it, a
            short first paragraph that ends like a headline is taken for one.
        parse: gives the words of a sentence with their grammatical relations, as a pipeline of spaCy does: what it
            shows beside what the rules find is added.

    Returns:
        A draft in which every quote is a slice of ``text``. An article without parties or offers, a weather report
        say, gives a draft with headline and gist and the other sections as empty as they are.

    Raises:
        CannotReadError: the text is too short to be an article, or not English.
    """
    from briefing.embedded._assemble import draft_of
    from briefing.embedded._speakers import read_once
    from briefing.embedded._text import check_readable

    check_readable(text)
    return draft_of(read_once(text, title), parse)
