"""The archive for agents, over the Model Context Protocol: tools and resources that read accepted pages and the ledger.

Nothing is generated in a call, nothing can be written, and whatever came from an article is marked as quoted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from importlib.resources import files
from typing import Annotated, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from briefing._version import __version__
from briefing.api import Briefing
from briefing.errors import BriefingError, UsageError
from briefing.language.names import fold, same_actor
from briefing.ledger import LedgerQuery
from briefing.schema.ledger import EntryKind, LedgerEntry, Timeline
from briefing.service.mcp_statements import StatementView, verify_statement
from briefing.service.mcp_values import (
    NOTICE,
    EntryView,
    Listed,
    OfferView,
    PageView,
    QuotedPassage,
    StoryView,
    listed,
    shown,
)
from briefing.service.mcp_views import (
    Sources,
    entry_view,
    offer_of_ledger,
    offer_on_page,
    page_view,
    steps_view,
    story_view,
)
from briefing.service.said import SaidNow
from briefing.service.shelf import Shelf, latest

P = ParamSpec("P")
R = TypeVar("R")

Day = Annotated[date | None, Field(description="YYYY-MM-DD; unset, the latest page")]
Since = Annotated[date | None, Field(description="spoken of on this day or later, YYYY-MM-DD")]
Until = Annotated[date | None, Field(description="spoken of on this day or before")]
Words = Annotated[str | None, Field(max_length=200, description="words that must all stand in it, names or texts")]
Party = Annotated[str | None, Field(max_length=200, description="name of a party, or of a state that it acts for")]
Ident = Annotated[str, Field(max_length=20, description="id as pages and lists give it, such as S4 or O3")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="`next` of the list before")]
Limit = Annotated[int, Field(ge=1, le=50)]

MOST_OF_A_PAGE = 200_000
"""Characters of a page as Markdown that a resource gives."""

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_INSTRUCTIONS = (
    "Daily briefings of news: who offers what to whom, who answered, what stays open, each with the exact characters "
    f"of the source. {NOTICE} Cite outlet, day and quote. Say `unconfirmed` where an item is. "
    "What is `struck` a person holds to be wrong: never report it as so, and say who struck it and why. Where nothing "
    "is found, say that nothing in the archive says so."
)


def archive_server(shelf: Shelf, say: Callable[[BriefingError], str] = str) -> MCPServer[None]:
    """A server of one archive.

    Args:
        say: an error in words for whoever asks; who is not the archive's owner is told less.
    """
    server: MCPServer[None] = MCPServer(
        "briefing",
        instructions=_INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        subscriptions=False,  # nothing here tells of changes, so nobody holds a connection to wait for them
    )
    tools = AgentTools(shelf)
    for tool in (
        tools.list_days,
        tools.latest_page,
        tools.page,
        tools.story,
        tools.offer,
        tools.search_ledger,
        tools.who_offered,
        tools.verify_statement,
    ):
        server.tool(annotations=_READS, structured_output=True)(answered(tool, say))
    _add_resources(server, tools, say)
    return server


def answered(
    tool: Callable[P, R],
    say: Callable[[BriefingError], str] = str,
    kind: type[Exception] = ToolError,
    asked_wrong: type[Exception] = ToolError,
) -> Callable[P, R]:
    """A tool whose refusals reach the agent in our words; the SDK tells faults of ours without their text.

    Args:
        asked_wrong: what is raised where the fault is the caller's.
    """

    @wraps(tool)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return tool(*args, **kwargs)
        except BriefingError as error:
            raise (asked_wrong if isinstance(error, UsageError) else kind)(shown(say(error))) from error

    return call


class AgentTools:
    """The tools, one method each; what their docstrings say is what agents read."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def list_days(self, offset: Offset = 0, limit: Limit = 50) -> Listed[date]:
        """The days of which there is an accepted page, the latest first."""
        return listed(tuple(reversed(self.shelf.days())), offset, limit)

    def latest_page(self) -> QuotedPassage[PageView]:
        """The latest accepted page in short: bottom line with its passages, and the stories by id."""
        return QuotedPassage(quoted=self._page(latest(self.shelf)))

    def page(self, day: Annotated[date, Field(description="YYYY-MM-DD")]) -> QuotedPassage[PageView]:
        """The accepted page of a day in short."""
        return QuotedPassage(quoted=self._page(self.shelf.page(day)))

    def story(self, id: Ident, day: Day = None) -> QuotedPassage[StoryView]:
        """A story with its offers, answers, open questions, and where sources differ; over days where a ledger is kept.

        Without a day, where the latest page does not tell of it, the ledger alone answers.
        """
        page = self.shelf.page(day) if day else latest(self.shelf)
        told = next((each for each in page.stories if each.id == id), None)
        found = self._timeline(id) if day is None else None
        if told is None and found is None:
            raise UsageError(f"no story {id} on the page of {page.date}", hint="ids stand in latest_page and page")
        view = (
            story_view(page, told, SaidNow(self.shelf).on(page))
            if told
            else StoryView(id=id, title=shown(found[0].title if found else id), day=None)
        )
        return QuotedPassage(quoted=view.model_copy(update={"timeline": steps_view(*found) if found else ()}))

    def offer(self, id: Ident, day: Day = None) -> QuotedPassage[OfferView]:
        """An offer with its evidence (exact characters and offsets), its answers, and its history by the ledger.

        With a day: as the page of that day tells it.
        """
        found = self._timeline(id) if day is None else None
        if found:
            with self.shelf.ledger() as ledger:
                entries = ledger.entries()
            own = next((each for each in entries if each.id == id and each.kind is EntryKind.OFFER), None)
            if own is None:
                raise UsageError(f"{shown(id)} is no offer", hint="ids of offers are like O3")
            view = offer_of_ledger(own, entries, found[1])
            return QuotedPassage(quoted=view.model_copy(update={"history": steps_view(*found)}))
        page = self.shelf.page(day) if day else latest(self.shelf)
        for story in page.stories:
            if any(each.id == id for each in story.offers):
                return QuotedPassage(quoted=offer_on_page(page, story, id, SaidNow(self.shelf).on(page)))
        raise UsageError(f"no offer {shown(id)} on the page of {page.date}", hint="ids stand in story")

    def search_ledger(
        self,
        words: Words = None,
        actor: Party = None,
        kind: EntryKind | None = None,
        status: Annotated[str | None, Field(max_length=40, description="such as open, accepted, rejected")] = None,
        since: Since = None,
        until: Until = None,
        open_only: Annotated[bool, Field(description="only what waits for an answer, and was not struck")] = False,
        offset: Offset = 0,
        limit: Limit = 20,
    ) -> QuotedPassage[Listed[EntryView]]:
        """Offers, responses and open questions that the ledger remembers, with the words of their sources.

        `said` is what people say of one; `struck` that one of them holds it to be wrong.
        """
        query = LedgerQuery(actor=actor, kind=kind, status=status, since=since, until=until, open_only=open_only)
        with self.shelf.ledger() as ledger:
            found, sources = ledger.entries(query), Sources(known=ledger.sources())
        kept = [entry for entry in found if words is None or _has(entry, words)]
        part = listed(kept, offset, limit)
        views = tuple(entry_view(entry, sources) for entry in part.items)
        return QuotedPassage(quoted=Listed(items=views, left_off=part.left_off, next=part.next))

    def who_offered(
        self,
        since: Since = None,
        until: Until = None,
        offerer: Party = None,
        recipient: Party = None,
        words: Words = None,
        offset: Offset = 0,
        limit: Limit = 20,
    ) -> QuotedPassage[Listed[OfferView]]:
        """Who offered what to whom since a day, and what was the answer: offers with status, answers and passages."""
        query = LedgerQuery(kind=EntryKind.OFFER, since=since, until=until)
        with self.shelf.ledger() as ledger:
            entries, sources = ledger.entries(), Sources(known=ledger.sources())
            found = ledger.entries(query)
        kept = [
            each
            for each in found
            if (offerer is None or _is_party((each.party, each.party_side), offerer))
            and (recipient is None or _is_party(_receivers(each), recipient))
            and (words is None or _has(each, words))
        ]
        part = listed(kept, offset, limit)
        views = tuple(offer_of_ledger(each, entries, sources) for each in part.items)
        return QuotedPassage(quoted=Listed(items=views, left_off=part.left_off, next=part.next))

    def verify_statement(
        self,
        statement: Annotated[str, Field(max_length=600, description="one sentence, in the words of the source")],
        since: Since = None,
        until: Until = None,
    ) -> QuotedPassage[StatementView]:
        """Whether an article has this very statement: quoted sentences, or "nothing in the archive says so".

        Only the words themselves count. `within` means: part of a longer sentence that may deny it; read it.
        """
        return QuotedPassage(quoted=verify_statement(self.shelf, statement, since, until))

    def _page(self, page: Briefing) -> PageView:
        return page_view(page, SaidNow(self.shelf).on(page))

    def _timeline(self, ident: str) -> tuple[Timeline, Sources] | None:
        """What the ledger knows of an id; None where none is kept, or it knows nothing of it."""
        try:
            opened = self.shelf.ledger()
        except UsageError:
            return None
        with opened as ledger:
            try:
                return ledger.timeline(ident), Sources(known=ledger.sources())
            except UsageError:
                return None


