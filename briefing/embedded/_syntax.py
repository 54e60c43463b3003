"""Who does what to whom: the subject before a verb, the party behind it, the agent of a noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.embedded._cast import SPOKEN_FOR, Cast
from briefing.embedded._cues import OFFER_NOUNS, READINESS, VERBS
from briefing.embedded._lexicon import SPEECH, Form, Tag, words
from briefing.embedded._mentions import Mention, NameKind
from briefing.embedded._text import Sentence, Token
from briefing.language import _names_data as data
from briefing.language.names import state_mention
from briefing.schema.terms import ActorKind

_PERSON = frozenset({ActorKind.PERSON, None})
_BODY = frozenset({ActorKind.ORGANISATION, ActorKind.STATE, None})
_SKIPPED = frozenset({Tag.AUX, Tag.MODAL, Tag.NEG, Tag.ADV, Tag.TIME})
_INTENTS = words("plan plans decision bid attempt attempts intention intent pledge promise move chance duty going set due "
                 "able unable likely unlikely order effort efforts threat offer proposal refusal vow bound")  # fmt: skip
"""Words before an infinitive whose doer is the subject of the clause."""
_DEFINITE = data.PERSON_TITLES | data.ORGANISATION_HEADS | {"alliance", "bloc"}
_BEFORE_TIME = words("on in this last since by the late early earlier")
_COLLECTIVES = words("group coalition dozens hundreds thousands number majority handful scores pair host crowd")
_POSSESSIVES = words("its his her their our my")
_UTTERANCES = words("statement letter tweet post report notice release message email note speech interview")
_WRITING = words("write send issue release tweet publish file post give make deliver hold host organise organize start")
"""Verbs whose subject also does what a participle behind their object says: "wrote to the embassy asking"."""
_STEPS = 12
"""Steps to the left in search of a subject: a bound, reached by no sentence of 600 read."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens ``[first, last]``, the entity it stands for, and a second one joined by "and"."""

    first: int
    last: int
    entity: int | None
    joined: int | None = None


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """What surrounds a verb: where its group begins, and how it is said."""

    first: int
    negated: bool
    modal: str | None
    passive: bool
    infinitive: bool
    perfect: bool


