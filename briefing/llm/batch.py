"""Many requests at half the price, within a day: OpenAI's Batch API.

There are two ways. A `BatchingModel` is called like any model: it gathers what is asked until nobody asks any more,
sends that off, and lets its callers wait, for hours if need be. Or a run goes in two: the first asks a
`DeferringModel`, which answers what the reply store holds and puts off the rest; `BatchClient.submit` sends that off.
Once `BatchClient.collect` has put the replies into the store, the second run finds them there, and asks live for what
is missing.

Nothing is paid twice: a batch carries the digest of its requests, and `submit` takes up one that was sent before the
process that sent it was killed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import Field

from briefing.errors import ModelError, ModelFault, TransientModelError, UsageError
from briefing.llm.attempts import Sleep, policy
from briefing.llm.catalogue import facts
from briefing.llm.chat_api import read_completion, without_secrets
from briefing.llm.openai_model import OpenAIModel, chat_parameters, import_openai, open_client
from briefing.llm.prices import pricer
from briefing.llm.protocol import Completion, CompletionRequest
from briefing.llm.sdk_errors import Caller, fault_of_status, from_openai
from briefing.llm.settings import ModelSettings
from briefing.llm.store import ReplyStore, reply_key, worth_keeping
from briefing.llm.usage import UsageLedger
from briefing.schema.base import Model
from briefing.schema.briefing import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

T = TypeVar("T")

MAX_REQUESTS = 50_000
MAX_FILE_BYTES = 190_000_000
"""OpenAI's bounds for one batch are 50,000 requests and 200 MB."""
MAX_RESULT_BYTES = 20_000_000_000
"""Results are as large as their requests; compressed, a hundredth of this."""
MOST_UNSEEN = 60
"""Looks in a row that may find the API down; by default they take an hour."""
_DIGEST = "briefing_digest"
_LISTED = 100


class BatchState(StrEnum):
    """Where a batch stands; the API's eight states by what they mean to us."""

    RUNNING = "running"
    ENDED = "ended"
    """Done, expired or cancelled: whatever replies there are can be collected."""
    FAILED = "failed"
    """Its input was not accepted: there are no replies."""


