"""The model layer: one protocol, and the models that speak it.

`open_model` turns a name into a model with retries, limits and (where configured) a reply store around it.
"""

from briefing.llm.factory import describe_names, open_model
from briefing.llm.protocol import (
    Completion,
    CompletionRequest,
    FinishReason,
    LanguageModel,
    Message,
    ReplySchema,
)
from briefing.llm.settings import ModelSettings, StructuredOutput

__all__ = [
    "Completion",
    "CompletionRequest",
    "FinishReason",
    "LanguageModel",
    "Message",
    "ModelSettings",
    "ReplySchema",
    "StructuredOutput",
    "describe_names",
    "open_model",
]
