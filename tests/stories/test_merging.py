"""What several articles say of offers, answers and questions, told once: each rule at its bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from briefing.schema.brief import Brief
from briefing.schema.briefing import ConflictKind, Story, StoryOffer
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from briefing.stories import tell
from tests.stories.building import Notes, article

STATES = ("Norway", "Iceland", "Sweden", "Finland")
_FERRIES = "new ferries for the northern route"


@dataclass(frozen=True)
class Offered:
    """An offer in an article, by the names of states. ``ident`` is only for the answers of the same article."""

    offerer: str
    recipient: str | None
    what: str = _FERRIES
    words: str = "It has offered that."
    status: OfferStatus = OfferStatus.OPEN


@dataclass(frozen=True)
class Answered:
    """A response; ``offer`` is the place of the offer in its article."""

    by: str
    to: str = "the offer"
    stance: Stance = Stance.REJECTED
    what: str = "Rejects it"
    words: str = "It has rejected that, its ministry said."
    offer: int | None = None


@dataclass(frozen=True)
class Asked:
    question: str


Item = Offered | Answered | Asked


def told(*reports: Sequence[Item], days: Sequence[str | None] = ()) -> Story:
    """The one story of articles, named a, b, ... in order; each of the first of March if no days are given."""
    articles, briefs = [], []
    for place, items in enumerate(reports):
        said = " ".join(item.words for item in items if not isinstance(item, Asked))
        ident = "abcdefgh"[place]
        day = days[place] if days else "2023-03-01"
        text = (
            "Ferries of the northern route in dispute\n\n"
            f"Norway, Iceland, Sweden and Finland are in dispute about ferries of the northern route. {said}"
        )
        notes = Notes(article(ident, f"Outlet {ident}", day, text))
        articles.append(notes.article)
        briefs.append(_brief(notes, items))
    (story,) = tell(articles, briefs)
    return story


def _brief(notes: Notes, items: Sequence[Item]) -> Brief:
    actors = {name: notes.actor(name, ActorKind.STATE, name) for name in STATES}
    offers = []
    for item in items:
        if isinstance(item, Offered):
            recipient = actors[item.recipient] if item.recipient else None
            offers.append(notes.offer(actors[item.offerer], recipient, item.what, item.words, status=item.status))
        elif isinstance(item, Answered):
            offer = offers[item.offer] if item.offer is not None else None
            notes.response(actors[item.by], offer, item.to, item.stance, item.what, item.words)
        else:
            notes.question(item.question, "in dispute about ferries")
    return notes.brief()


def names(story: Story) -> dict[str | None, str]:
    return {actor.id: actor.name for actor in story.actors}


def parties(story: Story) -> set[tuple[str, str | None]]:
    called = names(story)
    return {(called[offer.offerer], called.get(offer.recipient)) for offer in story.offers}


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ([("Norway", "Iceland"), ("Norway", "Iceland")], {("Norway", "Iceland")}),
        ([("Norway", "Iceland"), ("Norway", None)], {("Norway", "Iceland")}),
        ([("Norway", None), ("Norway", "Iceland")], {("Norway", "Iceland")}),
        ([("Norway", None), ("Norway", None)], {("Norway", None)}),
        ([("Norway", "Iceland"), ("Norway", "Sweden")], {("Norway", "Iceland"), ("Norway", "Sweden")}),
        ([("Norway", "Iceland"), ("Sweden", "Iceland")], {("Norway", "Iceland"), ("Sweden", "Iceland")}),
        ([("Norway", None), ("Sweden", "Iceland")], {("Norway", None), ("Sweden", "Iceland")}),
        # Whom the second asks is not known, and no reason to take the others for one.
        (
            [("Norway", "Iceland"), ("Norway", None), ("Norway", "Sweden")],
            {("Norway", "Iceland"), ("Norway", "Sweden")},
        ),
    ],
)
def test_offers_are_one_between_the_same_parties(
    offers: list[tuple[str, str | None]], expected: set[tuple[str, str | None]]
) -> None:
    story = told(*([Offered(*pair)] for pair in offers))
    assert parties(story) == expected
    assert len(story.offers) == len(expected)


FIRST = Offered("Norway", "Iceland", "cheaper tickets", "Cheaper tickets may come.")
SECOND = Offered("Sweden", "Finland", "deeper harbours", "Deeper harbours may come.")


@pytest.mark.parametrize(
    ("reports", "days"),
    [
        pytest.param([[FIRST, SECOND], [SECOND]], (), id="more outlets"),
        pytest.param(
            [[FIRST, Offered("Sweden", "Finland", "deeper harbours", "Sweden proposes it.")]], (), id="so many words"
        ),
        pytest.param([[FIRST, SECOND, Answered("Finland", offer=1)]], (), id="an answer"),
        pytest.param([[FIRST], [SECOND]], ("2023-03-01", "2023-03-02"), id="a later report"),
        pytest.param(
            [[Offered("Norway", "Iceland", "cheaper tickets", "It offers them."), SECOND], [SECOND]],
            (),
            id="more outlets before so many words",
        ),
        pytest.param(
            [
                [
                    FIRST,
                    Offered("Sweden", "Finland", "deeper harbours", "Sweden proposes it."),
                    Answered("Iceland", offer=0),
                ]
            ],
            (),
            id="so many words before an answer",
        ),
    ],
)
def test_what_puts_an_offer_first(reports: list[list[Item]], days: Sequence[str]) -> None:
    assert [offer.what for offer in told(*reports, days=days).offers] == ["deeper harbours", "cheaper tickets"]


def test_two_outlets_that_report_one_answer_in_other_words_are_one_answer() -> None:
    one = [Offered("Norway", "Iceland"), Answered("Iceland", what="Wants none of it", offer=0)]
    other = [Offered("Norway", "Iceland"), Answered("Iceland", what="Turns ships away", offer=0)]
    assert len(told(one, other).responses) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Answered("Sweden", what="Wants none of it", offer=0), id="somebody else"),
        pytest.param(Answered("Iceland", stance=Stance.PENDING, what="Wants none of it", offer=0), id="another stance"),
        pytest.param(Answered("Iceland", what="Wants none of it"), id="no offer"),
    ],
)
def test_an_answer_of_somebody_else_of_another_stance_or_to_another_offer_is_another(other: Answered) -> None:
    offered = Offered("Norway", "Iceland")
    assert len(told([offered, Answered("Iceland", what="Wants none of it", offer=0)], [offered, other]).responses) == 2


@pytest.mark.parametrize(
    ("what", "count"), [("Wants no more ferries this winter", 1), ("Closes its harbours to tankers", 2)]
)
def test_two_answers_of_one_article_to_an_offer_are_one_only_if_they_say_the_same(what: str, count: int) -> None:
    """What they say counts, not what they answer, which is the offer in any case."""
    first = Answered("Iceland", to="ferries", what="Wants no more ferries this winter", offer=0)
    items = [Offered("Norway", "Iceland"), first, Answered("Iceland", to="ferries", what=what, offer=0)]
    assert len(told(items).responses) == count


@pytest.mark.parametrize(
    ("to", "count"),
    [
        ("tunnels bridges orchards windows carpets barrels saddles candles", 1),  # two of six and of eight: 0.31
        ("tunnels bridges orchards windows carpets barrels saddles candles ladders", 2),  # and of nine: 0.298
    ],
)
def test_answers_to_no_offer_are_one_if_they_answer_like_things(to: str, count: int) -> None:
    one, other = (
        [Answered("Iceland", to="tunnels bridges harbours markets kitchens lanterns")],
        [Answered("Iceland", to=to)],
    )
    assert len(told(one, other).responses) == count


def linked(to: str, *, what: str, by: str = "Iceland", recipient: str | None = "Iceland") -> bool:
    """Whether a response finds the offer of Norway that another article reports."""
    story = told([Offered("Norway", recipient, what)], [Answered(by, to=to)])
    (response,) = story.responses
    return response.offer == story.offers[0].id


@pytest.mark.parametrize(
    ("to", "found"),
    [
        # The likeness of the topics, times 0.6 where nobody is named, must reach 0.3.
        ("tunnels bridges lanterns kitchens", True),  # two of four and of four: 0.5
        ("tunnels bridges lanterns kitchens windows", False),  # two of four and of five: 0.47
        ("Norway's tunnels bridges lanterns kitchens windows", True),
        ("Norway's tunnels lanterns kitchens windows", False),
        ("Sweden's tunnels bridges harbours markets", False),
    ],
)
def test_a_response_finds_an_offer_by_what_it_answers_and_whose(to: str, found: bool) -> None:
    assert linked(to, what="tunnels bridges harbours markets") is found


@pytest.mark.parametrize(
    ("to", "recipient", "found"),
    [
        # Times 0.75 where somebody else was asked.
        ("Norway's tunnels bridges lanterns kitchens windows", "Sweden", True),  # two of five and of five: 0.4
        ("Norway's tunnels bridges lanterns kitchens windows carpets", "Sweden", False),  # and of six: 0.38
        ("Norway's tunnels bridges lanterns kitchens windows carpets", "Iceland", True),
        ("Norway's tunnels bridges lanterns kitchens windows carpets", None, True),
    ],
)
def test_a_response_of_whom_the_offer_does_not_ask_fits_less(to: str, recipient: str | None, found: bool) -> None:
    assert linked(to, what="tunnels bridges harbours markets gardens", recipient=recipient) is found


def test_a_response_to_hardly_anything_of_an_offer_does_not_find_it() -> None:
    """Two of eight topics and of eight: 0.25, whoever is named and asked."""
    what = "tunnels bridges harbours markets gardens orchards beacons towers"
    assert not linked("Norway's tunnels bridges lanterns kitchens windows carpets barrels saddles", what=what)


def test_nobody_answers_an_offer_of_their_own() -> None:
    what = "tunnels bridges harbours markets"
    assert not linked(what, what=what, by="Norway")


def test_of_several_offers_a_response_finds_the_likest() -> None:
    offers = [
        Offered("Norway", "Iceland", "tunnels bridges harbours markets"),
        Offered("Norway", "Iceland", "lanterns kitchens windows carpets"),
    ]
    story = told(offers, [Answered("Iceland", to="lanterns kitchens windows carpets, tunnels and bridges")])
    (answered,) = [offer.what for offer in story.offers if offer.id == story.responses[0].offer]
    assert answered == "lanterns kitchens windows carpets"


def test_a_response_where_nothing_is_offered_answers_nothing() -> None:
    (response,) = told([Answered("Iceland")]).responses
    assert response.offer is None


def test_responses_come_in_the_order_of_the_offers_and_those_to_none_last() -> None:
    items = [
        Offered("Norway", "Iceland", "cheaper tickets"),
        Offered("Sweden", "Finland", "deeper harbours"),
        Answered("Iceland", to="the weather", what="Laments the weather"),
        Answered("Finland", to="deeper harbours", what="Rejects them", offer=1),
        Answered("Iceland", to="cheaper tickets", what="Rejects them", offer=0),
    ]
    story = told(items)
    assert [response.to for response in story.responses][-1] == "the weather"
    assert [response.offer for response in story.responses] == [*(offer.id for offer in story.offers), None]


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ("Will Norway give an answer?", 1),
        ("Will Iceland give an answer?", 2),
        ("Will Norway build tunnels and bridges?", 2),
    ],
)
def test_questions_that_ask_for_an_answer_alone_are_one_if_it_is_that_of_one_party(other: str, count: int) -> None:
    assert len(told([Asked("Will Norway respond?")], [Asked(other)]).open_questions) == count


def offer_of(story: Story) -> StoryOffer:
    (offer,) = story.offers
    return offer


def rules(story: Story) -> list[str]:
    """The rules of the story's conflicts about a status."""
    found = [conflict.rule for conflict in story.conflicts if conflict.kind is ConflictKind.STATUS]
    return [next(rule for rule in (OWN, LATER, FIRST_TOLD) if each.startswith(rule)) for each in found]


