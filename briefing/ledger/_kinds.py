"""What sort of thing an offer is by the form of its noun phrase: whether it is the one plan or bid of its party."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.language.topics import fold, word_set
from briefing.ledger._amounts import amount_of

_PLANS = word_set(
    """plan roadmap map framework package initiative blueprint counteroffer counter-offer counterproposal
    counter-proposal counterbid counter-bid bid"""
)
_BARE = word_set("offer proposal deal agreement")
"""Said of anything that is offered: the plan of its party where nothing more, or an amount, is said of it."""

_PHRASE_ENDS = re.compile(r"[,;:(]| (?:to|of|for|with|that|which|in|on|by|from|worth|agreed|including|brokered|over) ")


@lru_cache(maxsize=8192)
def is_plan(text: str) -> bool:
    """Whether an offer is told as a plan or a bid, of which a party has one at a time, whatever is told of it.

    "Road map with an immediate end to all fighting", "Plan to halt the civil war" and "$31 a share" are, "Proposal of
    a warning label" and "Call to stop" are not.
    """
    if amount_of(text) is not None:
        return True
    phrase, *rest = _PHRASE_ENDS.split(fold(text), maxsplit=1)
    head = (phrase.split() or [""])[-1]
    return head in _PLANS or (head in _BARE and not rest)
