"""What the pipeline hands on for each input."""

from __future__ import annotations

from briefing.schema.article import Article
from briefing.schema.base import Model
from briefing.schema.brief import Brief
from briefing.schema.briefing import Failure
from briefing.schema.document import Document
from briefing.schema.trail import ArticleTrail


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
