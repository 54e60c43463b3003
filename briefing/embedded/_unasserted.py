"""Clauses that are part of the subject of another verb: what they tell, their sentence does not assert.

"Reports that Oslo offered Sweden a ship are false" has an offer in it and says of none that it was made, whatever it
goes on to say of the reports. Whether a main verb stands before the clause is told by counting: each verb that is
finite has a word that opens its clause, but that of the main clause has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.embedded._words import SPEECH, VERBS, Form, Tag, words

if TYPE_CHECKING:
    from briefing.embedded._clauses import Clause

_OPENING = words("if because although though unless when once whether while whereas since until as than")
_UNBOUND = words("having being been be get got")
_NOMINATIVE = words("i we he she they you it")
_HEADS = frozenset({Tag.WORD, Tag.NAME, Tag.TIME, Tag.NUM, Tag.VERB})
"""What the noun phrase may end in that a clause hangs on; a verb is there a noun that is spelt like one: "claims"."""
_PARTING = frozenset({":", ";"})
_OF_PHRASE = frozenset({Tag.WORD, Tag.NAME, Tag.NUM, Tag.DET, Tag.POSS})
_BINDING = frozenset({Tag.MARK, Tag.AUX, Tag.MODAL, Tag.TO, Tag.DET, Tag.POSS, Tag.PREP, Tag.NUM})
"""Behind these a verb is part of what they begin: an infinitive, a compound tense, an adjective."""
_SKIPPED = frozenset({Tag.AUX, Tag.MODAL, Tag.NEG, Tag.ADV, Tag.TIME})


def is_in_subject(clause: Clause, at: int) -> bool:
    """Whether a verb or noun at ``at`` stands in a clause within the subject of a verb behind it.

    So in "reports that Oslo offered a ship | are false" and "a novel in which Oslo offers a ship | won"; not in "it was
    reported that Oslo offered a ship", nor where commas set the clause off: "Oslo, which offered a ship, is". Whoever
    is said to act in passing does so: "the firm that offered a ship | is".
    """
    opener = _opener(clause, at)
    passing = opener is not None and _verb_of_relative(clause, opener) is not None
    return not passing and main_verb_behind(clause, at) is not None


def main_verb_behind(clause: Clause, at: int) -> int | None:
    """The token of the verb whose subject holds the clause of ``at``, None where that is in no subject."""
    opener = _opener(clause, at)
    if opener is None:
        return None
    head = opener - 1
    while head >= 0 and clause.tokens[head].tag is Tag.PREP and clause.tokens[opener].low != "that":
        head -= 1
    if (head >= 0 and not _is_noun(clause, head)) or _open_verbs(clause, head) > 0:
        return None
    return _verb_left(clause, at, head)


def is_under_negation(clause: Clause, at: int) -> bool:
    """Whether the verb that "that" before a token depends on is negated: "it is not true that", "did not say that"."""
    opener, tokens = _opener(clause, at), clause.tokens
    if opener is None or tokens[opener].low != "that":
        return False
    for before in range(opener - 1, -1, -1):
        if tokens[before].tag in (Tag.PUNCT, Tag.MARK, Tag.REL, Tag.CONJ):
            return False
        if tokens[before].tag is Tag.NEG:
            return tokens[before + 1].low != "only"
        if any(_finite(clause, before, before + 1)):
            return False
    return False


def _opener(clause: Clause, at: int) -> int | None:
    """The word that opens the clause in which a verb or noun at ``at`` stands, None where none does."""
    tokens = clause.tokens
    first = clause.group(at).first if tokens[at].tag is Tag.VERB else at
    opener = next((n for n in range(first - 1, -1, -1) if _opens(clause, n) or tokens[n].text in _PARTING), None)
    if opener is None or tokens[opener].text in _PARTING:
        return None
    own = _verb_of_relative(clause, opener)
    verbs = sorted({*_finite(clause, opener + 1, first), *(() if own is None or own >= first else (own,))})
    if tokens[at].tag is Tag.WORD:
        verbs = verbs[:-1]  # that of the noun itself: "made an offer", "is ready"
    return opener if not verbs or _goes_on(clause, verbs[-1], first) else None


def _goes_on(clause: Clause, verb: int, first: int) -> bool:
    """Whether the clause of a verb has a second one at ``first``: joined by "and", or what somebody in it says."""
    tokens = clause.tokens
    joined = any(tokens[n].low in {"and", "or"} and tokens[n - 1].text != "," for n in range(verb + 1, first))
    return joined or (tokens[verb].tag is Tag.VERB and VERBS[tokens[verb].low].lemma in SPEECH)


def _opens(clause: Clause, at: int) -> bool:
    """Whether a clause with a subject of its own is opened here: by "that", "in which", or "saying" behind a noun."""
    token, tokens = clause.tokens[at], clause.tokens
    if token.tag is Tag.REL:
        return token.low != "that" or tokens[at + 1].tag is not Tag.TIME  # "that day"
    telling = token.tag is Tag.VERB and VERBS[token.low].lemma in SPEECH and clause.form_at(at) is Form.GERUND
    return telling and at > 0 and tokens[at - 1].tag is Tag.WORD and tokens[at + 1].low != "that"


def _verb_of_relative(clause: Clause, opener: int) -> int | None:
    """The verb that has the word that opens a clause for its subject: "the firm that | offered a ship"."""
    behind = opener + 1
    while behind < len(clause.tokens) and clause.tokens[behind].tag in (*_SKIPPED, Tag.POSS):
        behind += 1
    relative = clause.tokens[opener].tag is Tag.REL and behind < len(clause.tokens)
    return behind if relative and clause.tokens[behind].tag is Tag.VERB else None


def _is_noun(clause: Clause, head: int) -> bool:
    """Whether a noun phrase may end at a token: not at a verb in the past, which "that" is the object of."""
    if clause.tokens[head].tag not in _HEADS:
        return False
    return not (clause.tokens[head].tag is Tag.WORD and clause.tokens[head].low.endswith("ed")) and not (
        clause.tokens[head].low in VERBS and clause.form_at(head) is Form.PAST
    )


def _open_verbs(clause: Clause, head: int) -> int:
    """Finite verbs before the noun phrase that ends at ``head``, less the words that open clauses of theirs.

    Whoever says a thing says it to nobody without "to": in "said the news that", "news" is the subject to come.
    """
    tokens, start = clause.tokens, head
    while start > 0 and tokens[start].tag in _OF_PHRASE:
        start -= 1
    spoken = start < head and tokens[start].tag is Tag.VERB and VERBS[tokens[start].low].lemma == "say"
    start = start + 1 if spoken else 0
    found = sum(1 for _ in _finite(clause, max(1, start), head))
    return found - sum(1 for n in range(start, head) if tokens[n].tag is Tag.REL or tokens[n].low in _OPENING)


def _verb_left(clause: Clause, at: int, head: int) -> int | None:
    """The finite verb behind a token that no word between them opens a clause for."""
    tokens = clause.tokens
    adjunct = _begins_with_preposition(clause, head)
    opened, set_off = 0, False
    finite = frozenset(_finite(clause, at + 1, len(tokens), unknown=True))
    for number in range(at + 1, len(tokens)):
        token = tokens[number]
        if token.text in _PARTING or (token.text == "," and adjunct):
            return None
        set_off = set_off or token.text == ","
        opened += int(token.tag is Tag.REL or token.low in _OPENING)
        if number not in finite or tokens[number - 1].low in _NOMINATIVE:
            continue
        attributed = set_off and token.tag is Tag.VERB and VERBS[token.low].lemma in SPEECH
        if not opened and not attributed:
            return number
        opened = max(0, opened - 1)
    return None


def _begins_with_preposition(clause: Clause, head: int) -> bool:
    """Whether the phrase that ends at ``head`` is no subject: "on the day | that Oslo offered a ship, Sweden left"."""
    start = max((n + 1 for n in range(head) if clause.tokens[n].text == ","), default=0)
    return clause.tokens[start].tag is Tag.PREP


def _finite(clause: Clause, first: int, last: int, *, unknown: bool = False) -> Iterator[int]:
    """The tokens from ``first`` up to ``last`` at which a finite verb begins: "has | been made" is one.

    With ``unknown`` also words that are spelt like the past of a verb that the rules do not know.
    """
    tokens = clause.tokens
    for number in range(first, last):
        token, before = tokens[number], number - 1
        helps = token.tag in (Tag.AUX, Tag.MODAL) and token.low not in _UNBOUND
        helps = helps or (token.tag is Tag.POSS and before >= 0 and tokens[before].tag is Tag.REL)  # "that's"
        acts = token.tag is Tag.VERB and clause.form_at(number) in (Form.PAST, Form.PRESENT)
        acts = acts or (unknown and token.tag is Tag.WORD and token.text.endswith("ed"))
        while before >= 0 and tokens[before].tag in (Tag.NEG, Tag.ADV):
            before -= 1
        bound = before >= 0 and tokens[before].tag in _BINDING
        if (helps or acts) and not bound:
            yield number
