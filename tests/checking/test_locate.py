"""Finding quotes: verified only where the words are the same."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from rapidfuzz import fuzz

from briefing.checking import Locator, Tier
from briefing.schema.base import Span
from briefing.schema.verdict import Evidence, Match

TEXT = (
    "The ministry said on 4 May that it would not sell the port. “We have made it clear,” the minister’s aide said — "
    "twice.\n\nThe buyers offered 30 million pounds for the port. They may offer more. They may offer more."
)


def found(quote: str, text: str = TEXT) -> list[str]:
    location = Locator(text).locate(quote)
    return [span.slice(text) for span in location.spans] if location.tier is Tier.VERIFIED else []


def test_an_exact_quote_is_verified_with_its_span() -> None:
    location = Locator(TEXT).locate("it would not sell the port")
    assert (location.tier, location.match, location.score) == (Tier.VERIFIED, Match.EXACT, 1.0)
    assert location.spans == (Span(start=32, end=58),)


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("the  ministry\nsaid\u00a0on 4 May", "The ministry said on 4 May"),
        (
            '"We have made it clear," the minister\'s aide said - twice.',
            "“We have made it clear,” the minister’s aide said — twice.",
        ),
        ("THE BUYERS OFFERED", "The buyers offered"),
        ('"it would not sell the port"', "it would not sell the port"),
        ("'We have made it clear.'", "We have made it clear"),
        ("…that it would not sell…", "that it would not sell"),
    ],
)
def test_the_same_words_in_other_typography_are_verified(quote: str, passage: str) -> None:
    slices = found(quote)
    assert len(slices) == 1
    assert slices[0].strip("“”,. ") == passage.strip("“”,. ")


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        # what stands there too is part of it
        ("“We have made it clear”.", "“We have made it clear"),
        ("'sell the port.'", "sell the port."),
        ("“‘We have made it clear”", "“We have made it clear"),
        ("'We have made it clear.'", "“We have made it clear"),
        ("' the port ''", "the port"),
    ],
)
def test_marks_around_a_quote_are_part_of_it_where_the_text_has_them(quote: str, passage: str) -> None:
    assert found(quote) == [passage]
    assert found(".'We go home.", "'We go home now") == ["'We go home"]


def test_where_a_mark_stands_at_a_word_the_quote_begins_with_it() -> None:
    location = Locator("He said“We go home").locate("“We go")
    assert (location.match, location.spans) == (Match.EXACT, (Span(start=7, end=13),))


@pytest.mark.parametrize(
    "quote",
    [
        "it would sell the port",
        "The ministry said on 5 May that it would not sell the port",
        "The buyers offered 30 billion pounds",
        "The sellers offered 30 million pounds for the port",
        "The ministry siad on 4 May that",
        "The ministry said 4 May that it would not",
    ],
)
def test_other_words_are_suggested_and_never_verified(quote: str) -> None:
    location = Locator(TEXT).locate(quote)
    assert (location.tier, location.match) == (Tier.SUGGESTED, Match.FUZZY)


def test_a_suggestion_covers_the_dropped_word() -> None:
    location = Locator(TEXT).locate("The buyers offered 30 pounds for the port.")
    assert location.spans[0].slice(TEXT) == "The buyers offered 30 million pounds for the port."


@pytest.mark.parametrize("quote", ["", "  ", "...", '""', "—", "Nothing of the kind was ever written here by anyone"])
def test_what_the_text_does_not_hold_is_nowhere(quote: str) -> None:
    location = Locator(TEXT).locate(quote)
    assert (location.tier, location.spans, location.match, location.score) == (Tier.NONE, (), None, 0)


def test_a_quote_that_cuts_a_word_is_not_verified() -> None:
    assert Locator("It happens often, minutes apart").locate("ten").tier is Tier.NONE
    assert found("“We have mad") == []
    assert found("he ministry said") == []


def test_parts_joined_by_an_ellipsis_are_verified_in_order() -> None:
    assert found("it would not sell … The buyers offered 30 million") == [
        "it would not sell",
        "The buyers offered 30 million",
    ]
    assert found("The buyers offered 30 million … it would not sell") == []


def test_three_parts_stand_one_behind_the_other() -> None:
    text = f"The union rose {'x' * 1_500} and so it sat {'y' * 1_500} as it rained."
    assert found("The union rose … it sat … it rained", text) == ["The union rose", "it sat", "it rained"]
    assert found("The union rose … it rained … it sat", text) == []
    assert found("The union rose … it sat … and so", text) == []
    assert found("俄方尚未 … 答复提议", "部长周三说俄方尚未答复提议。") == ["俄方尚未", "答复提议"]


def test_a_quote_with_a_part_left_out_is_never_the_same_character_for_character() -> None:
    text = f"{'word ' * 1_500}End, and so on it goes."
    assert Locator(text).locate(f"{'word ' * 1_500}End … it goes").score == 0.999
    one = Locator(TEXT).locate("[…] twice")
    assert (one.match, one.score) == (Match.NORMALISED, pytest.approx(fuzz.ratio("[…] twice", "twice") / 100))


def test_a_part_of_one_word_is_too_short_to_join() -> None:
    assert found("The ministry … port") == []


def test_parts_too_far_apart_are_no_statement() -> None:
    text = "The union offered talks. " + "Much else happened. " * 150 + "The company accepted them."
    assert found("The union offered talks ... The company accepted them", text) == []


@pytest.mark.parametrize(("more", "joined"), [(0, True), (1, False)])
def test_an_ellipsis_leaves_out_two_thousand_characters(more: int, joined: bool) -> None:
    left_out = "x" * (1_998 + more)
    text = f"The union offered talks {left_out} and the company accepted them."
    assert bool(found("The union offered talks … and the company accepted them", text)) is joined


@pytest.mark.parametrize(
    ("quote", "joined"),
    [
        ("The ministry said … the port", True),
        ("The ministry … sell the port", True),
        ("ministry … sell the port", False),
        ("The ministry said … sell the port … more", False),
        ("twice …", True),  # nothing is joined
        ("[…] twice", True),
        ("…", False),
        ("ministry … never said", False),
    ],
)
def test_two_words_are_enough_for_a_part(quote: str, joined: bool) -> None:
    assert bool(found(quote)) is joined


@pytest.mark.parametrize(("part", "joined"), [("俄方尚未", True), ("俄方尚", False)])
def test_two_characters_of_an_unspaced_script_weigh_as_much_as_a_word(part: str, joined: bool) -> None:
    assert bool(found(f"{part} … 答复提议", "部长周三说俄方尚未就此正式答复提议。")) is joined


def test_the_first_chain_of_parts_that_holds_is_taken() -> None:
    text = "We may agree. We may go. They may agree again. We may go home."
    assert found("They may agree … may go home", text) == ["They may agree", "may go home"]
    assert found("We may … may go home", text)[0] == "We may"
    near = Locator(text).locate("We may … may go home", [Span(start=15, end=20)])
    assert near.spans[0].start == text.index("We may go.")
    assert near.match is Match.JOINED
    assert Locator(text).locate("… we may agree …").match is Match.NORMALISED


def test_what_is_not_the_same_character_for_character_scores_less_than_one() -> None:
    text = "word " * 600 + "End."
    score = Locator(text).locate(text.replace("End", "END")).score
    assert score == 0.999
    assert Locator(TEXT).locate("THE BUYERS OFFERED").score == pytest.approx(
        fuzz.ratio("THE BUYERS OFFERED", "The buyers offered") / 100
    )
    quote = "The ministry said … the port"
    assert Locator(TEXT).locate(quote).score == pytest.approx(fuzz.ratio(quote, "The ministry said the port") / 100)


@pytest.mark.parametrize(("times", "places"), [(64, 64), (65, 64)])
def test_the_first_sixty_four_places_are_known(times: int, places: int) -> None:
    location = Locator("They may. " * times).locate("They may")
    assert [span.start for span in location.occurrences] == [10 * at for at in range(places)]


def test_a_word_within_another_is_no_place() -> None:
    text = "often " * 70 + "ten tents"
    assert [span.start for span in Locator(text).locate("ten").occurrences] == [text.index("ten tents")]


def test_of_two_places_beside_the_neighbour_the_nearer_one_is_meant() -> None:
    text = "A may go. It rained for a while, and then B rose. A may go."
    first, second = text.index("A may go."), text.rindex("A may go.")
    locator = Locator(text)
    assert locator.locate("A may go", [Span(start=10, end=19)]).spans[0].start == first
    assert locator.locate("A may go", [Span(start=43, end=49)]).spans[0].start == second
    assert locator.locate("A may go", [Span(start=0, end=len(text))]).spans[0].start == first
    # one character away, and none
    assert Locator("A may A may").locate("A may", [Span(start=6, end=11)]).spans[0].start == 6
    touching = Locator("好好").locate("好", [Span(start=1, end=2)])
    assert [span.start for span in (*touching.spans, *touching.occurrences)] == [0, 0, 1]
    assert locator.stands("A may go")
    assert locator.stands("“a MAY go”")
    assert not locator.stands("A may not go")
    assert not locator.stands("“”")
    assert locator.find("A may not go") is None


def test_the_sources_own_ellipsis_hides_no_dropped_word() -> None:
    text = "“Parts of the town are ruined […] There is no water,” she said."
    assert found("Parts of the town are […] There is no water", text) == []
    assert found("Parts of the town are ruined […] There is no water", text)


def test_repeated_sentences_resolve_to_the_one_nearest_the_neighbours() -> None:
    locator = Locator(TEXT)
    first, second = (at for at in range(len(TEXT)) if TEXT.startswith("They may offer more.", at))
    assert locator.locate("They may offer more.").spans[0].start == first
    near_the_end = locator.locate("They may offer more.", [Span(start=len(TEXT) - 1, end=len(TEXT))])
    assert near_the_end.spans[0].start == second
    assert [span.start for span in near_the_end.occurrences] == [first, second]


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("部长周三说，俄方尚未\n答复提议。", "俄方尚未答复", "俄方尚未\n答复"),
        ("日本は提案を検討すると発表した。", "提案を検討する", "提案を検討する"),
        ("The cafe\u0301 reopens", "Café reopens", "cafe\u0301 reopens"),
        ("An oﬃce in Kyiv", "an office in kyiv", "An oﬃce in Kyiv"),
        ("They will re\u00adopen the em\u00adbassy", "reopen the embassy", "re\u00adopen the em\u00adbassy"),
        ("قالت الوزارة إن روسيا لم ترد بعد", "روسيا لم ترد", "روسيا لم ترد"),
        ("השר אמר כי \u200fההצעה נדחתה", "אמר כי ההצעה נדחתה", "אמר כי \u200fההצעה נדחתה"),
        ("Die Straße bleibt gesperrt", "die strasse bleibt", "Die Straße bleibt"),
    ],
)
def test_other_scripts_and_forms_lead_back_to_their_characters(text: str, quote: str, passage: str) -> None:
    assert found(quote, text) == [passage]


def test_a_changed_character_of_an_unspaced_script_is_a_suggestion() -> None:
    text = "部长周三在布鲁塞尔说，俄方尚未答复。"
    location = Locator(text).locate("部长周四在布鲁塞尔说")
    assert location.tier is Tier.SUGGESTED
    assert location.spans[0].slice(text) == "部长周三在布鲁塞尔说"


def test_a_superscript_is_no_digit() -> None:
    assert found("102 metres", "about 10² metres") == []


def test_evidence_that_ends_before_it_starts_is_refused_when_it_is_read() -> None:
    assert Evidence(article="a", start=7, end=9, quote="x", match=Match.EXACT, score=1).span.end == 9
    with pytest.raises(ValidationError, match="ends before it starts"):
        Evidence(article="a", start=9, end=7, quote="x", match=Match.EXACT, score=1)
