"""Two offers of one day stay two, whatever their words share; two figures of one offer are a conflict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import briefing
from briefing.rendering import to_markdown
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import BriefingData, ConflictKind, Story
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from briefing.stories import tell
from tests.stories.building import Notes, article

TWENTY = "Japan offered China to buy 20 aircraft. China accepted the offer."


def page_of(folder: Path, *texts: str) -> BriefingData:
    """The page of some articles of one day, each of an outlet of its own."""
    paths = []
    for number, text in enumerate(texts, start=1):
        path = folder / f"{number}.jsonl"
        fields = {"id": f"a{number}", "title": "The talks", "text": text, "outlet": f"Outlet {number}"}
        path.write_text(json.dumps(fields | {"published": "2022-02-01"}), encoding="utf-8")
        paths.append(str(path))
    return briefing.generate(paths, settings=briefing.Settings(model="embedded", keep_all=True))


def statuses(page: BriefingData) -> dict[str, OfferStatus]:
    return {offer.what: offer.status for story in page.stories for offer in story.offers}


ACCEPTED, OPEN = OfferStatus.ACCEPTED, OfferStatus.OPEN


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            (TWENTY, "Japan offered China to buy 500 aircraft."),
            {"buy 20 aircraft": ACCEPTED, "buy 500 aircraft": OPEN},
            id="number",
        ),
        pytest.param(
            (
                "Spain offered France to open the port of Cadiz. France accepted the offer.",
                "Spain offered France to open the port of Vigo.",
            ),
            {"open the port of Cadiz": ACCEPTED, "open the port of Vigo": OPEN},
            id="name",
        ),
        pytest.param(
            (
                "Japan offered China to pay $5 million for the aircraft. China accepted the offer.",
                "Japan offered China to pay $500 million for the aircraft.",
            ),
            {"pay $5 million for the aircraft": ACCEPTED, "pay $500 million for the aircraft": OPEN},
            id="money",
        ),
    ],
)
def test_an_answer_of_the_day_is_to_the_offer_that_its_article_told(
    texts: tuple[str, ...], expected: dict[str, OfferStatus], tmp_path: Path
) -> None:
    for order in (texts, texts[::-1]):
        page = page_of(tmp_path, *order)
        found = {what[0].lower() + what[1:]: status for what, status in statuses(page).items()}
        assert found == expected
        assert [c.kind for story in page.stories for c in story.conflicts] == []
        assert "Where the sources differ" not in to_markdown(page)


def test_near_figures_of_one_offer_are_one_with_a_conflict_and_the_number_shown(tmp_path: Path) -> None:
    page = page_of(tmp_path, TWENTY, "Japan offered China to buy as many as 120 aircraft.")
    (story,) = page.stories
    (offer,) = story.offers
    assert (offer.what.lower(), offer.status) == ("buy 20 aircraft", ACCEPTED), "what is shown is what decided"
    assert {conflict.shown for conflict in story.conflicts} == {"20"}
    assert offer.outlets == ("outlet1", "outlet2")


Told = tuple[Article, Brief]


def told(ident: str, *whats: str, answer: str | None = None) -> Told:
    """An article in which Peru offers Chile some things, and Chile may answer something by words alone."""
    said = " ".join(f"Peru has offered Chile this: {what}." for what in whats)
    text = f"Peru and Chile in talks\n\nPeru and Chile are in talks about grain and harbours. {said} Chile agrees."
    notes = Notes(article(ident, f"Outlet {ident}", "2023-06-01", text))
    peru, chile = (notes.actor(name, ActorKind.STATE, name, aliases=(also,)) for name, also in PARTIES)
    for what in whats:
        notes.offer(peru, chile, what, f"Peru has offered Chile this: {what}.")
    if answer:
        notes.response(chile, None, answer, Stance.ACCEPTED, "Agrees", "Chile agrees")
    return notes.article, notes.brief()


PARTIES = (("Peru", "Lima"), ("Chile", "Santiago"))


def story_of(*reports: Told) -> Story:
    (story,) = tell([each for each, _ in reports], [brief for _, brief in reports])
    return story


@pytest.mark.parametrize(
    ("one", "other", "offers"),
    [
        ("deliver 20 cranes to the harbours", "deliver 200 cranes to the harbours", 1),
        ("deliver 20 cranes to the harbours", "deliver 201 cranes to the harbours", 2),
        ("deliver 20 cranes to the harbours", "deliver cranes to the harbours", 1),
        ("deliver cranes for $20 million", "deliver cranes for $200 million", 1),
        ("deliver cranes for $20 million", "deliver cranes for $201 million", 2),
        ("deliver cranes for $20 million", "deliver cranes for €900 million", 1),
        ("buy the harbour cranes for $31 a share", "buy the harbour cranes for $4 billion", 1),
        ("buy the harbour cranes for $31 a share", "buy the harbour cranes for $400 a share", 2),
        ("lend cranes to the harbours for three days", "lend cranes to the harbours for four days", 2),
        ("lend cranes to the harbours for three days", "lend cranes to the harbours for 3 days", 1),
        ("lend 90 cranes to the harbours", "lend cranes to the harbours for three days", 1),
        ("repair the pier of Arica", "repair the pier of Tocopilla", 2),
        ("repair the pier of Arica", "repair the pier", 1),
        ("repair the pier for Lima", "repair the pier for Santiago", 1),
    ],
)
def test_offers_of_two_articles_are_two_where_no_conflict_could_be_told_of_one(
    one: str, other: str, offers: int
) -> None:
    for pair in ((one, other), (other, one)):
        assert len(story_of(told("a", pair[0]), told("b", pair[1])).offers) == offers


@pytest.mark.parametrize(
    ("one", "other", "offers"),
    [
        ("deliver 20 cranes to the harbours", "deliver 21 cranes to the harbours", 2),
        ("deliver 20 cranes to the harbours", "deliver 20 cranes to the two harbours", 1),
        ("deliver cranes for $20 million", "deliver cranes for $21 million", 2),
        ("repair the pier of Arica soon", "repair the pier of Tocopilla soon", 2),
        ("repair the pier of Arica soon", "repair the pier soon", 1),
    ],
)
def test_an_article_s_own_offers_are_two_by_any_number_or_name(one: str, other: str, offers: int) -> None:
    assert len(story_of(told("a", one, other)).offers) == offers


def test_an_offer_without_a_number_joins_offers_of_two_numbers_to_none() -> None:
    story = story_of(
        told("a", "deliver 20 cranes to the harbours"),
        told("b", "deliver cranes to the harbours"),
        told("c", "deliver 900 cranes to the harbours"),
    )
    assert sorted(len(offer.members) for offer in story.offers) == [1, 2]


@pytest.mark.parametrize(
    ("own", "to", "answered"),
    [
        ("mend the road of the miners", "Peru's offer to deliver 500 cranes to the harbours", True),
        ("mend the road of the miners", "Peru's offer to deliver cranes to the harbours", True),
        ("mend the road of the miners", "Peru's offer to deliver 20 cranes to the harbours", False),
        ("mend the road of the miners", "Peru's offer to deliver cranes to the harbours of Arica", True),
        ("mend the 20 roads of Arica", "Peru's offer to deliver cranes to the harbours", True),
        ("deliver 20 cranes to the harbours", "Peru's offer to deliver cranes to the harbours", False),
    ],
)
def test_an_answer_by_words_is_to_no_offer_of_another_number(own: str, to: str, answered: bool) -> None:
    story = story_of(told("a", own, answer=to), told("b", "deliver 500 cranes to the harbours"))
    (response,) = story.responses
    (asked,) = (offer.id for offer in story.offers if "500" in offer.what)
    assert response.offers == ((asked,) if answered else ())


@pytest.mark.parametrize(("number", "differ"), [("30", True), ("900", False)])
def test_sentences_that_tell_two_offers_do_not_differ_on_a_number(number: str, differ: bool) -> None:
    reports = []
    for ident, cranes in (("a", "20"), ("b", number)):
        what = f"deliver {cranes} cranes to the harbours"
        text = f"Peru and Chile in talks\n\nPeru has offered Chile to {what}, and Chile thinks about it in Santiago."
        notes = Notes(article(ident, f"Outlet {ident}", "2023-06-01", text))
        peru, chile = (notes.actor(name, ActorKind.STATE, name) for name, _ in PARTIES)
        notes.offer(peru, chile, what, f"Peru has offered Chile to {what}")
        notes.headline(f"Peru offers to {what}", f"Peru has offered Chile to {what}, and Chile thinks about it")
        reports.append((notes.article, notes.brief()))
    numbers = [c for c in story_of(*reports).conflicts if c.kind is ConflictKind.NUMBER]
    assert {conflict.about for conflict in numbers} == ({"O1", "S1"} if differ else set())
