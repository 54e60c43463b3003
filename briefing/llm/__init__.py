"""The model layer: one protocol, and the models that speak it.

`open_model` turns a name into a model, with these around it, from the outside in; each is a model itself, and has one
idea:

=================  ============================================================  ==================
`RecordingModel`   keeps every exchange for `make record`                        ``replay.py``
`FallbackModel`    lets the next model take over                                 ``fallback.py``
`TaskModel`        temperature, seed and the like, as the settings have them     ``settings.py``
`StoredModel`      answers what was asked before; sends the same request once    ``store.py``
`BatchingModel`    gathers calls into batches, where that is set                 ``batching.py``
`RetryingModel`    tries again what may pass; the only place that does           ``attempts.py``
`AttemptModel`     one attempt: a slot, the budget, the circuit, time, usage     ``attempts.py``
a transport        one call of an SDK, its errors made ours                      ``openai_model.py`` and so on
`GivenModel`       the same for a caller's own object                            ``given.py``
=================  ============================================================  ==================

`ModelRun` holds what the models of one run share, `Access` the address and the key of one provider.
"""

from briefing.llm.factory import open_model
from briefing.llm.given import Given, named
from briefing.llm.protocol import (
    Capabilities,
    Completion,
    CompletionRequest,
    FinishReason,
    LanguageModel,
    Message,
    ReplySchema,
    StructuredOutput,
    capabilities_of,
)
from briefing.llm.providers import Access
from briefing.llm.run import ModelRun
from briefing.llm.settings import ModelSettings
from briefing.llm.usage import RunBudget, UsageLedger

__all__ = [
    "Access",
    "Capabilities",
    "Completion",
    "CompletionRequest",
    "FinishReason",
    "Given",
    "LanguageModel",
    "Message",
    "ModelRun",
    "ModelSettings",
    "ReplySchema",
    "RunBudget",
    "StructuredOutput",
    "UsageLedger",
    "capabilities_of",
    "named",
    "open_model",
]
