"""Whether a source says that a party answered, or a reporter makes it out."""

from __future__ import annotations

import re

from briefing.schema.evidence import Evidence

_ANSWERING = re.compile(
    r"\b(?:respon[ds]|answer|repl(?:y|ie)|reject|refus|accept|agre|declin|welcom|sa(?:id|ys?)\b|told\b|den(?:y|ie)"
    r"|turn(?:ed|s)? down|rul(?:ed|es) out|approv|dismiss|not(?:e|ed) (?:that|the)\b|tak(?:en?|ing) note|into account"
    r"|counter|propos|acknowledg|sign(?:ed|s)\b|back(?:ed|s)\b|consider|stud(?:y|ied))\w*",
    re.IGNORECASE,
)


def answers_plainly(piece: Evidence) -> bool:
    """Whether a passage speaks of an answer, given or not, rather than of what somebody's conduct may mean."""
    return _ANSWERING.search(piece.quote) is not None
