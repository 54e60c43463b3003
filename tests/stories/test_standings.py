"""What stands behind the items of a story: that of the item whose words are shown."""

from __future__ import annotations

import pytest

from briefing.schema.brief import Brief
from briefing.schema.briefing import Story
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance
from briefing.schema.verdict import Objection, Problem, Standing, Verdict
from briefing.stories import bottom_line, tell
from tests.stories.building import CONFIRMED, Notes, article

QUOTED = Verdict(standing=Standing.QUOTED)
UNCONFIRMED = Verdict(standing=Standing.UNCONFIRMED)
CONTESTED = Verdict(
    standing=Standing.UNCONFIRMED,
    objections=(Objection(problem=Problem.NOT_AN_OFFER, passage="hopes that Sweden", by="reader"),),
)
ONE = article(
    "one",
    "Harbour Post",
    "2023-03-01",
    "Norway offers Sweden ferries\n\nNorway has offered Sweden new ferries on Monday. Norway hopes that Sweden will "
    "lower its tolls. Sweden has not yet answered. Sweden said it would study the plan for tolls.",
)
TWO = article(
    "two",
    "Morning Courier",
    "2023-03-01",
    "Norway offers Sweden ferries\n\nNorway has offered Sweden new ferries for the route, its ministry said. "
    "Sweden has rejected the ferries.",
)


def told(*briefs: Brief) -> Story:
    (story,) = tell((ONE, TWO)[: len(briefs)], briefs)
    return story


def brief_of(verdict: Verdict, second: Verdict = CONFIRMED) -> Brief:
    """One offer of each verdict, with the actors confirmed."""
    notes = Notes(ONE)
    norway = notes.actor("Norway", ActorKind.STATE, "Norway has offered Sweden")
    sweden = notes.actor("Sweden", ActorKind.STATE, "Sweden has not yet answered")
    notes.verdict = verdict
    notes.headline("New ferries for the winter route on Monday", "Norway has offered Sweden new ferries on Monday")
    notes.offer(norway, sweden, "New ferries", "Norway has offered Sweden new ferries on Monday")
    notes.verdict = second
    notes.offer(norway, sweden, "Lower tolls", "Norway hopes that Sweden will lower its tolls")
    return notes.brief()


@pytest.mark.parametrize("verdict", [QUOTED, CONFIRMED, UNCONFIRMED])
def test_an_offer_stands_as_its_item_does(verdict: Verdict) -> None:
    [offer] = [offer for offer in told(brief_of(verdict)).offers if offer.what == "New ferries"]
    assert offer.standing is verdict.standing
    assert offer.objections == ()


def test_what_its_author_stands_by_comes_last_with_the_objection() -> None:
    story = told(brief_of(CONTESTED))
    assert [offer.what for offer in story.offers] == ["Lower tolls", "New ferries"]
    assert [offer.objections for offer in story.offers] == [(), CONTESTED.objections]


def test_a_note_of_a_rule_is_no_contest() -> None:
    noted = UNCONFIRMED.model_copy(update={"objections": (Objection(problem=Problem.WRONG_KIND, field="kind"),)})
    assert told(brief_of(noted)).offers[0].objections == ()
    missing = Objection(problem=Problem.QUOTE_MISSING, claimed="x", by="reader")
    assert told(brief_of(UNCONFIRMED.model_copy(update={"objections": (missing,)}))).offers[0].objections == ()


def test_an_objection_to_a_confirmed_item_is_no_contest() -> None:
    overruled = CONTESTED.model_copy(update={"standing": Standing.CONFIRMED})
    assert told(brief_of(overruled)).offers[0].objections == ()


def second_brief(verdict: Verdict) -> Brief:
    notes = Notes(TWO)
    norway = notes.actor("Norway", ActorKind.STATE, "Norway has offered Sweden")
    sweden = notes.actor("Sweden", ActorKind.STATE, "Sweden has rejected")
    notes.verdict = verdict
    offered = notes.offer(
        norway, sweden, "New ferries for the route", "Norway has offered Sweden new ferries for the route"
    )
    notes.response(
        sweden, offered, "Norway's ferries", Stance.REJECTED, "Rejects them", "Sweden has rejected the ferries"
    )
    return notes.brief()


