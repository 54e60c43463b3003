"""What the models of one run share: usage, budget, and the limiter and circuit of each provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from briefing.llm.budget import BudgetGuard, RunBudget
from briefing.llm.circuit import Circuit
from briefing.llm.limits import AdaptiveLimiter
from briefing.llm.noticing import Notices
from briefing.llm.protocol import LanguageModel
from briefing.llm.replay import Recorder
from briefing.llm.settings import ModelSettings
from briefing.llm.sharing import Alone, Replies, Shares
from briefing.llm.usage import UsageLedger


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
