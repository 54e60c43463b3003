"""Each kind of false variant: a case in which it is made, and beside it those in which it might be true."""

from __future__ import annotations

import pytest

from briefing.checking.planting import Falsifier, Mistake
from briefing.schema.brief import CheckedItem
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from tests.checking.stories import Story
from tests.factories import article


def variants(story: Story, item: CheckedItem, *others: CheckedItem) -> dict[Mistake, list[CheckedItem]]:
    """What is made of ``item``, by kind, where the brief holds ``others`` too."""
    falsifier = Falsifier(story.article, story.brief(item, *others))
    return {mistake: list(made) for mistake, made in falsifier.variants(item) if made}


def texts(story: Story, claim: str, *quotes: str) -> dict[Mistake, list[str]]:
    """The false variants of a line of the gist that rests on the sentences of some quotes."""
    made = variants(story, story.statement(claim, *quotes))
    return {mistake: [each.text for each in items] for mistake, items in made.items()}


def told(text: str) -> Story:
    return Story(article(text))


# Numbers


def test_another_amount_of_the_article_takes_the_place_of_an_amount() -> None:
    story = told("The bank paid $30m to savers.\n\nIts chairman owns a yacht worth $12m and two islands.")
    assert texts(story, "The bank paid $30m.", "paid $30m") == {Mistake.NUMBER: ["The bank paid $12m."]}


def test_another_count_of_the_article_takes_the_place_of_a_count_with_the_capital_of_its_place() -> None:
    story = told("Forty sailors left the port.\n\nInspectors found 90 holes and twelve leaks beneath deck.")
    made = texts(story, "Forty sailors left.", "Forty sailors")
    assert made == {Mistake.NUMBER: ["90 sailors left.", "Twelve sailors left."]}
    made = texts(story, "Of the crew forty sailors left.", "Forty sailors")
    assert made == {Mistake.NUMBER: ["Of the crew 90 sailors left.", "Of the crew twelve sailors left."]}


@pytest.mark.parametrize(
    "other",
    [
        "Its chairman owns a yacht worth £12m and two islands.",  # another currency: perhaps the same amount
        "Its chairman owns a yacht worth $30m and two islands.",  # the same
        "Its chairman owns a yacht worth 30 million dollars and two islands.",  # the same, in other words
        "Its chairman owns a yacht worth $28m and two islands.",  # too near: perhaps rounded
        "Its chairman owns a yacht worth $900m and two islands.",  # too far: plain to see without the article
        "Years before the bank paid savers $12m after a fire.",  # perhaps as true
        "Price: $12m",  # a line that tells nothing
        "Its chairman owns a yacht worth $12m... and two islands",  # cut
        "Its chairman owns a yacht worth 12% of everything and two islands.",
    ],
)
def test_an_amount_that_may_fit_as_well_takes_no_place(other: str) -> None:
    assert texts(told(f"The bank paid $30m to savers.\n\n{other}"), "The bank paid $30m.", "paid $30m") == {}


@pytest.mark.parametrize(
    ("amount", "made"),
    [
        ("$36m", True),
        ("$35m", False),
        ("$25m", True),
        ("$26m", False),
        ("$360m", True),
        ("$365m", False),
        ("$0", False),
    ],
)
def test_an_amount_is_a_fifth_larger_or_smaller_and_no_more_than_twelve_times(amount: str, made: bool) -> None:
    story = told(f"The bank paid $30m to savers.\n\nIts chairman owns a yacht worth {amount} on two islands.")
    assert bool(texts(story, "The bank paid $30m.", "paid $30m")) is made


@pytest.mark.parametrize(
    ("other", "made"),
    [
        ("Ada Birk wasted $12m of savers' money.", True),  # not what it counts: an amount of money counts nothing
        ("Chairman owns yachts: $12m.", True),  # four words that tell something
        ("Owns yachts: $12m.", False),
    ],
)
def test_what_stands_with_another_amount(other: str, made: bool) -> None:
    story = told(f"The bank paid $30m to savers.\n\n{other}")
    assert bool(texts(story, "The bank paid $30m.", "paid $30m")) is made


def test_the_same_value_of_another_kind_is_no_hindrance() -> None:
    story = told("The bank paid $30, 12% of its till.\n\nIts chairman owns a pen worth $12 and two islands.")
    assert texts(story, "The bank paid $30.", "paid $30") == {Mistake.NUMBER: ["The bank paid $12."]}


@pytest.mark.parametrize(("letters", "made"), [(53, False), (54, True)])
def test_words_that_make_an_amount_round_stand_near_it(letters: int, made: bool) -> None:
    source = f"The bank paid about {'x' * letters} $30m to savers."
    story = told(f"{source}\n\nIts chairman owns a yacht worth $45m and two islands.")
    assert bool(texts(story, "The bank paid $30m.", "The bank paid")) is made


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The bank paid more than $30m.", "The bank paid more than $30m to savers."),
        ("The bank paid $30m.", "The bank paid at least $30m to savers."),  # bounded in the source alone
        ("The bank paid at least $30m.", "The bank paid $30m to savers."),
        ("The bank paid $30m or more.", "The bank paid $30m or more to savers."),
        ("The bank paid up to $30m.", "The bank paid up to $30m to savers."),
        ("The bank paid between $30m and $40m.", "The bank paid between $30m and $40m to savers."),
        ("The bank paid another $30m.", "The bank paid another $30m to savers."),
        ("The bank paid $31m.", "The bank paid $30m to savers."),  # not the source's own
    ],
)
def test_a_bound_or_an_amount_that_the_source_has_not_is_left_alone(claim: str, source: str) -> None:
    story = told(f"{source}\n\nIts chairman owns a yacht worth $12m and two islands.")
    assert Mistake.NUMBER not in texts(story, claim, source)


