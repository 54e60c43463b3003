"""What a parser shows beside the rules: verbs they do not reach, under the same guards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefing.embedded import read
from briefing.schema.draft import BriefDraft
from tests.embedded.found import FILLER, names
from tests.embedded.parses import COUNCIL, PARSE, Parsed, parse_of

Relation = tuple[str, str, str, str, str, int]


def parser(*relations: Relation) -> Callable[[str], list[Parsed]]:
    """A parser that knows the first sentence of a text."""
    return lambda sentence: parse_of(sentence, relations) if relations[0][0] in sentence else []


def told(draft: BriefDraft) -> list[tuple[str | None, str | None, str]]:
    known = names(draft)
    return [(known[o.offerer], known.get(o.recipient), o.what) for o in draft.offers]


def test_a_verb_that_the_rules_do_not_know_is_read_by_the_parser() -> None:
    assert told(read(COUNCIL)) == []
    draft = read(COUNCIL, parse=PARSE)
    assert told(draft) == [("Nordic Council", None, "the opening of the port")]
    assert draft.offers[0].quotes[0] == "The Nordic Council bespeaks the opening of the port."


@pytest.mark.parametrize("link", ["from", "to"])
def test_the_party_behind_the_thing_is_asked(link: str) -> None:
    text = f"The Nordic Council bespeaks an apology {link} Sweden."
    parse = parser(
        ("Council", "Council", "PROPN", "NNP", "nsubj", 1),
        ("bespeaks", "demand", "VERB", "VBZ", "ROOT", 1),
        ("an apology", "apology", "NOUN", "NN", "dobj", 1),
        (link, link, "ADP", "IN", "prep", 1),
        ("Sweden", "Sweden", "PROPN", "NNP", "pobj", 3),
    )
    assert told(read(f"{text} {FILLER}", parse=parse)) == [("Nordic Council", "Sweden", "an apology")]


@pytest.mark.parametrize(
    ("word", "relation"), [("never", "neg"), ("could", "aux"), ("if", "mark"), ("whether", "mark")]
)
def test_what_is_denied_or_supposed_is_left_out(word: str, relation: str) -> None:
    text = f"The Nordic Council {word} bespeaks the opening of the port."
    parse = parser(
        ("Council", "Council", "PROPN", "NNP", "nsubj", 2),
        (word, word, "PART", "RB", relation, 2),
        ("bespeaks", "request", "VERB", "VBZ", "ROOT", 2),
        ("the opening", "opening", "NOUN", "NN", "dobj", 2),
    )
    assert told(read(f"{text} {FILLER}", parse=parse)) == []


@pytest.mark.parametrize(("thing", "answers"), [("the", 1), ("a", 0)])
def test_what_is_known_already_is_answered(thing: str, answers: int) -> None:
    text = f"The Nordic Council scorns {thing} complaint of others."
    parse = parser(
        ("Council", "Council", "PROPN", "NNP", "nsubj", 1),
        ("scorns", "reject", "VERB", "VBZ", "ROOT", 1),
        (thing, thing, "DET", "DT", "det", 3),
        ("complaint", "complaint", "NOUN", "NN", "dobj", 1),
    )
    assert len(read(f"{text} {FILLER}", parse=parse).responses) == answers


def test_the_subject_of_a_relative_clause_is_whom_it_refers_to() -> None:
    text = "The Nordic Council, which bespeaks the opening of the port, met on Monday."
    parse = parser(
        ("Council", "Council", "PROPN", "NNP", "nsubj", 4),
        ("which", "which", "PRON", "WDT", "nsubj", 2),
        ("bespeaks", "request", "VERB", "VBZ", "relcl", 0),
        ("the opening of the port", "opening", "NOUN", "NN", "dobj", 2),
        ("met", "meet", "VERB", "VBD", "ROOT", 4),
    )
    assert told(read(f"{text} {FILLER}", parse=parse)) == [("Nordic Council", None, "the opening of the port")]
