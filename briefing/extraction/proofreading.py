"""A brief's claims put to a proof-reader: one call for each part of its article."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from briefing.checking.proofing import Sheet, SheetReading, numbered, shown
from briefing.errors import ModelError
from briefing.extraction.asking import Asker
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import load_prompt
from briefing.extraction.schemas import proof_schema
from briefing.llm.envelope import wrap
from briefing.llm.protocol import Message
from briefing.schema.article import Article
from briefing.schema.items import IdNames
from briefing.schema.proof import ProofReply

STAGE = "proof"


async def read_sheets(
    article: Article, sheets: Sequence[Sheet], parts: int, cast: IdNames, reader: Asker, options: ExtractionOptions
) -> tuple[SheetReading, ...]:
    """What the proof-reader objects to on each sheet; a sheet whose call fails loses nothing but its reading.

    Args:
        parts: in how many the article was drafted.
        cast: what the ids in the claims stand for.
    """
    asked = (_read(sheet, messages_for_sheet(article, sheet, parts, cast), reader, options) for sheet in sheets)
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


async def _read(sheet: Sheet, messages: tuple[Message, ...], reader: Asker, options: ExtractionOptions) -> SheetReading:
    try:
        answer = await reader.ask(
            messages, ProofReply, proof_schema(), stage=STAGE, max_tokens=options.max_reply_tokens
        )
    except ModelError as error:
        return SheetReading(sheet, failure=str(error))
    return SheetReading(sheet, answer.engine, answer.reply.objections)
