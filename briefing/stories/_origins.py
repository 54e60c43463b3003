"""Where each article has its news from: two outlets that carry one agency's text are one origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.language.topics import words
from briefing.schema.article import Article
from briefing.stories._reports import article_order, outlet_key

_SHINGLE = 5
COPY = 0.5
"""Share of the shorter text's five-word runs that a copy has in common with its original. Two reporters at one event
share quotations, some 5 to 15% of the runs; rewrites of one agency's text keep half and more."""


def origins_of(articles: Sequence[Article]) -> Mapping[str, str]:
    """The origin of each article, by article id.

    It is the last of the sources that the article names, else its agency, else the outlet's own reporting. Articles
    that are copies of each other have one origin: that of the copy that names one, else of the first.
    """
    ordered = sorted(articles, key=article_order)
    runs = {article.id: _runs(article) for article in ordered}
    found: dict[str, str] = {}
    settled: list[Article] = []
    for article in sorted(ordered, key=lambda a: _named(a) is None):  # stable: those with a source come first
        original = next((a for a in settled if _copies(runs[a.id], runs[article.id])), None)
        own = f"{outlet_key(article)}, own reporting"
        found[article.id] = found[original.id] if original and _named(article) is None else _named(article) or own
        settled.append(article)
    return found


def _named(article: Article) -> str | None:
    return article.origins[-1] if article.origins else article.agency


def _runs(article: Article) -> frozenset[str]:
    found = words(article.body)
    return frozenset(" ".join(found[i : i + _SHINGLE]) for i in range(len(found) - _SHINGLE + 1))


def _copies(one: frozenset[str], other: frozenset[str]) -> bool:
    smaller = min(len(one), len(other))
    return smaller > 0 and len(one & other) >= COPY * smaller
