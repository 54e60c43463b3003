"""Who answers the questions about one article: a model, whose answers are kept in a trail, or such a trail later."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Protocol

from pydantic import ValidationError

from briefing.chunking import Chunk, chunk
from briefing.errors import BadReplyError, ModelError, ModelFault
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import Prompt, load_prompt
from briefing.extraction.replies import ModelAnswer, ModelQuestion, Reply, TruncatedReplyError, ask, read_reply
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.embedded import EmbeddedModel
from briefing.llm.embedded import answer as embedded_answer
from briefing.llm.fallback import pass_on, written_by
from briefing.llm.protocol import CompletionRequest, LanguageModel, request_key
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.document import SourceRef
from briefing.schema.results import Answered, ArticleTrail

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

    async def ask(self, question: ModelQuestion[Reply]) -> ModelAnswer[Reply]:
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

    async def ask(self, question: ModelQuestion[Reply]) -> ModelAnswer[Reply]:
        stage, digest = question.stage, _digest(question)
        place = self._trail.place()
        limited = replace(question, max_tokens=self._limits(stage) or question.max_tokens)
        try:
            answer = await ask(self._model, limited, reasks=self._options.reasks)
        except ModelError as error:
            cut = isinstance(error, TruncatedReplyError)
            failed = Answered(stage=stage, question=digest, fault=error.fault, cut=cut, problem=str(error))
            self._trail.keep(place, failed)
            raise
        reply = None if answer.engine == EMBEDDED else answer.text
        self._trail.keep(place, Answered(stage=stage, question=digest, engine=answer.engine, reply=reply))
        return answer

    def after(self, error: ModelError, stage: str) -> Asker | None:
        return self._of(pass_on(self._model, error, stage))

    def writer(self, engines: Sequence[str]) -> Asker | None:
        return self._of(written_by(self._model, [engine for engine in engines if engine != EMBEDDED]))

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


def _digest(question: ModelQuestion[Reply]) -> str:
    """What tells a question from every other: a digest of all that the model is shown."""
    return request_key(CompletionRequest(messages=question.messages, reply_schema=question.schema))


class Playback:
    """The answers of a trail, each to be given once, to the very question that it answered.

    ``problems`` tells what is wrong with the trail by its path: what no run could have left, or what was asked for in
    vain. What is given goes into a trail again, where it can be compared with the one that it came from.
    """

    def __init__(self, kept: ArticleTrail, again: Trail, engines: Collection[str]) -> None:
        self._parts = kept.parts
        self._again = again
        self.problems: list[tuple[str, str]] = []
        self._waiting: defaultdict[str, deque[tuple[int, Answered]]] = defaultdict(deque)
        for number, answered in enumerate(kept.answers):
            self._waiting[answered.question].append((number, answered))
            if answered.engine is not None and answered.engine not in engines:
                self._problem(f"answers[{number}].engine", f"{answered.engine} is no model of this run")

    def _problem(self, path: str, what: str) -> None:
        self.problems.append((path, what))

    def waits(self, question: str) -> bool:
        """Whether an answer to a question is still to be given."""
        return bool(self._waiting[question])

    def cut(self, article: Article, anew: list[Chunk] | None = None) -> list[Chunk]:
        """The parts in which the article was drafted: ``anew`` where given, else as they are kept."""
        chunks = [Chunk(index, span) for index, span in enumerate(self._parts)] if anew is None else anew
        if problem := _uncovered(article, self._parts):
            self._problem("parts", problem)
        self._again.cut(chunks)
        return chunks

    def give(self, question: ModelQuestion[Reply]) -> ModelAnswer[Reply]:
        """The answer to a question.

        Raises:
            ModelError: there was none, or none is kept.
        """
        stage, digest = question.stage, _digest(question)
        if not self._waiting[digest]:
            why = f"no answer is kept to what would be asked now ({stage}): source, prompt or settings differ"
            self._problem("answers", why)
            raise ModelError(why, fault=ModelFault.NOT_RECORDED)
        number, answered = self._waiting[digest].popleft()
        self._again.keep(self._again.place(), answered.model_copy(update={"stage": stage}))
        if answered.problem is not None or answered.engine is None:
            kind = TruncatedReplyError if answered.cut else ModelError
            raise kind(answered.problem or "no reply", fault=answered.fault)
        embedded = answered.engine == EMBEDDED
        if embedded is (answered.reply is not None):
            self._problem(
                f"answers[{number}].reply", "the embedded engine's is made again" if embedded else "is missing"
            )
        text = embedded_answer(question.messages, question.schema.definition) if embedded else answered.reply or ""
        try:
            read = read_reply(text, question.reply_type)
        except (BadReplyError, ValidationError) as error:
            self._problem(f"answers[{number}].reply", "is of no use: no run goes on with it")
            raise ModelError(f"the kept reply is of no use ({stage})", fault=ModelFault.WRONG_SCHEMA) from error
        return ModelAnswer(read.reply, answered.engine, text, read.dropped)


def _uncovered(article: Article, parts: Sequence[Span]) -> str | None:
    """What is wrong with the parts of an article: together they are its story, in order. None where nothing is."""
    story, at = article.story, 0
    for part in parts:
        if part.start > at and article.text[at : part.start].strip():
            return f"characters {at}–{part.start} of the article stand in no part"
        if part.end <= at or part.end > story.end:
            return f"a part of {part} is none of an article whose story ends at {story.end}"
        at = part.end
    return (
        f"characters {at}–{story.end} of the article stand in no part" if article.text[at : story.end].strip() else None
    )


class TrailAsker:
    """Gives the answers of a trail again."""

    def __init__(self, name: str, playback: Playback, options: ExtractionOptions) -> None:
        self._name = name
        self._playback = playback
        self._options = options
        self._raised: dict[ModelError, str] = {}

    @property
    def name(self) -> str:
        return self._name

    def chunks(self, article: Article) -> list[Chunk]:
        # Another model's tokens cannot be counted without it.
        anew = chunks_of(article, EmbeddedModel(), self._options) if self._name == EMBEDDED else None
        return self._playback.cut(article, anew)

    async def ask(self, question: ModelQuestion[Reply]) -> ModelAnswer[Reply]:
        try:
            return self._playback.give(question)
        except ModelError as error:
            self._raised[error] = _digest(question)
            raise

    def after(self, error: ModelError, stage: str) -> Asker | None:  # noqa: ARG002 - the question says it
        # Who took over was asked the same.
        question = self._raised.get(error)
        return self if question and self._playback.waits(question) else None

    def writer(self, engines: Sequence[str]) -> Asker | None:
        return self if any(engine != EMBEDDED for engine in engines) else None
