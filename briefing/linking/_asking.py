"""The items of a day put to a model, beside what the ledger knows: one call, and one more where that leaves doubts; and
what that would take, before a model is asked."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from briefing.errors import ModelError
from briefing.extraction import Asker, Estimate, ExtractionOptions
from briefing.extraction.prompts import load_prompt
from briefing.extraction.replies import ModelQuestion, shown_again
from briefing.linking._doubts import TIED, doubts
from briefing.linking._links import PartReply, links_of
from briefing.linking._parts import MOST_ITEMS, DayPart, parts_of
from briefing.linking._replies import AnsweredLinks, left_out, link_schema, read_reply
from briefing.llm.protocol import LanguageModel, Message
from briefing.schema.base import ItemRef
from briefing.schema.brief import SEVERAL
from briefing.schema.briefing import BriefingData
from briefing.schema.ledger import EntryKind
from briefing.schema.linking import LinkDoubt, Linking, LinkReply, ShownEntry, ShownStory
from briefing.schema.links import Links

_STAGE = "link"
LEAST_WRONG = 2
"""Planted offers that must have been linked wrongly for the links of a day to be given up."""
MOST_ASKED_AGAIN = 40
"""Items that a second call asks about."""
ITEMS = 4.6
"""Items of an article: offers, answers and questions; with the next three the mean of 40 articles of two real
negotiations as a large language model drafted them, planted offers too."""
ITEM_TOKENS = 380
"""Tokens of the items of an article, as they are shown."""
ENTRY_TOKENS = 68
"""Tokens of an entry of the ledger, as it is shown."""
REPLY_TOKENS = 93
"""Tokens of what is replied of an article."""
MOST_ENTRIES = 45
"""Entries that are shown for one article at the most."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What came of one request. ``said`` is None where nobody replied; ``doubts`` are by key, those that stand."""

    part: DayPart
    said: AnsweredLinks | None = None
    engines: tuple[str, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[str, ...] = ()

    def told(self) -> tuple[str, ...]:
        """What went wrong, a line each."""
        left = len(self.left_refs()) if self.said else 0
        unnamed = f"{left} items were left out or named wrongly, and are linked by rules"
        return (*self.failures, unnamed) if left else self.failures

    def _refs(self) -> dict[str, ItemRef | None]:
        return {item.key: item.ref for item in self.part.items(*EntryKind)}

    def left_refs(self) -> list[ItemRef]:
        """The items of briefs that have no entry, and should."""
        refs = self._refs()
        return [ref for key in left_out(self.said or AnsweredLinks(), self.part) if (ref := refs[key])]

    @property
    def kept(self) -> AnsweredLinks:
        """What was said and is kept."""
        return (self.said or AnsweredLinks()).without_answers([key for key, why in self.doubts.items() if why == TIED])

    def standing(self) -> list[LinkDoubt]:
        """The doubts that stand."""
        refs, said = self._refs(), self.said or AnsweredLinks()
        answers = {key: row.answers[0] for key, row in said.responses.items() if row.answers}
        linked = {**said.entries, **answers}
        return [
            LinkDoubt(item=ref, entry=linked[key], why=why, kept=why != TIED)
            for key, why in self.doubts.items()
            if (ref := refs[key]) and key in linked
        ]


async def link_day(
    data: BriefingData,
    shown: Sequence[ShownEntry],
    stories: Sequence[ShownStory],
    asker: Asker,
    options: ExtractionOptions,
    floor: float = 0.0,
) -> Linking:
    """How a model links the items of a day to entries of the ledger.

    A call that fails, and an item that no reply names as it should, are told; what else was said stands. Nothing is
    asked where there is nothing to link. What was asked and replied is with whoever answers for the model.

    Args:
        floor: the share of planted offers that a model must link rightly for its links to be used.
    """
    parts = parts_of(data, shown, stories)
    heard = await asyncio.gather(
        *(_ask(data, part, place, len(parts), asker, options) for place, part in enumerate(parts, 1))
    )
    by = SEVERAL.join(sorted({engine for each in heard for engine in each.engines}))
    answered = [(each.part, each.kept) for each in heard if each.said]
    tested = [(item, said) for part, said in answered for item in part.items(EntryKind.OFFER) if item.planted]
    caught = sum(item.planted.right(said.entries.get(item.key)) for item, said in tested if item.planted)
    return Linking(
        by=by or None,
        prompt=load_prompt("link").reference,
        shown=tuple(shown),
        stories=tuple(stories),
        links=links_of([PartReply(part, said) for part, said in answered], by) if by else Links(),
        planted=len(tested),
        caught=caught,
        trusted=_is_trusted(len(tested), caught, floor),
        doubts=tuple(chain.from_iterable(each.standing() for each in heard)),
        left=tuple(chain.from_iterable(each.left_refs() for each in heard)),
        failures=tuple(chain.from_iterable(each.told() for each in heard)),
    )


def _is_trusted(planted: int, caught: int, floor: float) -> bool:
    """Whether the links of a model are used. A day has few planted offers: a single wrong one says little."""
    return planted - caught < LEAST_WRONG or caught >= floor * planted


def _messages(data: BriefingData, part: DayPart, place: int = 1, parts: int = 1) -> tuple[Message, ...]:
    """What the model is sent for one part of a day. What never changes stands first."""
    entries, items = part.in_words()
    day = data.date.isoformat()
    return load_prompt("link").render({"part": place, "parts": parts, "day": day, "entries": entries, "items": items})


async def _ask(
    data: BriefingData, part: DayPart, place: int, parts: int, asker: Asker, options: ExtractionOptions
) -> _Heard:
    messages = _messages(data, part, place, parts)
    try:
        answer = await asker.ask(
            ModelQuestion(messages, LinkReply, link_schema(part), _STAGE, options.max_reply_tokens)
        )
    except ModelError as error:
        return _Heard(part, failures=(str(error),))
    said = read_reply(answer.reply, part)
    heard = _Heard(part, said, (answer.engine,), doubts(said, part))
    problems = dict([*_unnamed(said, part), *heard.doubts.items()][:MOST_ASKED_AGAIN])
    if not problems:
        return heard
    lines = [f"{key}{_linked(key, said)}: {why}." for key, why in problems.items()]
    shown = Message(role="assistant", content=shown_again(answer.text))
    more = (*messages, shown, *load_prompt("relink").render({"problems": lines}))
    return await _ask_again(heard, more, problems, asker, options)


async def _ask_again(
    heard: _Heard, messages: tuple[Message, ...], problems: Mapping[str, str], asker: Asker, options: ExtractionOptions
) -> _Heard:
    part, said = heard.part, heard.said or AnsweredLinks()
    schema = link_schema(part, only=problems)
    try:
        answer = await asker.ask(ModelQuestion(messages, LinkReply, schema, _STAGE, options.max_reply_tokens))
    except ModelError as error:
        return _Heard(part, said, heard.engines, heard.doubts, (str(error),))
    amended = said.amended(read_reply(answer.reply, part), problems)
    return _Heard(part, amended, (*heard.engines, answer.engine), doubts(amended, part))


def _linked(key: str, said: AnsweredLinks) -> str:
    """What an item was linked to, in the words of a question."""
    if key in said.responses:
        return f", as an answer to {' and '.join(said.responses[key].answers)}"
    return f", linked to {said.entries[key]}" if key in said.entries else ""


def _unnamed(said: AnsweredLinks, part: DayPart) -> list[tuple[str, str]]:
    """The items that have no entry, with what to do."""
    return [
        (key, "it was left out, or named with no such entry or with several; name its entry")
        for key in left_out(said, part)
    ]


def estimate_linking(articles: int, entries: int, model: LanguageModel) -> Estimate:
    """What linking a day of so many articles would take, beside a ledger whose window holds so many entries."""
    if not articles or (articles < 2 and not entries):
        return Estimate()
    requests = math.ceil(articles * ITEMS / MOST_ITEMS)
    bare = load_prompt("link").render({"part": 1, "parts": requests, "day": "", "entries": "", "items": ""})
    static = sum(model.count_tokens(message.content) for message in bare)
    static += model.count_tokens(str(link_schema(DayPart((), (), ())).definition))
    shown = min(entries * requests, MOST_ENTRIES * articles)
    taken = static * requests + ITEM_TOKENS * articles + ENTRY_TOKENS * shown
    return Estimate(articles, requests, taken, REPLY_TOKENS * articles)
