"""What linking a day would take, before its articles are drafted or a model is asked."""

from __future__ import annotations

import math

from briefing.extraction import Estimate
from briefing.extraction.prompts import load_prompt
from briefing.linking._parts import MOST_ITEMS, DayPart
from briefing.linking._schema import link_schema
from briefing.llm.protocol import LanguageModel

ITEMS = 4.6
"""Items of an article: offers, answers and questions; with the next three the mean of 40 articles of two real
negotiations as a large language model drafted them, planted offers too."""
ITEM_TOKENS = 380
"""Tokens of the items of an article, as they are shown."""
ENTRY_TOKENS = 68
"""Tokens of an entry of the ledger, as it is shown."""
REPLY_TOKENS = 93
"""Tokens of what is replied of an article."""
MOST_ENTRIES = 45
"""Entries that are shown for one article at the most."""


def estimate_linking(articles: int, entries: int, model: LanguageModel) -> Estimate:
    """What linking a day of so many articles would take, beside a ledger whose window holds so many entries."""
    if not articles or (articles < 2 and not entries):
        return Estimate()
    requests = math.ceil(articles * ITEMS / MOST_ITEMS)
    bare = load_prompt("link").render({"part": 1, "parts": requests, "day": "", "entries": "", "items": ""})
    static = sum(model.count_tokens(message.content) for message in bare)
    static += model.count_tokens(str(link_schema(DayPart((), (), ())).definition))
    shown = min(entries * requests, MOST_ENTRIES * articles)
    taken = static * requests + ITEM_TOKENS * articles + ENTRY_TOKENS * shown
    return Estimate(articles, requests, taken, REPLY_TOKENS * articles)
