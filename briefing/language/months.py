"""The names of months in many languages, for dates of bylines and carriers; of running text, `dates` has a table."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

from briefing.language.calendar import MONTHS

_WORD = re.compile(r"(?P<word>[^\W\d_]{3,16})")
_AFTER_DAY = re.compile(rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|[.ºer]{{1,2}})?[ -]{{1,2}}(?:de |of )?{_WORD.pattern}")

_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "is", "pl", "cs", "sk", "sl", "hr", "sr",
    "sr-Latn", "bs", "ro", "hu", "bg", "mk", "sq", "el", "tr", "az", "ru", "uk", "be", "et", "lv", "lt", "ca", "eu",
    "gl", "ga", "cy", "ar", "he", "fa", "ur", "hi", "bn", "id", "ms", "vi", "th", "sw", "af", "ka", "hy", "kk",
)  # fmt: skip
"""Those whose names of months are read, the first of them winning where two name different months alike."""


def with_english_month(text: str) -> str:
    """``text`` with the English name of its month: of the word behind the number of the day, or else of the first."""
    words = list(_AFTER_DAY.finditer(text)) or list(_WORD.finditer(text))
    for word in words:
        if month := _month(word["word"].casefold()):
            start, end = word.span("word")
            end += text[end : end + 1] == "."
            return f"{text[:start]}{month.capitalize()[:3]}{text[end:]}"
    return text


@lru_cache(maxsize=4_096)
def _month(name: str) -> str | None:
    """The month of a name, which may be cut to its first letters where these are no other month's."""
    names = _month_names()
    if known := names.get(name):
        return known
    begun = {month for full, month in names.items() if full.startswith(name)}
    return begun.pop() if len(begun) == 1 else None


def _table(language: str) -> dict[str, list[str]]:
    """What dateparser has of a language, read without dateparser itself: importing that takes a fifth of a second."""
    package = find_spec("dateparser")
    assert package is not None and package.submodule_search_locations
    path = Path(package.submodule_search_locations[0], "data", "date_translation_data", f"{language}.py")
    spec = spec_from_file_location(f"_months_{language}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[str, list[str]] = module.info
    return table


@lru_cache(maxsize=1)
def _month_names() -> dict[str, str]:
    """The English month behind each name and abbreviation of a month, from the tables that dateparser has of CLDR's.

    Names that are days of the week too ("mar." is Tuesday and March) are a matter of where they stand: what comes
    first in a date is a day, and is left out.
    """
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        table = _table(language)
        for month in map(str.lower, MONTHS):
            for name in table.get(month, ()):
                names.setdefault(name.casefold().rstrip("."), month)
    return names