@pytest.mark.parametrize(("about", "made"), [("", ["The bank paid $50m."]), ("about ", [])])
def test_a_round_amount_needs_one_that_is_farther_away(about: str, made: list[str]) -> None:
    story = told(f"The bank paid {about}$30m to savers.\n\nIts chairman owns a yacht worth $50m and two islands.")
    assert texts(story, "The bank paid $30m.", "The bank paid").get(Mistake.NUMBER, []) == made


def test_a_round_amount_is_put_in_the_place_of_one_twice_as_large() -> None:
    story = told("The bank paid about $30m to savers.\n\nIts chairman owns a yacht worth $59m on two islands.")
    assert texts(story, "The bank paid about $30m.", "The bank paid") == {}
    story = told("The bank paid about $30m to savers.\n\nIts chairman owns a yacht worth $60m and two islands.")
    assert texts(story, "The bank paid about $30m.", "The bank paid") == {Mistake.NUMBER: ["The bank paid about $60m."]}


def test_a_range_elsewhere_in_the_sentence_is_no_hindrance() -> None:
    story = told("In 10-12 rooms the bank paid $30m.\n\nIts chairman owns a yacht worth $12m and two islands.")
    assert texts(story, "The bank paid $30m.", "paid $30m") == {Mistake.NUMBER: ["The bank paid $12m."]}


def test_a_number_of_the_cited_sentence_takes_no_place() -> None:
    story = told("The bank paid $30m to savers and $12m to widows.")
    assert texts(story, "The bank paid $30m to savers.", "paid $30m") == {}


def test_a_number_that_the_claim_has_already_takes_no_place() -> None:
    story = told("The bank paid $30m.\n\nIts chairman owns a yacht worth $12m and two islands.")
    assert texts(story, "The bank paid $30m, and $12m went elsewhere.", "paid $30m") == {}


def test_a_count_of_the_same_things_takes_no_place() -> None:
    story = told("Forty sailors left the port.\n\nInspectors counted 90 angry sailors beneath wet decks.")
    assert texts(story, "Forty sailors left.", "Forty sailors") == {}


@pytest.mark.parametrize(
    "other",
    [
        "Inspectors met Class 9 sailing ships beneath wet decks.",  # part of a name
        "Inspectors won by 9-8 against wet dockers beneath decks.",  # a score
        "Inspectors found twice the holes beneath wet decks.",
        "Inspectors came ninth among racing clubs beneath wet decks.",
        "Inspectors arrived at 9:00 sharp beneath wet decks.",
        "Inspectors found 9.5 holes beneath wet decks.",
        "Inspectors found 1 hole beneath wet decks.",
        "Inspectors shouted 9, wet beneath decks.",
    ],
)
def test_what_counts_nothing_takes_no_place(other: str) -> None:
    assert texts(told(f"Six sailors left the port.\n\n{other}"), "Six sailors left.", "Six sailors") == {}


def test_two_is_a_count() -> None:
    story = told("Six sailors left the port.\n\nInspectors found 2 holes beneath wet decks.")
    assert texts(story, "Six sailors left.", "Six sailors") == {Mistake.NUMBER: ["2 sailors left."]}


@pytest.mark.parametrize(
    ("source", "other"),
    [
        ("The sailors left at 9:00 sharp.", "Inspectors found holes at 6:30 beneath wet decks."),
        ("The sailors came ninth of all.", "Inspectors came third of all beneath wet decks."),
        ("The sailors left on 30 February 2019.", "Inspectors came on 31 June 2018 beneath wet decks."),  # no such day
    ],
)
def test_hours_places_and_impossible_days_are_left_alone(source: str, other: str) -> None:
    assert not texts(told(f"{source}\n\n{other}"), source, source).keys() & {Mistake.NUMBER, Mistake.DATE}


def test_a_number_behind_the_first_word_of_a_sentence_is_no_part_of_a_name() -> None:
    story = told("Forty sailors left the port.\n\nAround noon, wet inspectors came. The 90 holes beneath decks grew.")
    assert texts(story, "Forty sailors left.", "Forty sailors") == {Mistake.NUMBER: ["90 sailors left."]}


def test_the_number_of_what_is_only_named_is_left_alone() -> None:
    story = told("The bank has not paid $30m.\n\nIts chairman owns a yacht worth $12m and two islands.")
    asked = story.question("Will the bank pay $30m?", "has not paid $30m")
    answered = story.response("Has not paid.", "has not paid $30m", to="the call for $30m", stance=Stance.OTHER)
    assert Mistake.NUMBER not in variants(story, asked)
    assert Mistake.NUMBER not in variants(story, answered)


@pytest.mark.parametrize(
    ("other", "made"),
    [
        ("Norline once owed the guild $12m and two islands.", []),
        ("Norline's chairman owns a yacht worth $12m and two islands.", ["$12m for peace"]),
        ("Norline's guild owns a yacht worth $12m and two islands.", []),
        ("The old guild owns a yacht worth $12m and two islands.", ["$12m for peace"]),
    ],
)
def test_an_amount_told_of_the_same_actors_takes_no_place(other: str, made: list[str]) -> None:
    story = told(f"Norline owes the harbour union $30m.\n\n{other}")
    actors = [story.actor("a1", "Norline"), story.actor("a2", "harbour union", aliases=("guild",))]
    offer = story.offer("$30m for peace", "Norline owes")
    assert [each.what for each in variants(story, offer, *actors).get(Mistake.NUMBER, [])] == made


def test_an_amount_told_of_the_actor_himself_takes_no_place() -> None:
    story = told("Norline owes $30m.\n\nNorline's guild owns a yacht worth $12m and two islands.")
    actor = story.actor("a1", "Norline", "Norline owes", role="owes $30m")
    assert Mistake.NUMBER in variants(story, actor)
    assert Mistake.NUMBER not in variants(story, actor.model_copy(update={"aliases": ("guild",)}))


def test_one_condition_changes_and_the_others_stay() -> None:
    story = told("The bank pays if 40 savers sign.\n\nIts chairman owns 90 yachts beneath wet cliffs.")
    offer = story.offer("Payment", "The bank pays", conditions=("40 savers sign", "they wait"), recipient=None)
    made = variants(story, offer)[Mistake.NUMBER]
    assert [each.conditions for each in made] == [("90 savers sign", "they wait")]


