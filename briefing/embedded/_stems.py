"""Content words by their stems, for telling whether two passages speak of one thing."""

from __future__ import annotations

import re

from briefing.embedded import _lexicon as lex
from briefing.language.stems import stem

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_EMPTY = (
    lex.DETERMINERS | lex.PREPOSITIONS | lex.CONJUNCTIONS | lex.PRONOUNS | lex.RELATIVES | lex.AUXILIARIES | lex.MODALS
    | lex.NEGATIONS | lex.ADVERBS | lex.TIME_WORDS | {"said", "say", "says", "new"}
)  # fmt: skip


def stems(text: str) -> frozenset[str]:
    """The stems of the content words."""
    return frozenset(stem(w) for w in _WORD.findall(text.casefold()) if w not in _EMPTY)
