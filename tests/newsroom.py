"""A folder of inputs of every kind, and a model that drafts, proof-reads and corrects: pages to verify and to forge."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

import briefing
from briefing.checking import check
from briefing.cleaning import clean
from briefing.cli.pages import FILES, Format, write_briefing
from briefing.embedded import read as embedded_read
from briefing.errors import PermanentModelError
from briefing.llm.envelope import unwrap
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason
from briefing.schema.document import Document
from briefing.schema.draft import BriefDraft
from briefing.settings import Settings
from briefing.testing import everything_new
from tests.endpoint.asked import (
    STOOD_BY,
    Asked,
    asked_for,
    claims_in,
    objecting,
    objecting_to_strangers,
    objection,
    own_claims,
)
from tests.factories import STORY, draft
from tests.ledger.script import DAYS

SEEDS = Path(__file__).parent.parent / "seeds"
NAME = "openai/scripted"

PIER = (
    "Pier owners offer anglers a season ticket\n\n"
    "The owners of Long Pier offered the anglers' club of Westby a season ticket at half price on Tuesday. "
    "Westby has not yet answered, its secretary said.\n\n"
    "The pier was closed to anglers after a storm in the autumn, and opened again last week."
)
REFUSED = (
    "Glaziers reject pay plan\n\nThe glaziers' guild rejected a pay plan that the city council had proposed on "
    "Tuesday. The council offered a rise of 3 percent over two years.\n\nThe guild said it would not sign."
)
MENU = "Home\nNews\nSport\nLog in\nSubscribe\n"

_MISQUOTED = draft().responses[0].model_copy(update={"id": "r2", "quotes": ("Norline said it was not interested",)})
HARBOUR = draft().model_copy(update={"responses": (*draft().responses, _MISQUOTED)})
"""The draft of the factories with an answer that nobody gave."""


def long_story(paragraphs: int = 12) -> str:
    """An article of several parts."""
    told = (
        f"Round {n} of the canal talks ended on day {n}. Portwick offered Eastmere {n} new locks if the tolls fall by "
        f"{n + 2} percent. Eastmere has not yet answered the offer of round {n}, a spokesman said."
        for n in range(1, paragraphs + 1)
    )
    return "\n\n".join(("Portwick and Eastmere talk about the canal", *told))


@cache
def _drafts() -> Mapping[str, BriefDraft]:
    files = (json.loads(file.read_text(encoding="utf-8")) for file in sorted((DAYS / "drafts").glob("*.json")))
    found = {file["title"]: BriefDraft.model_validate(file["draft"]) for file in files}
    return {**found, STORY.partition("\n")[0]: HARBOUR}


class Scripted:
    """A model that drafts what was written for an article, and where nothing was, what the embedded engine would.

    It refuses the glaziers; objects to what was planted and to the offer of a truce, which it calls none; and stands by
    what it wrote.
    """

    name = NAME
    context_window: int | None = 100_000

    def __init__(self, *, cut: str | None = None) -> None:
        self.asked: list[Asked] = []
        self._cut = cut
        """Words of parts whose replies come to nothing."""

    def count_tokens(self, text: str) -> int:
        return len(text) // 4

    async def complete(self, request: CompletionRequest) -> Completion:
        assert request.reply_schema is not None
        kind = asked_for(request.reply_schema.definition["properties"], request.messages[-1].content)
        self.asked.append(kind)
        if kind is Asked.LINK:
            reply = json.dumps(everything_new(request.reply_schema.definition))
            return Completion(text=reply, finish_reason=FinishReason.STOP, model=NAME, engine=NAME)
        text = unwrap(request.messages[1].content) or ""
        if text.startswith("Glaziers") or (self._cut and self._cut in text):
            raise PermanentModelError(f"{NAME}: refused", model=NAME)
        reply = {Asked.DRAFT: _drafted, Asked.PROOF: _objections}.get(kind, lambda *_: STOOD_BY)(text, request)
        return Completion(text=reply, finish_reason=FinishReason.STOP, model=NAME, engine=NAME)

    async def aclose(self) -> None: ...


def _drafted(text: str, _: CompletionRequest) -> str:
    return (_drafts().get(text.partition("\n")[0]) or embedded_read(text)).model_dump_json()


def _objections(_: str, request: CompletionRequest) -> str:
    shown = request.messages[-1].content
    own = next((own for title, own in _claims().items() if title in shown), None)
    if own is None:
        return objecting()
    contested = [
        objection(number, "not_an_offer", "what", "offered Norline a truce", "frame")
        for number, claim in claims_in(shown).items()
        if "A truce of ten days. Conditions" in claim and claim in own
    ]
    return objecting_to_strangers(shown, own, *contested)


@cache
def _claims() -> Mapping[str, frozenset[str]]:
    """The claims that are made about each article for which a draft was written, by its title."""
    rows = (json.loads(line) for file in DAYS.glob("*.jsonl") for line in file.read_text("utf-8").splitlines())
    texts = {row["title"]: f"{row['title']}\n\n{row['text']}" for row in rows} | {STORY.partition("\n")[0]: STORY}
    articles = {title: clean(Document.of(text, "any.txt")) for title, text in texts.items()}
    return {title: own_claims(check(articles[title], written, engine=NAME)) for title, written in _drafts().items()}


class Newsroom:
    """A folder in which pages are made by the scripted model, and the working directory of a test."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._patch = patch
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", "1930000000")
        for file in DAYS.glob("*.jsonl"):
            shutil.copy(file, folder)

    def write(self, **texts: str | bytes) -> None:
        """Write files; ``a_txt`` is ``a.txt``."""
        for name, text in texts.items():
            content = text if isinstance(text, bytes) else text.encode()
            (self.folder / name.replace("_", ".")).write_bytes(content)

    def page(
        self,
        *inputs: str | Document,
        model: Scripted | str | None = None,
        forms: Sequence[Format] = FILES,
        **settings: object,
    ) -> Path:
        """The JSON file of the page of some inputs, with its other forms beside it; by a model of a name where that
        is given, else by a scripted one. Days are linked by rules unless a setting says otherwise."""
        author = model or Scripted()
        made = briefing.generate(list(inputs), Settings.model_validate({"link": "off", **settings}), model=author)
        written = write_briefing(made, self.folder / "out", tuple(forms))
        return next(path for path in written if path.suffix == ".json")


def full_page(room: Newsroom, link: str = "off") -> Path:
    """A page with all that a page can have: a ledger in its third day, items of each standing, and every failure."""
    room.write(pier_txt=PIER)
    kept = {"ledger": "ledger.db", "days": {"silent_after": 1}, "link": link}
    room.page("2031-03-03.jsonl", **kept)
    room.page("2031-03-04.jsonl", "pier.txt", **kept)
    room.write(harbour_txt=STORY, copy_txt=STORY, glaziers_txt=REFUSED, menu_txt=MENU, canal_txt=long_story())
    inputs = ("2031-03-05.jsonl", "harbour.txt", "copy.txt", "glaziers.txt", "menu.txt", "canal.txt", "absent.txt")
    return room.page(*inputs, **kept, proof_floor=0.3, extraction={"chunk_tokens": 400})