@pytest.mark.parametrize(("yachts", "made"), [(299, 1), (300, 0)])
def test_an_article_of_hundreds_of_amounts_is_a_table(yachts: int, made: int) -> None:
    rows = " ".join("Its chairman owns a yacht worth $12m and two islands." for _ in range(yachts))
    story = told(f"The bank paid $30m to savers.\n\n{rows}")
    assert len(texts(story, "The bank paid $30m.", "paid $30m").get(Mistake.NUMBER, [])) == made


@pytest.mark.parametrize(("before", "made"), [(5, 1), (6, 0)])
def test_six_figures_of_a_claim_are_tried(before: int, made: int) -> None:
    percentages = ", ".join(f"{at}%" for at in range(11, 11 + before))
    story = told(f"The bank paid {percentages}, then $30m.\n\nIts chairman owns a yacht worth $12m and two islands.")
    claim = f"The bank paid {percentages}, then $30m."
    assert len(texts(story, claim, claim).get(Mistake.NUMBER, [])) == made


# Dates


@pytest.mark.parametrize(
    ("source", "other", "claim", "made"),
    [
        ("The mill closed on Monday.", "Fish arrived Friday in small wet crates.", "It closed on Monday.", "Friday"),
        ("The mill closed on 3 May 2019.", "Fish arrived 7 June in wet crates.", "It closed on 3 May 2019.", "7 June"),
        ("The mill closed in 1998.", "Fish arrived in 2004 in small wet crates.", "It closed in 1998.", "2004"),
    ],
)
def test_another_date_of_its_kind_takes_the_place_of_a_date(source: str, other: str, claim: str, made: str) -> None:
    words = claim.split("on " if "on " in claim else "in ")[1].rstrip(".")
    assert texts(told(f"{source}\n\n{other}"), claim, source) == {Mistake.DATE: [claim.replace(words, made)]}


@pytest.mark.parametrize(
    ("source", "other", "claim"),
    [
        ("The mill closed on Monday.", "Fish arrived on 7 June in wet crates.", "It closed on Monday."),  # of two kinds
        ("The mill closed on Monday.", "Fish arrived Monday in wet crates.", "It closed on Monday."),
        ("The mill closed by Monday.", "Fish arrived Friday in wet crates.", "It had closed by Monday."),
        ("The mill closed after 1998.", "Fish arrived in 2004 in wet crates.", "It closed after 1998."),
        ("It closed as of 3 May 2019.", "Fish arrived 7 June in wet crates.", "It closed on 3 May 2019."),
        ("The two sides met on Monday.", "Fish arrived Friday in wet crates.", "They met on Monday."),  # perhaps again
        ("The mill closed on Monday.", "The mill closed on Friday too.", "The mill closed on Monday."),
        ("The mill closed on Monday.", "Friday, 7 June 2019", "It closed on Monday."),  # a line with a date and no more
        ("The mill closed today.", "Fish arrived yesterday in wet crates.", "It closed today."),
    ],
)
def test_a_date_that_may_fit_as_well_takes_no_place(source: str, other: str, claim: str) -> None:
    assert Mistake.DATE not in texts(told(f"{source}\n\n{other}"), claim, source)


# Negations


@pytest.mark.parametrize(
    ("source", "claim", "made"),
    [
        ("Norline has not signed the paper.", "Norline has not signed.", "Norline has signed."),
        ("Norline hasn't signed the paper.", "Norline has not signed.", "Norline has signed."),
        ("The gates will stay shut for now.", "The gates will stay shut.", "The gates will not stay shut."),
        ("It was closed by police.", "The gate was closed by police.", "The gate was not closed by police."),
        ("Norline had taken the ships.", "Norline had taken the ships.", "Norline had not taken the ships."),
    ],
)
def test_a_claim_that_has_the_words_of_its_source_is_turned_round(source: str, claim: str, made: str) -> None:
    assert texts(told(source), claim, source) == {Mistake.NEGATION: [made]}


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Norline has refused the paper.", "Norline has not signed."),  # other words: not certain enough
        ("Norline has not yet signed.", "Norline has not yet signed."),
        ("Norline has not signed, nor paid.", "Norline has not signed and has not paid."),
        ("The gates stay shut for now.", "The gates will stay shut."),
        ("The gates will stay shut if it rains.", "The gates will stay shut if it rains."),
        ("Norline said the gates will stay shut, not the doors.", "The gates will stay shut."),
        ("The gates may stay shut and will stay shut.", "The gates may stay shut, and will stay shut."),
        ("Hundreds were hurt in town.", "Hundreds were hurt in town."),  # as many others were not
        ("The gates will stay shut for now.", "No ship sails, and the gates will stay shut."),
        ("Norline has to sign it.", "Norline has to sign."),
        ("Norline has until noon today.", "Norline has until noon."),
        ("The plan is to sail.", "The plan is to sail."),
        ("Will the gates stay shut?", "The gates will stay shut."),
    ],
)
def test_a_claim_is_not_turned_round_where_both_may_be_true(source: str, claim: str) -> None:
    assert Mistake.NEGATION not in texts(told(source), claim, source)


def test_a_question_is_not_turned_round() -> None:
    story = told("The gates will stay shut for now.")
    assert Mistake.NEGATION not in variants(story, story.question("The gates will stay shut?", "The gates"))


# Parties of an offer


ASKED = "The harbour union asked Norline to rehire the deckhands. Norline laughed."


def harbour(text: str = ASKED) -> tuple[Story, list[CheckedItem]]:
    story = told(text)
    return story, [story.actor("a1", "harbour union"), story.actor("a2", "Norline", aliases=("the ferry firm",))]


