"""Ask a model whether passages support a claim: one claim a call."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extraction.prompts import load_prompt
from briefing.extraction.replies import ask
from briefing.extraction.schemas import Judgement, judgement_schema
from briefing.llm.envelope import wrap
from briefing.llm.protocol import LanguageModel
from briefing.schema.terms import Section

JUDGEMENT_TOKENS = 300
"""Room for a yes or no and one sentence."""


async def judge_claim(claim: str, section: Section, passages: Sequence[str], model: LanguageModel) -> Judgement:
    """Whether everything in ``claim`` follows from ``passages``, in the eyes of ``model``.

    The request depends on claim, passages and prompt version alone, so that a reply store answers a repeated one.

    Raises:
        ModelError: the model gave no usable answer.
    """
    values = {"article": wrap("\n".join(passages)), "claim": wrap(claim), "section": section.value.replace("_", " ")}
    messages = load_prompt("judge").render(values)
    answer = await ask(model, messages, Judgement, judgement_schema(), stage="judging", max_tokens=JUDGEMENT_TOKENS)
    return answer.reply
