"""Where each article has its news from: two outlets that carry one agency's text are one origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.language.copies import CopyIndex, words_of
from briefing.language.outlets import publisher
from briefing.schema.article import Article
from briefing.stories._reports import article_order, outlet_key


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article comes from: who first said it, and whose hand published it.

    Copies of one text, and what stands on one site or belongs to one publisher, are of one hand, whatever they call
    themselves: to be told by five of those is to be told once.
    """

    origin: str
    hand: str


def provenance_of(articles: Sequence[Article]) -> Mapping[str, Provenance]:
    """Where each article comes from, by article id.

    Its origin is the last of the sources that the article names, else its agency, else the outlet's own reporting.
    Articles that are copies of each other have one origin: that of the copy that names one, else of the first.
    """
    found: dict[str, Provenance] = {}
    copies = CopyIndex()
    for article in sorted(articles, key=lambda a: (_named(a) is None, article_order(a))):
        words = words_of(article.body or article.text)
        copied = copies.find(words)
        own = f"{outlet_key(article)}, own reporting"
        first = found[copied.of] if copied else None
        hand = first.hand if first else publisher(article.outlet, article.url) or article.id
        found[article.id] = Provenance(_named(article) or (first.origin if first else own), hand)
        copies.add(article.id, words)
    return found


def _named(article: Article) -> str | None:
    return article.origins[-1] if article.origins else article.agency
