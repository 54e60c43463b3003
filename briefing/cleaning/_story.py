"""Which lines of a text tell the story, by a classifier: boosted trees over the features of each line.

It was trained on dumps of web pages, where a short line is mostly furniture. In an article that comes alone its short
sentences, and the headline, are the story's. So what it leaves out of a story that shows no sign of being anything
else is put back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from briefing.cleaning import _cues
from briefing.cleaning._features import rows
from briefing.cleaning._lines import TextLine
from briefing.errors import DataError

# A line speaks for a story from this many words on: the best single figure of the floor, "the run of lines with
# the largest sum of (words - 12)".
_FLOOR_WORDS = 12

_LEAST_SHARE = 0.05
"""Below this share of the longest run's words the classifier has seen no story, and the run is taken instead: text of
a kind that it never saw (lists of products, verses, unpunctuated notes). On its own pages this changes nothing; it is
there for others."""
_FILE = "lines.json"
_VERSION = 1
_ENDED = re.compile(r"""[.!?…。！？]["'”’»)\]]{0,3}$""")
_OPENED = re.compile(r"""["'“‘„«(\[]{0,2}(?:[^\W_a-z]|\d)""")
_TO_READERS = re.compile(
    r"\b(?:you|your|yours|us|our|my|me)\b|\b(?:we|I)\b(?![^“\"]{0,200}[”\"])|@|https?:|www\.|\.com\b|"
    r"^(?:follow|join|email|contact|visit|click|tap|subscribe)\s",
    re.IGNORECASE,
)
_LEAST_SENTENCE, _LONGEST_SENTENCE = 4, 25
"""Words of a line that the classifier may have taken for a label; what it says of longer ones holds."""
_LEAST_PROSE = 8
"""Words of a sentence that proves, with no furniture around it, that a text tells something."""
_LONGEST_HEADING, _LONGEST_LABEL = 16, 12
"""Words."""
_TAIL = 2
"""How many lines behind the story's last one may still be of it, where the text ends with them."""


def longest_run(lines: Sequence[TextLine]) -> tuple[int, int]:
    """The half-open run of lines with the largest sum of (words - 12); empty where no line has more than 12."""
    best, best_run = 0, (0, 0)
    total, start = 0, 0
    for i, line in enumerate(lines):
        if total <= 0:
            total, start = 0, i
        total += line.size - _FLOOR_WORDS
        if total > best:
            best, best_run = total, (start, i + 1)
    return best_run


def story_mask(lines: Sequence[TextLine]) -> list[bool]:
    """For each line whether it tells the story.

    Of a plain article only a byline or a date is put to the classifier, which takes longer than all the rest.
    """
    if not _is_plain_article(lines):
        return _mended(lines, _classified(lines))
    told = [not line.signs.metadata for line in lines]
    if all(told):
        return told
    return [tells or chosen for tells, chosen in zip(told, _classified(lines), strict=True)]


def _classified(lines: Sequence[TextLine]) -> list[bool]:
    """The classifier's answer for each line."""
    run = longest_run(lines)
    model = _trees()
    mask = [False] * len(lines)
    for i, row in rows(lines, run).items():
        mask[i] = model.score(row) > model.threshold
    kept = sum(line.size for line, tells in zip(lines, mask, strict=True) if tells)
    if kept <= _LEAST_SHARE * sum(line.size for line in lines[slice(*run)]):
        mask = [run[0] <= i < run[1] for i in range(len(lines))]
    return mask


@dataclass(frozen=True, slots=True)
class TreeModel:
    """A sum of trees over the features of a line, which is kept where it is above ``threshold``."""

    threshold: float
    score: Callable[[Sequence[float]], float]
    """The log-odds that a line with the features ``row`` tells the story."""


@cache
def _trees() -> TreeModel:
    """The model that the package ships; see ``MODEL_CARD.md`` beside it.

    Raises:
        DataError: the file is of another version.
    """
    data = json.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    if data.get("version") != _VERSION:
        raise DataError(
            f"cleaning/{_FILE} is of version {data.get('version')}, not {_VERSION}",
            hint="train it again: benchmarks/train_lines.py",
        )
    return TreeModel(data["threshold"], _compiled(data["trees"], len(data["names"])))


