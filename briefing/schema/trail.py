"""The trail of an article: what models were asked about it, and what they replied. A page is rebuilt from it."""

from __future__ import annotations

from briefing.errors import ModelFault
from briefing.schema.base import Model, Span


class Answered(Model):
    """One question to a model, and what came of it after re-asks and fall-backs.

    Attributes:
        stage: what the question was for.
        question: SHA-256 of what the model was shown: a reply to another question is none to this one.
        engine: who answered, None where nobody did.
        reply: the usable reply as it came; None where there was none, and for the embedded engine, which gives the
            same reply again.
        fault: why there was none.
        problem: the same in words.
    """

    stage: str
    question: str
    engine: str | None = None
    reply: str | None = None
    fault: ModelFault | None = None
    problem: str | None = None


class ArticleTrail(Model):
    """All questions about one article.

    ``parts`` are the spans of `Article.text` in which it was drafted, ``answers`` stand in the order in which they were
    asked for (those of parts that were asked at the same time by part).
    """

    source: str
    parts: tuple[Span, ...] = ()
    answers: tuple[Answered, ...] = ()
