"""What a sentence denies or only reports: "denied that it had offered", "nor will it offer", "neither A nor B"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from briefing.embedded._cues import VERBS
from briefing.embedded._lexicon import Form, Tag, words
from briefing.embedded._phrases import Phrase
from briefing.embedded._syntax import Clause
from briefing.embedded._text import Token

_NONE_OF = words("neither nor")
_INVERTING = words("nor never neither hardly")
_DENYING = words(
    "deny denies denied denying refute refutes refuted refuting disputes disputed disputing contradict contradicts "
    "contradicted contradicting rumoured rumored untrue disavowed disavows"
)
_BRUSHING_OFF = words("dismiss reject decline rebut")
_REPORTS = words(
    "report reports claim claims suggestion suggestions allegation allegations notion idea rumour rumours rumor "
    "rumors accusation accusations assertion assertions story stories speculation"
)
_BREAKS = words("but while although though whereas")


def none_of(clause: Clause, subject: Phrase) -> int | None:
    """The token of the "neither" or "no" before a subject that does not do what its verb says; None without one."""
    if clause.tokens[subject.first].low in {"no", "none"}:
        return subject.first
    for at in range(subject.first - 1, max(-1, subject.first - 4), -1):
        if clause.tokens[at].low in _NONE_OF | {"no", "none"}:
            return at
        if clause.tokens[at].tag not in (Tag.WORD, Tag.NAME, Tag.DET):
            return None
    return None


def denied(clause: Clause, at: int) -> bool:
    """Whether what a verb or noun at ``at`` tells is denied in its sentence, or told as a report that is contested."""
    before = _both_ways(clause, at) or _contested(clause, at)
    return before or _unreal(clause, at) or _gainsaid(clause, at)


_DENYING_LEMMAS = words("deny refute rebut dispute contest")
_REFUSABLE = words(
    "request requests bid application appeal petition motion demand permission access visa entry extension bail "
    "clemency asylum passage offer proposal plea call"
)


def denies_claim(clause: Clause, at: int) -> bool:
    """Whether an answering verb is about what somebody claims: "denied it had threatened", "dismissed the report"."""
    known = VERBS.get(clause.tokens[at].low)
    if known is None or known.lemma not in _DENYING_LEMMAS | _BRUSHING_OFF:
        return False
    behind = {token.low for token in clause.tokens[at + 1 : at + 9]}
    return bool(behind & _REPORTS) or (known.lemma in _DENYING_LEMMAS and not behind & _REFUSABLE)


def _both_ways(clause: Clause, at: int) -> bool:
    """ "neither accepts nor rejects", "nor will it offer", "never has the firm asked"."""
    direct = True
    for before in range(at - 1, max(-1, at - 9), -1):
        token, after = clause.tokens[before], clause.tokens[before + 1]
        if token.low in _INVERTING and (direct or after.tag in (Tag.AUX, Tag.MODAL)):
            return clause.tokens[at].tag is Tag.VERB
        if token.tag in (Tag.PUNCT, Tag.MARK):
            return False
        direct = direct and token.tag in (Tag.ADV, Tag.AUX, Tag.MODAL)
    return False


_FALSE = words("false untrue fabricated fiction baseless unfounded")


def _gainsaid(clause: Clause, at: int) -> bool:
    """ "the report that Oslo offered was false", "Oslo offered, a claim that it denies"."""
    tokens = clause.tokens
    telling = clause.tokens_that("gainsay", lambda token: token.low in _FALSE or token.low in _REPORTS)
    for behind in telling[bisect_right(telling, at) :]:
        low = tokens[behind].low
        if low in _FALSE and tokens[behind - 1].tag in (Tag.AUX, Tag.ADV):
            return True
        if low in _REPORTS and tokens[behind - 1].low in {"a", "an", "the"} and tokens[max(0, behind - 2)].text == ",":
            return any(t.low in _DENYING for t in tokens[behind + 1 : behind + 8])
    return False


_NOT_DOING = words(
    "refuse decline fail hesitate forbid neglect omit avoid ask urge tell order force compel oblige require pressure "
    "press invite allow deserve"
)
_NOT_ABLE = words("reluctant unwilling unable unlikely no not without never likely free right power")
_SUPPOSED = words("could might may should can ought cannot")


def not_made(clause: Clause, at: int) -> bool:
    """Whether the offering that a verb names is not told to happen: "refused to offer", "could offer", "allegedly"."""
    group = clause.group(at)
    if group.modal in _SUPPOSED or (group.modal == "would" and group.perfect):
        return True
    if any(
        t.low in {"allegedly", "supposedly", "almost", "nearly"} for t in clause.tokens[max(0, group.first - 1) : at]
    ):
        return True
    if not group.infinitive:
        return False
    for before in range(group.first - 1, max(-1, group.first - 6), -1):
        token = clause.tokens[before]
        if token.low in _NOT_ABLE:
            return True
        if token.tag is Tag.VERB or token.tag in (Tag.PUNCT, Tag.MARK):
            return token.low in VERBS and VERBS[token.low].lemma in _NOT_DOING
    return False


_SUPPOSING = words("whether if unless false untrue fiction suppose supposing")
_OPENING_CONDITIONS = words("had were should")


def _unreal(clause: Clause, at: int) -> bool:
    """ "whether Oslo accepted", "if Oslo offered", "had Oslo accepted": only supposed, up to a comma before it."""
    first = clause.group(at).first if clause.tokens[at].low in VERBS else at
    for before in range(first - 1, -1, -1):
        token = clause.tokens[before]
        opens = before == 0 or clause.tokens[before - 1].tag in (Tag.PUNCT, Tag.MARK)
        if token.low in _SUPPOSING or (
            opens
            and token.low in _OPENING_CONDITIONS
            and clause.tokens[before + 1].tag in (Tag.NAME, Tag.DET, Tag.PRON)
        ):
            return True
        if token.tag in (Tag.PUNCT, Tag.MARK) or token.low in {"and", "but"}:
            return False
    return False


def _contested(clause: Clause, at: int) -> bool:
    """Whether a denying word governs the place: "denied promising", "dismissed a report that it had asked"."""
    tokens = clause.tokens
    first = clause.group(at).first if tokens[at].low in VERBS else at
    if _goes_on(clause, first):
        return False
    telling = clause.tokens_that("contest", _may_contest)
    for before in reversed(telling[: bisect_left(telling, first)]):
        token = tokens[before]
        if token.text == ";" or (token.low in _BREAKS and tokens[before - 1].text == ","):
            return False
        if token.low in _DENYING or _brushed_off(clause, before, first):
            return True
    return False


def _may_contest(token: Token) -> bool:
    known = VERBS.get(token.low)
    brushes_off = known is not None and known.lemma in _BRUSHING_OFF
    return brushes_off or token.text == ";" or token.low in _BREAKS or token.low in _DENYING


def _goes_on(clause: Clause, first: int) -> bool:
    """Whether the verb is a second one of the main subject: "denied the claim but | offered to pay"."""
    before = first - 1
    while before >= 0 and clause.tokens[before].tag in (Tag.ADV, Tag.TIME):
        before -= 1
    if before < 0 or clause.tokens[before].tag is not Tag.CONJ:
        return False
    form = clause.form_at(first)
    return clause.tokens[before].low == "but" or (
        form is Form.PAST and not any(t.low in {"that", "had", "has", "have"} for t in clause.tokens[:before])
    )


def _brushed_off(clause: Clause, verb: int, last: int) -> bool:
    """ "rejected as fiction a report that": a report is brushed off before ``last``."""
    known = VERBS.get(clause.tokens[verb].low)
    if known is None or known.lemma not in _BRUSHING_OFF:
        return False
    return any(t.low in _REPORTS for t in clause.tokens[verb + 1 : min(last, verb + 9)])
