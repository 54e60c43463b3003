"""Who answers the questions about one article: a model, whose answers are kept, or the answers kept before."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Protocol

from briefing.chunking import Chunk, chunk
from briefing.errors import ModelError, ModelFault
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import Prompt, load_prompt
from briefing.extraction.replies import Answer, Reply, TruncatedReplyError, ask, read_reply
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.embedded import answer as embedded_answer
from briefing.llm.fallback import pass_on, written_by
from briefing.llm.keys import request_key
from briefing.llm.protocol import CompletionRequest, LanguageModel, Message, ReplySchema
from briefing.schema.article import Article
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
    ) -> Answer[Reply]:
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
    """Collects what one article's models were asked and replied."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: tuple[Chunk, ...] = ()
        self._answers: list[Answered | None] = []

    def cut(self, chunks: Sequence[Chunk]) -> None:
        """Keep the parts in which the article is drafted."""
        self._parts = tuple(chunks)

    def place(self) -> int:
        """A place for an answer, in the order of the questions."""
        self._answers.append(None)
        return len(self._answers) - 1

    def keep(self, place: int, answered: Answered) -> None:
        self._answers[place] = answered

    def whole(self) -> ArticleTrail:
        """All that was kept."""
        answers = tuple(answered for answered in self._answers if answered is not None)
        return ArticleTrail(source=self._source, parts=tuple(part.span for part in self._parts), answers=answers)


class ModelAsker:
    """Asks a model, and keeps its answers in a trail."""

    def __init__(self, model: LanguageModel, options: ExtractionOptions, trail: Trail) -> None:
        self._model = model
        self._options = options
        self._trail = trail

    @property
    def name(self) -> str:
        return self._model.name

    def chunks(self, article: Article) -> list[Chunk]:
        found = chunks_of(article, self._model, self._options)
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
    ) -> Answer[Reply]:
        question = _question(messages, schema)
        place = self._trail.place()
        try:
            answer = await ask(
                self._model,
                messages,
                reply_type,
                schema,
                stage=stage,
                max_tokens=max_tokens,
                reasks=self._options.reasks,
            )
        except ModelError as error:
            self._trail.keep(place, Answered(stage=stage, question=question, fault=error.fault, problem=str(error)))
            raise
        reply = None if answer.engine == EMBEDDED else answer.text
        self._trail.keep(place, Answered(stage=stage, question=question, engine=answer.engine, reply=reply))
        return answer

    def after(self, error: ModelError, stage: str) -> Asker | None:
        following = pass_on(self._model, error, stage)
        return ModelAsker(following, self._options, self._trail) if following else None

    def writer(self, engines: Sequence[str]) -> Asker | None:
        part = written_by(self._model, [engine for engine in engines if engine != EMBEDDED])
        return ModelAsker(part, self._options, self._trail) if part else None


class TrailAsker:
    """Gives the answers of a trail again, each to the very question that it answered."""

    def __init__(self, name: str, trail: ArticleTrail) -> None:
        self._name = name
        self._parts = trail.parts
        self._answers: defaultdict[str, deque[Answered]] = defaultdict(deque)
        for answered in trail.answers:
            self._answers[answered.question].append(answered)

    @property
    def name(self) -> str:
        return self._name

    @property
    def unplayed(self) -> int:
        """Answers that nothing asked for."""
        return sum(map(len, self._answers.values()))

    def chunks(self, article: Article) -> list[Chunk]:  # noqa: ARG002 - as the article was cut then
        return [Chunk(index, span) for index, span in enumerate(self._parts)]

    async def ask(
        self,
        messages: tuple[Message, ...],
        reply_type: type[Reply],
        schema: ReplySchema,
        *,
        stage: str,
        max_tokens: int,  # noqa: ARG002 - the reply is here
    ) -> Answer[Reply]:
        waiting = self._answers[_question(messages, schema)]
        if not waiting:
            raise ModelError(f"no reply to this question is kept ({stage})", fault=ModelFault.NOT_RECORDED)
        answered = waiting.popleft()
        if answered.problem is not None or answered.engine is None:
            kind = TruncatedReplyError if answered.fault is ModelFault.TRUNCATED else ModelError
            raise kind(answered.problem or "no reply", fault=answered.fault)
        text = answered.reply
        if text is None:
            text = embedded_answer(messages, schema.definition)
        return Answer(read_reply(text, reply_type), answered.engine, text)

    def after(self, error: ModelError, stage: str) -> Asker | None:  # noqa: ARG002 - what was asked next is here
        return self if self.unplayed else None

    def writer(self, engines: Sequence[str]) -> Asker | None:
        return self if any(engine != EMBEDDED for engine in engines) else None


def chunks_of(article: Article, model: LanguageModel, options: ExtractionOptions) -> list[Chunk]:
    """The chunks that an article is drafted in by a model."""
    limit = _chunk_limit(model, load_prompt("brief"), options)
    return chunk(article, model.count_tokens, limit, overlap=options.overlap_tokens)


def _chunk_limit(model: LanguageModel, prompt: Prompt, options: ExtractionOptions) -> int:
    """Tokens of article text in one prompt: what was asked for, else what the context window leaves."""
    if model.context_window is None:
        return options.chunk_tokens or UNKNOWN_CONTEXT_CHUNK
    empty = prompt.render({"article": "", "part": 1, "parts": 2})
    overhead = sum(model.count_tokens(message.content) for message in empty) + ENVELOPE_TOKENS
    room = max(model.context_window - overhead - options.max_reply_tokens, model.context_window // 8, 1)
    return min(room, options.chunk_tokens) if options.chunk_tokens else room


def _question(messages: tuple[Message, ...], schema: ReplySchema) -> str:
    return request_key(CompletionRequest(messages=messages, reply_schema=schema))
