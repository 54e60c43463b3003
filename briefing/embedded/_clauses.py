"""Who does what: the group of a verb, its subject, and the shortest clause around it that stands by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.embedded._phrases import STEPS, Phrase, Phrases
from briefing.embedded._text import Story
from briefing.embedded._unasserted import main_verb_behind
from briefing.embedded._words import READINESS, VERBS, Form, Tag, words

_SKIPPED = frozenset({Tag.AUX, Tag.MODAL, Tag.NEG, Tag.ADV, Tag.TIME})
_BEFORE_TIME = words("on in this last since by the late early earlier")
_MOST_QUESTIONS = 150
"""Verbs that one question for a subject may lead to. In 600 news articles 10 were the most; without a bound the
number doubles with each verb of a sentence of nothing else."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """What surrounds a verb: where its group begins, and how it is said."""

    first: int
    negated: bool
    modal: str | None
    passive: bool
    infinitive: bool
    perfect: bool


class Clause(Phrases):
    """A sentence with its names resolved; answers questions about its verbs."""

    def focus(self) -> tuple[int, ...]:
        """The entities that are the subject of the first finite verb; empty where that cannot be told."""
        for at, token in enumerate(self.tokens):
            if at in self.quoted:
                continue
            finite = token.tag is Tag.VERB and VERBS[token.low].form in (Form.PAST, Form.PRESENT)
            if (
                finite
                or token.tag is Tag.MODAL
                or (token.tag is Tag.AUX and token.low not in {"having", "being", "been", "be"})
            ):
                found = self.subject(at)
                if found and found.entity is not None:
                    return (found.entity,) if found.joined is None else (found.entity, found.joined)
        return ()

    def group(self, verb: int) -> VerbGroup:
        """The auxiliaries before a verb."""
        at = verb - 1
        negated = passive = infinitive = perfect = False
        modal: str | None = None
        form = self.form_at(verb)
        while at >= 0 and self.tokens[at].tag in (*_SKIPPED, Tag.TO):
            token = self.tokens[at]
            negated = negated or token.tag is Tag.NEG
            if token.tag is Tag.MODAL:
                modal = token.low
            if token.tag is Tag.TO:
                infinitive = True
                negated = negated or (at > 0 and self.tokens[at - 1].tag is Tag.NEG)
                at -= 1
                break
            if token.low in {"was", "were", "been", "is", "are", "being", "be"} and form is Form.PAST:
                passive = True
            perfect = perfect or token.low in {"has", "have", "had", "'ve"}
            at -= 1
        return VerbGroup(at + 1, negated, modal, passive, infinitive, perfect)

    def subject(self, verb: int, steps: int = STEPS) -> Phrase | None:
        """The phrase that does what the verb at token ``verb`` says, None where it cannot be told."""
        if verb in self._asked:
            return None
        if self._asked:
            return self._subject_within(verb, steps)
        if self.settled and verb in self._subjects:
            return self._subjects[verb]
        self._budget = _MOST_QUESTIONS
        found = self._subject_within(verb, steps)
        self._subjects[verb] = found
        return found

    def _subject_within(self, verb: int, steps: int) -> Phrase | None:
        """One question for a subject may lead to others; never to itself, and to so many at most."""
        self._budget -= 1
        if steps <= 0 or self._budget < 0:
            return None
        self._asked.add(verb)
        try:
            return self._find_subject(verb, steps)
        finally:
            self._asked.discard(verb)

    def _find_subject(self, verb: int, steps: int) -> Phrase | None:
        group = self.group(verb)
        at = group.first - 1
        if group.infinitive:
            return self._controller(group.first, steps - 1)
        return self._subject_ending(at, verb, steps)

    def _subject_ending(self, at: int, verb: int, steps: int) -> Phrase | None:
        tokens = self.tokens
        at = self._skip_adjuncts(at)
        if at < 0 or steps <= 0:
            return self._inverted(verb)
        token = tokens[at]
        if token.tag is Tag.CONJ:
            return self._coordinated(at, verb, steps)
        if token.tag is Tag.REL:
            return self._phrase_ending(at - 1 - (at > 0 and tokens[at - 1].text == ","), steps)
        if token.text == ",":
            return self._over_comma(at, verb, steps)
        if token.text == ")":
            while at > 0 and tokens[at].text != "(":
                at -= 1
            return self._subject_ending(at - 1, verb, steps - 1)
        if token.tag is Tag.MARK:
            return self._inverted(verb) or self._subject_ending(at - 1, verb, steps - 1)
        return self._phrase_ending(at, steps)

    def _skip_adjuncts(self, at: int) -> int:
        """Step left over "on Friday", "last week" and adverbs."""
        tokens = self.tokens
        if at >= 0 and tokens[at].low in _BEFORE_TIME and tokens[at + 1].tag is Tag.TIME:
            at -= 1
        while at >= 0 and tokens[at].tag in (Tag.TIME, Tag.ADV, Tag.NEG, Tag.AUX, Tag.MODAL):
            at -= 1
        return at

    def _inverted(self, verb: int) -> Phrase | None:
        """ "…", said the ministry: the subject behind a verb of speech that follows a quotation."""
        after = verb + 1
        if verb == 0 or self.tokens[verb - 1].tag in (Tag.MARK, Tag.PUNCT) or verb <= 1:
            return self.phrase_at(after)
        return None

    def _controller(self, to: int, steps: int) -> Phrase | None:
        """Who is to do the infinitive that begins at token ``to``: the subject of the verb that governs it."""
        at = to - 1
        if self.tokens[at].tag in (Tag.WORD, Tag.NAME, Tag.PRON) and self.tokens[at].low not in READINESS:
            return None
        while at >= 0 and self.tokens[at].text not in {",", ";", "—", ":"}:
            token = self.tokens[at]
            if token.tag is Tag.VERB or (
                token.tag is Tag.AUX and token.low in {"is", "are", "was", "were", "has", "have"}
            ):
                return self.subject(at, steps - 1)
            at -= 1
        return None

    def _coordinated(self, at: int, verb: int, steps: int) -> Phrase | None:
        """The subject of a verb behind "and" or "but": that of the verb before it, of a past tense that of another.

        "Asked the firm to go | and left".
        """
        verbs = (n for n in range(at - 1, -1, -1) if self.tokens[n].tag is Tag.VERB)
        if self.form_at(verb) is Form.PAST and not self.group(verb).perfect:
            verbs = (n for n in verbs if self.form_at(n) is Form.PAST)
        found = (self.subject(n, steps - 1) for n in verbs)
        return next((phrase for phrase in found if phrase is not None and phrase.entity is not None), None)

    def _over_comma(self, at: int, verb: int, steps: int) -> Phrase | None:
        """A comma before the verb closes an apposition, or a participle refers to the subject of the sentence."""
        if self.form_at(verb) is Form.GERUND:
            return self._first_subject(verb, steps)
        for before in range(at - 1, max(-1, at - 25), -1):
            if self.tokens[before].text in {",", "("}:
                found = self._phrase_ending(before - 1, steps - 1)
                inner = self._ending.get(at - 1)
                named = inner[1] if inner and inner[0].first == before + 1 else None
                nobody = found is None or found.entity is None or self.cast.entities[found.entity].common
                if named is not None and nobody:
                    return Phrase(found.first if found else before + 1, at - 1, named)
                if found and found.entity is not None:
                    return found
                break
        return self._inverted(verb) or self._coordinated(at, verb, steps)

    def _first_subject(self, before: int, steps: int) -> Phrase | None:
        """The subject of the first finite verb of the sentence."""
        verbs = (n for n in range(before) if self.tokens[n].tag is Tag.VERB)
        finite = next((n for n in verbs if self.form_at(n) in (Form.PAST, Form.PRESENT)), None)
        return self.subject(finite, steps - 1) if finite is not None else None


_MARKS = '"“”«»„'
_CLOSING = re.compile(r"[.,!?]?[\"”]")
LONGEST_CLAUSE = 250
"""Tokens before a verb, and from it on, that may be its clause. In 1,900 articles 115 were the most."""


def quote_of(story: Story, clause: Clause, first: int, last: int) -> str:
    """The source's words from token ``first`` to ``last``, widened where that would break a quotation in two."""
    start, end = clause.tokens[first].start, clause.tokens[last].end
    inside = story.quotation_at(start, end)
    if inside is None and _unbalanced(story.text[start:end]):
        start, end = clause.sentence.start, clause.sentence.end
    return trimmed(story.text[start:end])