def test_offerer_and_recipient_are_exchanged() -> None:
    story, actors = harbour()
    offer = story.offer("Rehire the deckhands", "asked Norline")
    assert [(made.offerer, made.recipient) for made in variants(story, offer, *actors)[Mistake.PARTIES]] == [
        ("a2", "a1")
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ASKED, "Talks on the deckhands"),  # the two talk, whoever asked
        ("The harbour union asked Norline for a deal to rehire the deckhands.", "Rehire the deckhands"),
        (ASKED, "Rehire the deckhands along with Norline"),
        ("Norline heard the harbour union ask the ferry firm to rehire the deckhands.", "Rehire the deckhands"),
        ("Norline was asked by the harbour union to rehire the deckhands.", "Rehire the deckhands"),
        ("It asked Norline to rehire the deckhands, the harbour union said.", "Rehire the deckhands"),
        ("It asked them to rehire the deckhands. Norline and the harbour union quarrel.", "Rehire the deckhands"),
        (ASKED + " Norline wants the union to rehire those deckhands elsewhere.", "Rehire the deckhands"),
    ],
)
def test_the_parties_stay_where_the_other_way_round_may_be_true(text: str, what: str) -> None:
    story, actors = harbour(text)
    assert Mistake.PARTIES not in variants(story, story.offer(what, text[:30]), *actors)


@pytest.mark.parametrize("status", [OfferStatus.ACCEPTED, OfferStatus.PARTLY_ACCEPTED])
def test_the_parties_of_what_was_agreed_stay(status: OfferStatus) -> None:
    story, actors = harbour()
    offer = story.offer("Rehire the deckhands", "asked Norline", status=status)
    assert Mistake.PARTIES not in variants(story, offer, *actors)


@pytest.mark.parametrize(("what", "made"), [("Pay for the pier", True), ("Deckhands at half the pay", False)])
def test_the_parties_stay_where_the_other_side_offers_the_like(what: str, made: bool) -> None:
    story, actors = harbour()
    offer = story.offer("Rehire the deckhands", "asked Norline")
    counter = story.offer(what, "Norline laughed", id="o2", offerer="a2", recipient="a1")
    assert (Mistake.PARTIES in variants(story, offer, counter, *actors)) is made


@pytest.mark.parametrize(
    ("offerer", "recipient"),
    [("a1", None), ("a1", "a1"), ("a1", "a9"), ("a9", "a2"), ("a2", "a3"), ("a4", "a5")],
)
def test_parties_that_are_not_certainly_two_are_not_exchanged(offerer: str, recipient: str | None) -> None:
    story = told("The harbour union asked Norline, Norline Ltd, Russia and the Russian Foreign Ministry to rehire.")
    actors = [
        story.actor("a1", "harbour union"),
        story.actor("a2", "Norline"),
        story.actor("a3", "Norline Ltd"),
        story.actor("a4", "Russia", kind=ActorKind.STATE),
        story.actor("a5", "Russian Foreign Ministry"),
    ]
    offer = story.offer("Rehire the deckhands", "asked Norline", offerer=offerer, recipient=recipient)
    assert Mistake.PARTIES not in variants(story, offer, *actors)


def test_a_state_is_named_by_its_adjective_too() -> None:
    text = "Russian ships were asked for by Norway, whose king wants oil."
    story = told(text)
    states = [
        story.actor("a1", "Norway", kind=ActorKind.STATE),
        story.actor("a2", "Russia", "Russian ships", kind=ActorKind.STATE),
    ]
    assert Mistake.PARTIES not in variants(story, story.offer("Ships for oil", text[:20]), *states)


def test_a_state_that_is_not_named_is_exchanged() -> None:
    story = told("Norway wants ships for oil. Swedes laughed. Russia slept.")
    states = [
        story.actor("a1", "Norway", kind=ActorKind.STATE),
        story.actor("a2", "Russia", kind=ActorKind.STATE),
    ]
    assert Mistake.PARTIES in variants(story, story.offer("Ships for oil", "Norway wants"), *states)


@pytest.mark.parametrize(("aliases", "made"), [(20, True), (21, False)])
def test_an_actor_of_too_many_names_is_left_alone(aliases: int, made: bool) -> None:
    story, actors = harbour()
    many = story.actor("a2", "Norline", aliases=tuple(f"Firm {at}" for at in range(aliases)))
    assert (Mistake.PARTIES in variants(story, story.offer("Rehire", "asked Norline"), actors[0], many)) is made


@pytest.mark.parametrize(("others", "made"), [(78, True), (79, False)])
def test_the_first_actors_of_a_brief_are_looked_at(others: int, made: bool) -> None:
    story, actors = harbour()
    many = [story.actor(f"b{at}", f"Firm {at}", "union") for at in range(others)]
    assert (Mistake.PARTIES in variants(story, story.offer("Rehire", "asked Norline"), *many, *actors)) is made


def test_a_sentence_alike_in_which_the_offerer_comes_first_is_no_hindrance() -> None:
    story, actors = harbour(ASKED + " The harbour union told Norline to rehire every deckhand.")
    assert Mistake.PARTIES in variants(story, story.offer("Rehire the deckhands", "asked Norline"), *actors)


def test_parties_whose_names_begin_alike_are_not_exchanged() -> None:
    story = told("Hill Road Bakers asked for bread.")
    actors = [story.actor("a1", "Hill"), story.actor("a2", "Hill Road Bakers")]
    assert Mistake.PARTIES not in variants(story, story.offer("Bread", "asked for"), *actors)


def test_every_sentence_that_an_offer_cites_is_read() -> None:
    story, actors = harbour("The harbour union asked Norline to rehire. The talks begin. Ole waits.")
    asked = story.offer("Rehire", "The harbour union asked Norline to rehire. The talks begin")
    assert Mistake.PARTIES not in variants(story, asked, *actors)
    asked = story.offer("Rehire", "The harbour union asked Norline", "Ole waits")
    assert Mistake.PARTIES in variants(story, asked, *actors)
    asked = story.offer("Rehire", "The harbour union asked Norline", "The talks begin")
    assert Mistake.PARTIES not in variants(story, asked, *actors)


