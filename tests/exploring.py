"""How many examples a property is tried on: some by day, the same each time, and all of them where one explores."""

from __future__ import annotations

import os

EXPLORES = bool(os.environ.get("BRIEFING_TEST_EXPLORE"))
"""Whether new examples are looked for: ``BRIEFING_TEST_EXPLORE=1``, as ``make explore`` sets it."""


def examples(most: int) -> int:
    """All of them where one explores, else a quarter, and eight at least."""
    return most if EXPLORES else min(most, max(8, most // 4))
