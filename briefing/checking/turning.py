"""Claims turned round: a negation put in or taken out, an answer or a status the other way, conditions left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from briefing.language.stems import stem
from briefing.language.topics import content, word_set, words
from briefing.schema.terms import OfferStatus, Stance

TURNED_STANCE = MappingProxyType(
    {
        Stance.ACCEPTED: Stance.REJECTED,
        Stance.REJECTED: Stance.ACCEPTED,
        Stance.COUNTER_OFFER: Stance.ACCEPTED,
        Stance.PENDING: Stance.ACCEPTED,
    }
)
TURNED_STATUS = MappingProxyType(
    {
        OfferStatus.ACCEPTED: OfferStatus.REJECTED,
        OfferStatus.REJECTED: OfferStatus.ACCEPTED,
        OfferStatus.COUNTERED: OfferStatus.ACCEPTED,
        OfferStatus.OPEN: OfferStatus.ACCEPTED,
    }
)
_ACCEPTING = frozenset(
    map(
        stem,
        word_set(
            """accept acceptance agree agreement approve approval back support welcome sign praise endorse hail second
            favour favor adopt grant settle settlement permit allow yes"""
        ),
    )
)
_AUXILIARY = "is|are|was|were|has|have|had|will|would|does|do|did"
_PARTICIPLE = r"\w+(?:ed|en|wn)\b|(?:made|said|told|met|left|lost|won|begun|gone|come|put|set|cut|held|paid)\b"
_DENIED = re.compile(
    rf"\b(?P<auxiliary>{_AUXILIARY}) not (?!(?:yet|only|just|all|even|necessarily|rul\w+)\b)(?P<next>\w+)"
)
_PLAIN = re.compile(
    rf"\b(?P<auxiliary>(?:is|are|was|were|will|would)(?! to\b)|(?:has|have|had)(?= (?:{_PARTICIPLE}))) \w+ \w+"
)
_SOME = re.compile(
    r"\b(?:hundreds|thousands|millions|dozens|scores|many|most|some|several|others|\d[\d,.]*)\b", re.IGNORECASE
)
"""\"Many were not hurt\" and \"many were hurt\" may both be true."""
_DENIAL = re.compile(r"\b(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_WEAKENED = re.compile(
    r"\b(?:only|hardly|few|little|but|except|unless|if|whether|may|might|could|should)\b", re.IGNORECASE
)
_NOT_YET = re.compile(rf"{_DENIAL.pattern}|\byet\b", re.IGNORECASE)
_CONCEDING = re.compile(r"\b(?:while|although|though|despite)\b|(?<=\w[, ]) ?\b(?:but|however|yet)\b", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|provided|providing|as long as|so long as|on condition|in return|in exchange)\b", re.IGNORECASE
)


def turned(text: str, cited: str) -> Iterator[str]:
    """The variants of a claim that say the opposite of the cited sentences in one of its clauses."""
    denials = _DENIAL.findall(text)
    denied = _DENIED.search(text)
    if denied and len(denials) == 1 and re.search(rf"(?:\bnot|n['’]t) {re.escape(denied['next'])}\b", cited):
        yield text[: denied.end("auxiliary")] + text[denied.end("auxiliary") + len(" not") :]
    if not denials and not _WEAKENED.search(text) and not _DENIAL.search(cited):
        for plain in _PLAIN.finditer(text):
            if not _SOME.search(text[: plain.start()]) and re.search(
                rf"\b{re.escape(plain.group())}\b", cited, re.IGNORECASE
            ):
                at = plain.end("auxiliary")
                yield f"{text[:at]} not{text[at:]}"


def accepts(text: str) -> bool:
    """Whether a text has a word of accepting."""
    return not _ACCEPTING.isdisjoint(map(stem, words(text)))


def concedes(text: str) -> bool:
    """Whether a text grants something to the other side: its answer may be neither yes nor no."""
    return bool(_CONCEDING.search(text))


def plainly(stance: Stance | OfferStatus, text: str) -> bool:
    """Whether what a text says is so plainly of one stance or status that its opposite is false."""
    if stance is Stance.PENDING:
        return bool(_NOT_YET.search(text)) and not accepts(text)
    if concedes(text):
        return False
    if stance in (Stance.ACCEPTED, OfferStatus.ACCEPTED):
        return accepts(text)
    return not accepts(text)


def states_condition(sentence: str, condition: str) -> bool:
    """Whether a sentence states a condition in so many words."""
    wanted = set(content(condition))
    clauses = (set(content(sentence[match.end() :])) for match in _CONDITIONAL.finditer(sentence))
    return any(2 * len(wanted & clause) >= len(wanted) > 0 for clause in clauses)
