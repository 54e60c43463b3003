"""A brief's claims put to a proof-reader, one call for each part of its article; and what was struck or contested put
to its author once more, in the conversation in which it was drafted."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.checking.check import drafted
from briefing.checking.correction import Contested
from briefing.checking.proofing import Sheet, SheetReading, in_full, numbered, part_of, shown
from briefing.errors import ModelError
from briefing.extraction.asking import Asker
from briefing.extraction.drafting import Part
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import draft_schema, load_prompt, proof_schema
from briefing.extraction.replies import ModelQuestion, shown_again
from briefing.llm.envelope import wrap
from briefing.llm.protocol import Message
from briefing.schema.article import Article
from briefing.schema.draft import BriefDraft
from briefing.schema.items import IdNames
from briefing.schema.proof import ProofReply


async def read_sheets(
    article: Article, sheets: Sequence[Sheet], parts: int, cast: IdNames, reader: Asker, options: ExtractionOptions
) -> tuple[SheetReading, ...]:
    """What the proof-reader objects to on each sheet; a sheet whose call fails loses nothing but its reading.

    Args:
        parts: in how many the article was drafted.
        cast: what the ids in the claims stand for.
    """
    asked = (_read_sheet(sheet, messages_for_sheet(article, sheet, parts, cast), reader, options) for sheet in sheets)
    return tuple(await asyncio.gather(*asked))


def messages_for_sheet(article: Article, sheet: Sheet, parts: int, cast: IdNames) -> tuple[Message, ...]:
    """What the proof-reader is sent for one sheet."""
    values = {
        "part": sheet.part + 1,
        "parts": parts,
        "article": wrap(shown(article, sheet.span)),
        "claims": wrap(numbered(sheet, cast)),
    }
    return load_prompt("proof").render(values)


async def _read_sheet(
    sheet: Sheet, messages: tuple[Message, ...], reader: Asker, options: ExtractionOptions
) -> SheetReading:
    question = ModelQuestion(messages, ProofReply, proof_schema(), "proof", options.max_reply_tokens)
    try:
        answer = await reader.ask(question)
    except ModelError as error:
        return SheetReading(sheet, failure=str(error))
    return SheetReading(sheet, answer.engine, answer.reply.objections)


@dataclass(frozen=True, slots=True)
class AuthorAnswer:
    """What an author was asked about one part of the article, and what came of it: a reply, or why there is none.

    ``dropped`` is what of the reply could not be read.
    """

    asked: tuple[Contested, ...]
    reply: BriefDraft | None = None
    failure: str = "no reply"
    dropped: tuple[str, ...] = ()


async def ask_author(
    contested: Sequence[Contested], parts: Sequence[Part], cast: IdNames, author: Asker, options: ExtractionOptions
) -> tuple[AuthorAnswer, ...]:
    """The author's answers, part by part.

    A part that the embedded engine drafted has nobody to be asked.
    """
    by_part: defaultdict[int, list[Contested]] = defaultdict(list)
    for each in contested:
        by_part[_home(each, parts)].append(each)
    asked = await asyncio.gather(
        *(_ask_about_part(by_part[at], parts[at], len(parts), cast, author, options) for at in sorted(by_part))
    )
    return tuple(correction for correction in asked if correction)


def _messages_for_correction(
    contested: Sequence[Contested], part: Part, parts: int, cast: IdNames
) -> tuple[Message, ...]:
    """The conversation in which a part was drafted, with the objections to what stands in it."""
    actors = ", ".join(f"{key} = {name}" for key, name in sorted(cast.actors.items())) if parts > 1 else ""
    values = {"items": wrap("\n".join(_described(each, cast) for each in contested)), "actors": actors}
    said = Message(role="assistant", content=shown_again(part.answer.text))
    return (*part.messages, said, *load_prompt("correct").render(values))


async def _ask_about_part(
    contested: Sequence[Contested], part: Part, parts: int, cast: IdNames, author: Asker, options: ExtractionOptions
) -> AuthorAnswer | None:
    writer = author.writer([part.answer.engine])
    if writer is None:
        return None
    messages = _messages_for_correction(contested, part, parts, cast)
    question = ModelQuestion(messages, BriefDraft, draft_schema(), "correction", options.max_reply_tokens)
    try:
        answer = await writer.ask(question)
    except ModelError as error:
        return AuthorAnswer(tuple(contested), failure=str(error))
    return AuthorAnswer(tuple(contested), answer.reply, dropped=answer.dropped)


def _home(each: Contested, parts: Sequence[Part]) -> int:
    """The part whose author is asked about an item: where its passages stand, else where it was drafted."""
    if each.spans:
        return part_of([part.span for part in parts], each.spans)
    claimed = list(each.item.claims())
    drafts = [[list(item.claims()) for _, item in drafted(part.answer.reply)] for part in parts]
    return next((at for at, items in enumerate(drafts) if claimed in items), 0)


def _described(each: Contested, cast: IdNames) -> str:
    """An item with the objections to it, on two lines."""
    named = f"{each.section.value.replace('_', ' ')} {each.item.id}"
    objections = "; ".join(objection.told() for objection in each.item.verdict.objections)
    return f"{named}: {in_full(each.item, cast)}\n  objection: {' '.join(objections.split())}"