class Clause:
    """A sentence with its names resolved; answers questions about its verbs."""

    def __init__(
        self, sentence: Sentence, named: Sequence[Mention], entities: Sequence[int | None], cast: Cast
    ) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.cast = cast
        self.named = tuple(zip(named, entities, strict=True))
        self._ending = {m.last: (m, e) for m, e in self.named}
        self._starting = {m.first: (m, e) for m, e in self.named}
        self.inside = {at: e for m, e in self.named for at in range(m.first, m.last + 1)}
        self.speaker_at: dict[int, int | None] = {}
        """By token: who speaks there, for "we" and "I" inside quotation marks."""

    def name_nouns(self) -> None:
        """Lead "the president", "the ministry" back to who they are, so that later pronouns can mean them."""
        for at, token in enumerate(self.tokens):
            if at and token.tag is Tag.WORD and self.tokens[at - 1].low == "the" and token.low in _DEFINITE:
                self._common_phrase(at)

    def focus(self) -> tuple[int, ...]:
        """The entities that are the subject of the first finite verb; empty where that cannot be told."""
        for at, token in enumerate(self.tokens):
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
        form = self._form(verb)
        while at >= 0 and self.tokens[at].tag in (*_SKIPPED, Tag.TO):
            token = self.tokens[at]
            negated = negated or token.tag is Tag.NEG or token.low == "cannot"
            if token.tag is Tag.MODAL:
                modal = token.low
            if token.tag is Tag.TO:
                infinitive = True
                at -= 1
                break
            if token.low in {"was", "were", "been", "is", "are", "being", "be"} and form is Form.PAST:
                passive = True
            perfect = perfect or token.low in {"has", "have", "had", "'ve"}
            at -= 1
        return VerbGroup(at + 1, negated, modal, passive, infinitive, perfect)

    def subject(self, verb: int, steps: int = _STEPS) -> Phrase | None:
        """The phrase that does what the verb at token ``verb`` says, None where it cannot be told."""
        if steps <= 0:
            return None
        group = self.group(verb)
        at = group.first - 1
        if group.infinitive:
            return self._controller(group.first, steps - 1)
        bare = not any(t.tag in (Tag.AUX, Tag.MODAL) for t in self.tokens[group.first : verb])
        if bare and verb and self._form(verb) is Form.GERUND:
            writer = self._writer(verb, steps)
            if writer is not None:
                return writer
        return self._subject_ending(at, verb, steps)

    def _form(self, at: int) -> Form | None:
        found = VERBS.get(self.tokens[at].low)
        return found.form if found else None

    def _writer(self, participle: int, steps: int) -> Phrase | None:
        for before in range(participle - 1, max(-1, participle - 12), -1):
            token = self.tokens[before]
            if token.tag is Tag.VERB and VERBS[token.low].lemma in _WRITING:
                return self.subject(before, steps - 1)
            if token.tag is Tag.VERB or token.text == ",":
                return None
        return None

    def _subject_ending(self, at: int, verb: int, steps: int) -> Phrase | None:
        tokens = self.tokens
        at = self._skip_adjuncts(at)
        if at < 0 or steps <= 0:
            return self._inverted(verb)
        token = tokens[at]
        if token.tag is Tag.CONJ:
            return self._coordinated(at, steps)
        if token.tag is Tag.REL:
            return self._antecedent(at, steps)
        if token.text == ",":
            return self._over_comma(at, verb, steps)
        if token.text == ")":
            while at > 0 and tokens[at].text != "(":
                at -= 1
            return self._subject_ending(at - 1, verb, steps - 1)
        if token.tag is Tag.MARK:
            return self._inverted(verb) or self._subject_ending(at - 1, verb, steps - 1)
        return self._phrase_ending(at, steps)

    def _antecedent(self, relative: int, steps: int) -> Phrase | None:
        """Whom "who" or "which" refers to; behind "a statement which said" whoever gave the statement."""
        at = relative - 1 - (relative > 0 and self.tokens[relative - 1].text == ",")
        found = self._phrase_ending(at, steps)
        if found is not None and found.entity is None and self.tokens[at].low in _UTTERANCES:
            return self._coordinated(found.first, steps)
        return found

    def _skip_adjuncts(self, at: int) -> int:
        """Step left over "on Friday", "last week" and adverbs."""
        tokens = self.tokens
        if at >= 0 and tokens[at].low in _BEFORE_TIME and tokens[at + 1].tag is Tag.TIME:
            at -= 1
        while at >= 0 and tokens[at].tag in (Tag.TIME, Tag.ADV, Tag.NEG, Tag.AUX, Tag.MODAL):
            at -= 1
            if at >= 0 and tokens[at].low in _BEFORE_TIME and tokens[at + 1].tag is Tag.TIME:
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

    def _coordinated(self, at: int, steps: int) -> Phrase | None:
        """The subject of a verb behind "and" or "but": that of the verb before it."""
        for before in range(at - 1, -1, -1):
            token = self.tokens[before]
            if token.tag is Tag.VERB and VERBS[token.low].form in (Form.PAST, Form.PRESENT, Form.GERUND, Form.BASE):
                found = self.subject(before, steps - 1)
                if found and found.entity is not None:
                    return found
        return None

    def _over_comma(self, at: int, verb: int, steps: int) -> Phrase | None:
        """A comma before the verb closes an apposition, or a participle refers to the subject of the sentence."""
        for before in range(at - 1, max(-1, at - 25), -1):
            if self.tokens[before].text in {",", "("}:
                found = self._phrase_ending(before - 1, steps - 1)
                inner = self._ending.get(at - 1)
                if (
                    (found is None or found.entity is None or self.cast.entities[found.entity].common)
                    and inner
                    and inner[0].first == before + 1
                    and inner[1] is not None
                ):
                    office = self.tokens[before - 1].low
                    if office in data.PERSON_TITLES:
                        self.cast.entitle(inner[1], office)
                    return Phrase(found.first if found else before + 1, at - 1, inner[1])
                if found and found.entity is not None and not self._finite_between(before + 1, at):
                    return found
                break
        if self._form(verb) is Form.GERUND:
            return self._first_subject(verb, steps)
        return self._inverted(verb) or self._coordinated(at, steps)

    def _finite_between(self, first: int, last: int) -> bool:
        return first < last and self.tokens[first].tag not in (
            Tag.REL,
            Tag.DET,
            Tag.NAME,
            Tag.WORD,
            Tag.VERB,
            Tag.PREP,
        )

    def _first_subject(self, before: int, steps: int) -> Phrase | None:
        """The subject of the first finite verb of the sentence."""
        for at in range(before):
            token = self.tokens[at]
            if token.tag is Tag.VERB and VERBS[token.low].form in (Form.PAST, Form.PRESENT):
                found = self.subject(at, steps - 1)
                if found and found.entity is not None:
                    return found
        return None

    def _phrase_ending(self, at: int, steps: int) -> Phrase | None:
        """The noun phrase that ends at a token, led back over "of …" and "in …" to its head."""
        if at < 0 or steps <= 0:
            return None
        phrase = self._plain_phrase_ending(at)
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
        if left.tag is Tag.VERB and self._form(preposition - 1) is Form.GERUND:
            found = self._phrase_ending(preposition - 2, steps - 1)
            return found or phrase
        outer = self._phrase_ending(preposition - 1, steps - 1)
        if outer is None:
            return phrase
        head = self.tokens[outer.last].low
        if head in data.PERSON_TITLES and outer.entity is None and self._is_person(phrase.entity):
            return self._with_first(Phrase(outer.first, phrase.last, phrase.entity))
        if head in OFFER_NOUNS and self.tokens[preposition].low in {"by", "from", "of"}:
            return Phrase(outer.first, phrase.last, phrase.entity, phrase.joined)
        if (
            head in SPOKEN_FOR | _COLLECTIVES
            and phrase.entity is not None
            and (outer.entity is None or self.cast.entities[outer.entity].common)
        ):
            return Phrase(outer.first, phrase.last, phrase.entity, phrase.joined)
        return Phrase(outer.first, phrase.last, outer.entity, outer.joined)

    def _is_person(self, entity: int | None) -> bool:
        return entity is not None and self.cast.entities[entity].kind is ActorKind.PERSON

    def _with_first(self, phrase: Phrase) -> Phrase:
        """The phrase and the one that "and" joins to it from before: "A and B"."""
        before = phrase.first - 1
        if before > 0 and self.tokens[before].low == "and" and phrase.entity is not None:
            other = self._plain_phrase_ending(before - 1)
            if other and other.entity is not None and other.entity != phrase.entity:
                return Phrase(other.first, phrase.last, other.entity, phrase.entity)
        return phrase

    def _plain_phrase_ending(self, at: int) -> Phrase | None:
        token = self.tokens[at]
        if at in self._ending:
            mention, entity = self._ending[at]
            return Phrase(self._modified_from(mention.first), at, entity)
        if token.text == ")" and at >= 2:
            inner = at
            while inner > 0 and self.tokens[inner].text != "(":
                inner -= 1
            return self._plain_phrase_ending(inner - 1) if inner > 0 else None
        if token.tag is Tag.PRON:
            return Phrase(at, at, self.pronoun(at))
        if token.tag in (Tag.WORD, Tag.DET) or (token.tag is Tag.VERB and self._form(at) is not Form.PAST):
            return self._common_phrase(at)
        return None

    def _modified_from(self, first: int) -> int:
        """Where a name with the words before it begins: "UK-based retailer | Tesco", "the Swedish firm | Ericsson"."""
        at = first
        while at and (self.tokens[at - 1].tag is Tag.WORD or (at - 1 in self.inside and self.inside[at - 1] is None)):
            at -= 1
        if at and self.tokens[at - 1].tag is Tag.DET:
            return at - 1
        return at if at and self.tokens[at - 1].low == "and" else first

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
        if start < first and self.tokens[start].low in _POSSESSIVES and head in SPOKEN_FOR:
            owner = self.pronoun(start)
        if first <= at and self.tokens[at].tag is Tag.DET:
            return Phrase(at, at, self.pronoun(at))
        entity = self.cast.common(modifiers, head, self.sentence.index, at, owner)
        return Phrase(start, at, entity)

    def _in_phrase(self, at: int) -> bool:
        """Whether the token before a head belongs to its phrase; a verb does only behind an article ("the planned")."""
        tag = self.tokens[at].tag
        if tag is Tag.VERB:
            named = self.tokens[at - 1].tag is Tag.NAME and VERBS[self.tokens[at].low].form is Form.BASE
            return at > 0 and (named or self.tokens[at - 1].tag in (Tag.DET, Tag.POSS))
        return tag is Tag.WORD or tag is Tag.NUM or (tag is Tag.NAME and at in self.inside)

    def pronoun(self, at: int) -> int | None:
        """Whom a pronoun stands for; None where that is not sure."""
        low = self.tokens[at].low
        place = self.sentence.index, at
        if low in {"he", "she", "it", "they"}:
            teller = self._teller(at)
            if teller is not None:
                return teller.entity
        if low in {"he", "she", "him", "her", "himself", "herself", "his"}:
            return self.cast.meant(*place, _PERSON, self.speaker_at.get(at))
        if low in {"it", "itself", "its"}:
            return self.cast.meant(*place, _BODY)
        if low in {"they", "them", "themselves", "their", "both"}:
            return self.cast.meant_by_they(*place)
        if low in {"i", "we", "us", "me", "our", "my"}:
            return self.speaker_at.get(at)
        return None

    def _teller(self, at: int) -> Phrase | None:
        """Who says so right before a pronoun: in "the airline said it would" "it" is the airline, known or not."""
        before = at - 1 - (at > 0 and self.tokens[at - 1].low == "that")
        token = self.tokens[before] if before > 0 else None
        if token is None or token.tag is not Tag.VERB or VERBS[token.low].lemma not in SPEECH:
            return None
        if self._form(before) not in (Form.PAST, Form.PRESENT) or (at in self.speaker_at) != (
            before in self.speaker_at
        ):
            return None
        return self.subject(before, 4)

    def phrase_at(self, first: int) -> Phrase | None:
        """The noun phrase that begins at a token: the object of a verb, the party behind "to" or "by"."""
        at = first
        while at < len(self.tokens) and self.tokens[at].tag in (Tag.DET, Tag.ADV) and self.tokens[at].low != "her":
            at += 1
        if at >= len(self.tokens):
            return None
        if at in self._starting:
            return self._extended(at)
        token = self.tokens[at]
        if token.tag is Tag.PRON or token.low == "her":
            return Phrase(first, at, self.pronoun(at))
        return self._common_at(first, at)

    def _extended(self, at: int) -> Phrase:
        """A name, or the common noun that it stands before: "Tesco officials"."""
        mention, entity = self._starting[at]
        after = mention.last + 1
        if after < len(self.tokens) and self.tokens[after].tag is Tag.POSS:
            possessed = self._common_at(at, after + 1)
            if possessed and possessed.entity is not None:
                return possessed
            return Phrase(at, possessed.last if possessed else after, None)
        if after in self._starting and self._starting[after][0].title:
            return Phrase(at, self._starting[after][0].last, self._starting[after][1])
        if after < len(self.tokens) and self.tokens[after].tag is Tag.WORD:
            common = self._common_at(at, after)
            if common and (common.entity is not None or entity is None):
                return common
        if after + 1 < len(self.tokens) and self.tokens[after].low == "and" and after + 1 in self._starting:
            second = self._starting[after + 1]
            return Phrase(at, second[0].last, entity, second[1])
        return Phrase(at, mention.last, entity)

    def _common_at(self, first: int, at: int) -> Phrase | None:
        last = at
        while last < len(self.tokens) and self.tokens[last].tag in (Tag.WORD, Tag.NAME, Tag.NUM):
            if last > at and self.tokens[last].tag is Tag.NAME and self.tokens[last - 1].tag is not Tag.NAME:
                if last in self._starting and self._starting[last][1] is not None:
                    return self._extended(last)
                break
            last += 1
        if last == at:
            return None
        phrase = self._plain_phrase_ending(last - 1)
        if phrase is None:
            return None
        after = last
        if after + 1 < len(self.tokens) and self.tokens[after].low == "of" and self.tokens[last - 1].low in SPOKEN_FOR:
            inner = self.phrase_at(after + 1)
            if inner and inner.entity is not None:
                return Phrase(first, inner.last, inner.entity)
        return Phrase(first, last - 1, phrase.entity)

    def phrase_start(self, at: int) -> int:
        """Where the noun phrase begins whose head is token ``at``."""
        phrase = self._common_phrase(at)
        return phrase.first if phrase else at

    def noun_start(self, at: int) -> int:
        """Where a noun begins with its adjectives, its article and its owner left out: "£60m bid"."""
        while at and self.tokens[at - 1].tag in (Tag.WORD, Tag.NUM):
            at -= 1
        return at

    def agent_of_noun(self, noun: int) -> Phrase | None:
        """Who stands behind a noun such as "proposal": a possessive or adjective before it, "by" or "from" behind."""
        at = noun - 1
        while at >= 0 and self.tokens[at].tag in (Tag.WORD, Tag.NUM, Tag.NAME) and at not in self._ending:
            at -= 1
        if at >= 1 and self.tokens[at].tag is Tag.POSS:
            return self._phrase_ending(at - 1, 3)
        if at >= 0 and self.tokens[at].low in {"his", "her", "its", "their"}:
            entity = self.pronoun(at)
            return Phrase(at, at, entity) if entity is not None else None
        if at in self._ending and (at == noun - 1 or not self.tokens[noun - 1].low.endswith("s")):
            return self._agent_from_name(at)
        for after in range(noun + 1, min(noun + 9, len(self.tokens))):
            token = self.tokens[after]
            if token.low in {"by", "from"}:
                found = self.phrase_at(after + 1)
                if found and found.entity is not None:
                    return found
            finite = token.tag is Tag.VERB and self._form(after) in (Form.PAST, Form.PRESENT)
            if token.text in {",", ";"} or token.tag in (Tag.AUX, Tag.MODAL, Tag.CONJ) or finite:
                break
        return None

    def _agent_from_name(self, at: int) -> Phrase | None:
        """ "the Russian proposal", "a US offer"."""
        mention, entity = self._ending[at]
        if entity is None and mention.kind is NameKind.ADJECTIVE and state_mention(mention.name):
            entity = self.cast.common([mention.name], "government", self.sentence.index, at, None)
        return Phrase(mention.first, at, entity)


def is_party(cast: Cast, entity: int | None) -> bool:
    """Whether an entity can make or answer an offer at all."""
    return entity is not None and cast.entities[entity].name.casefold() not in data.TITLE_WORDS
