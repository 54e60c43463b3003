"""The model layer: one protocol, and the models that speak it.

`open_model` turns a name into a model with retries, limits and (where configured) a reply store around it.
"""

from briefing.llm.budget import RunBudget
from briefing.llm.factory import open_model
from briefing.llm.protocol import (
    Completion,
    CompletionRequest,
    FinishReason,
    LanguageModel,
    Message,
    ReplySchema,
)
from briefing.llm.run import ModelRun
from briefing.llm.settings import ModelSettings, StructuredOutput
from briefing.llm.usage import UsageLedger

__all__ = [
    "Completion",
    "CompletionRequest",
    "FinishReason",
    "LanguageModel",
    "Message",
    "ModelRun",
    "ModelSettings",
    "ReplySchema",
    "RunBudget",
    "StructuredOutput",
    "UsageLedger",
    "open_model",
]