OFFER = Offered("Norway", "Iceland")
SUMMED_UP = Offered("Norway", "Iceland", words="Norway counts on a yes.", status=OfferStatus.ACCEPTED)
TALKS = Offered("Norway", "Iceland", words="They are in talks.")
REFUSED = Answered("Iceland", offer=0)
ACCEPTED = Answered("Iceland", stance=Stance.ACCEPTED, what="Accepts it", words="It has accepted that.", offer=0)
SILENT = Answered(
    "Iceland", stance=Stance.PENDING, what="Has not answered", words="It has not yet answered that.", offer=0
)
MADE_OUT = Answered("Iceland", what="Is against it", words="Iceland sends the ships away.", offer=0)
NEXT_DAY = ("2023-03-01", "2023-03-02")
DAY_BEFORE = ("2023-03-02", "2023-03-01")
OWN, LATER, FIRST_TOLD = (
    "the named party's own statement outranks a reporter's summary",
    "the later report is shown",
    "nothing decides between the sources; the first report is shown",
)


@pytest.mark.parametrize(
    ("reports", "days", "status", "expected"),
    [
        pytest.param([[OFFER], [OFFER]], (), OfferStatus.OPEN, [], id="nothing said"),
        pytest.param([[OFFER, REFUSED], [OFFER, REFUSED]], (), OfferStatus.REJECTED, [], id="two say the same"),
        pytest.param([[OFFER, REFUSED, ACCEPTED]], (), OfferStatus.REJECTED, [], id="one article differs from itself"),
        pytest.param([[OFFER, REFUSED], [SUMMED_UP]], (), OfferStatus.REJECTED, [OWN], id="own words"),
        pytest.param([[OFFER, REFUSED], [SUMMED_UP]], NEXT_DAY, OfferStatus.REJECTED, [OWN], id="own words, earlier"),
        pytest.param(
            [[OFFER, REFUSED], [OFFER, ACCEPTED]], NEXT_DAY, OfferStatus.ACCEPTED, [LATER], id="own words of two days"
        ),
        pytest.param([[OFFER, REFUSED], [OFFER, ACCEPTED]], DAY_BEFORE, OfferStatus.REJECTED, [LATER], id="and back"),
        pytest.param(
            [[OFFER, REFUSED], [OFFER, ACCEPTED]], (), OfferStatus.REJECTED, [FIRST_TOLD], id="own words of one day"
        ),
        pytest.param(
            [[OFFER, REFUSED], [OFFER, ACCEPTED]],
            ("2023-03-01", None),
            OfferStatus.REJECTED,
            [LATER],
            id="a dated report before an undated one",
        ),
        pytest.param(
            [[OFFER, MADE_OUT], [SUMMED_UP]], NEXT_DAY, OfferStatus.ACCEPTED, [LATER], id="two that reporters make out"
        ),
        pytest.param([[OFFER, SILENT], [OFFER, ACCEPTED]], NEXT_DAY, OfferStatus.ACCEPTED, [], id="a step"),
        pytest.param(
            [[OFFER, SILENT], [OFFER, ACCEPTED]], (), OfferStatus.ACCEPTED, [FIRST_TOLD], id="no step within a day"
        ),
        pytest.param(
            [[OFFER, ACCEPTED], [OFFER, SILENT]], NEXT_DAY, OfferStatus.ACCEPTED, [FIRST_TOLD], id="no step back"
        ),
        pytest.param(
            [[OFFER, SILENT], [OFFER, ACCEPTED]],
            (None, "2023-03-02"),
            OfferStatus.ACCEPTED,
            [LATER],
            id="no step from no day",
        ),
        pytest.param(
            [[OFFER, SILENT], [OFFER, ACCEPTED]],
            ("2023-03-02", None),
            OfferStatus.ACCEPTED,
            [FIRST_TOLD],
            id="no step to no day",
        ),
        pytest.param([[OFFER, SILENT], [TALKS]], (), OfferStatus.OPEN, [OWN], id="talks against no answer"),
        pytest.param(
            [
                [Offered("Norway", "Iceland", words="They are in talks no more.", status=OfferStatus.ACCEPTED)],
                [SUMMED_UP],
            ],
            (),
            OfferStatus.ACCEPTED,
            [],
            id="talks that led to something",
        ),
    ],
)
def test_where_an_offer_stands_of_which_sources_differ(
    reports: list[list[Item]], days: Sequence[str | None], status: OfferStatus, expected: list[str]
) -> None:
    story = told(*reports, days=days)
    assert offer_of(story).status is status
    assert rules(story) == expected


