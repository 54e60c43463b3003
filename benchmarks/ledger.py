"""How recording a day grows with the ledger: ``python benchmarks/ledger.py [--days 120] [--stories 20] [--url URL]``.

Made-up days, each with as many stories of five items; half of the stories go on from the day before. Prints the seconds
of recording the last of 10, 30, ... days, with the size of the ledger, and of asking it.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from briefing.ledger import Ledger, LedgerQuery
from briefing.schema.article import Article
from briefing.schema.base import SourceMap
from briefing.schema.brief import Brief
from briefing.schema.briefing import (
    BriefingData,
    Importance,
    ItemRef,
    RunStamp,
    Story,
    StoryActor,
    StoryOffer,
    StoryQuestion,
    StoryResponse,
)
from briefing.schema.document import Document
from briefing.schema.evidence import Evidence, Match
from briefing.schema.terms import ActorKind, OfferStatus, Stance

_SYLLABLES = ["ba", "ko", "ri", "mel", "tan", "vor", "sil", "dun", "pek", "lar", "mi", "os", "gre", "hul", "fen", "tor"]
_STAMP = RunStamp(generated=datetime(2030, 1, 1, tzinfo=UTC), version="0", engines=("none",))


def main(
    days: Annotated[int, typer.Option(help="Days to record.")] = 120,
    stories: Annotated[int, typer.Option(help="Stories a day.")] = 20,
    url: Annotated[str | None, typer.Option(help="An empty database; unset: SQLite in a temporary file.")] = None,
) -> None:
    """Record made-up days and print what it takes."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(url or Path(folder) / "ledger.db") as ledger:
        random = Random(1)
        running: list[int] = []
        marks = {mark for power in range(1, 5) for mark in (10**power, 3 * 10**power)} | {days}
        print("   days  entries  seconds to record  to ask")
        for number in range(1, days + 1):
            kept = random.sample(running, min(len(running), stories // 2))
            running = kept + [number * 1000 + place for place in range(stories - len(kept))]
            page = _page(date(2030, 1, 1) + timedelta(days=number), running, random)
            began = time.perf_counter()
            ledger.record(page)
            recorded = time.perf_counter() - began
            if number in marks:
                began = time.perf_counter()
                ledger.entries(LedgerQuery(status="open"))
                asked = time.perf_counter() - began
                print(f"{number:>7} {len(ledger.entries()):>8} {recorded:>18.3f} {asked:>7.3f}")


def _word(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(3))


def _page(day: date, numbers: list[int], random: Random) -> BriefingData:
    made = [_story(day, number, random) for number in numbers]
    return BriefingData(
        date=day,
        stories=tuple(story for story, _ in made),
        outlets={article.id: "gull" for _, article in made},
        briefs=tuple(Brief(article=article.id, engine="none", prompt=None, headline=None) for _, article in made),
        articles=tuple(article for _, article in made),
        run=_STAMP,
    )


def _story(day: date, number: int, random: Random) -> tuple[Story, Article]:
    """A story whose parties and offers are the same whenever it is told."""
    own = Random(number)
    parties = [f"{_word(own).title()} {_word(own).title()}" for _ in range(2)]
    things = [" ".join(_word(own) for _ in range(4)) for _ in range(2)]
    text = f"{parties[0]} offered {parties[1]} {things[0]} and {things[1]} on day {day}."
    article = Article(
        id=f"{day}-{number}",
        ref=Document.of(text, f"{day}-{number}.txt").ref,
        title=text[:40],
        outlet="Gull",
        text=text,
        paragraphs=(),
        source_map=SourceMap(runs=()),
    )
    place = iter(range(100))

    def common(prefix: str) -> dict[str, object]:
        name = f"{prefix}{next(place)}"
        piece = Evidence(article=article.id, start=0, end=len(text), quote=text, match=Match.EXACT, score=1.0)
        return {"id": name, "members": (ItemRef(article=article.id, item=name),), "evidence": (piece,)}

    actors = [StoryActor(name=name, kind=ActorKind.ORGANISATION, **common("A")) for name in parties]
    offers = [
        StoryOffer(offerer=actors[0].id, recipient=actors[1].id, what=thing, status=OfferStatus.OPEN, **common("O"))
        for thing in things
    ]
    responses = [
        StoryResponse(
            responder=actors[1].id,
            offer=offer.id,
            to=offer.what,
            stance=random.choice((Stance.PENDING, Stance.REJECTED)),
            what=f"answers {offer.what}",
            **common("R"),
        )
        for offer in offers
    ]
    question = StoryQuestion(question=f"When will {things[1]} come?", why="not said", **common("Q"))
    story = Story(
        id=f"S{number}",
        headline=None,
        title=text[:40],
        importance=Importance(level="low", score=1.0, reasons=()),
        articles=(article.id,),
        actors=tuple(actors),
        offers=tuple(offers),
        responses=tuple(responses),
        open_questions=(question,),
    )
    return story, article


if __name__ == "__main__":
    typer.run(main)
