"""Which lines of a text tell the story."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.cleaning import _trees
from briefing.cleaning._features import rows
from briefing.cleaning._lines import TextLine
from briefing.cleaning._mending import is_plain_article, mended

# A line speaks for a story from this many words on: the best single figure of the floor, "the run of lines with
# the largest sum of (words - 12)".
_FLOOR_WORDS = 12

_LEAST_SHARE = 0.05
"""Below this share of the longest run's words the classifier has seen no story, and the run is taken instead: text of
a kind that it never saw (lists of products, verses, unpunctuated notes). On its own pages this changes nothing; it is
there for others."""


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
    if not is_plain_article(lines):
        return mended(lines, _classified(lines))
    told = [not line.signs.metadata for line in lines]
    if all(told):
        return told
    return [tells or chosen for tells, chosen in zip(told, _classified(lines), strict=True)]


def _classified(lines: Sequence[TextLine]) -> list[bool]:
    """The classifier's answer for each line."""
    run = longest_run(lines)
    model = _trees.load()
    mask = [False] * len(lines)
    for i, row in rows(lines, run).items():
        mask[i] = model.score(row) > model.threshold
    kept = sum(line.size for line, tells in zip(lines, mask, strict=True) if tells)
    if kept <= _LEAST_SHARE * sum(line.size for line in lines[slice(*run)]):
        mask = [run[0] <= i < run[1] for i in range(len(lines))]
    return mask