@pytest.mark.parametrize(
    ("items", "status"),
    [
        ([OFFER, Answered("Sweden", offer=0)], OfferStatus.OPEN),
        ([Offered("Norway", None), Answered("Sweden", offer=0)], OfferStatus.REJECTED),
        ([OFFER, Answered("Iceland", stance=Stance.OTHER, offer=0)], OfferStatus.OPEN),
        ([OFFER, Answered("Iceland", to="the weather")], OfferStatus.OPEN),
        ([OFFER, REFUSED], OfferStatus.REJECTED),
    ],
    ids=["not asked", "nobody named", "no answer", "to something else", "asked"],
)
def test_whose_answer_says_where_an_offer_stands(items: list[Item], status: OfferStatus) -> None:
    assert offer_of(told(items)).status is status


@pytest.mark.parametrize(
    ("items", "day", "reason"),
    [
        ([OFFER], "2023-03-01", None),
        ([OFFER, REFUSED], "2023-03-01", "answer of the party asked, outleta 2023-03-01"),
        ([OFFER, REFUSED], None, "answer of the party asked, outleta"),
        ([OFFER, MADE_OUT], "2023-03-01", "as reported, outleta 2023-03-01"),
        ([SUMMED_UP], "2023-03-01", "as reported, outleta 2023-03-01"),
        ([OFFER, SILENT], "2023-03-01", "no answer yet, outleta 2023-03-01"),
    ],
)
def test_the_reason_of_a_status_names_what_it_rests_on(items: list[Item], day: str | None, reason: str | None) -> None:
    assert offer_of(told(items, days=[day])).status_reason == reason


@pytest.mark.parametrize(
    ("recipient", "together", "status"),
    [
        ("Iceland", False, OfferStatus.REJECTED),
        (None, False, OfferStatus.OPEN),  # alike words of another article may be about another thing
        (None, True, OfferStatus.REJECTED),
    ],
)
def test_an_offer_to_nobody_named_is_answered_by_an_article_that_tells_both(
    recipient: str | None, together: bool, status: OfferStatus
) -> None:
    offer = Offered("Norway", recipient, "tunnels bridges harbours markets")
    answer = Answered("Iceland", to="Norway's tunnels bridges harbours markets", offer=0 if together else None)
    story = told([offer, answer], [offer]) if together else told([offer], [answer])
    assert story.responses[0].offer == story.offers[0].id
    assert story.offers[0].status is status