def trimmed(quote: str) -> str:
    """Without the white space and loose punctuation at its ends."""
    quote = quote.strip()
    while quote and quote[-1] in ",;:–—-":
        quote = quote[:-1].rstrip()
    while quote and quote[0] in ",;:–—":
        quote = quote[1:].lstrip()
    if len(quote) > 1 and quote[0] in _MARKS and not any(m in quote[1:] for m in _MARKS):
        quote = quote[1:]
    if len(quote) > 1 and quote[-1] in _MARKS and not any(m in quote[:-1] for m in _MARKS):
        quote = quote[:-1]
    return quote.strip()


def said_from(text: str, start: int, end: int) -> str:
    """The words in ``text[start:end]``, with the mark that closes a quotation opened in them."""
    if _unbalanced(text[start:end]) and (closing := _CLOSING.match(text, end)):
        end = closing.end()
    return trimmed(text[start:end])


def _unbalanced(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def clause_bounds(clause: Clause, verb: int, subject_first: int | None) -> tuple[int, int]:
    """The tokens of the clause around a verb: from its subject to where the next clause or the attribution begins."""
    return _clause_start(clause, verb, subject_first), clause_end(clause, verb)


def _clause_start(clause: Clause, verb: int, subject_first: int | None) -> int:
    if subject_first is not None and subject_first < verb:
        return _whole_subject(clause, subject_first)
    at = verb
    while at > max(0, verb - LONGEST_CLAUSE):
        token = clause.tokens[at - 1]
        if token.tag is Tag.MARK or token.text in {";", ":", "—", "–"}:
            break
        at -= 1
    return at


_IN_SUBJECT = frozenset({Tag.WORD, Tag.NAME, Tag.NUM, Tag.POSS})


def _whole_subject(clause: Clause, first: int) -> int:
    """Where a subject begins with its owner and its list: "Acme's chief | Eva Lang", "Peru, | Chile and Bolivia"."""
    tokens = clause.tokens
    while first:
        before = tokens[first - 1]
        if before.tag is Tag.DET and tokens[first].tag is not Tag.DET:
            return first - 1
        owned = before.text in {"'", "’"} and first > 1 and tokens[first - 2].end == before.start
        if (owned or before.tag in _IN_SUBJECT) and tokens[first].tag is not Tag.DET:
            first -= 1
            continue
        listed = before.low in {",", "and"} and first > 1 and tokens[first - 2].tag is Tag.NAME is tokens[first].tag
        if not listed:
            break
        first -= 2
    return first


def clause_end(clause: Clause, verb: int) -> int:
    """The last token of the clause that begins at a verb, its objects and conditions included."""
    tokens = clause.tokens
    inside = verb in clause.speaker_at
    at = verb
    beyond = main_verb_behind(clause, verb)
    while at + 1 < min(len(tokens) if beyond is None else beyond, verb + LONGEST_CLAUSE):
        token = tokens[at + 1]
        leaves = inside and token.tag is Tag.MARK and at + 1 not in clause.speaker_at
        if leaves or token.text in {";", "—", "–", "-"}:
            break
        if token.text == "," and _clause_follows(clause, at + 2):
            break
        if token.tag is Tag.CONJ and at + 2 < len(tokens) and tokens[at + 2].low == "that":
            break
        ends = token.text == "." and at + 2 < len(tokens) and tokens[at + 2].tag is Tag.MARK
        if ends or (token.tag is Tag.CONJ and at > verb and _goes_on(clause, verb, at + 2)):
            break
        at += 1
    while at > verb and tokens[at].text in {",", ".", "?", "!", "and", "but"}:
        at -= 1
    return at


def _clause_follows(clause: Clause, at: int) -> bool:
    """Whether another verb has the part behind a comma: "…, the ministry said", "…, but it refused", "…, asking"."""
    for number, token in enumerate(clause.tokens[at : at + 9], at):
        form = clause.form_at(number) if token.tag is Tag.VERB else None
        if token.tag in (Tag.AUX, Tag.MODAL) or form in (Form.PAST, Form.PRESENT):
            return True
        if number == at and (form is Form.GERUND or token.low in {"according", "as"}):
            return True
        if token.text in {",", ";", "$"}:
            return False
    return False


def _goes_on(clause: Clause, verb: int, at: int) -> bool:
    """ "called for talks and left the room": a second verb of the same subject behind "and"."""
    tokens = clause.tokens
    if at + 1 >= len(tokens) or tokens[at].tag is not Tag.VERB or tokens[at + 1].low == "by":
        return False
    first = VERBS.get(tokens[verb].low)
    return first is not None and first.form is Form.PAST and VERBS[tokens[at].low].form is Form.PAST
