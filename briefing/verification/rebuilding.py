"""A page made again: the same way as in the pipeline, with kept answers in the place of models."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from briefing.briefs import brief_document, lost
from briefing.computing import Computing
from briefing.extraction import Asker, Playback, Trail, TrailAsker
from briefing.linking import link_day
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData
from briefing.schema.corrections import names_now
from briefing.schema.document import Document
from briefing.schema.ledger import LedgerKnown
from briefing.schema.linking import Linking
from briefing.schema.links import Links
from briefing.schema.results import ArticleResult, ArticleTrail, Failure
from briefing.settings import SAME, PageSettings
from briefing.streaming import Repeats
from briefing.workers import Workers


@dataclass(frozen=True, slots=True)
class Input:
    """An input to be briefed again: its place on the page, its document and its trail.

    ``article`` is taken as it is, where the document is not there any more to be cleaned again.
    """

    place: int
    document: Document
    trail: ArticleTrail
    article: Article | None = None


class _AsStated(Computing):
    """Gives an article instead of cleaning a document."""

    def __init__(self, article: Article) -> None:
        super().__init__(Workers(0))
        self._article = article

    async def clean(self, document: Document, *, keep_all: bool) -> Article:  # noqa: ARG002 - it is not there
        return self._article


@dataclass(frozen=True, slots=True)
class _Kept:
    """The answers that a page keeps of one of its inputs."""

    trail: ArticleTrail
    settings: PageSettings
    playbacks: list[Playback] = field(default_factory=list)

    def of(self, trail: Trail) -> tuple[Asker, Asker | None]:
        settings, proof = self.settings, self.settings.proof_model
        engines = {settings.drafting_model, *settings.fallback, *((proof,) if proof else ())}
        playback = Playback(self.trail, trail, engines)
        self.playbacks.append(playback)
        author = TrailAsker(settings.drafting_model, playback, settings.extraction)
        return author, TrailAsker(proof, playback, settings.extraction) if proof else None


async def relink(
    page: BriefingData, kept: Linking, settings: PageSettings, problem: Callable[[str, str], None]
) -> Linking:
    """How a page was linked, anew, from what its model was shown of the ledger and replied.

    Args:
        page: as it is before it is linked.
        kept: what the page keeps of its linking.
        problem: called with a path of the page and what is wrong there.
    """
    name = settings.link_model
    if name is None:
        problem("linking", "nobody links by the settings of the page")
        return kept
    engines = {name, *(settings.fallback if settings.link == SAME else ())}
    trail = Trail()
    playback = Playback(ArticleTrail(source="linking", answers=kept.answers), trail, engines)
    asker = TrailAsker(name, playback, settings.extraction)
    linking = await link_day(page, kept.shown, kept.stories, asker, settings.extraction, settings.link_floor)
    for path, what in playback.problems:
        problem(f"linking.{path}", what)
    return linking.model_copy(update={"answers": trail.answers})


def unlike(said: Links, known: LedgerKnown) -> str | None:
    """Where the links that a ledger reckoned a day with are not those that were said; None where they are.

    The ledger leaves out what names an entry that it did not have any more, and adds what rules say of the rest.
    """
    entries = {entry.id for entry in known.entries}
    now = names_now(known.corrections)
    for part in ("offers", "questions"):
        found = {link.item: link.entry for link in getattr(known.links, part)}
        for link in getattr(said, part):
            entry = now.get(link.entry, link.entry)
            had = entry in entries or not entry.startswith(("O", "Q"))
            if had and found.get(link.item) != entry:
                return f"links.{part}"
    answers = {link.item: link.answers for link in known.links.responses}
    for link in said.responses:
        named = dict.fromkeys(now.get(each, each) for each in link.answers)
        still = tuple(each for each in named if each in entries or each.startswith("N"))
        if answers.get(link.item) != still:
            return "links.responses"
    closed = [
        each.model_copy(update={"question": now.get(each.question, each.question)})
        for each in said.closed
        if now.get(each.question, each.question) in entries
    ]
    return None if set(closed) <= set(known.links.closed) else "links.closed"


async def rebuild(
    inputs: Iterable[Input | Failure], settings: PageSettings, day: date, problem: Callable[[str, str], None]
) -> AsyncIterator[ArticleResult]:
    """Brief documents anew with the answers that a page keeps of them, in the order in which they were read.

    Args:
        inputs: a failure stands for an input of which there is nothing to rebuild.
        day: of the page; nobody was asked about what stands outside of it.
        problem: called with a path of the page and what is wrong there.
    """
    here, repeats = Computing(Workers(0)), Repeats()
    for each in inputs:
        if isinstance(each, Failure):
            yield lost(each)
            continue
        turn, kept = repeats.turn(), _Kept(each.trail, settings)
        computing = _AsStated(each.article) if each.article else here
        try:
            yield await brief_document(each.document, kept, computing, settings, turn, day)
        finally:
            turn.over.set()
        for playback in kept.playbacks:
            for path, what in playback.problems:
                problem(f"trails[{each.place}].{path}", what)