# Who answers


def test_a_refusal_is_given_to_whoever_made_the_offer() -> None:
    story, actors = harbour()
    offer = story.offer("Rehire the deckhands", "asked Norline")
    response = story.response("Laughs at it", "Norline laughed")
    assert [made.responder for made in variants(story, response, offer, *actors)[Mistake.PARTIES]] == ["a1"]


@pytest.mark.parametrize(
    ("text", "stance", "offer"),
    [
        (ASKED, Stance.ACCEPTED, "o1"),
        (ASKED, Stance.PENDING, "o1"),
        (ASKED, Stance.REJECTED, None),
        (ASKED, Stance.REJECTED, "o9"),
        ("The harbour union asked Norline to rehire. It laughed.", Stance.REJECTED, "o1"),
        (
            "The harbour union asked Norline to rehire. As the harbour union knows, Norline laughed.",
            Stance.REJECTED,
            "o1",
        ),
    ],
)
def test_no_other_answer_changes_hands(text: str, stance: Stance, offer: str | None) -> None:
    story, actors = harbour(text)
    made = story.offer("Rehire the deckhands", "asked Norline")
    response = story.response("Laughs at it", text.rpartition(". ")[2], stance=stance, offer=offer)
    assert Mistake.PARTIES not in variants(story, response, made, *actors)


@pytest.mark.parametrize(("responder", "offerer"), [("a9", "a1"), ("a2", "a9"), ("a2", "a3"), ("a2", "a2")])
def test_an_answer_between_actors_that_are_not_certainly_two_stays(responder: str, offerer: str) -> None:
    story, actors = harbour(ASKED + " Norline Ltd slept.")
    actors.append(story.actor("a3", "Norline Ltd"))
    offer = story.offer("Rehire the deckhands", "asked Norline", offerer=offerer, recipient=None)
    response = story.response("Laughs at it", "Norline laughed", responder=responder)
    assert Mistake.PARTIES not in variants(story, response, offer, *actors)


def test_an_answer_to_an_offer_of_ones_own_stays() -> None:
    story, actors = harbour()
    offer = story.offer("Rehire the deckhands", "asked Norline", offerer="a2", recipient="a1")
    response = story.response("Laughs at it", "Norline laughed")
    assert Mistake.PARTIES not in variants(story, response, offer, *actors)


# Who acts


STRODE = "The harbour union walked past Norline. Norline slept."


@pytest.mark.parametrize(
    ("claim", "made"),
    [
        ("The harbour union walked past Norline.", "Norline walked past harbour union."),
        ("The harbour union also walked past.", "Norline also walked past."),
        ("The harbour union will walk past the ferry firm.", "Norline will walk past harbour union."),
    ],
)
def test_the_sides_of_an_offer_are_exchanged_in_a_sentence(claim: str, made: str) -> None:
    story, actors = harbour(STRODE)
    offer = story.offer("Rehire the deckhands", "walked past")
    items = variants(story, story.statement(claim, "walked past"), offer, *actors)
    assert [each.text for each in items[Mistake.PARTIES]] == [made]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (STRODE, "The harbour union walks past Norline."),  # the verb would give it away
        (STRODE, "On Monday the harbour union walked past Norline."),  # another subject
        (STRODE, "Union walked past Norline."),  # another name
        (STRODE, "The harbour union walked past Norline, and Norline slept."),  # named twice
        (STRODE, "The harbour union talked past Norline."),
        ("Norline walked past the harbour union.", "The harbour union walked past Norline."),
        ("The harbour union met and walked past Norline.", "The harbour union walked past Norline."),
        ("The harbour union walked past. Norline's walking boat passed too.", "The harbour union walked past a boat."),
        ("Some walked past. Norline and the harbour union slept.", "The harbour union walked past."),
    ],
)
def test_a_sentence_stays_where_the_other_side_may_have_done_the_like(text: str, claim: str) -> None:
    story, actors = harbour(text)
    offer = story.offer("Rehire the deckhands", text[:12])
    assert Mistake.PARTIES not in variants(story, story.statement(claim, text[:12]), offer, *actors)


@pytest.mark.parametrize("status", list(OfferStatus))
def test_only_those_who_are_at_no_agreement_are_exchanged_in_a_sentence(status: OfferStatus) -> None:
    story, actors = harbour(STRODE)
    offer = story.offer("Rehire the deckhands", "walked past", status=status)
    made = variants(story, story.statement("The harbour union walked past.", "walked past"), offer, *actors)
    assert (Mistake.PARTIES in made) is (status is not OfferStatus.ACCEPTED)


@pytest.mark.parametrize(("offerer", "recipient"), [("a9", "a2"), ("a1", "a9"), ("a1", "a3"), ("a1", None)])
def test_only_two_known_actors_are_exchanged_in_a_sentence(offerer: str, recipient: str | None) -> None:
    story, actors = harbour(STRODE + " The Harbour Union rested.")
    actors.append(story.actor("a3", "Harbour Union", "The Harbour Union"))
    offer = story.offer("Rehire the deckhands", "walked past", offerer=offerer, recipient=recipient)
    line = story.statement("The harbour union walked past.", "walked past")
    assert Mistake.PARTIES not in variants(story, line, offer, *actors)


def test_two_people_are_exchanged_before_any_verb() -> None:
    story = told("Ada Birk walks past Ole Strand every day.")
    people = [story.person("a1", "Ada Birk"), story.person("a2", "Ole Strand")]
    offer = story.offer("Sell the boat", "Ada Birk walks")
    made = variants(story, story.statement("Birk walks past Strand.", "Ada Birk walks"), offer, *people)
    assert [each.text for each in made[Mistake.PARTIES]] == ["Ole Strand walks past Ada Birk."]


def test_a_name_within_the_other_is_not_exchanged() -> None:
    story = told("Bakers of Hill Road walked to sea.")
    actors = [story.actor("a1", "Bakers of Hill Road"), story.actor("a2", "Hill")]
    offer = story.offer("Sell the boat", "Bakers of Hill Road walked")
    line = story.statement("Bakers of Hill Road walked.", "Bakers of Hill Road walked")
    assert Mistake.PARTIES not in variants(story, line, offer, *actors)


