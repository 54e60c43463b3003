"""Summaries and the bottom line, as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefing.schema.article import Article, Timestamp
from briefing.schema.brief import Brief
from briefing.schema.terms import ActorKind, Stance
from briefing.stories import bottom_line, tell
from tests.stories.building import Notes, article

TITLE = "Norland offers Sudria fishing talks"


def summary(*lines: str) -> tuple[str, ...]:
    own = article("one", "Harbour Post", "2023-03-01", f"{TITLE}\n\n" + " ".join(lines))
    notes = Notes(own)
    for line in lines:
        notes.gist(line, line)
    (story,) = tell((own,), (notes.brief(),))
    assert story.title == TITLE
    return tuple(line.text for line in story.gist)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Norland offers talks on fishing to Sudria.", False),
        ("Norland offers fishing talks, and Sudria has not yet answered.", True),
        ("Norland closed two ports.", True),
    ],
)
def test_a_summary_does_not_say_the_headline_again(line: str, kept: bool) -> None:
    assert summary(line) == ((line,) if kept else ())


def answered(hour: int, day: int, stance: Stance, words: str) -> tuple[Article, Brief]:
    text = f"Outlet {hour} on the fishing talks\n\nNorland has offered Sudria talks on fishing. {words}."
    own = article(f"at {day} {hour}", f"Outlet {hour}", f"2023-03-0{day}", text)
    moment = datetime(2023, 3, day, hour, tzinfo=UTC)
    own = own.model_copy(update={"published": Timestamp(day=moment.date(), time=moment)})
    notes = Notes(own)
    norland = notes.actor("Norland", ActorKind.STATE, "Norland has offered Sudria")
    sudria = notes.actor("Sudria", ActorKind.STATE, words)
    offer = notes.offer(norland, sudria, "Talks on fishing", "Norland has offered Sudria talks on fishing")
    notes.response(sudria, offer, "the talks", stance, words, words)
    return own, notes.brief()


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("earlier", "later"), [((8, 1), (8, 2)), ((8, 1), (20, 1)), ((20, 1), (8, 2))])
def test_the_bottom_line_has_the_latest_answer(earlier: tuple[int, int], later: tuple[int, int], turned: bool) -> None:
    told = [
        answered(*earlier, Stance.PENDING, "Sudria has not yet answered"),
        answered(*later, Stance.REJECTED, "Sudria has rejected the talks"),
    ]
    articles, briefs = zip(*(reversed(told) if turned else told), strict=True)
    lines = [line.text for line in bottom_line(tell(articles, briefs), articles)]
    assert "Sudria on Norland's offer (Talks on fishing): Sudria has rejected the talks" in lines
    assert not any("not yet answered" in line for line in lines)
    assert not any("O1" in line or "R1" in line for line in lines)
