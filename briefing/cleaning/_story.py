"""Which lines of a text tell the story."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.cleaning._lines import Line

# A line speaks for a story from this many words on: the best single figure of the max-sum floor.
_FLOOR_WORDS = 12


def longest_run(lines: Sequence[Line]) -> tuple[int, int]:
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


def story_mask(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it tells the story."""
    start, end = longest_run(lines)
    return [start <= i < end for i in range(len(lines))]
