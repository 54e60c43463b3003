"""Where each article has its news from: two outlets that carry one agency's text are one origin."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from briefing.language.topics import words
from briefing.schema.article import Article
from briefing.stories._reports import article_order, outlet_key

_SHINGLE = 5

_MOST_HOLDERS = 30
"""A run that so many articles share already ("said in a statement on Friday") finds no further ones."""

COPY = 0.5
"""Share of the shorter text's five-word runs that a copy has in common with its original. Two reporters at one event
share quotations, some 5 to 15% of the runs; rewrites of one agency's text keep half and more."""


def origins_of(articles: Sequence[Article]) -> Mapping[str, str]:
    """The origin of each article, by article id.

    It is the last of the sources that the article names, else its agency, else the outlet's own reporting. Articles
    that are copies of each other have one origin: that of the copy that names one, else of the first.
    """
    found: dict[str, str] = {}
    sizes: dict[str, int] = {}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for article in sorted(articles, key=lambda a: (_named(a) is None, article_order(a))):
        runs = _runs(article)
        original = _original(runs, holders, sizes)
        own = f"{outlet_key(article)}, own reporting"
        found[article.id] = _named(article) or (found[original] if original else own)
        sizes[article.id] = len(runs)
        for run in runs:
            if len(holders[run]) < _MOST_HOLDERS:
                holders[run].append(article.id)
    return found


def _original(runs: frozenset[str], holders: Mapping[str, Sequence[str]], sizes: Mapping[str, int]) -> str | None:
    """The earliest article before it that a text is a copy of, None where it is none."""
    shared = Counter(ident for run in runs for ident in holders.get(run, ()))
    return next((ident for ident in sizes if shared[ident] >= COPY * max(1, min(sizes[ident], len(runs)))), None)


def _named(article: Article) -> str | None:
    return article.origins[-1] if article.origins else article.agency


def _runs(article: Article) -> frozenset[str]:
    found = words(article.body)
    return frozenset(" ".join(found[i : i + _SHINGLE]) for i in range(len(found) - _SHINGLE + 1))
