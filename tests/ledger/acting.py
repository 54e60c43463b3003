"""Pages on which actors act and nothing else: what a day calls them is all that it tells."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from briefing.ledger import Ledger
from briefing.schema.article import Article
from briefing.schema.base import ItemRef, SourceMap
from briefing.schema.briefing import BriefingData, Importance, RunStamp, Story, StoryActor
from briefing.schema.document import Document
from briefing.schema.ledger import LedgerActor
from briefing.schema.terms import ActorKind
from briefing.schema.verdict import Evidence, Match, Standing
from briefing.stories._sides import side_of

PERSON, BODY, STATE, GROUP = ActorKind
_STAMP = RunStamp(generated=datetime(2030, 1, 1, tzinfo=UTC), version="0", engines=("none",))


class Who(NamedTuple):
    """An actor as one day's story names it."""

    names: tuple[str, ...]
    kind: ActorKind = PERSON
    role: str = ""


def who(*names: str, kind: ActorKind = PERSON, role: str = "") -> Who:
    return Who(names, kind, role)


def told_in(about: str, *actors: Who) -> tuple[str, tuple[Who, ...]]:
    """A story of a day: what it is about, and who acts in it."""
    return about, actors


def page(day: int | date, *stories: tuple[str, tuple[Who, ...]]) -> BriefingData:
    """The page of a day of March, or of another date."""
    on = date(2031, 3, day) if isinstance(day, int) else day
    made = [_story(on, about, actors) for about, actors in stories]
    return BriefingData(
        date=on,
        stories=tuple(story for story, _ in made),
        outlets={article.id: "gull" for _, article in made},
        articles=tuple(article for _, article in made),
        run=_STAMP,
    )


def _story(day: date, about: str, actors: tuple[Who, ...]) -> tuple[Story, Article]:
    ident = f"{day}-{about.replace(' ', '-')}"
    text = f"{about}. " + ". ".join(name for actor in actors for name in actor.names)
    article = Article(
        id=ident,
        ref=Document.of(text, f"{ident}.txt").ref,
        title=about,
        outlet="Gull",
        text=text,
        paragraphs=(),
        source_map=SourceMap(runs=()),
    )
    evidence = (Evidence(article=ident, start=0, end=len(about), quote=about, match=Match.EXACT, score=1.0),)
    told = tuple(
        StoryActor(
            id=f"A{place}",
            name=actor.names[0],
            aliases=actor.names[1:],
            kind=actor.kind,
            roles=(actor.role,) if actor.role else (),
            side=side_of(actor.names[0], actor.names[1:], actor.kind),
            members=(ItemRef(article=ident, item=f"a{place}"),),
            evidence=evidence,
            standing=Standing.CONFIRMED,
        )
        for place, actor in enumerate(actors, start=1)
    )
    story = Story(
        id=f"S-{ident}",
        headline=None,
        title=about,
        importance=Importance(level="low", score=1.0, reasons=()),
        articles=(ident,),
        actors=told,
    )
    return story, article


def who_is_who(ledger: Ledger) -> dict[str, set[str]]:
    """All names of each identity, by its id."""
    return {actor.id: {used.text for used in actor.names} for actor in ledger.actors()}


def one(ledger: Ledger, name: str) -> LedgerActor:
    """The one identity of a name."""
    (found,) = ledger.actors(name)
    return found
