"""Noun phrases: where they begin and end, whom they stand for, and whom a pronoun means."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.embedded._cast import Cast
from briefing.embedded._names import Mention
from briefing.embedded._text import Sentence, Token
from briefing.embedded._words import OFFER_NOUNS, SPEECH, VERBS, Form, Tag, words
from briefing.language import _names_data as data
from briefing.schema.terms import ActorKind

_PERSON = frozenset({ActorKind.PERSON, None})
_BODY = frozenset({ActorKind.ORGANISATION, ActorKind.STATE, None})
_NOBODY = words("others times ones things words sources reports figures results")
_ANY_FIRM = words("company firm group bank airline")
_INDEFINITE = words("a an another any no some")
_COLLECTIVES = words("group coalition dozens hundreds thousands number majority handful scores pair host crowd")
_POSSESSIVES = words("its his her their our my")
STEPS = 12
"""Steps to the left in search of a subject: a bound."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens ``[first, last]``, the entity it stands for, and a second one joined by "and"."""

    first: int
    last: int
    entity: int | None
    joined: int | None = None


class Phrases(ABC):
    """A sentence with its names resolved, as far as its noun phrases go."""

    def __init__(
        self,
        sentence: Sentence,
        named: Sequence[Mention],
        entities: Sequence[int | None],
        cast: Cast,
        quoted: frozenset[int] = frozenset(),
    ) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.cast = cast
        self.named = tuple(zip(named, entities, strict=True))
        self._ending = {m.last: (m, e) for m, e in self.named}
        self._starting = {m.first: (m, e) for m, e in self.named}
        self.inside = {at: e for m, e in self.named for at in range(m.first, m.last + 1)}
        self.quoted = quoted
        """The tokens that stand inside quotation marks."""
        self.settled = False
        """Names, nouns and speakers are all resolved: answers are final and kept."""
        self._subjects: dict[int, Phrase | None] = {}
        self._asked: set[int] = set()
        self._budget = 0
        self.speaker_at: dict[int, int | None] = {}
        """By token: who speaks there, for "we" and "I" inside quotation marks."""

    @abstractmethod
    def subject(self, verb: int, steps: int = STEPS) -> Phrase | None:
        """The phrase that does what the verb at token ``verb`` says, None where it cannot be told."""

    def phrase_at(self, first: int, steps: int = STEPS) -> Phrase | None:
        """The noun phrase that begins at a token: the object of a verb, the party behind "to" or "by".

        It leads on over so many times "of": "members of the board of …".
        """
        at = first
        while at < len(self.tokens) and self.tokens[at].tag in (Tag.DET, Tag.ADV) and self.tokens[at].low != "her":
            at += 1
        if at >= len(self.tokens):
            return None
        if at in self._starting:
            return self._extended(at, steps)
        token = self.tokens[at]
        if token.tag is Tag.PRON or token.low == "her":
            return Phrase(first, at, self.pronoun(at))
        return self._common_at(first, at, steps)

    def _extended(self, at: int, steps: int) -> Phrase:
        """A name, or the common noun that it stands before: "Tesco officials"."""
        mention, entity = self._starting[at]
        after = mention.last + 1
        if after < len(self.tokens) and self.tokens[after].tag is Tag.POSS:
            possessed = self._common_at(at, after + 1, steps)
            if possessed and possessed.entity is not None:
                return possessed
            return Phrase(at, possessed.last if possessed else after, None)
        if (
            after < len(self.tokens)
            and self.tokens[after].tag is Tag.WORD
            and not self.tokens[after].low.endswith("ed")
        ):
            common = self._common_at(at, after, steps)
            if common:
                return common  # a noun that the name only modifies: "a US basketball star" is not the US
        if after + 1 < len(self.tokens) and self.tokens[after].low == "and" and after + 1 in self._starting:
            second = self._starting[after + 1]
            return Phrase(at, second[0].last, entity, second[1])
        return Phrase(at, mention.last, entity)

    def acting(self, phrase: Phrase | None) -> Phrase | None:
        """The subject of what only a party does, be it people of any kind: "Palestinian factions", "doctors"."""
        if phrase is None or phrase.entity is not None or self.tokens[phrase.last].tag is not Tag.WORD:
            return phrase
        head = self.tokens[phrase.last].low
        plural = head.endswith("s") and not head.endswith(("ss", "is", "us")) and len(head) > 4
        if (not plural and head not in data.ORGANISATION_HEADS - _ANY_FIRM) or head in _NOBODY:
            return phrase
        first = phrase.last
        while first > phrase.first and self.tokens[first - 1].tag in (Tag.WORD, Tag.NAME):
            first -= 1
        modifiers = [t.text for t in self.tokens[first : phrase.last]]
        entity = self.cast.people(modifiers, head, self.sentence.index, phrase.last)
        return Phrase(phrase.first, phrase.last, entity, phrase.joined)

    def receiver_at(self, at: int) -> Phrase | None:
        """The name at a token behind which stands what it is given: "offered | Sweden | joint patrols"."""
        mention, entity = self._starting.get(at, (None, None))
        if mention is None or entity is None:
            return None
        after = self.tokens[min(mention.last + 1, len(self.tokens) - 1)]
        return Phrase(at, mention.last, entity) if after.tag is Tag.WORD else None

    def _common_at(self, first: int, at: int, steps: int) -> Phrase | None:
        last = at
        while last < len(self.tokens) and self.tokens[last].tag in (Tag.WORD, Tag.NAME, Tag.NUM):
            if last > at and last in self._starting and self._starting[last][1] is not None:
                return self._extended(last, steps)
            last += 1
        if last == at:
            return None
        phrase = self.phrase_ending(last - 1)
        if phrase is None:
            return None
        led_on = steps > 0 and last + 1 < len(self.tokens) and self.tokens[last].low == "of"
        if led_on and self.tokens[last - 1].low in data.SPOKEN_FOR:
            inner = self.phrase_at(last + 1, steps - 1)
            if inner and inner.entity is not None:
                return Phrase(first, inner.last, inner.entity)
        return Phrase(first, last - 1, phrase.entity)

    def phrase_ending(self, at: int) -> Phrase | None:
        """The noun phrase whose last word is a token, "of …" behind it left out."""
        token = self.tokens[at]
        if at in self._ending:
            mention, entity = self._ending[at]
            return Phrase(self._modified_from(mention.first), at, entity)
        if token.tag is Tag.PRON:
            return Phrase(at, at, self.pronoun(at))
        if token.tag in (Tag.WORD, Tag.DET) or (token.tag is Tag.VERB and self.form_at(at) is not Form.PAST):
            return self._common_phrase(at)
        return None

    def _common_phrase(self, at: int) -> Phrase | None:
        """The common noun phrase whose head is token ``at``."""
        first = at
        while first > 0 and self._in_phrase(first - 1):
            first -= 1
        owner: int | None = None
        modifiers = []
        for inner in range(first, at):
            if inner in self.inside:
                owner = self.inside[inner] if self.inside[inner] is not None else owner
            modifiers.append(self.tokens[inner].text)
        start = first
        if first > 0 and self.tokens[first - 1].tag is Tag.DET:
            start = first - 1
        elif first > 1 and self.tokens[first - 1].tag is Tag.POSS and first - 2 in self._ending:
            mention, owner_entity = self._ending[first - 2]
            start, owner = mention.first, owner_entity
        head = self.tokens[at].low
        if start < first and self.tokens[start].low in _POSSESSIVES and head in data.SPOKEN_FOR:
            owner = self.pronoun(start)
        if first <= at and self.tokens[at].tag is Tag.DET:
            return Phrase(at, at, self.pronoun(at))
        if head in data.PERSON_TITLES - data.SPOKEN_FOR and self.tokens[start].low in _INDEFINITE:
            return Phrase(start, at, None)  # "a judge" is any judge
        entity = self.cast.common(modifiers, head, self.sentence.index, at, owner)
        return Phrase(start, at, entity)

    def _in_phrase(self, at: int) -> bool:
        """Whether the token before a head belongs to its phrase; a verb does only behind an article ("the planned")."""
        tag = self.tokens[at].tag
        if tag is Tag.VERB:
            named = self.tokens[at - 1].tag is Tag.NAME and VERBS[self.tokens[at].low].form is Form.BASE
            return at > 0 and (named or self.tokens[at - 1].tag in (Tag.DET, Tag.POSS))
        return tag is Tag.WORD or tag is Tag.NUM or (tag is Tag.NAME and at in self.inside)

    def _modified_from(self, first: int) -> int:
        """Where a name with the words before it begins: "UK-based retailer | Tesco", "the Swedish firm | Ericsson"."""
        at = first
        while at and (self.tokens[at - 1].tag is Tag.WORD or (at - 1 in self.inside and self.inside[at - 1] is None)):
            at -= 1
        if at and self.tokens[at - 1].tag is Tag.DET:
            return at - 1
        return at if at and self.tokens[at - 1].low == "and" else first

    def noun_start(self, at: int) -> int:
        """Where a noun begins with its adjectives, its article and its owner left out: "£60m bid"."""
        while at and self.tokens[at - 1].tag in (Tag.WORD, Tag.NUM):
            at -= 1
        return at

    def _phrase_ending(self, at: int, steps: int) -> Phrase | None:
        """The noun phrase that ends at a token, led back over "of …" and "in …" to its head."""
        if at < 0 or steps <= 0:
            return None
        phrase = self.phrase_ending(at)
        if phrase is None:
            return None
        phrase = self._with_first(phrase)
        before = phrase.first - 1
        if before > 0 and self.tokens[before].tag in (Tag.PREP, Tag.TO) and self.tokens[before].low != "than":
            return self._head_before(before, phrase, steps)
        return phrase

    def _head_before(self, preposition: int, phrase: Phrase, steps: int) -> Phrase:
        """ "leaders of the bloc", "the ministry in Moscow", "Macron speaking to reporters"."""
        left = self.tokens[preposition - 1]
        if left.tag is Tag.VERB and self.form_at(preposition - 1) is Form.GERUND:
            found = self._phrase_ending(preposition - 2, steps - 1)
            return found or phrase
        outer = self._phrase_ending(preposition - 1, steps - 1)
        if outer is None:
            return phrase
        head = self.tokens[outer.last].low
        if head in OFFER_NOUNS and self.tokens[preposition].low in {"by", "from", "of"}:
            return Phrase(outer.first, phrase.last, phrase.entity, phrase.joined)
        if (
            head in data.SPOKEN_FOR | _COLLECTIVES
            and phrase.entity is not None
            and (outer.entity is None or self.cast.entities[outer.entity].common)
        ):
            return Phrase(outer.first, phrase.last, phrase.entity, phrase.joined)
        return Phrase(outer.first, phrase.last, outer.entity, outer.joined)

    def _may_be_person(self, entity: int | None) -> bool:
        """Behind "the Norwegian president said" "he" is no state, though the state is who that stands for."""
        return entity is not None and self.cast.entities[entity].kind in _PERSON

    def _with_first(self, phrase: Phrase) -> Phrase:
        """The phrase and the one that "and" joins to it from before: "A and B"."""
        before = phrase.first - 1
        if before > 0 and self.tokens[before].low in {"and", "nor"} and phrase.entity is not None:
            other = self.phrase_ending(before - 1)
            if other and other.entity is not None and other.entity != phrase.entity:
                return Phrase(other.first, phrase.last, other.entity, phrase.entity)
        return phrase

    def pronoun(self, at: int) -> int | None:
        """Whom a pronoun stands for; None where that is not sure."""
        low = self.tokens[at].low
        place = self.sentence.index, at
        if low in {"he", "she", "it", "they"}:
            teller = self._teller(at)
            if teller is not None:
                return teller.entity if low in {"it", "they"} or self._may_be_person(teller.entity) else None
        if low in {"he", "she", "him", "her", "himself", "herself", "his"}:
            return self._meant(at, _PERSON)
        if low in {"it", "itself", "its"}:
            return self._meant(at, _BODY)
        if low in {"they", "them", "themselves", "their", "both"}:
            return self.cast.meant_by_they(*place)
        if low in {"i", "we", "us", "me", "our", "my"}:
            return self.speaker_at.get(at)
        return None

    def _meant(self, at: int, wanted: frozenset[ActorKind | None]) -> int | None:
        place = self.sentence.index, at
        if at in self.quoted:
            return None  # whom a speaker means stands in what was said before
        return self.cast.meant(*place, wanted, self.quoted)

    def _teller(self, at: int) -> Phrase | None:
        """Who says so right before a pronoun: in "the airline said it would" "it" is the airline, known or not."""
        before = at - 1 - (at > 0 and self.tokens[at - 1].low == "that")
        token = self.tokens[before] if before > 0 else None
        if token is None or token.tag is not Tag.VERB or VERBS[token.low].lemma not in SPEECH:
            return None
        if self.form_at(before) not in (Form.PAST, Form.PRESENT):
            return None
        return self.subject(before, 4)

    def form_at(self, at: int) -> Form | None:
        """The verb form that a token is spelt like, None for other words."""
        found = VERBS.get(self.tokens[at].low)
        return found.form if found else None
