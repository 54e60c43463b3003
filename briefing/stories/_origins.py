"""Where each article has its news from: two outlets that carry one agency's text are one origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.language.copies import CopyIndex, words_of
from briefing.schema.article import Article
from briefing.stories._reports import article_order, outlet_key


def origins_of(articles: Sequence[Article]) -> Mapping[str, str]:
    """The origin of each article, by article id.

    It is the last of the sources that the article names, else its agency, else the outlet's own reporting. Articles
    that are copies of each other have one origin: that of the copy that names one, else of the first.
    """
    found: dict[str, str] = {}
    copies = CopyIndex()
    for article in sorted(articles, key=lambda a: (_named(a) is None, article_order(a))):
        words = words_of(article.body or article.text)
        copied = copies.find(words)
        own = f"{outlet_key(article)}, own reporting"
        found[article.id] = _named(article) or (found[copied.of] if copied else own)
        copies.add(article.id, words)
    return found


def _named(article: Article) -> str | None:
    return article.origins[-1] if article.origins else article.agency
