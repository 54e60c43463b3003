"""Articles that are one and the same, and copies of one agency's text: recognised and listed, never dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from briefing.language.copies import CopyIndex, ShingledText, similarity, words_of
from briefing.schema.article import Article


class DuplicateKind(StrEnum):
    """In what two articles agree; the first that holds is named."""

    SAME_TEXT = "same_text"
    """The same words in the same order; marks, case and white space may differ."""
    SAME_URL = "same_url"
    """One address, perhaps read at two times."""
    NEAR_COPY = "near_copy"
    """Most of the shorter text stands in the other: syndicated, shortened or lightly edited."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """``article`` repeats the earlier article ``of`` (both are ids).

    ``similarity`` is the share of the shorter text's sequences of five words that stand in the other, 0 to 1.
    """

    article: str
    of: str
    kind: DuplicateKind
    similarity: float


class DuplicateIndex:
    """Recognises duplicates in a stream: each article is compared with those added before it.

    The work for an article grows with its length and not with the number of articles.
    """

    def __init__(self) -> None:
        self._copies = CopyIndex()
        self._by_text: dict[bytes, str] = {}
        self._by_url: dict[str, tuple[str, ShingledText]] = {}

    def add(self, article: Article) -> Duplicate | None:
        """Add an article; the earlier one that it repeats (the most similar, then the earliest), None if none."""
        words = words_of(article.body or article.text)  # an agency's text is the same under another headline
        url = page_address(article.url)
        found = self._find(article.id, words, url)
        self._copies.add(article.id, words)
        if words.digest is not None:
            self._by_text.setdefault(words.digest, article.id)
        if url is not None:
            self._by_url.setdefault(url, (article.id, words))
        return found

    def _find(self, article: str, words: ShingledText, url: str | None) -> Duplicate | None:
        if words.digest is not None and (same := self._by_text.get(words.digest)) is not None:
            return Duplicate(article, same, DuplicateKind.SAME_TEXT, 1.0)
        if url is not None and url in self._by_url:
            earlier, its_words = self._by_url[url]
            return Duplicate(article, earlier, DuplicateKind.SAME_URL, similarity(words, its_words))
        copied = self._copies.find(words)
        return Duplicate(article, copied.of, DuplicateKind.NEAR_COPY, copied.similarity) if copied else None


def find_duplicates(articles: Iterable[Article]) -> tuple[Duplicate, ...]:
    """Which of ``articles`` repeat an earlier one, in their order. For a stream use `DuplicateIndex`."""
    index = DuplicateIndex()
    return tuple(found for article in articles if (found := index.add(article)) is not None)


def page_address(url: str | None) -> str | None:
    """The URL without what does not tell pages apart; None for a front page, which is many pages over time."""
    if url is None:
        return None
    from courlan import normalize_url

    try:
        parts = urlsplit(normalize_url(url))
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return None
    return f"{parts.netloc.removeprefix('www.')}{path}?{parts.query}"
