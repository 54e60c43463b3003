"""Who does what: the group of a verb and its subject."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.embedded._cues import READINESS, VERBS
from briefing.embedded._lexicon import Form, Tag, words
from briefing.embedded._phrases import STEPS, Phrase, Phrases
from briefing.language import _names_data as data

_SKIPPED = frozenset({Tag.AUX, Tag.MODAL, Tag.NEG, Tag.ADV, Tag.TIME})
_INTENTS = words(
    "plan plans decision bid attempt attempts intention intent pledge promise move chance duty going set due "
    "able unable likely unlikely order effort efforts threat offer proposal refusal vow bound"
)
"""Words before an infinitive whose doer is the subject of the clause."""
_DEFINITE = data.PERSON_TITLES | data.ORGANISATION_HEADS | {"alliance", "bloc"}
_FINITE_AUXILIARIES = words("is are was were has have had does do did")
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

    def name_nouns(self) -> None:
        """Lead "the president", "the ministry" back to who they are, so that later pronouns can mean them."""
        for at, token in enumerate(self.tokens):
            if at and token.tag is Tag.WORD and self.tokens[at - 1].low == "the" and token.low in _DEFINITE:
                self._common_phrase(at)

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
            return self._coordinated(at, steps, self._plain_past(verb))
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
        if self.tokens[at].tag in (Tag.WORD, Tag.NAME, Tag.PRON) and self.tokens[at].low not in _INTENTS | READINESS:
            return None
        while at >= 0 and self.tokens[at].text not in {",", ";", "—", ":"}:
            token = self.tokens[at]
            if token.tag is Tag.VERB or (
                token.tag is Tag.AUX and token.low in {"is", "are", "was", "were", "has", "have"}
            ):
                return self.subject(at, steps - 1)
            at -= 1
        return self._first_subject(to, steps)

    def _plain_past(self, verb: int) -> bool:
        """Whether a verb is a past tense without an auxiliary: a predicate like the one that it is joined to."""
        group = self.group(verb)
        bare = not any(t.tag in (Tag.AUX, Tag.MODAL) for t in self.tokens[group.first : verb])
        return bare and self.form_at(verb) is Form.PAST

    def _coordinated(self, at: int, steps: int, past: bool = False) -> Phrase | None:
        """The subject of a verb behind "and" or "but": that of the verb before it.

        One of the ``past`` is joined to a past tense: "asked the firm to go | and left".
        """
        for before in range(at - 1, -1, -1):
            token = self.tokens[before]
            if token.tag is not Tag.VERB or (past and VERBS[token.low].form is not Form.PAST):
                continue
            found = self.subject(before, steps - 1)
            if found and found.entity is not None:
                return found
        return None

    def _over_comma(self, at: int, verb: int, steps: int) -> Phrase | None:
        """A comma before the verb closes an apposition, or a participle refers to the subject of the sentence."""
        if self.form_at(verb) is Form.GERUND:
            return self._first_subject(verb, steps) or self._phrase_ending(at - 1, steps)
        for before in range(at - 1, max(-1, at - 25), -1):
            if self.tokens[before].text in {",", "("}:
                found = self._phrase_ending(before - 1, steps - 1)
                inner = self._ending.get(at - 1)
                named = inner[1] if inner and inner[0].first == before + 1 else None
                if named is not None and (found is None or found.entity is None or self._is_office(found, before - 1)):
                    return Phrase(found.first if found else before + 1, at - 1, named)
                if found and found.entity is not None:
                    return found
                break
        return self._inverted(verb) or self._coordinated(at, steps)

    def _is_office(self, phrase: Phrase, head: int) -> bool:
        """Whether a phrase is nobody by itself, or an office whose bearer an apposition may name."""
        if phrase.entity is None or self.cast.entities[phrase.entity].common:
            return True
        return phrase.last == head and self.tokens[head].low in data.PERSON_TITLES

    def _first_subject(self, before: int, steps: int) -> Phrase | None:
        """The subject of the first finite verb of the sentence, be it only an auxiliary ("did not ask")."""
        for at in range(before):
            token = self.tokens[at]
            finite = token.tag is Tag.VERB and VERBS[token.low].form in (Form.PAST, Form.PRESENT)
            if finite or (token.tag is Tag.AUX and token.low in _FINITE_AUXILIARIES):
                found = self.subject(at, steps - 1)
                if found and found.entity is not None:
                    return found
        return None
