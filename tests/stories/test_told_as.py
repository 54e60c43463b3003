"""Stories told with what is known of their items from earlier days."""

from __future__ import annotations

import pytest

from briefing.schema.article import Article
from briefing.schema.base import ItemRef
from briefing.schema.brief import Brief
from briefing.schema.briefing import Story
from briefing.schema.links import Links, OfferLink, QuestionLink, ResponseLink
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from briefing.stories import tell, told_as
from tests.stories.building import Notes, article

Told = tuple[Article, Brief]


def report(
    ident: str,
    what: str,
    *,
    by: str = "Peru",
    to: str = "Chile",
    status: OfferStatus = OfferStatus.OPEN,
    stance: Stance | None = None,
) -> Told:
    text = f"{by} and {to}: {what}\n\n{by} told {to} of this: {what}. {to} has answered it."
    told = article(ident, f"Outlet {ident}", "2023-06-01", text)
    notes = Notes(told)
    one, other = (notes.actor(name, ActorKind.ORGANISATION, name) for name in (by, to))
    offer = notes.offer(one, other, what, f"{by} told {to} of this", status=status)
    if stance:
        notes.response(other, offer, what, stance, f"Answers {what}", f"{to} has answered it")
    notes.question(f"What will come of {what}?", what)
    return told, notes.brief()


def stories(told: list[Told], offers: dict[str, str], running: dict[str, str], **more: object) -> tuple[Story, ...]:
    links = Links(
        offers=tuple(OfferLink(item=ItemRef(article=ident, item="o1"), entry=name) for ident, name in offers.items()),
        **more,  # type: ignore[arg-type]
    )
    return tell([a for a, _ in told], [b for _, b in told], known=told_as(links, running))


UNLIKE = [report("a", "Roadmap to peace"), report("b", "Plan to halt the war", to="Bolivia")]


def test_articles_of_one_running_story_are_one_story() -> None:
    assert len(stories(UNLIKE, {}, {"a": "S4", "b": "T1"})) == 2
    (story,) = stories(UNLIKE, {}, {"a": "S4", "b": "S4"})
    assert story.articles == ("a", "b")
    assert len(story.offers) == 2


def test_articles_of_two_running_stories_are_two() -> None:
    twice = [report("a", "Grain for the northern harbours"), report("b", "Grain for the northern harbours")]
    assert len(stories(twice, {}, {})) == 1
    assert len(stories(twice, {}, {"a": "S1", "b": "S2"})) == 2


def test_items_of_one_entry_are_one_whatever_their_words_and_recipients() -> None:
    (story,) = stories(UNLIKE, {"a": "N1", "b": "N1"}, {"a": "S1", "b": "S1"})
    (offer,) = story.offers
    assert [ref.article for ref in offer.members] == ["a", "b"]


def test_items_of_two_entries_are_two_whatever_their_words() -> None:
    twice = [report("a", "Bid for all shares"), report("b", "Bid for all shares")]
    together = {"a": "S1", "b": "S1"}
    assert len(stories(twice, {}, together)[0].offers) == 1
    assert len(stories(twice, {"a": "O3", "b": "N1"}, together)[0].offers) == 2


def test_questions_are_joined_and_parted_alike() -> None:
    def asked(one: str, other: str) -> int:
        named = (("a", one), ("b", other))
        questions = tuple(QuestionLink(item=ItemRef(article=each, item="q1"), entry=name) for each, name in named)
        return len(stories(UNLIKE, {}, {"a": "S1", "b": "S1"}, questions=questions)[0].open_questions)

    assert (asked("M1", "M1"), asked("M1", "M2")) == (1, 2)


@pytest.mark.parametrize(("answers", "tied"), [(("O9",), "b"), (("N1",), "a"), ((), None), (("O77",), None)])
def test_an_answer_is_tied_to_what_it_is_known_to_answer(answers: tuple[str, ...], tied: str | None) -> None:
    told = [report("a", "Roadmap to peace", stance=Stance.REJECTED), report("b", "Plan to halt the war", to="Bolivia")]
    link = ResponseLink(item=ItemRef(article="a", item="r1"), answers=answers)
    (story,) = stories(told, {"a": "N1", "b": "O9"}, {"a": "S1", "b": "S1"}, responses=(link,))
    (response,) = story.responses
    (offer,) = [offer for offer in story.offers if offer.id in response.offers] or [None]
    assert (offer.members[0].article if offer else None) == tied


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((OfferStatus.ACCEPTED, OfferStatus.REJECTED), OfferStatus.REJECTED),
        ((OfferStatus.REJECTED, OfferStatus.REJECTED), OfferStatus.REJECTED),
    ],
    ids=["the reports differ", "the reports say what it comes to"],
)
def test_what_one_party_accepts_and_another_rejects_is_rejected(
    statuses: tuple[OfferStatus, OfferStatus], expected: OfferStatus
) -> None:
    one = report("a", "Roadmap to peace", status=statuses[0], stance=Stance.REJECTED)
    other = report("b", "Roadmap to peace", to="Bolivia", status=statuses[1], stance=Stance.ACCEPTED)
    (story,) = stories([one, other], {"a": "N1", "b": "N1"}, {"a": "S1", "b": "S1"})
    assert story.offers[0].status is expected
