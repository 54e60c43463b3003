"""What a provider says that a call used, in the many shapes in which they say it."""

from __future__ import annotations

from typing import Any

from briefing.schema.briefing import Usage

_MOST = 1_000_000_000
"""Tokens that no call has: a larger figure is none."""

_CACHED = (
    ("prompt_tokens_details", "cached_tokens"),
    ("input_tokens_details", "cached_tokens"),
    ("cache_read_input_tokens",),
    ("prompt_cache_hit_tokens",),
    ("cached_tokens",),
    ("num_cached_tokens",),
)
_WRITTEN = (
    ("prompt_tokens_details", "cache_write_tokens"),
    ("prompt_tokens_details", "cache_creation_tokens"),
    ("cache_creation_input_tokens",),
)
_REASONING = (
    ("completion_tokens_details", "reasoning_tokens"),
    ("output_tokens_details", "reasoning_tokens"),
    ("reasoning_tokens",),
)


def read_usage(stated: Any) -> Usage:
    """One request's usage from the ``usage`` of a chat completion of either SDK, or from the JSON of one.

    Cached, written and reasoning tokens are parts of the prompt's and the reply's. Where a provider counts them beside
    these, which shows in the sums, they are added.
    """
    read = _count(stated, ("prompt_tokens",)) or _count(stated, ("input_tokens",))
    replied = _count(stated, ("completion_tokens",)) or _count(stated, ("output_tokens",))
    total = _count(stated, ("total_tokens",))
    cached, written, reasoning = (_first(stated, paths) for paths in (_CACHED, _WRITTEN, _REASONING))
    if cached + written > read:  # as Anthropic's API counts
        read += cached + written
    if reasoning > replied or (reasoning and total == read + replied + reasoning):  # as xAI's does
        replied += reasoning
    return Usage(
        requests=1,
        input_tokens=read,
        output_tokens=replied,
        cached_tokens=cached,
        cache_write_tokens=written,
        reasoning_tokens=reasoning,
    )


def _first(stated: Any, paths: tuple[tuple[str, ...], ...]) -> int:
    return next((count for path in paths if (count := _count(stated, path))), 0)


def _count(stated: Any, path: tuple[str, ...]) -> int:
    for part in path:
        stated = stated.get(part) if isinstance(stated, dict) else getattr(stated, part, None)
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return 0
    return int(stated) if 0 <= stated < _MOST else 0
