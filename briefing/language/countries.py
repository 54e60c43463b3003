"""The countries of the ``countryinfo`` library, by the names that news uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefing.language import _names_data as data


@dataclass(frozen=True, slots=True)
class Country:
    """What the library says of a country."""

    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    capital: str | None
    population: int
    code: str | None
    """ISO 3166-1 alpha-3."""


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All of them, the largest first, so that "French" is France and not Saint Pierre."""
    from countryinfo import all_countries  # reads 256 files at first use

    found = []
    for country in all_countries():
        info = country.info()
        if info["name"] in data.LEFT_OUT:
            continue
        # ISO codes are no names: "IT" and "AND" would be states.
        spellings = [s.strip() for s in info.get("altSpellings", ()) if len(s.strip()) > 3 and s.isascii()]
        demonyms = re.split(r"[,/]| and ", info.get("demonym") or "")
        population = info.get("population") or 0
        found.append(
            Country(
                name=data.RENAMED.get(info["name"], info["name"]),
                names=(info["name"], *spellings),
                adjectives=tuple(d.strip() for d in demonyms if d),
                # Dependencies and islands are seldom spoken of by their capital, whose name is often a common one.
                capital=info.get("capital") if population > 250_000 else None,
                population=population,
                code=(info.get("ISO") or {}).get("alpha3"),
            )
        )
    return tuple(sorted(found, key=lambda c: (-c.population, c.name)))
