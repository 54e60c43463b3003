"""Whether a text is one that the rules can read: English, and long enough to say something."""

from __future__ import annotations

import re

from briefing.embedded._errors import CannotReadError
from briefing.embedded._lexicon import words
from briefing.language.identify import language_of

LEAST_WORDS = 6
LONGEST = 400_000
"""Characters. A longer text is no article; the rules take 2 to 3 s for this much."""
_WORD = re.compile(r"[^\W\d_]+")
# The commonest words of English that are no words of its neighbours ("an", "in", "die", "do" are left out).
_ENGLISH = words(
    "the of and to is was for that with his they this have from by but not had are were their has been said which "
    "will would who its it he she at as on be or we you after more than about when what there"
)
_SURE_SHARE = 0.18
"""Share of `_ENGLISH` words from which a text is English without more: 99% of 2,479 English news texts have it, the
least of them .14. Below it the language is identified, which takes 0.2 s the first time."""


def check_readable(text: str) -> None:
    """Raise `CannotReadError` where the rules would find nothing or nonsense."""
    if len(text) > LONGEST:
        raise CannotReadError(
            f"the text has {len(text)} characters, more than the {LONGEST} of the longest article that is read",
            hint="give it in parts",
        )
    found = _WORD.findall(text[:20_000].casefold())
    if len(found) < LEAST_WORDS:
        raise CannotReadError(f"the text is too short to read: {len(found)} words, at least {LEAST_WORDS} are needed")
    if sum(word in _ENGLISH for word in found) >= _SURE_SHARE * len(found):
        return
    if language_of(text) != "en":
        raise CannotReadError(
            "the text does not read like English, the only language of the embedded engine",
            hint="configure a model that reads its language",
        )
