"""The answers of a trail given again, in the place of the models that gave them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Sequence

from pydantic import ValidationError

from briefing.chunking import Chunk
from briefing.errors import BadReplyError, ModelError, ModelFault
from briefing.extraction.asking import Asker, Trail, chunks_of, question_of
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.reading import Reply, read_reply
from briefing.extraction.replies import ModelAnswer, TruncatedReplyError
from briefing.llm.embedded import NAME as EMBEDDED
from briefing.llm.embedded import EmbeddedModel
from briefing.llm.embedded import answer as embedded_answer
from briefing.llm.protocol import Message, ReplySchema
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.results import Answered, ArticleTrail


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

    def give(
        self, question: str, messages: tuple[Message, ...], reply_type: type[Reply], schema: ReplySchema, stage: str
    ) -> ModelAnswer[Reply]:
        """The answer to a question.

        Raises:
            ModelError: there was none, or none is kept.
        """
        if not self._waiting[question]:
            self._problem(
                "answers", f"no answer is kept to what would be asked now ({stage}): source, prompt or settings differ"
            )
            raise ModelError(
                f"no answer is kept to what would be asked now ({stage}): source, prompt or settings differ",
                fault=ModelFault.NOT_RECORDED,
            )
        number, answered = self._waiting[question].popleft()
        self._again.keep(self._again.place(), answered.model_copy(update={"stage": stage}))
        if answered.problem is not None or answered.engine is None:
            kind = TruncatedReplyError if answered.cut else ModelError
            raise kind(answered.problem or "no reply", fault=answered.fault)
        embedded = answered.engine == EMBEDDED
        if embedded is (answered.reply is not None):
            self._problem(
                f"answers[{number}].reply", "the embedded engine's is made again" if embedded else "is missing"
            )
        text = embedded_answer(messages, schema.definition) if embedded else answered.reply or ""
        try:
            read = read_reply(text, reply_type)
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

    async def ask(
        self,
        messages: tuple[Message, ...],
        reply_type: type[Reply],
        schema: ReplySchema,
        *,
        stage: str,
        max_tokens: int,  # noqa: ARG002 - the reply is here
    ) -> ModelAnswer[Reply]:
        question = question_of(messages, schema)
        try:
            return self._playback.give(question, messages, reply_type, schema, stage)
        except ModelError as error:
            self._raised[error] = question
            raise

    def after(self, error: ModelError, stage: str) -> Asker | None:  # noqa: ARG002 - the question says it
        # Who took over was asked the same.
        question = self._raised.get(error)
        return self if question and self._playback.waits(question) else None

    def writer(self, engines: Sequence[str]) -> Asker | None:
        return self if any(engine != EMBEDDED for engine in engines) else None
