"""Offers that are addressed to several, answers that answer several, and who says so."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from briefing.rendering import to_markdown
from briefing.schema.brief import Brief
from briefing.schema.briefing import BriefingData, Coverage, RunStamp, Story
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from briefing.stories import tell
from tests.stories.building import Notes, article

TEXT = (
    "Norway asks its neighbours for talks\n\nNorway asked Sweden and Denmark for talks on cod on Monday. Norway also "
    "offered Sweden new ferries by Friday. Sweden refused both. Denmark accepted the talks. It is understood that "
    "Norway may pay."
)
ONE = article("one", "Post", "2023-03-01", TEXT)
TWO = article("two", "Herald", "2023-03-01", TEXT.replace("asks its", "asks all"))


def brief_of(of: object = ONE, *, addressed: tuple[str, ...] = ("a2", "a3"), reported: str | None = None) -> Brief:
    notes = Notes(ONE if of is ONE else TWO)
    notes.actor("Norway", ActorKind.STATE, "Norway asked Sweden and Denmark")
    notes.actor("Sweden", ActorKind.STATE, "Sweden refused both")
    notes.actor("Denmark", ActorKind.STATE, "Denmark accepted the talks")
    notes.offer("a1", addressed, "Talks on cod", "asked Sweden and Denmark for talks on cod", reported=reported)
    notes.offer(
        "a1", "a2", "New ferries", "offered Sweden new ferries by Friday", due="by Friday", due_day=date(2023, 3, 3)
    )
    notes.response("a2", ("o1", "o2"), "Norway's talks and ferries", Stance.REJECTED, "Refused", "Sweden refused both")
    notes.response("a3", "o1", "Norway's talks", Stance.ACCEPTED, "Accepted", "Denmark accepted the talks")
    return notes.brief()


def told(*briefs: Brief) -> Story:
    (story,) = tell((ONE, TWO)[: len(briefs)], briefs)
    return story


def page(*briefs: Brief) -> str:
    stamp = RunStamp(generated=datetime(2023, 3, 1, tzinfo=UTC), version="1", engines=("test",))
    data = BriefingData(
        date=date(2023, 3, 1),
        articles=(ONE, TWO)[: len(briefs)],
        briefs=briefs,
        stories=(told(*briefs),),
        coverage=Coverage(),
        run=stamp,
    )
    return to_markdown(data)


def test_all_that_an_offer_is_addressed_to_are_named() -> None:
    story = told(brief_of())
    names = {actor.id: actor.name for actor in story.actors}
    [talks] = [offer for offer in story.offers if offer.what == "Talks on cod"]
    assert [names[each] for each in talks.addressees] == ["Sweden", "Denmark"]
    assert talks.recipient == talks.addressees[0]
    assert "**Norway to Sweden and Denmark:** Talks on cod." in page(brief_of())


def test_an_answer_to_two_offers_decides_both() -> None:
    story = told(brief_of())
    by_what = {offer.what: offer for offer in story.offers}
    [refusal] = [response for response in story.responses if response.stance is Stance.REJECTED]
    assert set(refusal.offers) == {by_what["Talks on cod"].id, by_what["New ferries"].id}
    assert by_what["New ferries"].status is OfferStatus.REJECTED
    assert by_what["Talks on cod"].status is OfferStatus.REJECTED


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (("a2", "a3"), ("a3",), True),
        (("a2",), (), True),
        (("a2",), ("a3",), False),
    ],
)
def test_offers_to_a_party_in_common_are_one(first: tuple[str, ...], second: tuple[str, ...], one: bool) -> None:
    story = told(brief_of(addressed=first), brief_of(TWO, addressed=second))
    talks = [offer for offer in story.offers if offer.what == "Talks on cod"]
    assert len(talks) == (1 if one else 2)


def test_answers_of_two_outlets_that_share_an_offer_are_one() -> None:
    story = told(brief_of(), brief_of(TWO))
    assert sorted(response.stance for response in story.responses) == [Stance.ACCEPTED, Stance.REJECTED]
    assert all(len(response.members) == 2 for response in story.responses)


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [("It is understood", "It is understood", "It is understood"), ("It is understood", None, None)],
)
def test_an_offer_is_as_reported_only_where_no_outlet_vouches_for_it(
    first: str | None, second: str | None, shown: str | None
) -> None:
    story = told(brief_of(reported=first), brief_of(TWO, reported=second))
    [talks] = [offer for offer in story.offers if offer.what == "Talks on cod"]
    assert talks.reported == shown


def test_the_page_says_who_does_not_vouch_and_by_when() -> None:
    text = page(brief_of(reported="It is understood"))
    assert re.search(r"Talks on cod\. .* As reported: “It is understood”\.", text)
    assert re.search(r"New ferries\. .* Due: by Friday \(2023-03-03\)\.", text)
