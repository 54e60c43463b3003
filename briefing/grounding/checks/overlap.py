"""Whether a claim speaks of what its quotes speak of at all."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.grounding.checks.context import Context
from briefing.schema.evidence import Reason, ReasonCode

LEAST = 0.15
"""Share of a claim's telling words that its quotes' sentences, with one before and after, must hold. Of
156 texts that a strong model drafted 2 fall below, one of them because its quotes do not show what it says; beside the
quotes of another item of the same article more than half do."""
_FEWEST = 3


MOST_NEW = {None: 1 / 3, "text": 1 / 3, "what": 1 / 3, "conditions": 1 / 3, "role": 1 / 2}
"""Share of a claim's content words that may be missing from the whole article, by field. Of 133 headlines, gists,
offers and responses that a strong model drafted 2 are above a third, and 4 of its 77 roles above a half; a made-up
predicate about the right parties ("soldiers burned the island") is mostly above."""


def check_novelty(context: Context) -> Iterator[Reason]:
    """A claim that says much of what it says in words that the article has nowhere (``low_overlap``): a judge may find
    it a fair paraphrase, no rule can."""
    most = MOST_NEW.get(context.claim.field)
    if most is None or not context.cited or not context.stems:
        return
    new = [stem for stem in context.stems if stem not in context.index.stems]
    if len(new) / len(context.stems) >= most:
        sentence = context.index.sentences[context.cited[0]]
        text = sentence.slice(context.index.text)
        yield context.reason(ReasonCode.LOW_OVERLAP, context.claim.text, text, sentence)


def check_overlap(context: Context) -> Iterator[Reason]:
    """A claim that shares next to no word with the passages that it cites (``low_overlap``); for a judge to decide."""
    if not context.cited or not context.states or len(context.stems) < _FEWEST:
        return
    last = len(context.index.sentences) - 1
    near = sorted({n for held in context.cited for n in range(max(0, held - 1), min(last, held + 1) + 1)})
    share = context.share_in(near)
    if share < LEAST:
        sentence = context.index.sentences[context.cited[0]]
        text = sentence.slice(context.index.text)
        yield context.reason(ReasonCode.LOW_OVERLAP, context.claim.text, text, sentence)
