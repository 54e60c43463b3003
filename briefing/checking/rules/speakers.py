"""Quotations: who speaks them, and of what kind their characters show them to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.checking.reading import Reading
from briefing.checking.rules.names import Actors, Named, Place
from briefing.checking.speech import How, Said, Speech, breaks_off
from briefing.language.quotations import Quoted
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.items import QuotationFields
from briefing.schema.terms import QuotationKind
from briefing.schema.verdict import Objection, Problem

_BRACKETED = re.compile(r"\[[^\]\n]{0,80}\]|\((?!\s?(?:laughs|applause)\b)[^)\n]{1,40}\)|\.\s?\.\s?\.|…")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|let's)\b", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_LOOK_BACK = 3


class Speakers:
    """The quotations of one article."""

    def __init__(self, article: Article, speech: Speech, actors: Actors) -> None:
        self._article = article
        self._index = speech.index
        self._actors = actors
        self._speech = speech

    def objections(self, item: QuotationFields, spans: Sequence[Span]) -> Iterator[Objection]:
        """A speaker where the sentence names another."""
        if item.speaker is None:
            return
        claimed = self._actors.named(item.speaker)
        for span in spans:
            quoted = self._speech.around(span)
            said = self._speech.said(quoted) if quoted else None
            if quoted and said and self._is_another(claimed, said, quoted):
                start = self._index.sentences[self._index.sentence_of(quoted.inner.start)].start
                end = self._index.sentences[self._index.sentence_of(quoted.inner.end)].end
                at = Span(start=start, end=end)
                yield Objection(
                    problem=Problem.WRONG_PARTY,
                    field="speaker",
                    claimed=claimed.forms[0],
                    passage=at.slice(self._index.text),
                    at=at,
                )
                return

    def _is_another(self, claimed: Named, said: Said, quoted: Quoted) -> bool:
        subject = Reading(said.subject)
        if said.how is How.PRONOUN:
            if claimed.stand_in(Reading(said.around)):
                return False
            return self._pronoun_is_another(claimed, said.subject, quoted)
        named = self._actors.in_text(subject)
        others = [actor for _, actor in named if actor.other_than(claimed)]
        if claimed.stand_in(Reading(said.around)):
            # It may be told of, or be told by, another: sure only where the other alone stands at the verb.
            sure = said.bare and bool(named) and _alone(subject, named[-1][0])
            return sure and named[-1][1] in others and named[-1][1].kind is claimed.kind
        return bool(others)

    def _pronoun_is_another(self, claimed: Named, subject: str, quoted: Quoted) -> bool:
        """Whether "he" or "she" surely is another: one person was named before, and the one who is claimed was not."""
        if not _PERSONAL.search(subject) or claimed.stand_in(Reading(quoted.inner.slice(self._index.text))):
            return False
        number = self._index.sentence_of(quoted.inner.start)
        persons: set[Named] = set()
        for before in range(number - 1, max(-1, number - 1 - _LOOK_BACK), -1):
            at = self._index.sentences[before]
            read = Reading(self._speech.unquoted(at.start, at.end))
            if claimed.stand_in(read):
                return False
            persons = persons or {named for _, named in self._actors.in_text(read) if named.person}
        return len(persons) == 1 and all(person.other_than(claimed) for person in persons)

    def kind(self, item: QuotationFields, spans: Sequence[Span]) -> QuotationKind | None:
        """The kind that the characters of a quotation show, None where they show none."""
        for span in spans:
            quoted = self._speech.around(span)
            if self._is_cut(span, quoted):
                return QuotationKind.CUT
            if quoted is None:
                continue
            whole = quoted.inner.slice(self._index.text)
            if _BRACKETED.search(span.slice(self._index.text)):
                return QuotationKind.EDITED
            if item.kind is QuotationKind.EDITED and not _BRACKETED.search(whole):
                return QuotationKind.DIRECT
            if item.kind is QuotationKind.INDIRECT and _FIRST_PERSON.search(span.slice(self._index.text)):
                return QuotationKind.DIRECT
        return None

    def _is_cut(self, span: Span, quoted: Quoted | None) -> bool:
        marked = (p for p in self._article.paragraphs if p.kind is ParagraphKind.CUT_QUOTE)
        if any(paragraph.span.overlap(span) for paragraph in marked):
            return True
        if quoted is None or quoted.closed or self._speech.goes_on(quoted):
            return False
        last = not self._index.text[quoted.inner.end :].strip()
        return last or breaks_off(quoted.inner.slice(self._index.text))


def _alone(read: Reading, place: Place) -> bool:
    """Whether a name ends a stretch, and nobody stands beside it."""
    first, last = place
    beside = read.folded[first - 1] if first else ""
    return last == len(read.words) and beside not in ("and", "or", "with")
