"""An article and its brief as planting asks about them: who stands where, who is opposed to whom, who speaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from briefing.language.names import fold, same_actor, state_behind, state_mention, without_titles
from briefing.language.quotations import find_quoted
from briefing.language.sentences import sentences
from briefing.language.stems import stem
from briefing.language.topics import content, words
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import Actor, Brief, CheckedItem, Offer, Quotation
from briefing.schema.terms import ActorKind, OfferStatus

_MUTUAL = frozenset(
    map(
        stem,
        [
            "agree",
            "agreement",
            "deal",
            "accord",
            "pact",
            "treaty",
            "settle",
            "settlement",
            "truce",
            "ceasefire",
            "armistice",
            "peace",
            "mutual",
            "mutually",
            "joint",
            "jointly",
            "both",
            "together",
            "exchange",
            "swap",
            "trade",
            "between",
            "bilateral",
            "partner",
            "partnership",
            "alliance",
            "ally",
            "merge",
            "merger",
            "tie",
            "cooperate",
            "cooperation",
            "reconcile",
            "reconciliation",
            "compromise",
            "talk",
            "talks",
            "meet",
            "meeting",
            "negotiate",
            "negotiation",
            "dialogue",
            "discuss",
            "discussion",
            "summit",
            "contact",
            "relation",
            "side",
            "share",
            "alike",
            "either",
            "neither",
            "respective",
            "reciprocal",
            "war",
            "fight",
            "fighting",
            "clash",
            "conflict",
            "dispute",
            "row",
            "other",
            "another",
            "marry",
            "wedding",
            "divorce",
        ],
    )
)
"""Words for what two do together: exchanging the two may change nothing."""
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|provided|providing|as long as|so long as|only when|once|on condition|conditional|in return|"
    r"in exchange)\b",
    re.IGNORECASE,
)
_IN_SOMEBODYS_NAME = re.compile(r"spokes|press secretary|on behalf|statement|lawyer|attorney|aide\b", re.IGNORECASE)
_LEAST_QUOTED = 5
"""Words from which a quotation is not likely to be somebody else's too."""


