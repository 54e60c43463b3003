"""The passage that comes nearest to a quote: where its edges lie, and from when on there is none."""

from __future__ import annotations

import pytest

from briefing.checking import Locator, Tier
from briefing.checking.locate import MAX_QUOTE

TEXT = (
    "It rained all day in town. The ministry said on 4 May that it would not sell the port. "
    "The buyers offered 30 million pounds for the port. Nobody else came to the sale, and so it ended."
)
GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
SAME = "alpha beta gamma delta epsilon"


def nearest(quote: str, text: str = TEXT) -> str | None:
    """The passage that is suggested for a quote; None where none is."""
    found = Locator(text).locate(quote)
    assert found.tier is not Tier.VERIFIED
    return found.spans[0].slice(text) if found.spans else None


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        # another word at either edge, or in between
        ("Sellers will offered 30 million pounds", "The buyers offered 30 million pounds"),
        ("The sellers offered 30 million pounds", "The buyers offered 30 million pounds"),
        ("The buyers offered 30 million euros", "The buyers offered 30 million pounds"),
        # words that were dropped
        ("The buyers offered pounds for the port", "The buyers offered 30 million pounds for the port"),
        ("The ministry on 4 May that it would not sell", "The ministry said on 4 May that it would not sell"),
        ("May that it would sell the port", "May that it would not sell the port"),
        # words that were added
        ("The buyers now offered 30 million pounds for the port", "The buyers offered 30 million pounds for the port"),
        ("The buyers a b c offered 30 million pounds", "The buyers offered 30 million pounds"),
        # further than a passage slides
        ("The buyers a b c d offered 30 million pounds", "The buyers offered 30 million pounds for the"),
        # marks around the quote, where the text has them too
        ("The buyers offers 30 million pounds for the port.", "The buyers offered 30 million pounds for the port."),
        ("“The buyers offers 30 million pounds”", "The buyers offered 30 million pounds"),
    ],
)
def test_the_passage_covers_what_was_quoted_with_a_change(quote: str, passage: str) -> None:
    assert nearest(quote) == passage


@pytest.mark.parametrize(
    ("quote", "text", "passage"),
    [
        ("Yesterday beta gamma delta epsilon", "beta gamma delta epsilon zeta", "beta gamma delta epsilon"),
        ("gamma delta epsilon zeta eta theta", "alpha gamma delta epsilon zeta eta", "gamma delta epsilon zeta eta"),
        ("(alpha beta gamma delto", "so (alpha beta gamma delta epsilon", "(alpha beta gamma delta"),
        ("(alpha beta gamma delto", "alpha beta gamma delta epsilon", "alpha beta gamma delta"),
        ("“(alpha beta gamma delto", "(alpha beta gamma delta epsilon", "(alpha beta gamma delta"),
        ("alpha beta gamma delto)", "(alpha beta gamma delta) epsilon", "alpha beta gamma delta)"),
    ],
)
def test_a_passage_ends_with_the_text(quote: str, text: str, passage: str) -> None:
    assert nearest(quote, text) == passage


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("buyers offer", False),  # two words come near to anything
        ("buyers offer 30", True),
        ("Nothing of the kind was ever written here by anyone", False),
    ],
)
def test_too_little_comes_near_to_nothing(quote: str, found: bool) -> None:
    assert (nearest(quote) is not None) is found


@pytest.mark.parametrize(("same", "found"), [(6, True), (5, False)])
def test_a_passage_is_suggested_where_most_of_its_characters_are_the_same(same: int, found: bool) -> None:
    quote = " ".join([*GREEK.split()[:same], *("xxxx" + 3 * chr(97 + at) for at in range(10 - same))])
    text = f"{' '.join(GREEK.split()[:same])}. Nothing else."
    assert (nearest(quote, text) is not None) is found


def test_of_the_best_places_the_one_most_alike_is_taken() -> None:
    text = f"{'alpha x beta x gamma. ' * 2} It rained. alpha beta gamma delta. It snowed."
    assert nearest("alpha beta gamma delto", text) == "alpha beta gamma delta"


def test_words_of_which_there_are_many_tell_no_place_unless_there_are_no_others() -> None:
    many = "the cat sat. " * 45
    assert nearest("the cats sat by the fire", f"{many} They saw the cat sit by the fire.") == "the cat sit by the fire"
    assert nearest("the cat sit the cat", many) == "the cat sat. the cat"


@pytest.mark.parametrize(("more", "found"), [(0, True), (1, False)])
def test_from_62_of_100_characters_on_that_are_the_same_a_passage_is_suggested(more: int, found: bool) -> None:
    quote, text = f"{SAME} {'x' * (19 + more)}", f"{SAME} {'y' * 19}"
    assert (nearest(quote, text) is not None) is found


@pytest.mark.parametrize(("times", "found"), [(40, True), (41, False)])
def test_of_a_word_there_are_many_where_it_stands_more_than_forty_times(times: int, found: bool) -> None:
    # "here" alone tells the place, and there is nothing like the quote.
    text = f"Here it rained. {'The cat sat. ' * times}"
    assert (nearest("the cat sat here", text) is not None) is found


@pytest.mark.parametrize(("likelier", "found"), [(2, True), (3, False)])
def test_three_places_are_looked_at_those_with_most_of_the_words_first(likelier: int, found: bool) -> None:
    text = f"{'A b c d quixotic jumpy. ' * likelier}Then e f g h internationally recognised."
    assert (nearest("a b c d internationally recognised", text) is not None) is found


@pytest.mark.parametrize(("letters", "found"), [(4_995, True), (4_996, False)])
def test_of_a_quote_five_thousand_characters_are_looked_at(letters: int, found: bool) -> None:
    # The third word, without which there are too few, is the last character or the next.
    assert (nearest(f"z{'x' * letters} b c", f"{'x' * letters} b c d") is not None) is found


@pytest.mark.parametrize(("letters", "found"), [(0, True), (MAX_QUOTE, False)])
def test_of_a_quote_of_thousands_of_characters_the_first_are_looked_at(letters: int, found: bool) -> None:
    assert (nearest(f"{'x' * letters} The buyers offers 30 million pounds for the port") is not None) is found
