"""Models whose calls go in batches: one that waits for them, and one that puts them off."""

from __future__ import annotations

import asyncio
import logging

from briefing.errors import DataError, ModelError, ModelFault, PermanentModelError
from briefing.llm.batch import BatchClient, BatchState, BatchTicket, Miss, Outcome
from briefing.llm.fallback import WrappedModel
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel
from briefing.llm.run import ModelRun
from briefing.llm.settings import TaskModel
from briefing.llm.store import ReplyStore, reply_key

logger = logging.getLogger("briefing.llm")

_Gathered = dict[str, tuple[CompletionRequest, asyncio.Future[Outcome]]]
"""By key, what is asked and where its answer goes."""


class DeferringModel(WrappedModel):
    """Answers from the store, and puts off what is not there."""

    def __init__(self, inner: LanguageModel, store: ReplyStore) -> None:
        super().__init__(inner)
        self._store = store
        self._deferred: dict[str, CompletionRequest] = {}

    @property
    def deferred(self) -> tuple[CompletionRequest, ...]:
        """The requests put off so far, each once, in the order of their keys."""
        return tuple(self._deferred[key] for key in sorted(self._deferred))

    async def complete(self, request: CompletionRequest) -> Completion:
        # As the second run will ask it, or its reply would not be found.
        request = self._inner.told(request) if isinstance(self._inner, TaskModel) else request
        key = reply_key(self.name, request)
        kept = await self._store.get(key)
        if kept is not None:
            return kept
        self._deferred[key] = request
        raise PermanentModelError(f"{self.name}: put off to a batch", fault=ModelFault.DEFERRED, model=self.name)


class BatchingModel(WrappedModel):
    """Gathers calls until none has come for ``linger`` seconds, sends them as batches, and answers when those end.

    Callers wait meanwhile, up to a day: let many articles be in flight at once, or each batch holds as few as are. A
    line of a batch that brought no good reply is asked of the model inside, live. A run that is killed and begun
    again takes up the batches it had sent: by what the store remembers of them, whatever the calls are gathered with
    the second time; without a store, where the same calls are gathered.

    Args:
        inner: the same model, live.
        client: the batches of that model.
        run: counts what a batch used, and holds the run to its budget.
        store: remembers which batch a request went with.
        poll_every: seconds between two looks at a batch.
    """

    def __init__(
        self,
        inner: LanguageModel,
        client: BatchClient,
        run: ModelRun,
        *,
        store: ReplyStore | None = None,
        linger: float = 5.0,
        poll_every: float = 60.0,
    ) -> None:
        super().__init__(inner)
        self._client = client
        self._run = run
        self._store = store
        self._linger = linger
        self._poll_every = poll_every
        self._gathered: _Gathered = {}
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()

    async def complete(self, request: CompletionRequest) -> Completion:
        self._run.guard.check(self.name)
        loop = asyncio.get_running_loop()
        _, answer = self._gathered.setdefault(reply_key(self.name, request), (request, loop.create_future()))
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(self._linger, self._send)
        outcome = await asyncio.shield(answer)
        if isinstance(outcome, Completion):
            return outcome
        fields = {"model": self.name, "stage": request.stage}
        logger.info("no reply by batch (%s), asked live", outcome.fault or "not answered", extra=fields)
        return await super().complete(request)

    async def aclose(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._client.aclose()
        await super().aclose()

    def _send(self) -> None:
        gathered, self._gathered = self._gathered, {}
        task = asyncio.ensure_future(self._answer_all(gathered))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _answer_all(self, gathered: _Gathered) -> None:
        """Send what was gathered, and give each caller its reply, or the reason why there is none."""
        try:
            taken_up = await self._sent_before(gathered)
            sent = {key for ticket in taken_up for key in ticket.keys}
            tickets = await self._client.submit(request for key, (request, _) in gathered.items() if key not in sent)
            for ticket in tickets:
                await self._remember(ticket)
            logger.info("%d requests in %d batches", len(gathered), len(tickets) + len(taken_up), extra=self._fields())
            await asyncio.gather(*(self._answer(ticket, gathered) for ticket in (*taken_up, *tickets)))
        except ModelError as error:
            self._give_up(gathered, error, error.summary)
        except Exception as error:  # callers that wait for an answer must get one
            self._give_up(gathered, error, type(error).__name__)

    async def _sent_before(self, gathered: _Gathered) -> list[BatchTicket]:
        """Batches that hold some of the requests already, by what the store remembers of an earlier run."""
        if self._store is None:
            return []
        by_batch: dict[str, list[str]] = {}
        for key, batch in (await self._store.batches(tuple(gathered))).items():
            by_batch.setdefault(batch, []).append(key)
        tickets = [
            BatchTicket(id=batch, model=self.name, digest="", keys=tuple(keys)) for batch, keys in by_batch.items()
        ]
        return [ticket for ticket in tickets if await self._still_there(ticket)]

    async def _still_there(self, ticket: BatchTicket) -> bool:
        try:
            return await self._client.state(ticket) is not BatchState.FAILED
        except PermanentModelError:
            return False  # it is gone, or of another account

    async def _remember(self, ticket: BatchTicket) -> None:
        try:
            if self._store is not None:
                await self._store.keep_batch(ticket.id, ticket.keys)
        except DataError as error:
            logger.warning("a batch is not remembered for other runs: %s", error.message, extra=self._fields())

    async def _answer(self, ticket: BatchTicket, gathered: _Gathered) -> None:
        requests = [gathered[key][0] for key in ticket.keys]
        state, found = await self._client.results(ticket, requests, poll_every=self._poll_every)
        if state is BatchState.FAILED:
            logger.warning("a batch of %d was not accepted: asked live", len(requests), extra=self._fields())
        for key, outcome in found.items():
            request, answer = gathered[key]
            self._count(outcome, request.stage)
            answer.set_result(outcome)

    def _count(self, outcome: Outcome, stage: str) -> None:
        if outcome.usage is not None:
            self._run.ledger.succeeded(self.name, stage, outcome.usage, 0.0)
        elif isinstance(outcome, Miss) and outcome.fault is not None:
            self._run.ledger.failed(self.name, stage, ModelError(outcome.reason, fault=outcome.fault), 0.0)

    def _give_up(self, gathered: _Gathered, error: Exception, what: str) -> None:
        logger.warning("batches can't be used (%s): asked live", what, extra=self._fields())
        for _, answer in gathered.values():
            if not answer.done():
                answer.set_result(Miss(str(error)))

    def _fields(self) -> dict[str, object]:
        return {"run": self._run.id, "model": self.name}
