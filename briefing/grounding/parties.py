"""Who said it, and who offers to whom: the actors that an item names against those that its passage names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

from briefing.grounding._lexicon import FUNCTION
from briefing.grounding.reading import Reading
from briefing.grounding.source import SourceIndex
from briefing.grounding.speech import Attributed, Attribution, Speech, breaks_off, derived_kind, speaks_for_self
from briefing.language._names_data import TITLE_WORDS
from briefing.language.names import canonical_organisation, canonical_state, state_behind, without_titles
from briefing.language.quotations import Quoted
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.brief import Response
from briefing.schema.draft import DraftActor, DraftOffer, DraftQuotation, DraftResponse
from briefing.schema.evidence import Reason, ReasonCode
from briefing.schema.terms import ActorKind, QuotationKind

_ANTECEDENT = 4
"""Sentences before a pronoun in which the actor that it stands for is looked for."""
_AGENT_WORDS = 3
_LOOK_BACK = 2
"""Sentences before a passage in which a pronoun's noun is looked for."""
_ASKS = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bits )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bthis )\b"
    r"(?:(?:offer|propos|demand|urg|ask|request|invit|appeal|plead|warn|threat|pledg|promis|insist|want|seek|sought|"
    r"suggest|petition|order)\w{0,5}|call\w{0,3}(?=\s(?:on|for|upon|to)\b))\b",
    re.IGNORECASE,
)
_ASKED = r"(?:offer|proposal|bid|demand|request|invitation|ultimatum|plea|appeal)s?"
_ASKED_BY = re.compile(rf"\b{_ASKED}\s+(?:\w+\s+){{0,2}}(?:by|from)\s+", re.IGNORECASE)
_ASKERS = re.compile(rf"((?:[A-Z]\S*\s+)?\S+)[’']s?\s+(?:\w+\s+){{0,2}}{_ASKED}\b")
_TAKES_IT = re.compile(
    rf"\b(?:accept|reject|refus|declin|dismiss|welcom|turn(?:s|ed)? down)\w*\s+(?:\w+\s+){{0,3}}{_ASKED}\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_PRONOUNS = frozenset({"he", "she", "they", "it", "this", "that", "these"})
_SINGULAR = frozenset({"he", "she", "it"})
_BY = re.compile(r"^\s+(?:\w+\s+){0,2}by\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason, and whether it is certain enough to reject by itself."""

    reason: Reason
    certain: bool = True


class _Names:
    """The ways in which a text may name one actor."""

    def __init__(self, forms: Sequence[str], kind: ActorKind | None) -> None:
        self.forms = tuple(form for form in forms if form.strip())
        self.person = kind is ActorKind.PERSON
        self._sequences = {words for form in self.forms if (words := _folded(form))}
        self._heads = {words[-1] for words in self._sequences} - FUNCTION
        known = [canonical_state(form) or canonical_organisation(form) or state_behind(form) for form in self.forms]
        self._canonical = frozenset() if self.person else frozenset(name for name in known if name)
        if self.person:
            bare = (_folded(without_titles(form)) for form in self.forms)
            self._sequences |= {(words[-1],) for words in bare if words and words[-1] not in TITLE_WORDS}

    def first_in(self, read: Reading, *, loosely: bool = False) -> int | None:
        """The place of the first word that names the actor: a form in full, a surname, the same state or body.

        ``loosely`` also by the last word of a form ("the ministry").
        """
        places = [mention.first for mention in read.mentions if mention.canonical in self._canonical]
        words = read.folded
        for sequence in self._sequences:
            if sequence[0] in words:
                places += [at for at, word in enumerate(words) if word == sequence[0] and _follows(words, at, sequence)]
        if loosely:
            places += [at for at, word in enumerate(words) if word in self._heads]
        return min(places, default=None)

    def stand_in(self, read: Reading, *, loosely: bool = False) -> bool:
        """Whether a stretch names the actor at all."""
        return self.first_in(read, loosely=loosely) is not None


@lru_cache(maxsize=4096)
def _folded(form: str) -> tuple[str, ...]:
    words = tuple(word.folded for word in Reading(form).words)
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _follows(words: Sequence[str], at: int, sequence: tuple[str, ...]) -> bool:
    return tuple(words[at : at + len(sequence)]) == sequence


class Parties:
    """Checks who speaks, answers and asks, for the items of one article."""

    def __init__(self, article: Article, index: SourceIndex, actors: Mapping[str, DraftActor]) -> None:
        self._answered: frozenset[tuple[str, str]] = frozenset()
        self._index = index
        self._article = article
        self._speech = Speech(index)
        self._readings: dict[Span, Reading] = {}
        self._names = {key: _Names((actor.name, *actor.aliases), actor.kind) for key, actor in actors.items()}

    def with_answers(self, answers: Iterable[Response | DraftResponse]) -> Parties:
        """The same checks, knowing who answers which offer."""
        other = copy(self)
        other._answered = frozenset((answer.offer, answer.responder) for answer in answers if answer.offer)
        return other

    def check(self, item: object, spans: Sequence[Span]) -> Iterator[Finding]:
        """What speaks against the actors of an item whose quotes stand at ``spans``."""
        match item:
            case DraftQuotation():
                yield from self._quotation(item, spans)
            case DraftOffer():
                yield from self._direction(item, spans)
            case DraftResponse():
                yield from self._responder(item, spans)
            case _:
                return

    def kind(self, item: DraftQuotation, spans: Sequence[Span]) -> QuotationKind | None:
        """The kind that the article itself shows for a quotation, None where it shows none."""
        for span in spans:
            quoted = self._speech.around(span)
            cut = self._is_cut(span, quoted)
            if cut or quoted:
                words = span.slice(self._index.text)
                found = derived_kind(words, cut=cut, speakers=self._heads(item, quoted))
                if found:
                    return found
        return None

    def _is_cut(self, span: Span, quoted: Quoted | None) -> bool:
        marked = (p for p in self._article.paragraphs if p.kind is ParagraphKind.CUT_QUOTE)
        if any(paragraph.span.overlap(span) for paragraph in marked):
            return True
        if quoted is None or quoted.closed or self._speech.goes_on(quoted):
            return False
        last = not self._index.text[quoted.inner.end :].strip()
        return last or breaks_off(quoted.inner.slice(self._index.text))

    def _heads(self, item: DraftQuotation, quoted: Quoted | None) -> tuple[str, ...]:
        """The names of the speaker, and of the bodies named beside the verb of speaking."""
        names = self._names.get(item.speaker or "")
        forms = names.forms if names else ((item.speaker,) if item.speaker else ())
        said = self._speech.attribution(quoted) if quoted else Attributed(Attribution.NONE)
        words = said.span.slice(self._index.text) if said.span else ""
        read = Reading(words)
        bodies = (words[read.words[m.first].start : read.words[m.last - 1].end] for m in read.mentions)
        return (*forms, *bodies)

    def _quotation(self, item: DraftQuotation, spans: Sequence[Span]) -> Iterator[Finding]:
        for span in spans:
            quoted = self._speech.around(span)
            if quoted is None and not self._is_cut(span, quoted):
                yield Finding(self._reason(ReasonCode.QUOTATION_KIND, "quotes", span.slice(self._index.text), span))
            elif item.speaker is not None:
                yield from self._speaker(item.speaker, span, quoted)

    def _speaker(self, speaker: str, span: Span, quoted: Quoted | None) -> Iterator[Finding]:
        names = self._names.get(speaker) or _Names((speaker,), None)
        said = self._speech.attribution(quoted) if quoted else Attributed(Attribution.NONE)
        if self._is_cut(span, quoted) and not self._named_in(names, said):
            yield Finding(self._reason(ReasonCode.CUT_QUOTE_ATTRIBUTED, "speaker", names.forms[0], span))
        elif said.how is Attribution.NAMED and said.span and not self._named_in(names, said):
            other = any(each.stand_in(self._read(said.span)) for key, each in self._names.items() if key != speaker)
            yield Finding(self._reason(ReasonCode.SPEAKER_DIFFERS, "speaker", names.forms[0], said.span), other)
        elif said.how is Attribution.PRONOUN and said.span and self._antecedent(said.span, names) not in (None, names):
            yield Finding(self._reason(ReasonCode.SPEAKER_DIFFERS, "speaker", names.forms[0], said.span), False)
        elif said.how is not Attribution.NAMED and not self._near(names, span):
            yield Finding(self._reason(ReasonCode.SPEAKER_DIFFERS, "speaker", names.forms[0], span), False)

    def _antecedent(self, span: Span, claimed: _Names) -> _Names | None:
        """The actor that the pronoun of a stretch most likely stands for: the first that fits it in the nearest
        sentence before that names one outside quotation marks. A "he" is a person, an "it" is none."""
        pronoun = next((w.folded for w in self._read(span).words if w.folded in _PRONOUNS), "")
        if pronoun not in _SINGULAR:
            return None
        person = pronoun != "it"
        fitting = [each for each in self._names.values() if each.person == person]
        fitting += [] if claimed in self._names.values() else [claimed]
        number = self._index.sentence_of(span.start)
        for before in range(number - 1, max(-1, number - 1 - _ANTECEDENT), -1):
            read = Reading(self._speech.unquoted(self._index.sentences[before]))
            places = [(place, n) for n, each in enumerate(fitting) if (place := each.first_in(read)) is not None]
            if places:
                return fitting[min(places)[1]]
        return None

    def _named_in(self, names: _Names, said: Attributed) -> bool:
        return bool(said.span) and said.span is not None and names.stand_in(self._read(said.span), loosely=True)

    def _responder(self, item: DraftResponse, spans: Sequence[Span]) -> Iterator[Finding]:
        """The answer must be the responder's: its passage names another as its subject, and the responder nowhere."""
        names = self._names.get(item.responder)
        if names is None or any(self._answers(names, span) for span in spans):
            return
        subjects = [subject for span in spans if (subject := self._subject(span, names)) is not None]
        others = [each for each in subjects if each is not names]
        if len(others) < len(subjects) or not others:
            return
        reason = self._reason(ReasonCode.SPEAKER_DIFFERS, "responder", names.forms[0], spans[0])
        # A person may answer for a body, and a body be named for its head: only like and like exclude each other.
        certain = any(each.person == names.person for each in others)
        if certain or not any(self._near(names, span) for span in spans):
            yield Finding(reason, certain)

    def _answers(self, names: _Names, span: Span) -> bool:
        quoted = self._speech.around(span)
        if quoted is not None and self._named_in(names, self._speech.attribution(quoted)):
            return True
        return names.stand_in(self._read(self._sentences(span)), loosely=True)

    def _subject(self, span: Span, claimed: _Names) -> _Names | None:
        """The actor that a passage is about: who speaks it, or the first that its sentence names."""
        quoted = self._speech.around(span)
        said = self._speech.attribution(quoted) if quoted else Attributed(Attribution.NONE)
        stretch = said.span or self._sentences(span)
        read = self._read(stretch)
        if said.how is Attribution.PRONOUN or (read.words and read.words[0].folded in _PRONOUNS):
            return self._antecedent(stretch, claimed)
        places = [(place, key) for key, each in self._names.items() if (place := each.first_in(read)) is not None]
        return self._names[min(places)[1]] if places else None

    def _direction(self, item: DraftOffer, spans: Sequence[Span]) -> Iterator[Finding]:
        """The recipient where the one who asks should be: before the verb of asking, behind its "by", or as the owner
        of the offer.

        A doubt where the draft lets the offerer answer its own offer, or the passage has it answer one.
        """
        ours, theirs = self._names.get(item.offerer), self._names.get(item.recipient or "")
        if ours is None or not spans:
            return
        reason = self._reason(ReasonCode.DIRECTION_DIFFERS, "offerer", ours.forms[0], spans[0])
        agents = [agent for span in spans if theirs and (agent := self._agent(span, ours, theirs)) is not None]
        if agents and theirs is not ours and all(agent is theirs for agent in agents):
            yield Finding(reason)
        elif (item.id, item.offerer) in self._answered or all(self._takes(span, ours) for span in spans):
            yield Finding(reason, False)

    def _takes(self, span: Span, ours: _Names) -> bool:
        """Whether a passage has an actor accept or refuse what somebody else asks."""
        text = span.slice(self._index.text)
        verb = _TAKES_IT.search(text)
        return verb is not None and ours.stand_in(Reading(text[: verb.start()]))

    def _owner(self, span: Span, ours: _Names, theirs: _Names) -> _Names | None:
        """Whose offer a passage speaks of: "an offer by X", "X's offer"."""
        text = span.slice(self._index.text)
        by, of = _ASKED_BY.search(text), _ASKERS.search(text)
        words = " ".join(text[by.end() :].split()[:_AGENT_WORDS]) if by else of.group(1) if of else ""
        owner = Reading(words)
        return next((each for each in (ours, theirs) if each.stand_in(owner)), None) if words else None

    def _agent(self, span: Span, ours: _Names, theirs: _Names) -> _Names | None:
        """Which of two actors does the asking in a passage; None where that is not clear."""
        quoted = self._speech.around(span)
        if quoted is not None:
            said = self._speech.attribution(quoted)
            own_words = speaks_for_self(span.slice(self._index.text))
            if said.how is not Attribution.NAMED or not own_words or self._named_in(ours, said):
                return None
            return theirs if self._named_in(theirs, said) else None
        if owner := self._owner(span, ours, theirs):
            return owner
        start = self._sentences(span).start
        text = self._index.text[start : span.end]
        verb = _ASKS.search(text, max(0, span.start - start)) or _ASKS.search(text)
        if verb is None:
            return None
        by = _BY.match(text[verb.end() :])
        if by:
            behind = Reading(" ".join(text[verb.end() + by.end() :].split()[:_AGENT_WORDS]))
            return next((each for each in (ours, theirs) if each.stand_in(behind)), None)
        before = Reading(text[: verb.start()])
        if ours.stand_in(before) == theirs.stand_in(before):
            return None
        subject, other = (ours, theirs) if ours.stand_in(before) else (theirs, ours)
        return other if _PASSIVE.search(text[: verb.start()]) else subject

    def _sentences(self, span: Span) -> Span:
        """The whole sentences that a passage stands in."""
        held = self._index.sentences_in(span)
        return Span(start=self._index.sentences[held[0]].start, end=self._index.sentences[held[-1]].end)

    def _near(self, names: _Names, span: Span) -> bool:
        """Whether the sentences of a passage, or one of those right before it, name the actor."""
        low = max(0, self._index.sentence_of(span.start) - _LOOK_BACK)
        stretch = Span(start=self._index.sentences[low].start, end=self._sentences(span).end)
        return names.stand_in(self._read(stretch), loosely=True)

    def _read(self, span: Span) -> Reading:
        """A stretch of the article; the same sentences are asked about for every actor."""
        found = self._readings.get(span)
        if found is None:
            found = self._readings[span] = Reading(span.slice(self._index.text))
        return found

    def _reason(self, code: ReasonCode, field: str, claimed: str, at: Span) -> Reason:
        return Reason(code=code, field=field, claimed=claimed, found=at.slice(self._index.text), at=at)
