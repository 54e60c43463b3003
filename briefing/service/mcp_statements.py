"""Whether the archive has a statement: by its very words alone, so that no answer claims more than a source says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from briefing.api import Briefing
from briefing.checking import Locator
from briefing.errors import UsageError
from briefing.language.sentences import sentences
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.verdict import Match
from briefing.service.mcp_values import Marked, Passage, View, marks, shown
from briefing.service.mcp_views import Sources
from briefing.service.said import PeopleSay, SaidNow
from briefing.service.shelf import Shelf

FEWEST_WORDS = 3
"""Fewer stand anywhere, and say nothing."""
LONGEST = 600
MOST_PASSAGES = 10
MOST_DAYS = 120
"""Pages that one question reads, the latest first."""
NOTHING = "nothing in the archive says so"

_WORD = re.compile(r"\w+")
_EDGE = " \t\n\"'“”‘’«».,;:!?()[]"


class Found(StrEnum):
    """How the archive has a statement."""

    SENTENCE = "sentence"
    """A sentence of an article is these words."""
    WITHIN = "within"
    """The words are part of a longer sentence, which may deny them, or only report that somebody says so."""
    NOTHING = "nothing"


class ItemView(Marked):
    """An item of an accepted page that rests on one of the passages."""

    day: date
    id: str
    text: str
    standing: str


class StatementView(View):
    """What the archive has of a statement. ``answer`` says it in words; ``passages`` are whole sentences."""

    found: Found
    answer: str
    passages: tuple[Passage, ...] = ()
    items: tuple[ItemView, ...] = ()
    days_read: int
    days_not_read: int


_ANSWERS = {
    Found.SENTENCE: "an article has this sentence; it is that source's word, not a fact",
    Found.WITHIN: "the words stand within a longer sentence: read it whole, it may deny them or only report them",
    Found.NOTHING: NOTHING,
}
_STRUCK = "; a person holds what a page made of it to be wrong: see `items`"


def verify_statement(shelf: Shelf, statement: str, since: date | None, until: date | None) -> StatementView:
    """Look a statement up in the articles of the accepted pages.

    Only the words themselves count, in whatever quotation marks, dashes and case. Nothing is inferred: what a source
    says in other words is not found, and the answer is `NOTHING`.

    Raises:
        UsageError: the statement is too short or too long to look up.
    """
    words = len(_WORD.findall(statement))
    if words < FEWEST_WORDS or len(statement) > LONGEST:
        raise UsageError(
            f"a statement has {FEWEST_WORDS} words and {LONGEST} characters at most; this one has {words} words and "
            f"{len(statement)} characters",
            hint="give one sentence, in the words of the source",
        )
    days = [day for day in reversed(shelf.days()) if (not since or day >= since) and (not until or day <= until)]
    whole: list[Passage] = []
    part: list[Passage] = []
    items: list[ItemView] = []
    seen: set[str] = set()
    said = SaidNow(shelf)
    for day in days[:MOST_DAYS]:
        page = shelf.page(day)
        for article in page.articles:
            stands = None if article.id in seen else _standing_in(article, statement)
            seen.add(article.id)
            if stands:
                sentence, is_whole = stands
                text = sentence.slice(article.text)
                passage = Sources(page).passage(article.id, sentence.start, sentence.end, text)
                (whole if is_whole else part).append(passage)
                items += _resting_on(page, article.id, sentence, said.on(page))
    found = Found.SENTENCE if whole else Found.WITHIN if part else Found.NOTHING
    items.sort(key=lambda item: not item.struck)  # no bound hides these
    return StatementView(
        found=found,
        answer=f"{_ANSWERS[found]}{_STRUCK if items and items[0].struck else ''}",
        passages=tuple((whole or part)[:MOST_PASSAGES]),
        items=tuple(items[:MOST_PASSAGES]),
        days_read=min(len(days), MOST_DAYS),
        days_not_read=max(0, len(days) - MOST_DAYS),
    )


def _standing_in(article: Article, statement: str) -> tuple[Span, bool] | None:
    """The sentences of an article that hold a statement, and whether they are nothing but it."""
    location = Locator(article.text).find(statement)
    if location is None or location.match is Match.JOINED:
        return None
    best: tuple[Span, bool] | None = None
    cut = sentences(article.text, article.language or "en")
    for place in location.occurrences or location.spans:
        around = [each for each in cut if each.overlap(place)]
        start = min([place.start, *(each.start for each in around)])
        end = max([place.end, *(each.end for each in around)])
        sentence = Span(start=start, end=end)
        is_whole = sentence.slice(article.text).strip(_EDGE) == place.slice(article.text).strip(_EDGE)
        if is_whole:
            return sentence, True
        best = best or (sentence, False)
    return best


def _resting_on(page: Briefing, article: str, sentence: Span, people: PeopleSay) -> Iterator[ItemView]:
    """The offers, answers and questions of a page whose evidence lies in a sentence."""
    for story in page.stories:
        told = [(offer, offer.what) for offer in story.offers]
        answers = [(each, each.what) for each in story.responses]
        asked = [(each, each.question) for each in story.open_questions]
        for item, text in (*told, *answers, *asked):
            if any(e.article == article and sentence.overlap(e.span) for e in item.evidence):
                own, standing = people.of(item.id), item.standing.value
                yield ItemView(day=page.date, id=item.id, text=shown(text), standing=standing, **marks(own))
