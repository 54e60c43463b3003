"""What a proof-reading replies: objections to numbered claims, and nothing else.

The schema that is sent is strict. What comes back is read with some patience: an objection in a near form is still an
objection, and a careless one costs neither the others nor the call.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from briefing.schema.base import ReplyPart, ReplyRow
from briefing.schema.verdict import Level, Problem

CONTENT = (
    Problem.CONTRADICTED,
    Problem.WRONG_PARTY,
    Problem.WRONG_NUMBER,
    Problem.WRONG_DATE,
    Problem.NOT_STATED,
)
FRAME = (
    Problem.NOT_AN_OFFER,
    Problem.NOT_AN_ANSWER,
    Problem.NOT_A_CONDITION,
    Problem.WRONG_STATUS,
    Problem.HEDGE_DROPPED,
    Problem.WRONG_KIND,
)
"""The problems that a proof-reader may name, by level; the others are found by rules alone."""

FIELDS = (
    "text",
    "name",
    "aliases",
    "kind",
    "role",
    "offerer",
    "addressees",
    "what",
    "conditions",
    "reported",
    "origin",
    "said_on",
    "due",
    "status",
    "responder",
    "offers",
    "to",
    "stance",
    "question",
    "speaker",
)

_NUMBER = re.compile(r"\d{1,6}")


def _word(value: Any) -> str:
    """A name of a closed list in its one spelling: "Wrong number" is ``wrong_number``."""
    return "_".join(value.casefold().replace("-", " ").replace("_", " ").split()) if isinstance(value, str) else ""


def _claim(value: Any) -> int:
    """The number of a claim in ``7``, ``"7"`` or ``"claim 7"``; 0, which no claim has, where there is none."""
    if isinstance(value, str):
        found = _NUMBER.search(value)
        return int(found[0]) if found else 0
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _level(value: Any) -> Level:
    return Level.FRAME if _word(value) == Level.FRAME else Level.CONTENT


def _problem(value: Any) -> Problem | None:
    word = _word(value)
    return Problem(word) if word in (*CONTENT, *FRAME) else None


_EARLIER = {"recipient": "addressees", "addressee": "addressees", "offer": "offers"}
"""Fields by the names that they have in drafts of version 1, and in the singular."""


def _field(value: Any) -> str | None:
    word = _EARLIER.get(_word(value), _word(value))
    return word if word in FIELDS else None


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


class Spotted(ReplyRow):
    """One objection."""

    claim: Annotated[int, BeforeValidator(_claim), WithJsonSchema({"type": "integer"})]
    """The number of the claim that it is about; 0 where the reply names none."""
    level: Annotated[
        Level,
        BeforeValidator(_level),
        WithJsonSchema({"type": "string", "enum": [Level.CONTENT.value, Level.FRAME.value]}),
    ]
    """Where it disagrees with the problem, the problem decides."""
    field: Annotated[str | None, BeforeValidator(_field), WithJsonSchema({"type": "string", "enum": list(FIELDS)})]
    """What is wrong; None where the reply names no field that there is."""
    problem: Annotated[
        Problem | None,
        BeforeValidator(_problem),
        WithJsonSchema({"type": "string", "enum": [problem.value for problem in (*CONTENT, *FRAME)]}),
    ]
    """What is wrong with it; None where the reply names no problem of the list."""
    words: Annotated[str, BeforeValidator(_words), WithJsonSchema({"type": "string"})]
    """The words of the article that show it, empty where there are none."""


class ProofReply(ReplyPart):
    """Objections to numbered claims; an empty list lets all of them stand."""

    objections: tuple[Spotted, ...]

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        """A list without the object around it is meant as one. An object without a list is no reply at all: it must
        not pass for one that lets everything stand."""
        return {"objections": value} if isinstance(value, list) else value
