"""An article as the check reads it: where its sentences stand, each read at the first question."""

from __future__ import annotations

from bisect import bisect_right

from briefing.checking.locate import Locator
from briefing.checking.reading import ComparedText
from briefing.language.sentences import sentences
from briefing.schema.base import Span


class SourceIndex:
    """One text and its sentences. Spans count code points of ``text``.

    Args:
        text: what items are checked against.
        language: ISO 639-1 code, for the sentences.
    """

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self.locator = Locator(text)
        self.sentences: list[Span] = sentences(text, language)
        self._starts = [span.start for span in self.sentences]
        self._readings: dict[int, ComparedText] = {}

    def reading(self, sentence: int) -> ComparedText:
        """The words of one sentence; offsets in them count from its start."""
        found = self._readings.get(sentence)
        if found is None:
            found = self._readings[sentence] = ComparedText(self.sentences[sentence].slice(self.text))
        return found

    def sentences_in(self, span: Span) -> range:
        """The sentences that share a character with ``span``."""
        return range(self.sentence_of(span.start), self.sentence_of(span.end - 1) + 1)

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds ``offset``, or the one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)