@pytest.mark.parametrize(
    ("first", "second", "shown", "standing"),
    [
        (CONFIRMED, UNCONFIRMED, "New ferries", Standing.CONFIRMED),
        (UNCONFIRMED, CONFIRMED, "New ferries for the route", Standing.CONFIRMED),
        (UNCONFIRMED, QUOTED, "New ferries for the route", Standing.QUOTED),
        (UNCONFIRMED, UNCONFIRMED, "New ferries for the route", Standing.UNCONFIRMED),
    ],
)
def test_of_two_wordings_the_one_that_more_stands_behind_is_shown(
    first: Verdict, second: Verdict, shown: str, standing: Standing
) -> None:
    offer = next(offer for offer in told(brief_of(first), second_brief(second)).offers if "ferries" in offer.what)
    assert (offer.what, offer.standing) == (shown, standing)


def one_answer(verdict: Verdict) -> Brief:
    """A confirmed silence of one article, beside an answer of another."""
    notes = Notes(ONE)
    norway = notes.actor("Norway", ActorKind.STATE, "Norway has offered Sweden")
    sweden = notes.actor("Sweden", ActorKind.STATE, "Sweden has not yet answered")
    offered = notes.offer(norway, sweden, "New ferries", "Norway has offered Sweden new ferries on Monday")
    notes.verdict = verdict
    notes.response(sweden, offered, "the offer", Stance.PENDING, "No answer yet", "Sweden has not yet answered")
    return notes.brief()


def test_a_status_that_is_confirmed_outranks_one_that_is_not() -> None:
    [offer] = told(one_answer(CONFIRMED), second_brief(UNCONFIRMED)).offers
    assert offer.status is OfferStatus.OPEN
    [offer] = told(one_answer(CONFIRMED), second_brief(CONFIRMED)).offers
    assert offer.status is OfferStatus.REJECTED


def test_an_actor_is_as_sure_as_the_least_sure_of_its_roles() -> None:
    def with_role(verdict: Verdict, role: str) -> Brief:
        notes = Notes(ONE)
        notes.verdict = verdict
        notes.actor("Norway", ActorKind.STATE, "Norway has offered Sweden", role=role)
        notes.actor("Sweden", ActorKind.STATE, "Sweden has not yet answered")
        return notes.brief()

    def standing_of(one: Brief) -> Standing:
        return next(actor for actor in told(one).actors if actor.name == "Norway").standing

    assert standing_of(with_role(CONFIRMED, "offers ferries")) is Standing.CONFIRMED
    assert standing_of(with_role(UNCONFIRMED, "offers ferries")) is Standing.UNCONFIRMED
    both = Notes(TWO)
    both.verdict = UNCONFIRMED
    both.actor("Norway", ActorKind.STATE, "Norway has offered Sweden")
    (story,) = tell((ONE, TWO), (brief_of(CONFIRMED), both.brief()))
    norway = next(actor for actor in story.actors if actor.name == "Norway")
    assert norway.standing is Standing.CONFIRMED, "an actor without a role claims nothing"


def test_lines_stand_as_what_they_are_made_of() -> None:
    story = told(brief_of(UNCONFIRMED))
    assert story.headline is not None
    assert story.headline.standing is Standing.QUOTED, "a printed title is the source's own words"
    assert story.gist[0].standing is Standing.UNCONFIRMED
    assert bottom_line([story])[0].standing is Standing.UNCONFIRMED


def test_a_caution_stands_as_its_quotation_does() -> None:
    notes = Notes(ONE)
    notes.actor("Norway", ActorKind.STATE, "Norway has offered Sweden")
    notes.verdict = UNCONFIRMED
    notes.quotation(None, QuotationKind.CUT, "Sweden has not yet answered")
    (caution,) = told(notes.brief()).cautions
    assert caution.standing is Standing.UNCONFIRMED


def test_contested_answers_and_questions_come_last() -> None:
    notes = Notes(ONE)
    norway = notes.actor("Norway", ActorKind.STATE, "Norway has offered Sweden")
    sweden = notes.actor("Sweden", ActorKind.STATE, "Sweden has not yet answered")
    first = notes.offer(norway, sweden, "New ferries", "Norway has offered Sweden new ferries on Monday")
    second = notes.offer(norway, sweden, "Lower tolls", "Norway hopes that Sweden will lower its tolls")
    notes.verdict = CONTESTED
    notes.response(sweden, first, "the ferries", Stance.PENDING, "Silent", "Sweden has not yet answered")
    notes.question("Will Sweden take the ferries?", "Sweden has not yet answered")
    notes.verdict = CONFIRMED
    notes.response(sweden, second, "the tolls", Stance.PENDING, "Studies it", "Sweden said it would study the plan")
    notes.question("Will the tolls fall?", "will lower its tolls")
    story = told(notes.brief())
    assert [response.to for response in story.responses] == ["the tolls", "the ferries"]
    assert [question.question for question in story.open_questions] == [
        "Will the tolls fall?",
        "Will Sweden take the ferries?",
    ]
