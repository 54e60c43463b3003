"""Quotes that leave out a "not", words in quotation marks that the source lacks, and words that are its own."""

from __future__ import annotations

import pytest

from briefing.schema.draft import DraftActor
from briefing.schema.verdict import Problem, Standing
from tests.checking.articles import FERRY, actor, article, offer, quotation, statement
from tests.checking.ruling import noted, objections, ruled, struck

PORT = (
    "The port did not offer the union a rise, its spokesman said. The board has never agreed to limit night shifts. "
    "The union, which nobody asked, and the port will meet on Monday. The clerk refused to accept the letter. "
    "The guard, who was kind, did not offer tea."
)
HIDDEN = [(Problem.HIDDEN_NEGATION, "quotes")]


@pytest.mark.parametrize(
    "quote",
    [
        "The port did ... offer the union a rise",
        "The port … offer the union a rise",
        "The board has ... agreed to limit night shifts",
        "The board has [...] agreed to limit night shifts.",
        "The clerk ... accept the letter",
        "The guard ... offer tea",
    ],
)
def test_an_ellipsis_that_hides_a_negation_strikes(quote: str) -> None:
    assert struck(statement("It is so.", quote), PORT) == HIDDEN


@pytest.mark.parametrize(
    "quote",
    [
        "The port did not offer ... a rise",
        "The port did not offer the union a rise ... The board has never agreed",
        "The union ... will meet on Monday",
        "The board has never ... limit night shifts",
    ],
)
def test_an_ellipsis_that_hides_none_is_an_ellipsis(quote: str) -> None:
    assert struck(statement("It is so.", quote), PORT) == []


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("“We will not ever accept four percent,” said Karin Brandt.", "We will ... accept four percent"),
        ("“We do not accept four percent,” said Karin Brandt.", "accept four percent"),
        ("“We don't really accept four percent,” said Karin Brandt.", "accept four percent"),
        ("“Nobody in this union wants a strike,” said Karin Brandt.", "this union wants a strike"),
        ("“We refuse to say we accept four percent,” said Karin Brandt.", "we accept four percent"),
    ],
)
def test_a_quotation_may_not_begin_behind_a_negation(source: str, quote: str) -> None:
    assert (Problem.HIDDEN_NEGATION, "quotes") in struck(quotation("Karin Brandt", quote), source)


def test_the_objection_shows_the_negation() -> None:
    source = "“We do not accept four percent,” said Karin Brandt."
    (objection,) = objections(quotation(None, "accept four percent"), source)
    assert (objection.claimed, objection.passage) == ("accept four percent", "We do not accept four percent")


def test_a_quotation_may_begin_behind_anything_else() -> None:
    source = "“We will not sit, for now we accept four percent,” said Karin Brandt, not amused."
    assert struck(quotation("Karin Brandt", "we accept four percent"), source) == []


def test_other_items_may_quote_from_behind_a_negation() -> None:
    # The claim may well say the negation: that is for the rules of verbs.
    source = "“We do not accept four percent,” said Karin Brandt."
    assert struck(statement("Brandt says no.", "accept four percent"), source) == []


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("Okafor is “ready to sit down tomorrow”.", False),
        ("Okafor is 'ready to sit down tomorrow'.", False),
        ("Okafor is “READY  to sit down”.", False),
        ("Okafor is “ready to stand up tomorrow”.", True),
        ("Okafor's union is ready to stand up.", False),
    ],
)
def test_words_in_quotation_marks_are_the_sources(claim: str, fault: bool) -> None:
    item = statement(claim, "We are ready to sit down tomorrow")
    assert struck(item, FERRY) == ([(Problem.QUOTATION_ALTERED, "text")] if fault else [])


def test_translated_words_in_quotation_marks_are_not_held_against_a_translation() -> None:
    text = "„Wir sind bereit“, sagte Okafor am Dienstag in der Stadt."
    item = statement("Okafor said “we are ready”.", "Wir sind bereit")
    assert struck(item, article(text, language="de")) == []
    assert struck(item, article(text)) == [(Problem.QUOTATION_ALTERED, "text")]


