"""Quotations: a "not" left out, words that the source does not print, who speaks them, and of what kind they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefing.checking.reading import CitedPassage, ComparedText
from briefing.checking.rules.names import Actors, Named, alike, capitals, is_name
from briefing.checking.rules.verbs import DENYING
from briefing.checking.speech import Speech, breaks_off, is_speaking
from briefing.language.quotations import QuotedStretch, find_quoted
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.draft import DraftItem
from briefing.schema.items import ActorFields, QuotationFields
from briefing.schema.terms import QuotationKind
from briefing.schema.verdict import Objection, Problem

_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
_NEGATION = re.compile(
    rf"\b(?:not|{DENYING}|nor|without|den(?:y|ied|ies|ying)|withdr(?:aw|awn|aws|ew)|no)\b", re.IGNORECASE
)
"""What turns round the words that an ellipsis parts from it."""
_CLAUSE = re.compile(r"[,;:—–]|\b(?:and|but|that|which|who|because|while)\b")
_NEGATED_BEFORE = re.compile(
    r"(?:\b(?:not|never|cannot|\w+n[’']t)\s(?:ever\s|yet\s|\w+ly\s)?|"
    r"\b(?:nobody|no one|none|neither|few)\s(?:in|of|from)\s(?:the\s|our\s)?|"
    r"\b(?:refuse|decline)[sd]?\sto\ssay\s(?:that\s)?)$",
    re.IGNORECASE,
)
_MARKS = "\"“”„«»「」『』‘’'"
_BRACKETED = re.compile(r"\[[^\]\n]{0,80}\]|\((?!\s?(?:laughs|applause)\b)[^)\n]{1,40}\)|\.\s?\.\s?\.|…")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|let's)\b", re.IGNORECASE)
_BACKSHIFT = re.compile(r"\b(?:was|were|had|would|could|might|did not|didn['’]t)\b", re.IGNORECASE)
_NOT_ALONE = re.compile(r"\b(?:and|or|with|who|that|of|for|told|asked|if)\b|[’']s\b", re.IGNORECASE)
"""What in the words before a verb may make another than the one named its subject."""
_FULL_CLAUSE = 8
"""Words from which a quotation is a statement and not a fragment."""
_PERSONAL = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"[;.](?:\s|$)|, (?:and|but|while)\s")
_LOOK_BACK = 6
_NEAR = 3
_SHARED = 2
"""Words that a saying in a claim must share with a quotation to be that."""


class Quoting:
    """The quotes of the items of one article."""

    def __init__(self, speech: Speech) -> None:
        self._index = speech.index
        self._speech = speech

    def hidden(self, item: DraftItem, passage: CitedPassage) -> Iterator[Objection]:
        """A negation that an ellipsis of a quote leaves out, or that stands right before a quotation that begins behind
        it."""
        for quote in item.quotes:
            if _ELLIPSIS.search(quote):
                found = self._index.locator.find(quote, passage.spans)
                yield from self._left_out(quote, found.spans if found else ())
        if isinstance(item, QuotationFields):
            for span in passage.spans:
                quoted = self._speech.around(span)
                before = self._index.text[quoted.inner.start : span.start] if quoted else ""
                if _NEGATED_BEFORE.search(before):
                    yield self._objection(
                        span.slice(self._index.text), Span(start=span.start - len(before), end=span.end)
                    )
                    return

    def _left_out(self, quote: str, spans: Sequence[Span]) -> Iterator[Objection]:
        for one, other in pairwise(spans):
            if self._index.sentence_of(one.start) == self._index.sentence_of(other.start):
                gap = self._index.text[one.end : other.start]
                if _NEGATION.search(_CLAUSE.split(gap)[-1]):
                    yield self._objection(quote, Span(start=one.start, end=other.end))
                    return

    def is_sentence(self, claim: ComparedText, passage: CitedPassage) -> bool:
        """Whether a text is a whole sentence that is cited, word for word and sign for sign."""
        if not any(read.folded == claim.folded for read in passage.readings):
            return False
        return self._index.locator.stands(claim.text.strip().rstrip("."))

    def names_so(self, item: ActorFields, passage: CitedPassage) -> bool:
        """Whether a cited sentence has an actor's role right before its name, or behind it between commas."""
        role = item.role.casefold().strip()
        forms = [form for form in (item.name, *item.aliases) if form.strip()]
        for read in passage.readings:
            sentence = read.text.casefold()
            if role in sentence and any(_stand_together(form, role, sentence) for form in forms):
                return True
        return False

    def _objection(self, claimed: str, at: Span) -> Objection:
        return Objection(
            problem=Problem.HIDDEN_NEGATION,
            field="quotes",
            claimed=claimed,
            passage=at.slice(self._index.text),
            at=at,
        )

    def unprinted(self, claim: ComparedText, field: str) -> Iterator[Objection]:
        """Words that a claim puts in quotation marks, and that the source does not have."""
        for quoted in find_quoted(claim.text):
            words = quoted.inner.slice(claim.text)
            if not self._index.locator.stands(words):
                yield Objection(problem=Problem.QUOTATION_ALTERED, field=field, claimed=words)

    def unmarked(self, passage: CitedPassage) -> Iterator[Objection]:
        """A quotation that the source does not print as one: no mark stands in it or beside it."""
        for span in passage.spans:
            stretch = self._index.text[max(0, span.start - 3) : span.end + 3]
            if self._speech.around(span) or not set(_MARKS).isdisjoint(stretch) or self._set_apart(span):
                return
        first = passage.spans[0].slice(self._index.text)
        yield passage.objection(Problem.QUOTATION_ALTERED, "quotes", first, passage.cited[0])

    def _set_apart(self, span: Span) -> bool:
        """Whether a paragraph of its own, or a colon before it, may stand for the marks."""
        text = self._index.text
        before, behind = text[: span.start].rpartition("\n")[2], text[span.end :].partition("\n")[0]
        whole = f"{before}{span.slice(text)}{behind}".strip()
        return 10 * len(span) >= 9 * len(whole) or text[: span.start].rstrip().endswith(":")


