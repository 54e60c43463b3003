"""Content words by their stems, for telling whether two passages speak of one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from briefing.embedded import _words as lex
from briefing.embedded._cast import Cast
from briefing.embedded._clauses import Clause, clause_bounds, quote_of, said_from, trimmed
from briefing.embedded._doubts import LEAST, points_against, told_by
from briefing.embedded._phrases import Phrase
from briefing.embedded._speakers import Reading
from briefing.embedded._words import VERBS, Form, Tag, words
from briefing.language.apart import apart, one_state, terms_of
from briefing.language.names import same_actor
from briefing.language.topics import stem
from briefing.schema.terms import OfferStatus

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_EMPTY = (
    lex.DETERMINERS | lex.PREPOSITIONS | lex.CONJUNCTIONS | lex.PRONOUNS | lex.RELATIVES | lex.AUXILIARIES | lex.MODALS
    | lex.NEGATIONS | lex.ADVERBS | lex.TIME_WORDS | {"said", "say", "says", "new"}
)  # fmt: skip


def stems(text: str) -> frozenset[str]:
    """The stems of the content words."""
    return frozenset(stem(w) for w in _WORD.findall(text.casefold()) if w not in _EMPTY)


_STANDING_ALONE = words("that this those these both all her")
"""Determiners that also stand for a noun, so that a verb may follow them."""


MOST_COMPARED = 400
"""Offers, answers or questions of a story that are compared with each other. In 1,900 articles 27 were the most."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as found; parties are entities. ``place`` is (sentence, token) of its cue."""

    offerer: int
    recipient: int | None
    what: str
    quote: str
    status: OfferStatus
    place: tuple[int, int]
    points: int
    stems: frozenset[str]
    conditions: tuple[str, ...] = ()
    told_by: str | None = None
    """The words by which it stands in somebody else's report."""
    also: tuple[str, ...] = ()
    """Quotes of other sentences that its status rests on."""


def make_offer(
    reading: Reading,
    clause: Clause,
    at: int,
    what_from: int,
    subject: Phrase,
    recipient: int | None,
    points: int,
    status: OfferStatus,
    *,
    first: int | None = None,
    last: int | None = None,
) -> Offer | None:
    """The offer whose cue stands at ``at`` and whose thing begins at ``what_from``; None where no thing is left.

    The quote begins at the subject, or at the token ``first`` where that is another; the thing ends with the clause,
    or at the token ``last``.
    """
    assert subject.entity is not None
    begin = subject.first if first is None else first
    start, end = clause_bounds(clause, at, begin)
    text = reading.story.text
    ends = end if last is None else max(what_from, min(last, end))
    what = said_from(text, clause.tokens[what_from].start, clause.tokens[ends].end)
    if what.startswith(("to ", "that ", "for ")):
        what = what.split(" ", 1)[1]
    if len(what) < 3:
        return None
    quote = quote_of(reading.story, clause, start, end)
    conditions = conditions_of(text, clause, what_from, end)
    return Offer(
        subject.entity,
        recipient,
        what,
        quote,
        status,
        (clause.sentence.index, at),
        points,
        stems(what),
        conditions,
        told_by(text, clause, at, subject),
    )


def plain_offer(
    reading: Reading,
    clause: Clause,
    at: int,
    what_from: int,
    subject: Phrase | None,
    recipient: int | None,
) -> Offer | None:
    """An offer that is sure by its form; None where it is not known who makes it."""
    if subject is None or subject.entity is None:
        return None
    recipient = None if recipient == subject.entity else recipient
    points = LEAST - points_against(clause, at, subject)
    return make_offer(reading, clause, at, what_from, subject, recipient, points, OfferStatus.OPEN)


def conditions_of(text: str, clause: Clause, first: int, last: int) -> tuple[str, ...]:
    """What is stated behind "if", "unless" or "provided" among tokens ``[first, last]``."""
    for number in range(first, last + 1):
        low = clause.tokens[number].low
        if low in {"if", "unless", "provided"}:
            return (trimmed(text[clause.tokens[number].start : clause.tokens[last].end]),)
    return ()


def distinct(offers: list[Offer], cast: Cast) -> list[Offer]:
    """One offer a thing: repetitions by the same side are folded into the one with most points, unless a number or
    name makes two of them.

    Of very many the strongest are looked at: few of them come on the page.
    """
    kept: list[Offer] = []
    for offer in sorted(offers, key=lambda o: (-o.points, o.place))[:MOST_COMPARED]:
        if not any(_same_thing(offer, other, cast) for other in kept):
            kept.append(offer)
    return sorted(kept, key=lambda o: o.place)


def _same_thing(a: Offer, b: Offer, cast: Cast) -> bool:
    if a.offerer != b.offerer or a.quote == b.quote:
        return a.offerer == b.offerer
    alike = len(a.stems & b.stems) >= 0.5 * min(len(a.stems), len(b.stems))
    return alike and not apart(terms_of((a.what,)), terms_of((b.what,)), _naming(a, b, cast))


def _naming(a: Offer, b: Offer, cast: Cast) -> Callable[[str], bool]:
    """Tells whether a name is one of the parties to two offers."""
    parties = {each for each in (a.offerer, a.recipient, b.recipient) if each is not None}
    forms = {form for party in parties for form in (cast.entities[party].name, *cast.entities[party].forms)}
    return lambda name: any(same_actor(name, form) or one_state(name, form) for form in forms)


def is_verb(clause: Clause, at: int) -> bool:
    """Whether a word that could be a noun or an adjective is a verb here."""
    token = clause.tokens[at]
    form = VERBS[token.low].form
    before = clause.tokens[at - 1] if at else None
    if token.tag not in (Tag.VERB, Tag.WORD) or before is None:
        return token.tag is Tag.VERB
    if before.tag in (Tag.DET, Tag.POSS) and before.low not in _STANDING_ALONE:
        return False
    if form in (Form.BASE, Form.PRESENT) and (before.tag in (Tag.PREP, Tag.NUM) or before.low == "her"):
        return False
    if form in (Form.BASE, Form.PRESENT) and before.tag is Tag.WORD and not before.low.endswith("s"):
        return form is Form.PRESENT and at + 1 < len(clause.tokens) and clause.tokens[at + 1].tag in (
            Tag.DET, Tag.TO, Tag.NAME, Tag.REL, Tag.PREP)  # fmt: skip
    return True
