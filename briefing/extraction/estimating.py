"""What drafting an article would take, before a model is asked."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.extraction.asking import chunks_of
from briefing.extraction.drafting import messages_for
from briefing.extraction.options import ExtractionOptions
from briefing.extraction.schemas import draft_schema
from briefing.llm.protocol import LanguageModel
from briefing.schema.article import Article

REPLY_TOKENS = 1_250
"""Tokens of a reply for one chunk: the mean of 15 drafts of news articles by a large language model (333 to 1,993,
counted with o200k_base)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Requests and tokens of drafting, re-asks and repairs not counted. ``cost`` is in US dollars, None if unknown."""

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
    """What one article would take. The schema counts as text: providers bill it as part of the prompt."""
    schema = model.count_tokens(str(draft_schema().definition))
    pieces = chunks_of(article, model, options)
    prompts = (message.content for piece in pieces for message in messages_for(article, piece, len(pieces)))
    return Estimate(
        articles=1,
        requests=len(pieces),
        input_tokens=sum(map(model.count_tokens, prompts)) + schema * len(pieces),
        output_tokens=REPLY_TOKENS * len(pieces),
    )
