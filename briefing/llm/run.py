"""What the models of one run share: usage, budget, the limiter and circuit of each provider, and what is noticed."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from briefing.llm.limits import AdaptiveLimiter, Circuit
from briefing.llm.observing import current_article
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason, LanguageModel
from briefing.llm.replay import Recorder
from briefing.llm.settings import ModelSettings
from briefing.llm.sharing import Alone, Replies, Shares
from briefing.llm.store import follows_schema
from briefing.llm.usage import BudgetGuard, RunBudget, UsageLedger

logger = logging.getLogger("briefing.llm")

CHARACTERS_PER_TOKEN = 8
"""Fewer tokens than one for so many characters, and a server did not read all that it was sent.

English takes 4 to 5 characters a token in every vocabulary in use, German and Spanish no more, other scripts fewer. So
an estimate may be off by a third, and a half, without a false word; what is noticed is a prompt of which about half or
more was cut, as Ollama does (it keeps half of its context of 4,096 by default). A smaller cut goes unnoticed."""

FIRST_REPLIES = 6
"""Replies of a model that are held against the schema: a check takes time, and a provider does not change its mind."""

BROKEN_REPLIES = 2
"""Of them, that break it before that is said: one may be a glitch of a gateway."""


@dataclass(slots=True)
class Notices:
    """Looks at the replies of one run. Every notice is a warning in the log, once for each model."""

    _said: set[tuple[str, str]] = field(default_factory=set)
    _looked_at: Counter[str] = field(default_factory=Counter)
    _broken: Counter[str] = field(default_factory=Counter)

    def look(self, model: str, request: CompletionRequest, completion: Completion, *, strict: bool) -> None:
        """Look at a reply. ``strict`` is whether the provider was asked to hold it to its schema."""
        self._was_cut(model, request, completion)
        if strict and request.reply_schema is not None and completion.finish_reason is FinishReason.STOP:
            self._drops_schema(model, request, completion)

    def _was_cut(self, model: str, request: CompletionRequest, completion: Completion) -> None:
        read = completion.usage.input_tokens
        sent = sum(len(message.content) for message in request.messages)
        if 0 < read < sent // CHARACTERS_PER_TOKEN:
            self._say(
                ("cut", model),
                f"{model}: the server read {read:,} tokens of a prompt of {sent:,} characters: it seems to have "
                f"cut it, and then drafts from a part of the article; raise the server's context (Ollama: num_ctx), or "
                f"set llm.context_window to what it is, so that articles are cut to fit",
            )

    def _drops_schema(self, model: str, request: CompletionRequest, completion: Completion) -> None:
        if self._looked_at[model] >= FIRST_REPLIES or ("schema", model) in self._said:
            return
        self._looked_at[model] += 1
        self._broken[model] += not follows_schema(request, completion)
        if self._broken[model] >= BROKEN_REPLIES:
            self._say(
                ("schema", model),
                f"{model}: {self._broken[model]} of its first {self._looked_at[model]} replies do not follow the "
                f"JSON Schema that was sent with the request: the provider seems to drop it; set llm.structured to "
                f"prompt, so that the model is shown the schema",
            )

    def _say(self, what: tuple[str, str], message: str) -> None:
        if what not in self._said:
            self._said.add(what)
            logger.warning("%s", message, extra={"article": current_article(), "model": what[1]})


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before one provider."""

    provider: str
    limiter: AdaptiveLimiter
    circuit: Circuit


@dataclass(slots=True)
class ModelRun:
    """Shared by every model that is opened for one run; nothing of it outlives the run.

    ``shares`` and ``replies`` are for a run on which other processes work as well: what they share.
    """

    budget: RunBudget = field(default_factory=RunBudget)
    ledger: UsageLedger = field(default_factory=UsageLedger)
    guard: BudgetGuard = field(init=False)
    notices: Notices = field(default_factory=Notices)
    shares: Shares = field(default_factory=Alone)
    replies: Replies | None = None
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    """Names the run in logs and traces, and nowhere else."""
    _recorders: dict[Path, Recorder] = field(default_factory=dict)
    _gates: dict[str, Gate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.guard = BudgetGuard(self.budget, self.ledger)

    def recorder(self, path: Path, model: LanguageModel) -> Recorder:
        """The recorder of a file, made for the first model that asks for it."""
        if path not in self._recorders:
            self._recorders[path] = Recorder(path, model)
        return self._recorders[path]

    @property
    def providers(self) -> tuple[str, ...]:
        """What has a gate of its own."""
        return tuple(self._gates)

    def gate(self, provider: str, settings: ModelSettings) -> Gate:
        """The gate of a provider, made at its first use. ``provider`` is where requests go: a host or a name."""
        if provider not in self._gates:
            limiter = AdaptiveLimiter(
                settings.concurrency,
                requests_per_minute=settings.requests_per_minute,
                tokens_per_minute=settings.tokens_per_minute,
            )
            self._gates[provider] = Gate(provider, limiter, Circuit())
        return self._gates[provider]
