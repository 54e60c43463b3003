"""A page and its ledger: how the day is linked to what is remembered, recorded there, and told again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.extraction import ModelAsker, Trail
from briefing.linking import link_day, parts_of
from briefing.llm import Given, LanguageModel, ModelRun, open_model
from briefing.llm.given import NONE_GIVEN
from briefing.llm.settings import Task
from briefing.pages import told, with_linking
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import LedgerKnown, LedgerOptions
from briefing.schema.links import Links
from briefing.settings import SAME, PageSettings, Settings
from briefing.stories import bottom_line, told_as, weigh_changes

if TYPE_CHECKING:
    from briefing.ledger import Linkable


def check_ledger(ledger: str, wikidata: str | None = None) -> None:
    """Open a ledger, making or migrating it where needed, and close it; read the file that names items of its actors.

    Raises:
        UsageError: the URL is not understood, its driver is not installed, or the file can't be read.
        DataError: the database can't be opened, or the file is none such.
    """
    from briefing.ledger import Ledger, read_wikidata  # imports the database library

    if wikidata:
        read_wikidata(wikidata)
    Ledger.open(ledger).close()


async def link(
    data: BriefingData, ledger: str, settings: Settings, run: ModelRun, given: Given = NONE_GIVEN
) -> BriefingData:
    """The briefing with how a model links its items to a ledger, for `remember` to record.

    As it is where nobody links, or nothing is to be linked. A day that is recorded with the same content is as it was
    linked then, unless it is to be replaced and nobody was heard on a part of it, or nobody who was trusted.

    Raises:
        UsageError: the ledger would refuse the day, or the model can't be opened.
    """
    name = settings.link_model
    found = await asyncio.to_thread(
        _linkable, data, ledger, settings.days, replace=settings.replace_day, entries=name is not None
    )
    heard = found.linking is None or (found.linking.trusted and not found.linking.failures)
    if found.recorded and (heard or not settings.replace_day):
        return with_linking(data, found.linking) if found.linking else data
    if name is None or not parts_of(data, found.entries, found.stories):
        return data
    model = _linking_model(name, settings, run, given)
    try:
        trail = Trail()
        asker = ModelAsker(model, settings.extraction, trail, settings.llm.reply_limit)
        linking = await link_day(data, found.entries, found.stories, asker, settings.extraction, settings.link_floor)
    finally:
        await model.aclose()
    return with_linking(data, linking.model_copy(update={"answers": trail.answers}), run.ledger)


def _linking_model(name: str, settings: Settings, run: ModelRun, given: Given) -> LanguageModel:
    if settings.link == SAME:
        return open_model(name, settings.llm, fallback=settings.fallback, run=run, given=given)
    return open_model(name, settings.reaching(name, given.owner, Task.LINK), run=run, given=given)


def _linkable(data: BriefingData, ledger: str, options: LedgerOptions, *, replace: bool, entries: bool) -> Linkable:
    from briefing.ledger import Ledger  # imports the database library

    with Ledger.open(ledger) as opened:
        return opened.linkable(data, replace=replace, entries=entries, options=options)


def remember(
    data: BriefingData, ledger: str, settings: PageSettings, *, replace: bool = False, wikidata: str | None = None
) -> BriefingData:
    """The briefing with the ids of a ledger and what changed, once its day is recorded there; what repeats sinks.

    Its stories are told again with what the ledger holds its items to be: what a model said that the page keeps, and
    what the rules of the ledger say of the rest.
    """
    from briefing.ledger import Ledger, read_wikidata  # imports the database library

    teller = _Teller(settings, data)
    links = data.linking.used if data.linking else None
    items = read_wikidata(wikidata) if wikidata else {}
    with Ledger.open(ledger) as opened:
        page = opened.record(
            data,
            replace=replace,
            links=links,
            tell_again=teller.tell_again,
            options=settings.days,
            wikidata=items,
        )
    return teller.with_changes(page)


def recall(data: BriefingData, known: LedgerKnown, settings: PageSettings) -> BriefingData:
    """The briefing as `remember` gave it when the ledger knew this.

    Raises:
        ValueError: what was known is nothing that a ledger can hold.
    """
    from briefing.ledger import retell  # imports the database library

    teller = _Teller(settings, data)
    return teller.with_changes(retell(data, known, teller.tell_again))


@dataclass(slots=True)
class _Teller:
    """Tells a page again with what its items are known to be. ``told`` is the page as it was told last."""

    settings: PageSettings
    told: BriefingData

    def tell_again(self, data: BriefingData, links: Links, running: Mapping[str, str]) -> BriefingData:
        known = told_as(links, running)
        stories = told(data.articles, data.briefs, data.coverage.outside, self.settings, known)
        self.told = data.model_copy(update={"stories": stories, "bottom_line": bottom_line(stories, data.articles)})
        return self.told

    def with_changes(self, page: BriefingData) -> BriefingData:
        """The page of the ledger with its stories weighed by what changed."""
        stories = weigh_changes(page.stories, page.since, told=self.told.stories)
        return page.model_copy(update={"stories": stories, "bottom_line": bottom_line(stories, page.articles)})