class Scene:
    """One article with its brief."""

    def __init__(self, article: Article, brief: Brief) -> None:
        self._text = article.text
        self._brief = brief
        self.sentences: list[Span] = sentences(article.text, article.language or "en")
        self._starts = [span.start for span in self.sentences]
        self._actors = {actor.id: actor for actor in brief.actors}

    def actor(self, reference: str | None) -> Actor | None:
        return self._actors.get(reference or "")

    def sentence(self, at: int) -> str:
        return self.sentences[at].slice(self._text)

    def cited(self, item: CheckedItem) -> list[int]:
        """The sentences that the evidence of an item touches."""
        found: set[int] = set()
        for each in item.evidence:
            first = max(0, bisect_right(self._starts, each.start) - 1)
            last = max(0, bisect_right(self._starts, max(each.start, each.end - 1)) - 1)
            found.update(range(first, last + 1))
        return sorted(at for at in found if at < len(self.sentences))

    def cited_text(self, item: CheckedItem) -> str:
        return " ".join(self.sentence(at) for at in self.cited(item))

    def first(self, actor: Actor, text: str) -> int | None:
        """Where an actor is first named in a text."""
        found = [match.start() for form in _forms(actor) if (match := _form(form).search(text))]
        return min(found, default=None)

    def names(self, actor: Actor, text: str) -> bool:
        """Whether a text may speak of an actor: by name, by alias, by the adjective or capital of a state."""
        if self.first(actor, text) is not None:
            return True
        state = state_behind(actor.name)
        return state is not None and any(
            mention.state == state for word in re.findall(r"[A-Z]\w+", text) if (mention := state_mention(word))
        )

    def leads(self, one: Actor, other: Actor, text: str) -> bool:
        """Whether a text names ``one``, and ``other`` behind it or not at all."""
        first, second = self.first(one, text), self.first(other, text)
        return first is not None and (first < second if second is not None else not self.names(other, text))

    def apart(self, one: Actor, other: Actor) -> bool:
        """Whether two actors are certainly not one under two names, nor a state and its organ."""
        if one.id == other.id:
            return False
        pairs = [(first, second) for first in _forms(one) for second in _forms(other)]
        if any(same_actor(first, second) for first, second in pairs):
            return False
        return _states(one).isdisjoint(_states(other))

    def mutual(self, item: CheckedItem, *texts: str) -> bool:
        """Whether the item, or a sentence that it cites, tells what two do together."""
        return any(not _MUTUAL.isdisjoint(map(stem, words(text))) for text in (*texts, self.cited_text(item)))

    @cached_property
    def _opposed(self) -> list[tuple[Actor, Actor]]:
        found: dict[tuple[str, str], tuple[Actor, Actor]] = {}
        for offer in self._brief.offers:
            one, other = self.actor(offer.offerer), self.actor(offer.recipient)
            if one and other and self.apart(one, other) and offer.status is not OfferStatus.ACCEPTED:
                found[one.id, other.id] = one, other
                found[other.id, one.id] = other, one
        return list(found.values())

    def opposed(self) -> list[tuple[Actor, Actor]]:
        """Each pair of actors of whom one makes the other an offer that is not accepted, both ways round."""
        return self._opposed

    def begins(self, actor: Actor, text: str) -> bool:
        """Whether a text begins with the name of an actor."""
        return any((match := _form(form).match(_bare(text))) and match.end() for form in _forms(actor))

    def exchanged(self, one: Actor, other: Actor, text: str) -> str | None:
        """``text`` with the names of two actors exchanged, None where it names either more than once."""
        places = []
        for actor, instead in ((one, other), (other, one)):
            spans = _spans(actor, text)
            if len(spans) > 1:
                return None
            places += [(span, instead.name) for span in spans]
        for (start, end), name in sorted(places, reverse=True):
            text = text[:start] + name + text[end:]
        return text[:1].upper() + text[1:]

    def conditional(self, offer: Offer, condition: str) -> bool:
        """Whether a sentence that an offer cites states a condition in so many words, and it is this one."""
        wanted = set(content(condition))
        for at in self.cited(offer):
            sentence = self.sentence(at)
            match = _CONDITIONAL.search(sentence)
            if match and 2 * len(wanted & set(content(sentence))) >= len(wanted) > 0:
                return True
        return False

    @cached_property
    def _unquoted(self) -> str:
        """The text with blanks for what stands inside quotation marks."""
        text = list(self._text)
        for quoted in find_quoted(self._text):
            span = quoted.inner
            text[span.start : span.end] = " " * len(span)
        return "".join(text)

    def never_speaking(self, quotation: Quotation) -> Iterator[Actor]:
        """The actors who certainly do not speak a quotation: none where its speaker is not certain."""
        speaker = self.actor(quotation.speaker)
        if speaker is None or len(quotation.evidence) != 1:
            return
        evidence = quotation.evidence[0]
        once = self._text.casefold().count(evidence.quote.strip("\"“”'‘’ ,.").casefold()) == 1
        if evidence.also_at or not once or len(evidence.quote.split()) < _LEAST_QUOTED:
            return
        around = " ".join(self.sentences[at].slice(self._unquoted) for at in self.cited(quotation))
        if self.first(speaker, around) is None or _IN_SOMEBODYS_NAME.search(around):
            return
        others = [actor for actor in self._brief.actors if actor.id != speaker.id]
        if any(self.names(other, around) for other in others):
            return
        start = self._text.rfind("\n\n", 0, evidence.start) + 1
        end = self._text.find("\n\n", evidence.end)
        paragraph = self._unquoted[start : end if end >= 0 else None]
        for other in others:
            both = speaker.kind is other.kind is ActorKind.PERSON
            alike = _name_words(speaker) & _name_words(other)
            if both and not alike and self.apart(speaker, other) and not self.names(other, paragraph):
                if not _IN_SOMEBODYS_NAME.search(
                    " ".join((speaker.role, other.role, *speaker.aliases, *other.aliases))
                ):
                    yield other


def _forms(actor: Actor) -> list[str]:
    """The forms by which an actor is named, the longest first."""
    found = {_bare(form) for form in (actor.name, *actor.aliases)}
    if actor.kind is ActorKind.PERSON:
        found.add(without_titles(actor.name).split()[-1] if actor.name.split() else "")
    return sorted((form for form in found if len(form) > 1), key=lambda form: (-len(form), form))


def _bare(form: str) -> str:
    """A name without a leading article."""
    return re.sub(r"^(?:the|a|an)\s+", "", form.strip(), flags=re.IGNORECASE)


def _form(form: str) -> re.Pattern[str]:
    flags = 0 if form.isupper() or len(form) < 4 else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){re.escape(form)}(?![\w-])", flags)


def _spans(actor: Actor, text: str) -> list[tuple[int, int]]:
    """The places where a text names an actor, with the article before a name."""
    found: list[tuple[int, int]] = []
    for form in _forms(actor):
        pattern = re.compile(rf"(?:\bthe\s+)?{_form(form).pattern}", _form(form).flags)
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in found):
                found.append(match.span())
    return found


def _states(actor: Actor) -> set[str]:
    return {state for form in (actor.name, *actor.aliases) if (state := state_behind(form))}


def _name_words(actor: Actor) -> set[str]:
    return {word for form in (actor.name, *actor.aliases) for word in fold(form).split() if len(word) > 2}
