"""Small cases of what a later day does to what the ledger knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from briefing.ledger import Ledger
from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import Change, ChangeKind
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from tests.ledger.pages import PAGES, page_of
from tests.stories.building import Notes, article

STATE, BODY = ActorKind.STATE, ActorKind.ORGANISATION


def notes_on(day: int, text: str) -> Notes:
    """Notes on an article of a day in May."""
    return Notes(article(f"may{day}-{len(text)}", "Daily Gull", f"2024-05-{day:02}", text))


def page(day: int, *notes: Notes) -> BriefingData:
    told: list[tuple[Article, Brief]] = [(each.article, each.brief()) for each in notes]
    return page_of(date(2024, 5, day), told)


def changes(found: BriefingData) -> dict[str, Change]:
    every = [*(change for story in found.stories for change in story.changes), *found.quiet]
    return {change.item: change for change in every}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        yield ledger


def pay_offer(day: int, amount: str, *, asks: bool = False) -> Notes:
    text = (
        f"Gullwing offers bakers more pay\n\nGullwing offered the Bakers' Guild a pay rise of {amount} percent. "
        "The guild has not said whether it will accept the offer."
    )
    notes = notes_on(day, text)
    firm = notes.actor("Gullwing", BODY, "Gullwing offered the Bakers' Guild")
    guild = notes.actor("Bakers' Guild", BODY, "The guild has not said", aliases=("The guild",))
    notes.offer(
        firm,
        guild,
        f"a pay rise of {amount} percent",
        f"Gullwing offered the Bakers' Guild a pay rise of {amount} percent",
    )
    if asks:
        notes.question("Will the guild accept the offer?", "whether it will accept the offer")
    return notes


def answer(day: int, to: str, stance: Stance, verb: str, *, title: str = "Bakers' Guild answers Gullwing") -> Notes:
    """An answer in an article that does not restate the offer."""
    notes = notes_on(day, f"{title}\n\nThe Bakers' Guild {verb} on Thursday, a spokeswoman told Gullwing's staff.")
    guild = notes.actor("Bakers' Guild", BODY, f"The Bakers' Guild {verb}")
    notes.actor("Gullwing", BODY, "Gullwing's staff")
    notes.response(guild, None, to, stance, verb, f"The Bakers' Guild {verb} on Thursday")
    notes.gist(f"The Bakers' Guild {verb}.", f"The Bakers' Guild {verb} on Thursday")
    return notes


def test_an_answer_moves_an_offer_that_its_article_does_not_restate(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4", asks=True)))
    found = ledger.record(page(2, answer(2, "the pay rise of 4 percent", Stance.REJECTED, "rejected the pay rise")))
    moved = changes(found)
    assert (moved["O1"].kind, moved["O1"].after, moved["O1"].by) == (ChangeKind.ANSWERED, "rejected", ("R1",))
    assert (moved["Q1"].kind, moved["Q1"].after) == (ChangeKind.ANSWERED, "closed")
    offer = next(entry for entry in ledger.entries() if entry.id == "O1")
    assert (offer.current.reported, offer.last_reported) == (False, date(2024, 5, 1))
    assert [piece.quote for piece in moved["O1"].evidence] == ["The Bakers' Guild rejected the pay rise on Thursday"]


def test_an_answer_to_the_offer_is_to_the_only_one_that_waits(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4")))
    verb = "accepted what Gullwing had offered, a pay rise of 4 percent,"
    moved = changes(ledger.record(page(2, answer(2, "the offer", Stance.ACCEPTED, verb))))
    assert moved["O1"].after == "accepted"


def test_reported_silence_moves_no_offer_that_is_not_restated(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4")))
    verb = "would not comment on the pay rise"
    moved = changes(ledger.record(page(2, answer(2, "the pay rise of 4 percent", Stance.PENDING, verb))))
    assert ("O1" in moved, moved["R1"].kind) == (False, ChangeKind.NEW)


def test_an_answer_to_something_else_moves_nothing(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4")))
    verb = "rejected longer night shifts"
    moved = changes(ledger.record(page(2, answer(2, "the plan of longer night shifts", Stance.REJECTED, verb))))
    assert "O1" not in moved or moved["O1"].kind is ChangeKind.QUIET


def test_nobody_answers_an_offer_of_their_own(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4")))
    notes = notes_on(2, "Gullwing on its pay rise\n\nGullwing rejected talk of a pay rise for the Bakers' Guild.")
    firm = notes.actor("Gullwing", BODY, "Gullwing rejected talk")
    notes.actor("Bakers' Guild", BODY, "the Bakers' Guild")
    notes.response(firm, None, "a pay rise", Stance.REJECTED, "rejected it", "Gullwing rejected talk of a pay rise")
    moved = changes(ledger.record(page(2, notes)))
    assert "O1" not in moved or moved["O1"].kind is ChangeKind.QUIET


def test_an_offer_of_another_amount_is_another_offer(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4")))
    ledger.record(page(2, pay_offer(2, "6")))
    assert [(e.id, e.story, e.text) for e in ledger.entries()] == [
        ("O1", "S1", "a pay rise of 4 percent"),
        ("O2", "S1", "a pay rise of 6 percent"),
    ]


def test_a_story_told_from_the_same_article_goes_on_whatever_its_words(ledger: Ledger) -> None:
    notes = notes_on(1, "Fog\n\nThe ferries stood still for an hour.")
    ledger.record(page(1, notes))
    ledger.record(page(2, notes))
    assert [story.id for story in ledger.stories()] == ["S1"]


def test_another_event_of_the_same_parties_is_another_story(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4")))
    notes = notes_on(2, "Gullwing opens a mill\n\nGullwing opened a mill in Sandwick. The Bakers' Guild sent flowers.")
    notes.actor("Gullwing", BODY, "Gullwing opened a mill")
    notes.actor("Bakers' Guild", BODY, "The Bakers' Guild sent flowers")
    notes.gist("Gullwing opened a mill in Sandwick.", "Gullwing opened a mill in Sandwick.")
    (story,) = ledger.record(page(2, notes)).stories
    assert story.id == "S2"


def test_a_recipient_is_learned_later(ledger: Ledger) -> None:
    notes = notes_on(1, "Gullwing offers flour\n\nGullwing offered ten tons of rye flour to whoever bakes at night.")
    firm = notes.actor("Gullwing", BODY, "Gullwing offered ten tons")
    notes.offer(firm, None, "ten tons of rye flour", "Gullwing offered ten tons of rye flour")
    ledger.record(page(1, notes))
    again = notes_on(2, "Guild takes flour\n\nGullwing's offer of ten tons of rye flour went to the Bakers' Guild.")
    firm = again.actor("Gullwing", BODY, "Gullwing's offer")
    guild = again.actor("Bakers' Guild", BODY, "the Bakers' Guild")
    again.offer(firm, guild, "ten tons of rye flour", "Gullwing's offer of ten tons of rye flour")
    ledger.record(page(2, again))
    (offer,) = ledger.entries()
    assert (offer.other, offer.other_side) == ("Bakers' Guild", "bakers guild")


@pytest.mark.parametrize(
    ("sentence", "closed"),
    [
        ("The council opened the swing bridge in Sandwick on Tuesday.", True),
        ("The council may open the swing bridge in Sandwick on Tuesday.", False),
        ("The council did not open the swing bridge in Sandwick.", False),
        ("It is unclear when the swing bridge in Sandwick opens.", False),
        ("The council painted the bridge.", False),
    ],
)
def test_only_a_sentence_that_settles_a_question_closes_it(ledger: Ledger, sentence: str, closed: bool) -> None:
    notes = notes_on(1, "Swing bridge waits\n\nNobody knows when the council will open the swing bridge in Sandwick.")
    notes.actor("Sandwick council", BODY, "the council", aliases=("the council",))
    notes.question(
        "When will the council open the swing bridge in Sandwick?",
        "Nobody knows when the council will open the swing bridge in Sandwick",
    )
    ledger.record(page(1, notes))
    later = notes_on(2, f"Swing bridge news\n\n{sentence}")
    later.actor("Sandwick council", BODY, sentence, aliases=("the council",))
    later.gist(sentence, sentence)
    moved = changes(ledger.record(page(2, later)))
    assert ("Q1" in moved and moved["Q1"].after == "closed") is closed


def test_an_answer_takes_a_decision_back(ledger: Ledger) -> None:
    ledger.record(page(1, pay_offer(1, "4")))
    ledger.record(page(2, answer(2, "the pay rise of 4 percent", Stance.REJECTED, "rejected the pay rise")))
    notes = answer(3, "the pay rise of 4 percent", Stance.CONDITIONAL, "would take the pay rise for Sundays off")
    moved = changes(ledger.record(page(3, notes)))
    assert (moved["O1"].before, moved["O1"].after) == ("rejected", "conditional")


def test_the_pages_of_a_ledger_hold_each_id_once() -> None:
    with Ledger.open(":memory:") as ledger:
        for number in sorted(PAGES):
            found = ledger.record(PAGES[number])
            ids = [i.id for s in found.stories for i in (*s.offers, *s.responses, *s.open_questions, *s.conflicts)]
            assert len(ids) == len(set(ids))
            assert len({story.id for story in found.stories}) == len(found.stories)


def test_a_status_only_moves_towards_a_decision_unless_an_answer_says_otherwise() -> None:
    from briefing.ledger._statuses import advance

    assert advance(OfferStatus.PLANNED, OfferStatus.OPEN) is OfferStatus.OPEN
    assert advance(OfferStatus.OPEN, OfferStatus.PLANNED) is OfferStatus.OPEN
    assert advance(OfferStatus.ACCEPTED, OfferStatus.OPEN) is OfferStatus.ACCEPTED
    assert advance(OfferStatus.ACCEPTED, OfferStatus.WITHDRAWN) is OfferStatus.WITHDRAWN
    assert advance(OfferStatus.REJECTED, OfferStatus.CONDITIONAL) is OfferStatus.REJECTED
    assert advance(OfferStatus.REJECTED, OfferStatus.CONDITIONAL, {OfferStatus.CONDITIONAL}) is OfferStatus.CONDITIONAL
