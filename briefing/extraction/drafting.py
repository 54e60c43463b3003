"""An article to a draft: chunks, prompts, replies, merged."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from briefing.chunking import Chunk, halve
from briefing.errors import ModelError
from briefing.extraction.asking import Asker
from briefing.extraction.merge import merge_drafts
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import load_prompt
from briefing.extraction.replies import Answer, TruncatedReplyError
from briefing.extraction.schemas import draft_schema
from briefing.llm.envelope import wrap
from briefing.llm.protocol import Message
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.draft import BriefDraft

MOST_HALVINGS = 1
"""How often a chunk whose reply stays cut is halved: a reply that no limit and no half fits is a fault of the model."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the article as it was drafted: ``span`` of its text, what was asked about it, and the answer."""

    span: Span
    messages: tuple[Message, ...]
    answer: Answer[BriefDraft]


@dataclass(frozen=True, slots=True)
class Extraction:
    """``draft`` is None where every chunk failed; ``problems`` says why parts are missing, a line each.

    ``parts`` are those that were drafted, in the order of the text.
    """

    draft: BriefDraft | None
    prompt: str
    parts: tuple[Part, ...] = ()
    problems: tuple[str, ...] = ()
    error: ModelError | None = None

    @property
    def malformed(self) -> tuple[str, ...]:
        """What of the replies could not be read, a line each."""
        return tuple(line for part in self.parts for line in part.answer.dropped)

    @property
    def engines(self) -> tuple[str, ...]:
        """The models that wrote it: several where a fall-back took over."""
        return tuple(dict.fromkeys(part.answer.engine for part in self.parts))


async def extract(article: Article, asker: Asker, options: ExtractionOptions) -> Extraction:
    """Draft a brief of one article. One bad chunk never loses the others.

    Chunks are drafted at the same time; the model layer bounds how many calls are really under way.
    """
    prompt = load_prompt("brief")
    chunks = asker.chunks(article)
    results = await asyncio.gather(*(_draft_chunk(article, piece, len(chunks), asker, options) for piece in chunks))
    parts = tuple(part for result in results for part in result.parts)
    errors = [error for result in results for error in result.errors]
    return Extraction(
        draft=merge_drafts([part.answer.reply for part in parts]) if parts else None,
        prompt=prompt.reference,
        parts=parts,
        problems=tuple(str(error) for error in errors),
        error=errors[0] if errors else None,
    )


def messages_for(article: Article, piece: Chunk, parts: int) -> tuple[Message, ...]:
    """What the model is sent for one chunk."""
    values = {"article": wrap(article.slice(piece.span)), "part": piece.index + 1, "parts": parts}
    return load_prompt("brief").render(values)


@dataclass(frozen=True, slots=True)
class _ChunkResult:
    parts: tuple[Part, ...] = ()
    errors: tuple[ModelError, ...] = ()


async def _draft_chunk(
    article: Article,
    piece: Chunk,
    parts: int,
    asker: Asker,
    options: ExtractionOptions,
    halvings: int = MOST_HALVINGS,
) -> _ChunkResult:
    messages = messages_for(article, piece, parts)
    try:
        answer = await asker.ask(
            messages, BriefDraft, draft_schema(), stage="extraction", max_tokens=options.max_reply_tokens
        )
    except TruncatedReplyError as error:
        halves = halve(article, piece) if halvings else [piece]
        if len(halves) == 1:
            following = asker.after(error, "extraction")
            if following is None:
                return _ChunkResult(errors=(error,))
            return await _draft_chunk(article, piece, parts, following, options)
        first = await _draft_chunk(article, halves[0], max(parts, 2), asker, options, halvings - 1)
        second = await _draft_chunk(article, halves[1], max(parts, 2), asker, options, halvings - 1)
        return _ChunkResult(first.parts + second.parts, first.errors + second.errors)
    except ModelError as error:
        return _ChunkResult(errors=(error,))
    return _ChunkResult(parts=(Part(piece.span, messages, answer),))
