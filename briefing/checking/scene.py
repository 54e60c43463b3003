"""An article and its brief as planting asks about them: who stands where, who is opposed to whom, who speaks.

Each question errs on the side of planting nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise

from briefing.language.names import fold, same_actor, state_behind, state_mention, without_titles
from briefing.language.quotations import find_quoted
from briefing.language.sentences import sentences
from briefing.language.topics import content, stem, word_set, words
from briefing.schema.article import Article
from briefing.schema.base import Span
from briefing.schema.brief import Actor, Brief, CheckedItem, Quotation
from briefing.schema.terms import ActorKind, OfferStatus, Stance

_TOGETHER = frozenset(
    map(
        stem,
        word_set(
            """agree agreement deal accord pact treaty settle settlement truce ceasefire armistice peace mutual mutually
            joint jointly both together each exchange swap trade between bilateral partner partnership alliance ally
            merge merger tie cooperate cooperation reconcile reconciliation compromise talk talks meet meeting negotiate
            negotiation dialogue discuss discussion summit contact relation side share alike either neither respective
            reciprocal war fight fighting clash conflict dispute row another marry wedding divorce"""
        ),
    )
)
"""What two do together: told the other way round it may be as true."""
_IN_ANOTHERS_NAME = re.compile(r"spokes|press secretary|on behalf|statement|lawyer|attorney|\baides?\b", re.IGNORECASE)
_MARKS = "\"“”'‘’ ,."
_NEAR = 600
"""Characters before and behind a quotation in which its paragraph may name another speaker."""
_LEAST_QUOTED = 5
"""Words from which a quotation is not likely to be somebody else's too."""
ALIKE = 2
"""Content words that a sentence must share with a claim to tell perhaps the same."""
_MOST_ACTORS, _MOST_ALIASES = 80, 20
"""What is looked at: a draft with more is no draft of an article, and would take minutes."""