def _add_resources(server: MCPServer[None], tools: AgentTools, say: Callable[[BriefingError], str]) -> None:
    def resource(uri: str, kind: str) -> Callable[[Callable[P, str]], None]:
        def add(read: Callable[P, str]) -> None:
            # Not found is "invalid params" (-32602) to a client; any other failure is "internal error" (-32603).
            server.resource(uri, mime_type=kind)(answered(read, say, ResourceError, ResourceNotFoundError))

        return add

    def as_markdown(day: date | None) -> str:
        page = tools.shelf.page(day) if day else latest(tools.shelf)
        return f"> {NOTICE.replace('`quoted`', 'this page')}\n\n{shown(page.to_markdown(), MOST_OF_A_PAGE)}"

    @resource("briefing://pages", "application/json")
    def pages() -> str:
        """The days of which there is a page, the latest first."""
        return tools.list_days().model_dump_json()

    @resource("briefing://pages/latest", "text/markdown")
    def latest_page() -> str:
        """The latest accepted page, as Markdown."""
        return as_markdown(None)

    @resource("briefing://pages/{day}", "text/markdown")
    def page(day: str) -> str:
        """The accepted page of a day, as Markdown."""
        return as_markdown(_day(day))

    @resource("briefing://stories/{id}", "application/json")
    def story(id: str) -> str:
        """A story, as the tool `story` tells it."""
        return tools.story(id).model_dump_json()

    @resource("briefing://offers/{id}", "application/json")
    def offer(id: str) -> str:
        """An offer, as the tool `offer` tells it."""
        return tools.offer(id).model_dump_json()

    @resource("briefing://skill", "text/markdown")
    def skill() -> str:
        """How to use this archive well."""
        return files("briefing.service").joinpath("SKILL.md").read_text(encoding="utf-8")


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or str(found) != text:  # weeks and days without hyphens are ISO's too
        raise UsageError(f"{shown(text, 40)!r} is no day", hint="write days as YYYY-MM-DD")
    return found


def _has(entry: LedgerEntry, words: str) -> bool:
    """Whether each of some words stands in an entry, whatever its case and accents."""
    quotes = (piece.quote for state in entry.states for piece in state.evidence)
    texts = (entry.party, entry.other, entry.text, *entry.forms, *entry.wordings, *entry.conditions, *quotes)
    held = set(fold(" ".join(text for text in texts if text)).split())
    return all(word in held for word in fold(words).split())


def _receivers(entry: LedgerEntry) -> tuple[str | None, ...]:
    return (entry.other, entry.other_side, *(name for each in entry.addressees for name in (each.name, each.side)))


def _is_party(names: tuple[str | None, ...], wanted: str) -> bool:
    return any(name and (same_actor(name, wanted) or fold(name) == fold(wanted)) for name in names)
