"""A model whose calls go in batches."""

from __future__ import annotations

import asyncio
import logging

from briefing.errors import ModelError
from briefing.llm._wrapping import WrappedModel
from briefing.llm.batch import BatchClient, BatchTicket
from briefing.llm.protocol import Completion, CompletionRequest, LanguageModel
from briefing.llm.store import reply_key
from briefing.llm.usage import UsageLedger

logger = logging.getLogger("briefing.llm")


class BatchingModel(WrappedModel):
    """Gathers calls until none has come for ``linger`` seconds, sends them as batches, and answers when those end.

    Callers wait meanwhile, up to a day: let many articles be in flight at once, or each batch holds as few as are. A
    line of a batch that brought no good reply is asked of the model inside, live. A run that is killed and begun
    again takes up the batch it had sent.

    Args:
        inner: the same model, live.
        client: the batches of that model.
        ledger: where the use of a batch is counted.
        poll_every: seconds between two looks at a batch.
    """

    def __init__(
        self,
        inner: LanguageModel,
        client: BatchClient,
        ledger: UsageLedger,
        *,
        linger: float = 5.0,
        poll_every: float = 60.0,
    ) -> None:
        super().__init__(inner)
        self._client = client
        self._ledger = ledger
        self._linger = linger
        self._poll_every = poll_every
        self._gathered: dict[str, tuple[CompletionRequest, asyncio.Future[Completion | str]]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()

    async def complete(self, request: CompletionRequest) -> Completion:
        loop = asyncio.get_running_loop()
        _, answer = self._gathered.setdefault(reply_key(self.name, request), (request, loop.create_future()))
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(self._linger, self._send)
        outcome = await asyncio.shield(answer)
        if isinstance(outcome, Completion):
            return outcome
        logger.info("asked live: %s", outcome, extra={"model": self.name, "stage": request.stage})
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
        task = asyncio.ensure_future(self._run(gathered))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _run(self, gathered: dict[str, tuple[CompletionRequest, asyncio.Future[Completion | str]]]) -> None:
        """Send what was gathered, and give each caller its reply, or the reason why there is none."""
        requests = [request for request, _ in gathered.values()]
        try:
            tickets = await self._client.submit(requests)
            logger.info("sent %d requests in %d batches", len(requests), len(tickets), extra={"model": self.name})
            await asyncio.gather(*(self._answer(ticket, gathered) for ticket in tickets))
        except ModelError as error:
            for _, answer in gathered.values():
                if not answer.done():
                    answer.set_result(error.message)

    async def _answer(
        self, ticket: BatchTicket, gathered: dict[str, tuple[CompletionRequest, asyncio.Future[Completion | str]]]
    ) -> None:
        requests = [gathered[key][0] for key in ticket.keys]
        _, found = await self._client.results(ticket, requests, poll_every=self._poll_every)
        for key, outcome in found.items():
            request, answer = gathered[key]
            if isinstance(outcome, Completion):
                self._ledger.succeeded(self.name, request.stage, outcome.usage, 0.0)
            answer.set_result(outcome)
