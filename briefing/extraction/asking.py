"""Who answers the questions about one article: a model, whose answers are kept in a trail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from briefing.chunking import Chunk, chunk
from briefing.errors import ModelError
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import Prompt, load_prompt
from briefing.extraction.reading import Reply
from briefing.extraction.replies import ModelAnswer, TruncatedReplyError, ask
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.fallback import pass_on, written_by
from briefing.llm.protocol import CompletionRequest, LanguageModel, Message, ReplySchema, request_key
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.document import SourceRef
from briefing.schema.trail import Answered, ArticleTrail

UNKNOWN_CONTEXT_CHUNK = 8_000
"""Tokens of article text in one prompt where the model's context window is not known. Safe for 16k windows with the
prompt (about 2,000 tokens) and a reply of the same size as the longest recorded one (about 3,000)."""

ENVELOPE_TOKENS = 200
"""Room for the marks, the chat format and what tokenisers differ in."""


class Asker(Protocol):
    """Answers the questions about one article."""

    @property
    def name(self) -> str:
        """The model that is asked."""
        ...

    def chunks(self, article: Article) -> list[Chunk]:
        """The parts in which the article is shown."""
        ...

    async def ask(
        self,
        messages: tuple[Message, ...],
        reply_type: type[Reply],
        schema: ReplySchema,
        *,
        stage: str,
        max_tokens: int,
    ) -> ModelAnswer[Reply]:
        """A validated reply.

        Raises:
            ModelError: there is none.
        """
        ...

    def after(self, error: ModelError, stage: str) -> Asker | None:
        """Who takes over after a reply that was cut, None where nobody does."""
        ...

    def writer(self, engines: Sequence[str]) -> Asker | None:
        """Who wrote the draft and can be asked again, None where it is the embedded engine or not at hand."""
        ...


class Trail:
    """Collects what models are asked about one article and reply."""

    def __init__(self) -> None:
        self._parts: tuple[Span, ...] = ()
        self._answers: list[Answered | None] = []

    def cut(self, chunks: Sequence[Chunk]) -> None:
        """Keep the parts in which the article is drafted."""
        self._parts = tuple(part.span for part in chunks)

    def place(self) -> int:
        """A place for an answer, in the order of the questions."""
        self._answers.append(None)
        return len(self._answers) - 1

    def keep(self, place: int, answered: Answered) -> None:
        """Put an answer in its place."""
        self._answers[place] = answered

    @property
    def answers(self) -> tuple[Answered, ...]:
        """All that was kept, by stage and question: in which order they were asked is a matter of chance."""
        return tuple(sorted(filter(None, self._answers), key=lambda answered: (answered.stage, answered.question)))

    def whole(self, ref: SourceRef, article: str | None = None) -> ArticleTrail:
        """All that was kept about a document, and the id of the article of the page that it gave."""
        return ArticleTrail(
            source=str(ref),
            article=article,
            ref=None if article else ref,
            parts=self._parts,
            answers=self.answers,
        )


class ModelAsker:
    """Asks a model, and keeps its answers in a trail.

    ``limits`` says by stage how many tokens a reply may have, where the settings say more than the options do.
    """

    def __init__(
        self,
        model: LanguageModel,
        options: ExtractionOptions,
        trail: Trail,
        limits: Callable[[str], int | None] = lambda _stage: None,
    ) -> None:
        self._model = model
        self._options = options
        self._trail = trail
        self._limits = limits

    @property
    def name(self) -> str:
        return self._model.name

    def chunks(self, article: Article) -> list[Chunk]:
        limit = self._limits("extraction") or self._options.max_reply_tokens
        options = self._options.model_copy(update={"max_reply_tokens": limit})
        found = chunks_of(article, self._model, options)
        self._trail.cut(found)
        return found

    async def ask(
        self,
        messages: tuple[Message, ...],
        reply_type: type[Reply],
        schema: ReplySchema,
        *,
        stage: str,
        max_tokens: int,
    ) -> ModelAnswer[Reply]:
        question = question_of(messages, schema)
        place = self._trail.place()
        try:
            answer = await ask(
                self._model,
                messages,
                reply_type,
                schema,
                stage=stage,
                max_tokens=self._limits(stage) or max_tokens,
                reasks=self._options.reasks,
            )
        except ModelError as error:
            self._trail.keep(place, _unanswered(stage, question, error))
            raise
        reply = None if answer.engine == EMBEDDED else answer.text
        self._trail.keep(place, Answered(stage=stage, question=question, engine=answer.engine, reply=reply))
        return answer

    def after(self, error: ModelError, stage: str) -> Asker | None:
        following = pass_on(self._model, error, stage)
        return self._of(following)

    def writer(self, engines: Sequence[str]) -> Asker | None:
        part = written_by(self._model, [engine for engine in engines if engine != EMBEDDED])
        return self._of(part)

    def _of(self, model: LanguageModel | None) -> ModelAsker | None:
        return ModelAsker(model, self._options, self._trail, self._limits) if model else None


def chunks_of(article: Article, model: LanguageModel, options: ExtractionOptions) -> list[Chunk]:
    """The chunks that an article is drafted in by a model."""
    limit = _chunk_limit(model, load_prompt("brief"), options)
    return chunk(article, model.count_tokens, limit, overlap=options.overlap_tokens)


def _chunk_limit(model: LanguageModel, prompt: Prompt, options: ExtractionOptions) -> int:
    """Tokens of article text in one prompt: what was asked for, else what the context window leaves."""
    if model.context_window is None:
        return options.chunk_tokens or UNKNOWN_CONTEXT_CHUNK
    empty = prompt.render(
        {"article": "", "about": "", "language": "en", "part": 1, "parts": 2, "sofar": None, "known": None}
    )
    overhead = sum(model.count_tokens(message.content) for message in empty) + ENVELOPE_TOKENS
    room = max(model.context_window - overhead - options.max_reply_tokens, model.context_window // 8, 1)
    return min(room, options.chunk_tokens) if options.chunk_tokens else room


def _unanswered(stage: str, question: str, error: ModelError) -> Answered:
    cut = isinstance(error, TruncatedReplyError)
    return Answered(stage=stage, question=question, fault=error.fault, cut=cut, problem=str(error))


def question_of(messages: tuple[Message, ...], schema: ReplySchema) -> str:
    """What tells a question from every other: a digest of all that the model is shown."""
    return request_key(CompletionRequest(messages=messages, reply_schema=schema))