class Scene:
    """One article with its brief, read once."""

    def __init__(self, article: Article, brief: Brief) -> None:
        self._text = article.text
        self._brief = brief
        self._spans: list[Span] = sentences(article.text, article.language or "en")
        self._starts = [span.start for span in self._spans]
        self.sentences = [span.slice(article.text) for span in self._spans]
        known = (actor for actor in brief.actors if len(actor.aliases) <= _MOST_ALIASES)
        self._actors = {actor.id: actor for actor in islice(known, _MOST_ACTORS)}

    def actor(self, reference: str | None) -> Actor | None:
        """The actor with an id, None where the brief has none."""
        return self._actors.get(reference or "")

    @property
    def actors(self) -> list[Actor]:
        """The actors of the brief."""
        return list(self._actors.values())

    def cited(self, item: CheckedItem) -> list[int]:
        """The indexes of the sentences that the evidence of an item touches."""
        found: set[int] = set()
        for each in item.evidence:
            last = bisect_right(self._starts, max(each.start, each.end - 1))
            found.update(range(max(0, bisect_right(self._starts, each.start) - 1), last))
        return sorted(found)

    def cited_text(self, item: CheckedItem) -> str:
        """The sentences that the evidence of an item touches."""
        return " ".join(self.sentences[at] for at in self.cited(item))

    def about(self, item: CheckedItem) -> set[str]:
        """The stems of what an item says and of whom it speaks."""
        actors = [self.actor(reference) for _, reference in item.references()]
        actors.append(item if isinstance(item, Actor) else None)
        names = [name for actor in actors if actor for name in (actor.name, *actor.aliases)]
        return set(content(" ".join((*(text for _, text in item.claims()), *names))))

    def told_of(self, actor: Actor, other: Actor, text: str) -> bool:
        """Whether a sentence may tell of ``actor``, before or without ``other``, what a claim tells of ``other``."""
        about = set(content(text)) - _stems(actor) - _stems(other)
        return any(
            len(about & contents) >= ALIKE and leads(actor, other, self.sentences[at])
            for at, contents in enumerate(self.contents)
        )

    def alike(self, text: str) -> list[str]:
        """The sentences that may tell the like of a claim."""
        about = set(content(text))
        return [self.sentences[at] for at, contents in enumerate(self.contents) if len(about & contents) >= ALIKE]

    @cached_property
    def contents(self) -> list[frozenset[str]]:
        """The stems of each sentence that carry content."""
        return [frozenset(content(sentence)) for sentence in self.sentences]

    def together(self, item: CheckedItem, text: str) -> bool:
        """Whether a text of an item, or a sentence that it cites, tells what two do together."""
        return any(at in self._together for at in self.cited(item)) or _tells_together(text)

    @cached_property
    def _together(self) -> frozenset[int]:
        return frozenset(at for at, sentence in enumerate(self.sentences) if _tells_together(sentence))

    @property
    def opposed(self) -> list[tuple[Actor, Actor]]:
        """The pairs of actors of whom one makes the other an offer that is not accepted, both ways round."""
        return list(self._opposed.values())

    @cached_property
    def _opposed(self) -> dict[tuple[str, str], tuple[Actor, Actor]]:
        found: dict[tuple[str, str], tuple[Actor, Actor]] = {}
        for offer in self._brief.offers:
            one, other = self.actor(offer.offerer), self.actor(offer.recipient)
            if one and other and apart(one, other) and offer.status is not OfferStatus.ACCEPTED:
                found[one.id, other.id] = one, other
                found[other.id, one.id] = other, one
        return found

    def against(self, one: Actor, other: Actor) -> bool:
        """Whether two actors are the sides of an offer, and no two people or bodies unless one refuses the other."""
        if (one.id, other.id) not in self._opposed:
            return False
        return (one.kind is ActorKind.PERSON) is not (other.kind is ActorKind.PERSON) or self._refused(one, other)

    def _refused(self, one: Actor, other: Actor) -> bool:
        pair = {one.id, other.id}
        offers = {offer.id: offer for offer in self._brief.offers}
        refused = (OfferStatus.REJECTED, OfferStatus.COUNTERED)
        if any(pair == {each.offerer, *each.addressees} and each.status in refused for each in offers.values()):
            return True
        return any(
            each.stance in (Stance.REJECTED, Stance.COUNTER_OFFER)
            and (offer := offers.get(each.offer or "")) is not None
            and {each.responder, offer.offerer} == pair
            for each in self._brief.responses
        )

    @cached_property
    def _unquoted(self) -> str:
        """The text with blanks for what stands inside quotation marks."""
        text = list(self._text)
        for quoted in find_quoted(self._text):
            text[quoted.inner.start : quoted.inner.end] = " " * len(quoted.inner)
        return "".join(text)

    def not_speaking(self, quotation: Quotation) -> Iterator[Actor]:
        """The people who certainly do not speak a quotation: none where its speaker is not certain."""
        speaker = self.actor(quotation.speaker)
        if speaker is None or speaker.kind is not ActorKind.PERSON or not self._once(quotation):
            return
        around = " ".join(self._spans[at].slice(self._unquoted) for at in self.cited(quotation))
        others = [actor for actor in self.actors if actor.id != speaker.id]
        if first(speaker, around) is None or any(named(other, around) for other in others):
            return
        paragraph = self._paragraph(quotation.evidence[0].span)
        for other in others:
            described = " ".join((paragraph, speaker.role, other.role, *speaker.aliases, *other.aliases))
            apart_by_name = apart(speaker, other) and _stems(speaker).isdisjoint(_stems(other))
            own_words = not _IN_ANOTHERS_NAME.search(described) and not named(other, paragraph)
            if other.kind is ActorKind.PERSON and apart_by_name and own_words:
                yield other

    @cached_property
    def _folded(self) -> str:
        return self._text.casefold()

    def _once(self, quotation: Quotation) -> bool:
        """Whether a quotation is one passage that the article has once, and long enough to be one person's own."""
        if len(quotation.evidence) != 1:
            return False
        quote = quotation.evidence[0].quote.strip(_MARKS).casefold()
        return len(quote.split()) >= _LEAST_QUOTED and self._folded.count(quote) == 1

    def _paragraph(self, span: Span) -> str:
        """What stands near a stretch in its paragraph, with blanks for quotations."""
        low, high = max(0, span.start - _NEAR), span.end + _NEAR
        before, behind = self._unquoted[low : span.start], self._unquoted[span.end : high]
        return before.rpartition("\n\n")[2] + self._unquoted[span.start : span.end] + behind.partition("\n\n")[0]