# Whose part it is


def roles(story: Story, actor: CheckedItem, *others: CheckedItem) -> list[str]:
    return [made.role for made in variants(story, actor, *others).get(Mistake.PARTIES, [])]


def test_a_person_takes_the_role_of_one_whose_role_names_him() -> None:
    story = told("Ole Strand walked out. Ada Birk waits.")
    birk = story.person("a1", "Ada Birk", role="captain of a tug")
    strand = story.person("a2", "Ole Strand", role="mate who left Birk behind")
    assert roles(story, birk, strand) == ["mate who left Birk behind"]
    assert roles(story, strand, birk) == []


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (ActorKind.ORGANISATION, "mate who left Birk behind"),  # a body has mates of its own
        (ActorKind.PERSON, "asked to wait for Birk"),  # he may be who asked
        (ActorKind.PERSON, "mate and partner of Birk"),
        (ActorKind.PERSON, "mate who left the captain behind"),
        (ActorKind.PERSON, ""),
    ],
)
def test_nobody_takes_a_role_that_may_be_his(kind: ActorKind, role: str) -> None:
    story = told("Ole Strand walked out. Ada Birk waits.")
    birk = story.actor("a1", "Ada Birk", role="captain of a tug", kind=kind, aliases=("the captain",))
    strand = story.person("a2", "Ole Strand", role=role)
    assert roles(story, birk, strand) == []


@pytest.mark.parametrize(
    ("status", "kind", "made"),
    [
        (OfferStatus.OPEN, ActorKind.PERSON, True),
        (OfferStatus.OPEN, ActorKind.ORGANISATION, False),
        (OfferStatus.REJECTED, ActorKind.ORGANISATION, True),
        (OfferStatus.COUNTERED, ActorKind.ORGANISATION, True),
        (OfferStatus.ACCEPTED, ActorKind.PERSON, False),
    ],
)
def test_adversaries_take_each_others_roles(status: OfferStatus, kind: ActorKind, made: bool) -> None:
    story = told("Norline sails on. The harbour union struck.")
    norline = story.actor("a1", "Norline", role="sails under flags of convenience", kind=kind)
    union = story.actor("a2", "harbour union", "The harbour union struck", role="strike leader on every pier")
    offer = story.offer("Rehire the deckhands", "Norline sails", status=status)
    assert roles(story, norline, union, offer) == (["strike leader on every pier"] if made else [])


@pytest.mark.parametrize(("stance", "made"), [(Stance.REJECTED, 1), (Stance.COUNTER_OFFER, 1), (Stance.PENDING, 0)])
def test_a_refusal_makes_adversaries(stance: Stance, made: int) -> None:
    story = told("Norline sails on. The harbour union struck.")
    norline = story.actor("a1", "Norline", role="sails under flags of convenience")
    union = story.actor("a2", "harbour union", "The harbour union struck", role="strike leader on every pier")
    offer = story.offer("Rehire the deckhands", "Norline sails")
    response = story.response("Struck", "The harbour union struck", stance=stance)
    assert len(roles(story, norline, union, offer, response)) == made


def test_one_refused_offer_among_others_makes_adversaries() -> None:
    story = told("Norline sails on. The harbour union struck. Ole Strand slept.")
    norline = story.actor("a1", "Norline", role="sails under flags of convenience")
    union = story.actor("a2", "harbour union", "The harbour union struck", role="strike leader on every pier")
    mate = story.person("a3", "Ole Strand")
    offers = [
        story.offer("Rehire the deckhands", "Norline sails", status=OfferStatus.REJECTED),
        story.offer("Rum", "Norline sails", id="o2", recipient="a3"),
    ]
    assert roles(story, norline, union, mate, *offers) == ["strike leader on every pier"]
    answers = [
        story.response("Struck", "The harbour union struck"),
        story.response("Slept", "Ole Strand slept", id="r2", responder="a3", offer="o2", stance=Stance.PENDING),
    ]
    asked = [offers[0].model_copy(update={"status": OfferStatus.OPEN}), offers[1]]
    assert roles(story, norline, union, mate, *asked, *answers) == ["strike leader on every pier"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Norline sails on. The harbour union struck.", "sails at night"),  # alike
        ("Norline sails on. The harbour union struck with Norline.", "strike leader on every pier"),
        ("Norline sails on. The harbour union struck.", ""),
        ("Norline sails on. The harbour union struck.", "strike leader, allied to dockers"),
    ],
)
def test_adversaries_keep_roles_that_may_be_the_others_too(text: str, role: str) -> None:
    story = told(text)
    norline = story.actor("a1", "Norline", role="sails under flags of convenience")
    union = story.actor("a2", "harbour union", "The harbour union struck", role=role)
    offer = story.offer("Rehire the deckhands", "Norline sails", status=OfferStatus.REJECTED)
    assert roles(story, norline, union, offer) == []


def test_what_a_third_refuses_makes_no_adversaries() -> None:
    story = told("Norline sails on. The harbour union struck. Pike Fish slept.")
    norline = story.actor("a1", "Norline", role="sails under flags of convenience")
    union = story.actor("a2", "harbour union", "The harbour union struck", role="strike leader on every pier")
    third = story.actor("a3", "Pike Fish")
    open_offer = story.offer("Rehire the deckhands", "Norline sails")
    refused = story.offer("Rum", "Norline sails", id="o2", recipient="a3", status=OfferStatus.REJECTED)
    refusal = story.response("Slept", "Pike Fish slept", responder="a3")
    assert roles(story, norline, union, third, open_offer, refused) == []
    assert roles(story, norline, union, third, open_offer, refusal) == []


# Stance


