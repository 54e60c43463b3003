"""Whether a text is one that the rules can read: English, and long enough to say something."""

from __future__ import annotations

import re

from briefing.embedded._errors import CannotReadError

LEAST_WORDS = 12
LONGEST = 400_000
"""Characters. A longer text is no article; the rules take 2 to 3 s for this much."""
_WORD = re.compile(r"[^\W\d_]+")
# The commonest words of English that are no words of its neighbours ("an", "in", "die", "do" are left out).
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "is",
        "was",
        "for",
        "that",
        "with",
        "his",
        "they",
        "this",
        "have",
        "from",
        "by",
        "but",
        "not",
        "had",
        "are",
        "were",
        "their",
        "has",
        "been",
        "said",
        "which",
        "will",
        "would",
        "who",
        "its",
        "it",
        "he",
        "she",
        "at",
        "as",
        "on",
        "be",
        "or",
        "we",
        "you",
        "after",
        "more",
        "than",
        "about",
        "when",
        "what",
        "there",
    ]
)
LEAST_SHARE = 0.12
"""Share of `_ENGLISH` words: 0.22 to 0.45 in English news of the sets read, below 0.05 in German, French, Spanish,
Italian and Dutch."""


def check_readable(text: str) -> None:
    """Raise `CannotReadError` where the rules would find nothing or nonsense."""
    if len(text) > LONGEST:
        raise CannotReadError(
            f"the text has {len(text)} characters, more than the {LONGEST} of the longest article that is read",
            hint="give it in parts",
        )
    words = _WORD.findall(text[:20_000].casefold())
    if len(words) < LEAST_WORDS:
        raise CannotReadError(f"the text is too short to read: {len(words)} words, at least {LEAST_WORDS} are needed")
    share = sum(w in _ENGLISH for w in words) / len(words)
    if share < LEAST_SHARE:
        raise CannotReadError(
            "the text does not read like English, the only language of the embedded engine",
            hint="configure a model that reads its language",
        )
