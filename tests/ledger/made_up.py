"""Made-up pages: as many stories a day as are wanted, of words of no language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

from briefing.schema.article import Article
from briefing.schema.base import ItemRef, SourceMap
from briefing.schema.brief import Brief
from briefing.schema.briefing import (
    BriefingData,
    Importance,
    RunStamp,
    Story,
    StoryActor,
    StoryOffer,
    StoryQuestion,
    StoryResponse,
)
from briefing.schema.document import Document
from briefing.schema.terms import ActorKind, OfferStatus, Stance
from briefing.schema.verdict import Evidence, Match, Standing

_SYLLABLES = ["ba", "ko", "ri", "mel", "tan", "vor", "sil", "dun", "pek", "lar", "mi", "os", "gre", "hul", "fen", "tor"]
_STAMP = RunStamp(generated=datetime(2030, 1, 1, tzinfo=UTC), version="0", engines=("none",))


def _word(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(3))


def made_up(day: date, numbers: list[int], random: Random, *, articles: int = 1) -> BriefingData:
    """The page of a day with a story of five items for each number; a number is the same story every day, told by so
    many articles."""
    made = [_story(day, number, random, articles) for number in numbers]
    read = tuple(article for _, told in made for article in told)
    return BriefingData(
        date=day,
        stories=tuple(story for story, _ in made),
        outlets={article.id: "gull" for article in read},
        briefs=tuple(Brief(article=article.id, engine="none", prompt=None, headline=None) for article in read),
        articles=read,
        run=_STAMP,
    )


def _story(day: date, number: int, random: Random, articles: int) -> tuple[Story, tuple[Article, ...]]:
    """A story whose parties and offers are the same whenever it is told."""
    own = Random(number)
    parties = [f"{_word(own).title()} {_word(own).title()}" for _ in range(2)]
    things = [" ".join(_word(own) for _ in range(4)) for _ in range(2)]
    text = f"{parties[0]} offered {parties[1]} {things[0]} and {things[1]} on day {day}."
    told = tuple(_article(f"{day}-{number}{f'-{turn}' if turn else ''}", text) for turn in range(articles))
    place = iter(range(100))

    def common(prefix: str) -> dict[str, object]:
        name = f"{prefix}{next(place)}"
        pieces = tuple(
            Evidence(article=each.id, start=0, end=len(text), quote=text, match=Match.EXACT, score=1.0) for each in told
        )
        members = tuple(ItemRef(article=each.id, item=name) for each in told)
        return {"id": name, "members": members, "evidence": pieces, "standing": Standing.CONFIRMED}

    actors = [StoryActor(name=name, kind=ActorKind.ORGANISATION, **common("A")) for name in parties]
    offers = [
        StoryOffer(offerer=actors[0].id, addressees=(actors[1].id,), what=thing, status=OfferStatus.OPEN, **common("O"))
        for thing in things
    ]
    responses = [
        StoryResponse(
            responder=actors[1].id,
            offers=(offer.id,),
            to=offer.what,
            stance=random.choice((Stance.PENDING, Stance.REJECTED)),
            what=f"answers {offer.what}",
            **common("R"),
        )
        for offer in offers
    ]
    question = StoryQuestion(question=f"When will {things[1]} come?", **common("Q"))
    story = Story(
        id=f"S{number}",
        headline=None,
        title=text[:40],
        importance=Importance(level="low", score=1.0, reasons=()),
        articles=tuple(each.id for each in told),
        actors=tuple(actors),
        offers=tuple(offers),
        responses=tuple(responses),
        open_questions=(question,),
    )
    return story, told


def _article(ident: str, text: str) -> Article:
    return Article(
        id=ident,
        ref=Document.of(text, f"{ident}.txt").ref,
        title=text[:40],
        outlet="Gull",
        text=text,
        paragraphs=(),
        source_map=SourceMap(runs=()),
    )