def _compiled(trees: Sequence[Any], width: int) -> Callable[[Sequence[float]], float]:
    """The sum of the trees as one Python expression over ``width`` variables: the few microseconds a line that it needs
    are no reason for a dependency. Walking the nodes takes seven times as long, the same expression over the items of a
    row a quarter longer."""
    names = ", ".join(f"f{i}" for i in range(width))
    source = " + ".join(map(_expression, trees)) or "0.0"
    made: Callable[..., float] = eval(f"lambda {names}: {source}", {})  # noqa: S307 - numbers alone, see below
    return lambda row: made(*row)


def _expression(node: Any) -> str:
    """A branch (feature, threshold, where not above it, where above it) or the value of a leaf, as source."""
    if isinstance(node, list):
        feature, threshold, low, high = node
        return f"({_expression(low)} if f{int(feature)} <= {float(threshold)!r} else {_expression(high)})"
    return repr(float(node))


def _mended(lines: Sequence[TextLine], story: Sequence[bool]) -> list[bool]:
    """Which lines tell the story, with what was left out of it without a sign.

    A sentence is kept that stands between two lines of the story, or as a paragraph of its own right behind one.
    Short furniture at the story's end is left out. On development pages this costs nothing: F1 .949/.942 without and
    with it on dumps, .962/.941 on main texts.
    """
    kept = list(story)
    for start, end in _gaps(story):
        if start > 0 and _is_missed_gap(lines, start, end):
            kept[start:end] = [True] * (end - start)
        elif start > 0 and _is_missed(lines[start]) and lines[start].gap and lines[start + 1].gap:
            kept[start] = True
    last = len(kept) - 1 - kept[::-1].index(True) if True in kept else 0
    while last > 0 and kept[last] and lines[last].size < _LONGEST_LABEL and lines[last].signs.furniture:
        kept[last] = False
        last -= 1
    return kept


def _is_missed_gap(lines: Sequence[TextLine], start: int, end: int) -> bool:
    """Whether all of a gap in the story, or behind it where the text ends, belongs to it."""
    most = _TAIL if end == len(lines) else 1
    return end - start <= most and all(_is_missed(line) for line in lines[start:end])


def _gaps(story: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The half-open runs of lines that do not tell the story."""
    start = 0
    for i, tells in enumerate([*story, True]):
        if tells:
            if i > start:
                yield start, i
            start = i + 1


def _is_missed(line: TextLine) -> bool:
    return (
        is_sentence(line)
        and len(line.words) <= _LONGEST_SENTENCE
        and not line.signs.furniture
        and not line.signs.metadata
        and not _cues.is_caption(line.text, line.words)
        and not _TO_READERS.search(line.text)
    )


def is_sentence(line: TextLine) -> bool:
    """Whether a line reads like a sentence of its own: a capital, several words, a stop."""
    return (
        line.size >= _LEAST_SENTENCE
        and not line.bullet
        and bool(_OPENED.match(line.text))
        and bool(_ENDED.search(line.text[-8:]))
    )


def _is_plain_article(lines: Sequence[TextLine]) -> bool:
    """Whether a text is an article alone: sentences, with a headline above them and perhaps headings between.

    Bylines and dates may stand among its first lines; a single list item, label or button makes it a page.
    """
    told: list[TextLine] = []
    for line in lines:
        if not line.signs.metadata:
            if line.bullet or line.signs.furniture:
                return False
            told.append(line)
    if not told:
        return False
    if any(_cues.is_caption(line.text, line.words) for line in told) or _TO_READERS.search(told[-1].text):
        return False
    sentences = [is_sentence(line) for line in told]
    for i, line in enumerate(told):
        if not sentences[i] and not (i + 1 < len(told) and sentences[i + 1] and _may_head(line)):
            return False
    proven = sum(line.size for line, ended in zip(told, sentences, strict=True) if ended)
    return proven >= _LEAST_PROSE and 2 * sum(sentences) > len(told) - (not sentences[0])


def _may_head(line: TextLine) -> bool:
    return 2 <= len(line.words) <= _LONGEST_HEADING and bool(_OPENED.match(line.text))