_STATES = {
    "completed": BatchState.ENDED,
    "expired": BatchState.ENDED,
    "cancelled": BatchState.ENDED,
    "failed": BatchState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a line of a batch brought no reply that is of use.

    ``usage`` is what it was paid for all the same; ``fault`` is what its request met; both None where it was not
    worked on.
    """

    reason: str
    usage: Usage | None = None
    fault: ModelFault | None = None


Outcome = Completion | Miss


class BatchTicket(Model):
    """One batch that was sent. ``keys`` are the store's keys of its requests."""

    id: str
    model: str
    digest: str
    keys: tuple[str, ...]


class BatchResult(Model):
    """What came of a batch. ``failed`` says by key why there is no reply; ``kept`` counts those in the store."""

    state: BatchState
    kept: int = 0
    failed: dict[str, str] = Field(default_factory=dict)


class BatchClient:
    """Sends, watches and collects batches of one model. Close it with `aclose`.

    ``name`` is ``openai/MODEL``, or a bare name where the settings have an ``api_base``.

    Raises (when made):
        UsageError: another provider's name.
    """

    def __init__(self, name: str, settings: ModelSettings, *, sleep: Sleep = asyncio.sleep) -> None:
        provider, _, model = name.rpartition("/")
        if provider not in ("openai", "") or (not provider and not settings.api_base):
            raise UsageError(f"{name}: no batches for this provider", hint="name openai/MODEL")
        self._name = name
        self._model = model
        self._settings = settings
        self._sleep = sleep
        self._facts = facts(f"openai/{model}")
        self._opened: AsyncOpenAI | None = None

    async def submit(self, requests: Iterable[CompletionRequest]) -> tuple[BatchTicket, ...]:
        """Send the requests, in as few batches as the API's bounds allow. Requests that are the same go once.

        Raises:
            ModelError: the API did not take them.
        """
        lines = {reply_key(self._name, request): self._line(request) for request in requests}
        return tuple([await self._submit_one(part) for part in _parts(sorted(lines.items()))])

    async def state(self, ticket: BatchTicket) -> BatchState:
        """Where a batch stands now.

        Raises:
            ModelError: it can't be found out.
        """
        batch = await self._do(lambda client: client.batches.retrieve(ticket.id))
        return _STATES.get(batch.status, BatchState.RUNNING)

    async def results(
        self, ticket: BatchTicket, requests: Iterable[CompletionRequest], *, poll_every: float = 60.0
    ) -> tuple[BatchState, dict[str, Outcome]]:
        """Wait until a batch has ended; by key of its requests, the reply, or the reason why there is none.

        ``requests`` are those that were submitted (others do no harm): replies are checked against their schemas.

        Raises:
            ModelError: the batch or its files can't be read.
        """
        state = await self._ended(ticket, poll_every)
        batch = await self._do(lambda client: client.batches.retrieve(ticket.id))
        asked = {reply_key(self._name, request): request for request in requests}
        reason = "the batch ended without it" if state is BatchState.ENDED else "the batch was not accepted"
        found: dict[str, Outcome] = dict.fromkeys(ticket.keys, Miss(reason))
        for file in filter(None, (batch.error_file_id, batch.output_file_id)):
            for line in await self._read(file):
                key, outcome = self._outcome(line, asked)
                if key in found:
                    found[key] = outcome
        return state, found

    async def collect(
        self,
        ticket: BatchTicket,
        requests: Iterable[CompletionRequest],
        store: ReplyStore,
        ledger: UsageLedger,
        *,
        poll_every: float = 60.0,
    ) -> BatchResult:
        """Wait until a batch has ended, and put its good replies into the store. Again, it changes nothing.

        Raises:
            ModelError: the batch or its files can't be read.
        """
        requests = tuple(requests)
        stages = {reply_key(self._name, request): request.stage for request in requests}
        state, found = await self.results(ticket, requests, poll_every=poll_every)
        good = {key: outcome for key, outcome in found.items() if isinstance(outcome, Completion)}
        for key, completion in good.items():
            if await store.get(key) is None:
                await store.put(key, completion)
                ledger.succeeded(self._name, stages[key], completion.usage, 0.0)
        failed = {key: outcome.reason for key, outcome in found.items() if isinstance(outcome, Miss)}
        return BatchResult(state=state, kept=len(good), failed=failed)

    async def aclose(self) -> None:
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    @property
    def _caller(self) -> Caller:
        return Caller.of(OpenAIModel.provider, self._name, self._settings)

    async def _ended(self, ticket: BatchTicket, poll_every: float) -> BatchState:
        """Where a batch stands once it runs no more. An API that is down for a while loses no batch."""
        unseen = 0
        while True:
            try:
                state = await self.state(ticket)
            except TransientModelError:
                if (unseen := unseen + 1) > MOST_UNSEEN:
                    raise
            else:
                unseen = 0
                if state is not BatchState.RUNNING:
                    return state
            await self._sleep(poll_every)

    def _line(self, request: CompletionRequest) -> dict[str, Any]:
        body = chat_parameters(self._model, self._settings, request, self._facts)
        return {"method": "POST", "url": "/v1/chat/completions", "body": body}

    async def _submit_one(self, part: Sequence[tuple[str, str]]) -> BatchTicket:
        keys = tuple(key for key, _ in part)
        digest = sha256("\n".join(keys).encode()).hexdigest()
        found = await self._do(lambda client: _sent_before(client, digest))
        if found is None:
            content = "\n".join(line for _, line in part).encode() + b"\n"
            file = await self._do(lambda client: client.files.create(file=("requests.jsonl", content), purpose="batch"))
            found = await self._do(lambda client: _create(client, file.id, digest))
        return BatchTicket(id=found, model=self._name, digest=digest, keys=keys)

    def _outcome(self, line: dict[str, Any], asked: dict[str, CompletionRequest]) -> tuple[str, Outcome]:
        """The key of a line, with its reply, or with the reason why there is none."""
        from openai.types.chat import ChatCompletion

        key = str(line.get("custom_id"))
        response = _object(line.get("response"))
        body, status = _object(response.get("body")), response.get("status_code")
        if line.get("error") or status != 200:
            error = _object(line.get("error") or body.get("error"))
            fault = fault_of_status(status) if isinstance(status, int) else ModelFault.SERVER
            reason = str(error.get("message") or f"status {status}")[:200]
            return key, Miss(self._caller.redact(reason), fault=fault)
        try:
            found = ChatCompletion.model_validate(body)
            completion = read_completion(
                found,
                engine=self._name,
                provider=OpenAIModel.provider,
                price=pricer(f"openai/{self._model}", batch=True),
            )
        except ValueError:
            # Its text would quote the reply.
            return key, Miss("not a chat completion", fault=ModelFault.MALFORMED)
        if key not in asked or not worth_keeping(asked[key], completion):
            return key, Miss("the reply is cut, refused, or not valid under its schema", completion.usage)
        return key, without_secrets(completion, self._caller.secrets)

    async def _read(self, file: str) -> list[dict[str, Any]]:
        async def fetch(client: AsyncOpenAI) -> bytes:
            return (await client.files.content(file)).content

        content = await self._do(fetch)
        # Not splitlines: JSON strings may hold U+2028, which is no end of a line here.
        lines = [_line_of(line) for line in content.split(b"\n") if line.strip()]
        return [line for line in lines if line]

    async def _do(self, call: Callable[[AsyncOpenAI], Awaitable[T]]) -> T:
        """One call of the API, with the retries of every other call."""
        if self._opened is None:
            await asyncio.to_thread(import_openai)
            self._opened = self._opened or open_client(self._settings, self._name, max_bytes=MAX_RESULT_BYTES)
        client = self._opened

        async def attempt() -> T:
            try:
                return await call(client)
            except ModelError:
                raise
            except Exception as error:
                raise from_openai(error, self._caller) from error

        result: T = await policy(self._settings, sleep=self._sleep)(attempt)
        return result


def _line_of(text: bytes) -> dict[str, Any]:
    """A line of a file; empty where it is damaged: its request counts as not answered, the others stand."""
    try:
        return _object(json.loads(text))
    except (ValueError, RecursionError):
        return {}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


async def _create(client: AsyncOpenAI, file: str, digest: str) -> str:
    batch = await client.batches.create(
        input_file_id=file,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        metadata={_DIGEST: digest},
    )
    return batch.id


async def _sent_before(client: AsyncOpenAI, digest: str) -> str | None:
    """The id of a batch of the same requests that did not fail, among the last hundred."""
    page = await client.batches.list(limit=_LISTED)
    for batch in page.data:
        if (batch.metadata or {}).get(_DIGEST) == digest and _STATES.get(batch.status) is not BatchState.FAILED:
            return batch.id
    return None


def _parts(lines: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[list[tuple[str, str]]]:
    """Keys with their lines of JSON, cut into files within the API's bounds."""
    part: list[tuple[str, str]] = []
    size = 0
    for key, line in lines:
        text = json.dumps({"custom_id": key, **line}, ensure_ascii=False)
        length = len(text.encode("utf-8", "replace")) + 1
        if part and (len(part) == MAX_REQUESTS or size + length > MAX_FILE_BYTES):
            yield part
            part, size = [], 0
        part.append((key, text))
        size += length
    if part:
        yield part