def _stand_together(form: str, role: str, sentence: str) -> bool:
    """Whether a sentence has a name, and its role right before it or behind it between commas."""
    name = re.escape(form.casefold().strip())
    if not role:
        return bool(re.search(rf"(?<!\w){name}(?!\w)", sentence))
    before = rf"(?:^|\W){re.escape(role)},? {name}(?!\w)"
    behind = rf"(?<!\w){name}, (?:the |an? )?{re.escape(role)}(?=[,.;:]|$)"
    return bool(re.search(f"{before}|{behind}", sentence))


class Speakers:
    """The quotations of one article."""

    def __init__(self, article: Article, speech: Speech, actors: Actors) -> None:
        self._article = article
        self._index = speech.index
        self._actors = actors
        self._speech = speech

    def objections(self, item: QuotationFields, passage: CitedPassage) -> Iterator[Objection]:
        """A speaker where the sentence names another."""
        if item.speaker is None:
            return
        claimed = self._actors.named(item.speaker)
        for span in passage.spans:
            quoted = self._speech.around(span)
            if quoted and self._is_another(claimed, quoted):
                sentence = self._index.sentence_of(quoted.inner.start)
                yield passage.objection(Problem.WRONG_PARTY, "speaker", claimed.forms[0], sentence)
                return

    def shown(self, item: QuotationFields, spans: Sequence[Span]) -> bool:
        """Whether the article shows what a quotation of its kind claims: its marks, and its speaker, who stands alone
        at the verb of speaking."""
        for span in spans:
            quoted = self._speech.around(span)
            if quoted is None or not (quoted.closed or item.kind is QuotationKind.CUT):
                return False
            if item.speaker is not None and not self._speaks(self._actors.named(item.speaker), quoted):
                return False
        return True

    def _speaks(self, claimed: Named, quoted: QuotedStretch) -> bool:
        said = self._speech.said(quoted)
        if said is None or said.pronoun:
            return False
        subject = ComparedText(said.subject)
        actors = {named for _, named in self._actors.in_text(subject)}
        return bool(claimed.places(subject)) and actors <= {claimed} and not _NOT_ALONE.search(said.subject)

    def claim(self, read: ComparedText, field: str, passage: CitedPassage) -> Iterator[Objection]:
        """A name that a claim has say what another says in the quotes."""
        for name, said in _sayings(read):
            claimed = self._actors.called(name) or Named((name,))
            if any(claimed.stand_in(self._speech.outside(sentence)) for sentence in passage.cited):
                continue
            for span in passage.spans:
                quoted = self._speech.around(span)
                shared = len(said & ComparedText(span.slice(self._index.text)).content)
                if quoted and shared >= _SHARED and self._is_another(claimed, quoted):
                    sentence = self._index.sentence_of(quoted.inner.start)
                    yield passage.objection(Problem.WRONG_PARTY, field, name, sentence)
                    return

    def _is_another(self, claimed: Named, quoted: QuotedStretch) -> bool:
        """Whether the article surely has another speak a quotation than the one who is claimed."""
        said = self._speech.said(quoted)
        if said is None:
            return False
        subject = ComparedText(said.subject)
        if said.pronoun:
            if claimed.stand_in(ComparedText(said.around)):
                return False
            return self._pronoun_is_another(claimed, said.subject, quoted)
        named = self._actors.in_text(subject)
        others = [actor for _, actor in named if actor.other_than(claimed)]
        if claimed.stand_in(ComparedText(said.around)):
            # It may be told of, or be told by, another: sure only where another of its kind speaks.
            if claimed.stand_in(subject) or not others:
                return False
            last = named[-1][0][1] == len(subject.words) and not _NOT_ALONE.search(said.subject)
            alone = claimed.kind is None and said.bare and last
            return alone or {actor.kind for actor in others} == {claimed.kind}
        return bool(others) if named else self._names_another(claimed, subject, quoted)

    def _names_another(self, claimed: Named, subject: ComparedText, quoted: QuotedStretch) -> bool:
        """Whether a stretch that names no actor of the draft begins with the name of a person, who is not the one
        claimed. Who is no person may speak through one; not so where it is not named near."""
        if not claimed.person and self._near(claimed, quoted):
            return False
        for first, last in capitals(subject):
            named = Named((subject.text[subject.words[first].start : subject.words[last - 1].end],))
            whole = last - first == len(subject.words)
            if (last - first > 1 or whole) and named.other_than(claimed) and not alike(named, claimed):
                return not any(word in ("the", "a", "an") for word in subject.folded[:first])
        return False

    def _near(self, claimed: Named, quoted: QuotedStretch) -> bool:
        number = self._index.sentence_of(quoted.inner.start)
        near = range(max(0, number - _NEAR), min(len(self._index.sentences), number + 2))
        return any(claimed.stand_in(self._speech.outside(at)) for at in near)

    def _pronoun_is_another(self, claimed: Named, subject: str, quoted: QuotedStretch) -> bool:
        """Whether "he" or "she" surely is another than a person who is claimed: the nearest sentence before that names
        persons begins with another, or none of several sentences names anybody."""
        if not claimed.person or not _PERSONAL.search(subject):
            return False
        number = self._index.sentence_of(quoted.inner.start)
        for before in range(number - 1, max(-1, number - 1 - _LOOK_BACK), -1):
            read = self._speech.outside(before)
            persons = [named for _, named in self._actors.in_text(read) if named.person]
            if persons:
                alone = len({*persons}) == 1
                return persons[0].other_than(claimed) and (alone or claimed in persons)
            if claimed.stand_in(read):
                return False
        return True

    def kind(self, item: QuotationFields, spans: Sequence[Span]) -> QuotationKind | None:
        """The kind that the characters of a quotation show, None where they show none."""
        for span in spans:
            quoted = self._speech.around(span)
            words = span.slice(self._index.text)
            if self._is_cut(span, quoted):
                return QuotationKind.CUT
            if quoted is None:
                continue
            if _BRACKETED.search(words):
                return QuotationKind.EDITED
            if self._is_report(item, words, quoted):
                return QuotationKind.INDIRECT
            whole = quoted.inner.slice(self._index.text)
            if item.kind is QuotationKind.EDITED and not _BRACKETED.search(whole):
                return QuotationKind.DIRECT
            if item.kind is QuotationKind.INDIRECT and _FIRST_PERSON.search(words):
                return QuotationKind.DIRECT
        return None

    def _is_report(self, item: QuotationFields, words: str, quoted: QuotedStretch) -> bool:
        """Whether words in quotation marks are surely a report in the third person: a whole statement without a first
        or second person, set back in time as reported speech is, that names the one who is said to speak, or a body
        named beside the quotation."""
        if len(words.split()) < _FULL_CLAUSE or _FIRST_PERSON.search(words) or not _BACKSHIFT.search(words):
            return False
        read = ComparedText(words)
        beside = {name for _, name in ComparedText(self._speech.beside(quoted)).known}
        places = [place for place, name in read.known if name in beside]
        places += self._actors.named(item.speaker).places(read) if item.speaker else []
        return any(is_name(read.text[read.words[first].start : read.words[last - 1].end]) for first, last in places)

    def _is_cut(self, span: Span, quoted: QuotedStretch | None) -> bool:
        marked = (p for p in self._article.paragraphs if p.kind is ParagraphKind.CUT_QUOTE)
        if any(paragraph.span.overlap(span) for paragraph in marked):
            return True
        if quoted is None or quoted.closed or self._speech.goes_on(quoted):
            return False
        last = not self._index.text[quoted.inner.end :].strip()
        return last or breaks_off(quoted.inner.slice(self._index.text))


def _sayings(read: ComparedText) -> Iterator[tuple[str, frozenset[str]]]:
    """Who says what in a claim: each name right before a verb of speaking, with the stems of the words behind that."""
    if not any(map(is_speaking, read.folded)):
        return
    for first, last in capitals(read):
        if last < len(read.words) and is_speaking(read.words[last].form):
            start = read.words[last].end
            end = _NEXT_CLAUSE.search(read.text, start)
            stretch = ComparedText(read.text[start : end.start() if end else len(read.text)])
            yield read.text[read.words[first].start : read.words[last - 1].end], stretch.content