@pytest.mark.parametrize(
    ("said", "stance", "made"),
    [
        ("Norline laughed at it.", Stance.REJECTED, Stance.ACCEPTED),
        ("Norline welcomed it.", Stance.ACCEPTED, Stance.REJECTED),
        ("Norline named a price of its own.", Stance.COUNTER_OFFER, Stance.ACCEPTED),
        ("Norline has not answered.", Stance.PENDING, Stance.ACCEPTED),
        ("Norline weighs it but has not answered.", Stance.PENDING, Stance.ACCEPTED),
        ("But Norline laughed at it.", Stance.REJECTED, Stance.ACCEPTED),
    ],
)
def test_a_stance_is_turned(said: str, stance: Stance, made: Stance) -> None:
    story = told(said)
    response = story.response("Says so", said, stance=stance)
    assert [each.stance for each in variants(story, response)[Mistake.STANCE]] == [made]


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ("Norline laughed, but it will pay.", Stance.REJECTED),
        ("While Norline laughed, it paid.", Stance.REJECTED),
        ("Norline agreed to half of it.", Stance.REJECTED),
        ("Norline replied to it.", Stance.ACCEPTED),  # yes or no?
        ("Norline welcomed it, however late.", Stance.ACCEPTED),
        ("Norline weighs it.", Stance.PENDING),
        ("Norline has not said when it agreed.", Stance.PENDING),
        ("Norline made it a condition.", Stance.CONDITIONAL),
        ("Norline laughed at it.", Stance.OTHER),
    ],
)
def test_a_stance_that_may_be_either_stays(said: str, stance: Stance) -> None:
    story = told(said)
    assert Mistake.STANCE not in variants(story, story.response("Says so", said, stance=stance))


def test_the_words_of_the_answer_count_too() -> None:
    story = told("Norline replied to it.")
    agreed = story.response("Agrees", "Norline replied", stance=Stance.ACCEPTED)
    assert Mistake.STANCE in variants(story, agreed)
    agreed = story.response("Agrees", "Norline replied", stance=Stance.REJECTED)
    assert Mistake.STANCE not in variants(story, agreed)


# Status


@pytest.mark.parametrize(
    ("said", "stance", "status", "made"),
    [
        ("Norline laughed at it.", Stance.REJECTED, OfferStatus.REJECTED, OfferStatus.ACCEPTED),
        ("Norline welcomed it.", Stance.ACCEPTED, OfferStatus.ACCEPTED, OfferStatus.REJECTED),
        ("Norline named a price.", Stance.COUNTER_OFFER, OfferStatus.COUNTERED, OfferStatus.ACCEPTED),
        ("Norline has not answered.", Stance.PENDING, OfferStatus.OPEN, OfferStatus.ACCEPTED),
    ],
)
def test_a_status_is_turned(said: str, stance: Stance, status: OfferStatus, made: OfferStatus) -> None:
    story = told(f"The union asked for bread. {said}")
    offer = story.offer("Bread", "asked for bread", status=status)
    response = story.response("Says so", said, stance=stance)
    assert [each.status for each in variants(story, offer, response)[Mistake.STATUS]] == [made]


@pytest.mark.parametrize(
    ("said", "stance", "status"),
    [
        ("Norline laughed at it.", Stance.ACCEPTED, OfferStatus.REJECTED),  # the brief is of two minds
        ("Norline welcomed it.", Stance.REJECTED, OfferStatus.ACCEPTED),
        ("Norline welcomed it.", Stance.REJECTED, OfferStatus.REJECTED),
        ("Norline replied.", Stance.ACCEPTED, OfferStatus.ACCEPTED),
        ("Norline laughed, though politely.", Stance.REJECTED, OfferStatus.REJECTED),
        ("Norline has not answered.", Stance.ACCEPTED, OfferStatus.OPEN),
        ("Norline laughed at it.", Stance.REJECTED, OfferStatus.CONDITIONAL),
        ("Norline laughed at it.", Stance.REJECTED, OfferStatus.LAPSED),
    ],
)
def test_a_status_that_may_be_either_stays(said: str, stance: Stance, status: OfferStatus) -> None:
    story = told(f"The union asked for bread. {said}")
    response = story.response("Says so", said, stance=stance)
    assert Mistake.STATUS not in variants(story, story.offer("Bread", "asked for bread", status=status), response)


def test_an_open_offer_stays_where_nobody_answers_or_something_like_it_was_agreed() -> None:
    text = "The union asked for fresh bread. Norline has not answered."
    story = told(text)
    offer = story.offer("Fresh bread", "asked for fresh")
    silence = story.response("Says nothing", "has not answered", stance=Stance.PENDING)
    assert Mistake.STATUS in variants(story, offer, silence)
    assert Mistake.STATUS not in variants(story, offer)
    other = story.response("Says nothing", "has not answered", stance=Stance.PENDING, offer="o9")
    assert Mistake.STATUS not in variants(story, offer, other)
    story = told(f"{text} Fresh bread was granted at noon.")
    assert Mistake.STATUS not in variants(story, offer, silence)
    talks = story.offer("Talks on bread", "asked for fresh")
    assert Mistake.STATUS not in variants(told(text), talks, silence)


def test_a_refused_offer_needs_no_answer_to_be_turned() -> None:
    story = told("The union asked for bread. Norline refused talks on bread.")
    refused = story.offer("Talks on bread", "Norline refused", status=OfferStatus.REJECTED)
    assert Mistake.STATUS in variants(story, refused)


# Conditions


