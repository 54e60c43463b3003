"""What makes an act doubtful: signs that count alike for every verb, and what a sentence denies or only supposes."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.embedded._cast import is_generic
from briefing.embedded._clauses import Clause
from briefing.embedded._phrases import Phrase
from briefing.embedded._text import Token
from briefing.embedded._unasserted import is_in_subject, is_under_negation
from briefing.embedded._words import SPEECH, VERBS, Form, Tag, words
from briefing.language.calendar import find_days

LEAST = 3
"""Points from which an item is printed. Chosen on articles that may be read, and held against others."""

_NOT_NOW = words(
    "always constantly consistently continually earlier formerly frequently historically long often once originally "
    "previously regularly repeatedly routinely traditionally usually"
)
"""Adverbs of time that make of an act a habit, or put it before the day: those that stand before the verb itself."""
_NEVER = 9
"""Points against what is not the day's act, or nobody's by name: more than any signs outweigh."""


def points_against(clause: Clause, at: int, who: Phrase) -> int:
    """What makes the party or the time of an act at token ``at`` doubtful."""
    assert who.entity is not None
    quoted = at in clause.speaker_at and clause.speaker_at[at] != who.entity
    teller = teller_of(clause, at)
    own = teller is not None and who.entity in (teller.entity, teller.joined)
    return int(quoted) + _NEVER * int(is_history(clause, at, own=own) or _unowned(clause, who))


def _unowned(clause: Clause, who: Phrase) -> bool:
    """Whether a party is a body or an office of which nothing says whose it is."""
    owned = who.first > 0 and clause.tokens[who.first - 1].text in {"'", "’"}
    party = clause.cast.entities[who.entity or 0]
    return not owned and is_generic(party.name, common=party.common)


def teller_of(clause: Clause, at: int) -> Phrase | None:
    """Who says what stands at a token: the subject of a verb of speech before it in the same clause."""
    for before in range(at - 1, 0, -1):
        token = clause.tokens[before]
        if token.tag is Tag.MARK or token.text in {",", ";"}:
            return None
        if token.tag is Tag.VERB and clause.form_at(before) in (Form.PAST, Form.PRESENT):
            return clause.subject(before) if VERBS[token.low].lemma in SPEECH else None
    return None


def speaker_of(clause: Clause, at: int) -> Phrase | None:
    """The speaker of a quotation that a token stands in, else who tells it."""
    return Phrase(at, at, clause.speaker_at[at]) if at in clause.speaker_at else teller_of(clause, at)


def told_by(text: str, clause: Clause, at: int, who: Phrase) -> str | None:
    """The words by which an act stands in the report of somebody else: "Oslo said", None where it does not."""
    teller = teller_of(clause, at)
    if teller is None or who.entity in (teller.entity, teller.joined):
        return None
    verb = next((n for n in range(teller.last + 1, at) if clause.tokens[n].tag is Tag.VERB), None)
    return None if verb is None else text[clause.tokens[teller.first].start : clause.tokens[verb].end]


def is_history(clause: Clause, at: int, *, own: bool) -> bool:
    """ "had offered", "has repeatedly offered", "offered in 2015", "offered last year": told as before the news.

    In words of one's ``own`` what was said is put a tense back: "Oslo said it had offered".
    """
    tokens = clause.tokens
    first = clause.group(at).first if tokens[at].low in VERBS else at
    before = {t.low for t in tokens[max(0, first - 1) : at]}
    return ("had" in before and not own) or bool(before & _NOT_NOW) or _dated_before(clause, at)


def _dated_before(clause: Clause, at: int) -> bool:
    """Whether an act is dated by no more than a month or a year: the day's act has a day.

    "By May" sets a term to what is offered, and does not say when it was.
    """
    tokens = clause.tokens
    for number in range(at + 1, len(tokens)):
        token, behind = tokens[number], tokens[min(number + 1, len(tokens) - 1)]
        if token.low in {"ago", "earlier"} or (token.low == "last" and behind.low in {"month", "year"}):
            return True
        if token.tag is Tag.PREP and token.low != "by" and _month_or_year(tokens[number + 1 : number + 4]):
            return True
        if (token.tag is Tag.PREP and behind.tag is not Tag.TIME and number > at + 1) or token.tag is Tag.VERB:
            break
    if tokens[0].tag is Tag.PREP and _month_or_year(tokens[1:4]):
        return True
    later = (n for n in range(at + 1, len(tokens) - 2) if tokens[n].text == "," and tokens[n + 1].low == "before")
    return any(Form.GERUND in (clause.form_at(n + 2), clause.form_at(min(n + 3, len(tokens) - 1))) for n in later)


def is_unresolved(clause: Clause, subject: Phrase) -> bool:
    """Whether the subject is a "they" that nobody in its sentence, nor the subject before, stands for."""
    if subject.entity is None or clause.tokens[subject.last].low not in {"they", "both"}:
        return False
    here = clause.sentence.index
    before = subject.entity in clause.cast.focus.get(here - 1, ())
    return not before and not clause.cast.entities[subject.entity].named_in(here, subject.first)


def _month_or_year(tokens: Sequence[Token]) -> bool:
    """Whether a date without its day begins here."""
    found = find_days("in " + " ".join(t.text for t in tokens))
    return bool(found) and found[0].start == 3 and found[0].day is None and found[0].weekday is None


_NONE_OF = words("neither nor no none")
_DENYING = words(
    "deny denies denied denying refute refutes refuted refuting disputes disputed disputing contradict contradicts "
    "contradicted contradicting rumoured rumored untrue false disavowed disavows"
)
_CLAIMS = words(
    "report reports claim claims suggestion suggestions allegation allegations notion idea rumour rumours rumor rumors"
)
_BREAKS = words("but while although though whereas")
_SUPPOSING = words("whether if unless nor never neither hardly")
_OPENING_CONDITIONS = words("had were should")
_SUPPOSED = words("could might may should can ought cannot")
_DOUBTED = words("allegedly supposedly almost nearly")
_DENYING_LEMMAS = words("deny refute dispute")
_REFUSABLE = words(
    "request requests bid application appeal petition demand permission access visa entry extension bail asylum"
)


def none_of(clause: Clause, subject: Phrase) -> bool:
    """Whether "neither", "nor" or "no" stands before a subject, so that it does not do what its verb says."""
    return any(t.low in _NONE_OF for t in clause.tokens[max(0, subject.first - 1) : subject.first + 1])


def denied(clause: Clause, at: int) -> bool:
    """Whether what a verb or noun at ``at`` tells is denied, supposed, or told as somebody's claim.

    A denial governs what stands behind it up to "but"; "if", "nor" and the like do so up to a comma or "and". Nothing
    is told by a clause that is part of a subject.
    """
    if is_in_subject(clause, at) or is_under_negation(clause, at):
        return True
    first = clause.group(at).first if clause.tokens[at].low in VERBS else at
    near = True
    for before in range(at - 1, -1, -1):
        token, after = clause.tokens[before], clause.tokens[before + 1]
        if before >= first:
            if token.low in _NONE_OF:
                return True
            continue
        if token.text == ";" or token.low in _BREAKS:
            return False
        if token.low in _DENYING or (token.low in _CLAIMS and after.low == "that" and token.tag is not Tag.VERB):
            return True
        near = near and token.tag not in (Tag.PUNCT, Tag.MARK) and token.low != "and"
        opens = before == 0 and token.low in _OPENING_CONDITIONS
        if near and (token.low in _SUPPOSING or opens):
            return True
    return False


def not_made(clause: Clause, at: int) -> bool:
    """Whether the offering that a verb names is not told to happen: "could offer", "allegedly", "refused to offer"."""
    group = clause.group(at)
    if group.negated or group.infinitive or group.modal in _SUPPOSED or (group.modal == "would" and group.perfect):
        return True
    return clause.tokens[at - 1].low in _DOUBTED


def denies_claim(clause: Clause, at: int) -> bool:
    """Whether an answering verb is about what somebody claims: "denied it had threatened"."""
    known = VERBS.get(clause.tokens[at].low)
    behind = {token.low for token in clause.tokens[at + 1 : at + 9]}
    return known is not None and known.lemma in _DENYING_LEMMAS and not behind & _REFUSABLE
