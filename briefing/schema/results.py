"""What became of each input: its article and brief, or a failure; and the trail of what models were asked about it.

A page is rebuilt from the trails: they hold what was replied.
"""

from __future__ import annotations

from pydantic import Field

from briefing.errors import FailureCode, ModelFault
from briefing.schema.article import Article
from briefing.schema.base import Model, Readable, Span, Usable
from briefing.schema.brief import Brief
from briefing.schema.document import Document, SourceRef

LEFT_OUT = "left out"
"""The stage of files that lay among articles and are none by their kind."""


class Failure(Model):
    """An input that gave no brief, with the reason."""

    source: Usable
    stage: str
    reason: Readable
    code: FailureCode | None = Field(
        default=None, exclude_if=lambda code: code is None, description="None if it was made before there were codes"
    )


class ArticleResult(Model):
    """What became of one input: a brief, a failure with its reason, or the id of the article that it repeats."""

    source: str
    article: Article | None = None
    brief: Brief | None = None
    failure: Failure | None = None
    duplicate_of: str | None = None
    trail: ArticleTrail | None = None
    """What models were asked about it and replied, also where that came to nothing."""


class Cleaned(Model):
    """A document and the article that cleaning made of it, or the reason why there is none."""

    source: str
    document: Document | None = None
    article: Article | None = None
    failure: Failure | None = None


class Answered(Model):
    """One question to a model, and what came of it after re-asks and fall-backs.

    Attributes:
        stage: what the question was for.
        question: SHA-256 of what the model was shown: a reply to another question is none to this one.
        engine: who answered, None where nobody did.
        reply: the usable reply as it came; None where there was none, and for the embedded engine, which gives the
            same reply again.
        fault: why there was none.
        cut: whether it was cut at the token limit for good, so that less was asked for at once.
        problem: the same in words.
    """

    stage: str
    question: str
    engine: str | None = None
    reply: str | None = None
    fault: ModelFault | None = None
    cut: bool = False
    problem: str | None = None


class Lost(Model):
    """Why nothing came of an input, where that can't be found out again from its document: it could not be read, or
    the program itself failed on it."""

    stage: str
    reason: str
    code: FailureCode | None = Field(
        default=None, exclude_if=lambda code: code is None, description="None if it was made before there were codes"
    )


class ArticleTrail(Model):
    """One input: what it was, and all questions about its article.

    ``source`` names it. It is found again by one of three: ``article``, the id of the article of the page that it
    gave; ``ref``, where it gave none, having failed or repeated another; ``lost``, where there is nothing to rebuild.
    ``parts`` are the spans of `Article.text` in which it was drafted, ``answers`` what came of each question, by stage.
    """

    source: str
    article: str | None = None
    ref: SourceRef | None = None
    lost: Lost | None = None
    parts: tuple[Span, ...] = ()
    answers: tuple[Answered, ...] = ()