@pytest.mark.parametrize(
    ("said", "condition", "made"),
    [
        ("The union ends its strike if Norline rehires deckhands.", "Norline rehires deckhands", True),
        ("The union ends its strike unless Norline rehires deckhands.", "Norline does not rehire deckhands", True),
        ("The union ends its strike once Norline rehires deckhands.", "Norline rehires deckhands", False),  # when?
        ("The union ends its strike if deckhands eat.", "deckhands rum", True),  # half of it
        ("The union ends its strike if deckhands eat.", "deckhands rum cake", False),
        ("The union ends its strike if so.", "if it is so", False),  # says nothing
        ("The union ends its strike to help the deckhands.", "help for deckhands", False),  # a purpose
        ("The union ends its strike if it rains in town.", "Norline rehires deckhands", False),
        ("The union sings. If Norline rehires deckhands, it dances.", "Norline rehires deckhands", False),
        ("The union ends its strike if Norline rehires deckhands.", "an end of the strike", False),  # told in the offer
        ("If Norline rehires deckhands, the union ends its strike.", "deckhands back, money, leave, rum, cake", False),
    ],
)
def test_conditions_that_the_article_states_are_left_out(said: str, condition: str, made: bool) -> None:
    story = told(said)
    offer = story.offer("An end of the strike", said, conditions=(condition, "quickly"))
    items = variants(story, offer).get(Mistake.CONDITION, [])
    assert [each.conditions for each in items] == ([()] if made else [])


# Speakers


SPOKEN = '"The gates stay shut until everybody is paid," said Ada Birk.\n\nOle Strand, a mate, sailed.'


def people(story: Story, *more: CheckedItem) -> list[CheckedItem]:
    return [story.person("a1", "Ada Birk", role="captain"), story.person("a2", "Ole Strand", role="mate"), *more]


def speakers(story: Story, *more: CheckedItem, quote: str = "The gates stay shut until everybody is paid") -> list[str]:
    made = variants(story, story.quotation("a1", quote), *people(story, *more))
    return [each.speaker for each in made.get(Mistake.SPEAKER, [])]


def test_another_person_of_the_article_speaks_a_quotation() -> None:
    assert speakers(told(SPOKEN)) == ["a2"]


@pytest.mark.parametrize(
    "text",
    [
        SPOKEN.replace("said Ada Birk", "she said") + " Ada Birk slept.",  # not certain who
        SPOKEN.replace("said Ada Birk", "said Ada Birk to Ole Strand"),
        SPOKEN.replace("said Ada Birk", "said a spokesman of Ada Birk"),
        SPOKEN.replace("said Ada Birk.", "said Ada Birk. Ole Strand nodded."),  # perhaps his words too
        SPOKEN + " The gates stay shut until everybody is paid, he said.",
    ],
)
def test_a_speaker_stays_where_another_may_have_said_the_same(text: str) -> None:
    assert speakers(told(text)) == []


def test_what_another_paragraph_tells_of_spokesmen_and_others_is_no_matter() -> None:
    assert speakers(told(SPOKEN + " He is a lawyer, and Ada Birk knows Ole Strand.")) == ["a2"]


@pytest.mark.parametrize(("sentences", "made"), [(45, []), (60, ["a2"])])
def test_who_is_named_near_a_quotation_may_have_said_it(sentences: int, made: list[str]) -> None:
    rain = "Rain fell. " * sentences
    quotation = '"The gates stay shut until everybody is paid," said Ada Birk.'
    assert speakers(told(f"{quotation} {rain}Ole Strand waited.")) == made
    assert speakers(told(f"Ole Strand waited. {rain}{quotation}")) == made


def test_no_other_speaks_a_few_words() -> None:
    assert speakers(told(SPOKEN), quote="The gates stay shut until") == ["a2"]
    assert speakers(told(SPOKEN), quote="gates stay shut until") == []


def test_neither_a_body_nor_who_speaks_for_others_is_put_in() -> None:
    story = told(SPOKEN + " Norline and Per Lund watched.")
    others = [story.actor("a3", "Norline"), story.person("a4", "Per Lund", role="spokesman of the port")]
    assert speakers(story, *others) == ["a2"]


@pytest.mark.parametrize(("name", "made"), [("Ole de Strand", ["a3"]), ("Ole del Strand", [])])
def test_people_who_share_a_small_word_of_their_names_are_no_relatives(name: str, made: list[str]) -> None:
    story = told(SPOKEN.replace("Ada Birk", "Ada de Birk del Sol").replace("Ole Strand", name))
    speaker = story.person("a1", "Ada de Birk del Sol")
    quotation = story.quotation("a1", "The gates stay shut until everybody is paid")
    items = variants(story, quotation, speaker, story.person("a3", name)).get(Mistake.SPEAKER, [])
    assert [each.speaker for each in items] == made


def test_two_people_who_speak_for_one_state_are_not_put_for_each_other() -> None:
    story = told(SPOKEN)
    speaker = story.person("a1", "Ada Birk", aliases=("Russian president",))
    other = story.person("a2", "Ole Strand", aliases=("Moscow",))
    quotation = story.quotation("a1", "The gates stay shut until everybody is paid")
    assert Mistake.SPEAKER not in variants(story, quotation, speaker, other)


def test_a_namesake_makes_the_speaker_uncertain() -> None:
    story = told(SPOKEN + " Ida Birk watched.")
    assert speakers(story, story.person("a3", "Ida Birk")) == []


def test_a_relative_by_name_is_not_put_in() -> None:
    story = told(SPOKEN + " Birk Lund watched.")
    assert speakers(story, story.person("a3", "Birk Lund")) == ["a2"]


@pytest.mark.parametrize("speaker", [None, "a3", "Ada Birk"])
def test_only_a_person_among_the_actors_is_certain_to_speak(speaker: str | None) -> None:
    story = told(SPOKEN + " Norline watched.")
    quotation = story.quotation(speaker, "The gates stay shut until everybody is paid")
    assert Mistake.SPEAKER not in variants(story, quotation, *people(story, story.actor("a3", "Norline")))


def test_a_quotation_of_two_passages_stays() -> None:
    story = told(SPOKEN)
    quotation = story.quotation("a1", "The gates stay shut until everybody", "is paid")
    assert Mistake.SPEAKER not in variants(story, quotation, *people(story))


def test_a_name_inside_the_quotation_is_nobody_who_speaks() -> None:
    text = SPOKEN.replace("everybody", "Ole Strand")
    assert speakers(told(text), quote="The gates stay shut until Ole Strand is paid") == ["a2"]
