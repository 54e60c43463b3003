"""Codes of states."""

from __future__ import annotations

from functools import cache

from briefing.language import _names_data as data
from briefing.language.names import canonical_state


def state_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of the state that ``name`` names (``RUS`` for Moscow), None where it names none."""
    state = canonical_state(name)
    return _codes().get(state) if state else None


@cache
def _codes() -> dict[str, str]:
    from countryinfo import all_countries  # reads 256 files at first use

    found: dict[str, str] = {}
    for country in all_countries():
        info = country.info()
        code = (info.get("ISO") or {}).get("alpha3")
        if code and info["name"] not in data.LEFT_OUT:
            found.setdefault(data.RENAMED.get(info["name"], info["name"]), code)
    return found