def _tells_together(text: str) -> bool:
    return not _TOGETHER.isdisjoint(map(stem, words(text)))


def first(actor: Actor, text: str) -> int | None:
    """Where a text names an actor first, by name or alias."""
    return min((match.start() for pattern in _patterns(*_key(actor)) if (match := pattern.search(text))), default=None)


def named(actor: Actor, text: str) -> bool:
    """Whether a text may speak of an actor: by name, by alias, by the adjective or capital of a state."""
    if first(actor, text) is not None:
        return True
    state = state_behind(actor.name)
    return state is not None and any(
        mention.state == state for word in re.findall(r"[A-Z]\w+", text) if (mention := state_mention(word))
    )


def names_person(actor: Actor, text: str) -> bool:
    """Whether a text names an actor who is a person, by name and not by an office."""
    patterns = _patterns(actor.name, (), True) if actor.kind is ActorKind.PERSON else []
    return any(pattern.search(text) for pattern in patterns)


def leads(one: Actor, other: Actor, text: str) -> bool:
    """Whether a text names ``one``, and ``other`` behind it or not at all."""
    here, there = first(one, text), first(other, text)
    return here is not None and (here < there if there is not None else not named(other, text))


def begins(actor: Actor, text: str) -> int | None:
    """Where the name of an actor ends with which a text begins, None where it begins with something else."""
    spans = _spans(actor, text)
    return spans[0][1] if spans and spans[0][0] == 0 else None


def apart(one: Actor, other: Actor) -> bool:
    """Whether two actors are certainly not one under two names, nor a state and its organ."""
    pairs = [(here, there) for here in (one.name, *one.aliases) for there in (other.name, *other.aliases)]
    return not any(same_actor(here, there) for here, there in pairs) and _states(one).isdisjoint(_states(other))


def exchanged(one: Actor, other: Actor, text: str) -> str | None:
    """``text`` with the names of two actors exchanged.

    None where it names either more than once, or one within the other.
    """
    spans = _spans(one, text), _spans(other, text)
    places = sorted([*((span, other.name) for span in spans[0]), *((span, one.name) for span in spans[1])])
    if max(map(len, spans)) > 1 or any(here[1] > there[0] for (here, _), (there, _) in pairwise(places)):
        return None
    for (start, end), name in reversed(places):
        text = text[:start] + name + text[end:]
    return text[:1].upper() + text[1:]


def _spans(actor: Actor, text: str) -> list[tuple[int, int]]:
    """The places where a text names an actor in order, each with the article before the name."""
    found: list[tuple[int, int]] = []
    for pattern in _patterns(*_key(actor)):
        for match in pattern.finditer(text):
            before = re.search(r"\bthe\s$", text[: match.start()], re.IGNORECASE)
            start = before.start() if before else match.start()
            if not any(start < end and at < match.end() for at, end in found):
                found.append((start, match.end()))
    return sorted(found)


def _key(actor: Actor) -> tuple[str, tuple[str, ...], bool]:
    return actor.name, actor.aliases, actor.kind is ActorKind.PERSON


@lru_cache(maxsize=1024)
def _patterns(name: str, aliases: Sequence[str], person: bool) -> list[re.Pattern[str]]:
    """Patterns for the forms by which an actor is named, the longest first; a person's last name is one."""
    found = {re.sub(r"^(?:the|a|an)\s+", "", form.strip(), flags=re.IGNORECASE) for form in (name, *aliases)}
    if person:
        found.update(without_titles(name).split()[-1:])
    forms = sorted((form for form in found if len(form) > 1), key=lambda form: (-len(form), form))
    return [
        re.compile(rf"(?<![\w-]){re.escape(form)}(?![\w-])", 0 if form.isupper() or len(form) < 4 else re.IGNORECASE)
        for form in forms
    ]


def _states(actor: Actor) -> set[str]:
    return {state for form in (actor.name, *actor.aliases) if (state := state_behind(form))}


def _stems(actor: Actor) -> set[str]:
    return {stem(word) for form in (actor.name, *actor.aliases) for word in fold(form).split() if len(word) > 2}
