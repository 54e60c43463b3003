"""What a sentence denies, supposes or only reports: "denied that it had offered", "nor will it offer", "if it asks"."""

from __future__ import annotations

from briefing.embedded._cues import VERBS
from briefing.embedded._lexicon import Tag, words
from briefing.embedded._phrases import Phrase
from briefing.embedded._syntax import Clause

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

    A denial governs what stands behind it up to "but"; "if", "nor" and the like do so up to a comma or "and".
    """
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
    return any(t.low in _DOUBTED for t in clause.tokens[max(0, group.first - 1) : at])


def denies_claim(clause: Clause, at: int) -> bool:
    """Whether an answering verb is about what somebody claims: "denied it had threatened"."""
    known = VERBS.get(clause.tokens[at].low)
    behind = {token.low for token in clause.tokens[at + 1 : at + 9]}
    return known is not None and known.lemma in _DENYING_LEMMAS and not behind & _REFUSABLE