def test_an_elided_negation_is_told_in_any_language() -> None:
    text = "Il porto offre oggi not now del denaro."
    item = statement("Il porto offre.", "Il porto offre oggi ... del denaro")
    assert struck(item, article(text, language="it")) == HIDDEN


FULL = "Northline, which carried 2.4 million passengers last year, said it was studying the letter."


@pytest.mark.parametrize(
    ("text", "quote", "standing"),
    [
        (FULL, FULL, Standing.QUOTED),
        (FULL.rstrip("."), FULL, Standing.QUOTED),
        (FULL.upper(), FULL, Standing.QUOTED),
        ("Ferry union offers talks as strike enters third week", "Ferry union offers talks", Standing.QUOTED),
        # a part, other signs, a sentence that is not cited
        ("it was studying the letter", FULL, Standing.UNCONFIRMED),
        ("Northline said it was studying the letter.", FULL, Standing.UNCONFIRMED),
        (FULL, "We are ready to sit down tomorrow", Standing.UNCONFIRMED),
    ],
)
def test_a_statement_that_is_a_whole_cited_sentence_is_quoted(text: str, quote: str, standing: Standing) -> None:
    assert ruled(statement(text, quote), FERRY).standing is standing


def test_a_statement_with_other_signs_is_not_the_sources_own() -> None:
    assert ruled(statement("They pay £5", "They pay $5"), "They pay $5. It rained.").standing is Standing.UNCONFIRMED


def named(name: str, role: str, *aliases: str) -> DraftActor:
    return actor(
        "a1", name, "Deputy Prime Minister Ana Lund met Per Holm, the chief clerk, in Oslo.", role=role, aliases=aliases
    )


@pytest.mark.parametrize(
    ("item", "standing"),
    [
        (named("Ana Lund", "Deputy Prime Minister"), Standing.QUOTED),
        (named("Ana Lund", "prime minister"), Standing.QUOTED),
        (named("Per Holm", "chief clerk"), Standing.QUOTED),
        (named("Per Holm", "the chief clerk"), Standing.QUOTED),
        (named("P. Holm", "chief clerk", "Per Holm"), Standing.QUOTED),
        (named("Ana Lund", ""), Standing.QUOTED),
        (named("Ana Lundgren", ""), Standing.UNCONFIRMED),
        (named("Ana Lundgren", "", " "), Standing.UNCONFIRMED),
        (named("Ana Lund", "chief clerk"), Standing.UNCONFIRMED),
        (named("Per Holm", "Deputy Prime Minister"), Standing.UNCONFIRMED),
        (named("Per Holm", "clerk"), Standing.UNCONFIRMED),
        (named("Per Holm", "chief"), Standing.UNCONFIRMED),
        (named("Ana Lundgren", "Deputy Prime Minister"), Standing.UNCONFIRMED),
    ],
)
def test_an_actor_whose_role_stands_beside_the_name_is_quoted(item: DraftActor, standing: Standing) -> None:
    text = "Deputy Prime Minister Ana Lund met Per Holm, the chief clerk, in Oslo. P. Holm and Ana Lundgren left."
    assert ruled(item, text).standing is standing


def test_offers_answers_and_questions_are_never_quoted() -> None:
    cast = (actor("a1", "Harbour Workers' Union", "The Harbour Workers' Union"), actor("a2", "Northline", "Northline"))
    assert ruled(offer("suspend its strike for 14 days"), FERRY, cast).standing is Standing.UNCONFIRMED


def test_a_quote_that_is_not_there_takes_the_standing_away() -> None:
    item = statement(FULL, FULL, "Zebras were never mentioned anywhere")
    assert ruled(item, FERRY).standing is Standing.UNCONFIRMED
    assert noted(item, FERRY) == [Problem.QUOTE_MISSING]
