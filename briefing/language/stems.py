"""Stems: one form for the forms of a word, so that "offers", "offered" and "offering" compare equal."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import Any

import Stemmer

IRREGULAR_FORMS = MappingProxyType(
    {
        form: base
        for base, *forms in (
            row.split()
            for row in """
            arise arose arisen|be is are was were been being am|become became|begin began begun|bite bit bitten
            bear bore borne|beat beaten|break broke broken|bring brought|build built|buy bought|catch caught
            choose chose chosen|come came|deal dealt|do did done does|draw drew drawn|drink drank drunk
            drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled
            fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen
            get got gotten|give gave given|go went gone goes|grow grew grown|hang hung|have has had having|hear heard
            hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|leave left|lend lent|lie lain
            light lit|lose lost|make made|mean meant|meet met|pay paid|ride rode ridden|ring rang rung|rise rose risen
            run ran|say said|see saw seen|seek sought|sell sold|send sent|shake shook shaken|shoot shot|show shown
            shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken|spend spent
            stand stood|steal stole stolen|stick stuck|strike struck stricken|swear swore sworn|sweep swept
            swim swam swum|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
            understand understood|wake woke woken|wear wore worn|win won|withdraw withdrew withdrawn|withhold withheld
            write wrote written|overthrow overthrew overthrown|undergo underwent undergone
            undertake undertook undertaken|uphold upheld|man men|woman women|child children|person people|foot feet
            tooth teeth|wife wives|life lives|half halves|medium media|crisis crises|death dead die died dying deadly
            tie tied tying
            """.replace("\n", "|").split("|")
            if row.strip()
        )
        for form in forms
    }
)
"""The base of each irregular form that news uses daily and that no suffix rule reaches."""


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    """PyStemmer's Snowball stemmer (untyped); English for languages that it has none for."""
    return Stemmer.Stemmer(language if language in Stemmer.algorithms() else "english")


_SNOWBALL = MappingProxyType(
    {
        "da": "danish",
        "de": "german",
        "en": "english",
        "es": "spanish",
        "fi": "finnish",
        "fr": "french",
        "hu": "hungarian",
        "it": "italian",
        "nl": "dutch",
        "no": "norwegian",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sv": "swedish",
        "tr": "turkish",
    }
)


@lru_cache(maxsize=8192)
def stem(word: str, language: str = "en") -> str:
    """The stem of a lower-case word. ``language`` is an ISO 639-1 code; unknown ones are read as English."""
    base = IRREGULAR_FORMS.get(word, word) if language == "en" else word
    stemmed: str = _stemmer(_SNOWBALL.get(language, "english")).stemWord(base)
    return stemmed
