"""What drafting and proof-reading an article would take, before a model is asked."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.checking.proofing import Sheet
from briefing.extraction.asking import chunks_of
from briefing.extraction.drafting import messages_for
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.prompts import draft_schema, proof_schema
from briefing.extraction.proofreading import messages_for_sheet
from briefing.llm.protocol import LanguageModel, Message, ReplySchema
from briefing.schema.article import Article
from briefing.schema.items import IdNames

REPLY_TOKENS = 1_250
"""Tokens of a reply for one chunk: the mean of 15 drafts of news articles by a large language model (333 to 1,993,
counted with o200k_base)."""

CLAIMS_TOKENS = 640
"""Tokens of the claims of one chunk, planted mistakes too: the mean over the same drafts."""

OBJECTIONS_TOKENS = 150
"""Tokens of a proof-reader's reply for one chunk: those three mistakes, and an objection of its own, at 35 to 40."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Requests and tokens; re-asks and corrections are not counted. ``cost`` is in US dollars, None if unknown."""

    articles: int = 0
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.articles + other.articles,
            self.requests + other.requests,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )


def estimate_article(article: Article, model: LanguageModel, options: ExtractionOptions) -> Estimate:
    """What drafting one article would take."""
    pieces = chunks_of(article, model, options)
    calls = [messages_for(article, piece, len(pieces)) for piece in pieces]
    return _estimate(calls, draft_schema(), model, REPLY_TOKENS)


def estimate_proof(
    article: Article, author: LanguageModel, reader: LanguageModel, options: ExtractionOptions
) -> Estimate:
    """What proof-reading one article would take, in the parts in which its author drafts it."""
    pieces = chunks_of(article, author, options)
    calls = [
        messages_for_sheet(article, Sheet(piece.index, piece.span, ()), len(pieces), IdNames()) for piece in pieces
    ]
    return _estimate(calls, proof_schema(), reader, OBJECTIONS_TOKENS, CLAIMS_TOKENS)


def _estimate(
    calls: list[tuple[Message, ...]], schema: ReplySchema, model: LanguageModel, reply: int, unwritten: int = 0
) -> Estimate:
    """The schema counts as text: providers bill it as part of the prompt."""
    shown = sum(model.count_tokens(message.content) for call in calls for message in call)
    each = model.count_tokens(str(schema.definition)) + unwritten
    return Estimate(1, len(calls), shown + each * len(calls), reply * len(calls))
