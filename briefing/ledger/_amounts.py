"""What an offer is worth where it names money or a share, and whether two such amounts are one."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from briefing.language.numbers import Unit, find_all

_NOT_MONEY = frozenset({Unit.CLOCK, Unit.ORDINAL})
_INSTEAD = re.compile(r"\b(?:from|than|over|above|below|beyond|of the) (?:\w+ ){0,3}[^\w\s]?$", re.IGNORECASE)
"""Before an amount that the offer is compared with, and that is not its own."""

_SAME_SCALE = 10.0
"""Amounts further apart are no two bids for one thing: a price a share and a price in total, a part and the whole."""

_ROUNDED = 1e5
"""Amounts from here on are told in rounded figures; a price is told to the cent."""


class Amount(NamedTuple):
    """``step`` is the worth of the last figure that was written."""

    value: float
    unit: Unit
    step: float


@lru_cache(maxsize=8192)
def amount_of(text: str) -> Amount | None:
    """The amount that an offer names first as its own, None where it names none."""
    for found in find_all(text):
        if found.unit is None or found.unit in _NOT_MONEY or _INSTEAD.search(text[: found.start]):
            continue
        figures = re.search(r"\d[\d,]*(?:\.(\d+))?", text[found.start : found.end])
        if figures is None:
            return Amount(found.value, found.unit, 1.0)
        written = float(figures[0].replace(",", ""))
        scale = found.value / written if written else 1.0
        return Amount(found.value, found.unit, scale / 10 ** len(figures[1] or ""))
    return None


def comparable(one: Amount | None, other: Amount | None) -> bool:
    """Whether both are amounts of one thing."""
    if one is None or other is None or one.unit is not other.unit:
        return False
    low, high = sorted((abs(one.value), abs(other.value)))
    return high <= low * _SAME_SCALE


def equal(one: Amount | None, other: Amount | None) -> bool:
    """Whether both are one amount; of large ones also where the one rounds the other."""
    if one is None or other is None or one.unit is not other.unit:
        return False
    if one.value == other.value:
        return True
    coarse, fine = (one, other) if one.step > other.step else (other, one)
    return min(one.value, other.value) >= _ROUNDED and _rounds(fine, coarse)


def _rounds(fine: Amount, coarse: Amount) -> bool:
    """Whether the one is the other in fewer figures, of which at least two are left."""
    steps = Decimal(f"{fine.value:.9g}") / Decimal(f"{coarse.step:.9g}")
    rounded = steps.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return rounded >= 10 and math.isclose(float(rounded) * coarse.step, coarse.value)
