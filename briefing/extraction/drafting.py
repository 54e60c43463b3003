"""An article to a draft: chunks, prompts, replies, merged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.aside import aside
from briefing.chunking import Chunk, halve
from briefing.errors import ModelError
from briefing.extraction.asking import Asker
from briefing.extraction.merge import merge_drafts
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import draft_schema, load_prompt
from briefing.extraction.replies import ModelAnswer, ModelQuestion, TruncatedReplyError
from briefing.llm.envelope import wrap
from briefing.llm.protocol import Message
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.draft import BriefDraft

MOST_HALVINGS = 1
"""How often a chunk whose reply stays cut is halved: a reply that no limit and no half fits is a fault of the model."""

MOST_LEAD = 600
"""Characters of the beginning of a long article that its later parts are shown."""
MOST_ACTORS = 30


@dataclass(frozen=True, slots=True)
class Known:
    """An open offer or question of earlier days: its id, and who offered what to whom, in words."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the article as it was drafted: ``span`` of its text, what was asked about it, and the answer."""

    span: Span
    messages: tuple[Message, ...]
    answer: ModelAnswer[BriefDraft]


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

    The first chunk is drafted alone, and the others at the same time when it is done: they are shown how the article
    begins and who acts in it. The model layer bounds how many calls are really under way.
    """
    prompt = load_prompt("brief")
    first, *others = await aside(asker.chunks, article)  # the first one loads a tokeniser
    pieces = 1 + len(others)
    results = [await _draft_chunk(article, first, pieces, asker, options)]
    sofar = _sofar(article, results[0]) if others else None
    more = (_draft_chunk(article, piece, pieces, asker, options, sofar=sofar) for piece in others)
    results += await asyncio.gather(*more)
    parts = tuple(part for result in results for part in result.parts)
    errors = [error for result in results for error in result.errors]
    draft = await aside(merge_drafts, [part.answer.reply for part in parts]) if parts else None
    return Extraction(
        draft=draft,
        prompt=prompt.reference,
        parts=parts,
        problems=tuple(str(error) for error in errors),
        error=errors[0] if errors else None,
    )


def messages_for(
    article: Article,
    piece: Chunk,
    parts: int,
    *,
    language: str | None = None,
    sofar: str | None = None,
    known: Sequence[Known] = (),
) -> tuple[Message, ...]:
    """What the model is sent for one chunk.

    Args:
        parts: how many chunks the article has.
        language: code of the language that items are written in, None for the article's own.
        sofar: how the article begins and who acts in it, for all chunks but the first.
        known: open entries of earlier days that the article may speak of.
    """
    values = {
        "language": language or article.language or "the language of the article",
        "about": wrap(article.particulars() or "nothing is known", "ABOUT"),
        "article": wrap(article.slice(piece.span)),
        "part": piece.index + 1,
        "parts": parts,
        "sofar": wrap(sofar, "BEGINNING") if sofar else None,
        "known": wrap("\n".join(f"{entry.id}: {entry.text}" for entry in known), "KNOWN") if known else None,
    }
    return load_prompt("brief").render(values)


def _sofar(article: Article, first: _ChunkResult) -> str:
    """The beginning of an article, and the actors of its first chunk."""
    actors = {actor.name: actor for part in first.parts for actor in part.answer.reply.actors}
    told = [f"- {'; '.join((actor.name, *actor.aliases))} ({actor.kind.value})" for actor in actors.values()]
    story = article.slice(article.story)
    lead = story[:MOST_LEAD].rpartition(" ")[0] if len(story) > MOST_LEAD else story
    return "\n".join((lead, *told[:MOST_ACTORS]))


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
    sofar: str | None = None,
) -> _ChunkResult:
    messages = messages_for(article, piece, parts, language=options.language, sofar=sofar)
    question = ModelQuestion(messages, BriefDraft, draft_schema(), "extraction", options.max_reply_tokens)
    try:
        answer = await asker.ask(question)
    except TruncatedReplyError as error:
        halves = halve(article, piece) if halvings else [piece]
        if len(halves) == 1:
            following = asker.after(error, "extraction")
            if following is None:
                return _ChunkResult(errors=(error,))
            return await _draft_chunk(article, piece, parts, following, options, sofar=sofar)
        first, second = [
            await _draft_chunk(article, half, max(parts, 2), asker, options, halvings - 1, sofar) for half in halves
        ]
        return _ChunkResult(first.parts + second.parts, first.errors + second.errors)
    except ModelError as error:
        return _ChunkResult(errors=(error,))
    return _ChunkResult(parts=(Part(piece.span, messages, answer),))
