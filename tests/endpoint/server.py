"""The server: counts what it is asked, answers what its script says."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiohttp import web

from tests.endpoint.answers import Answer, Body
from tests.endpoint.listening import listening
from tests.patience import PATIENCE

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived. ``number`` counts from 0; names of headers are in lower case."""

    number: int
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All message texts, joined: what a script may decide by."""
        return "\n".join(str(message.get("content")) for message in self.body.get("messages", []))

    @property
    def texts(self) -> list[str]:
        """The texts of the messages, whichever API they came by."""
        contents = [message.get("content") or "" for message in self.body.get("messages", [])]
        return [
            content if isinstance(content, str) else "".join(str(part.get("text", "")) for part in content)
            for content in contents
        ]


Script = Callable[[Seen], Answer]


class Endpoint:
    """A scripted endpoint on loopback.

    ``script`` is a function from a request to its answer, or a list of answers to give in turn (the last one for
    ever). ``api_base`` is for OpenAI-shaped clients; Anthropic's take ``root``.
    """

    def __init__(self, script: Script | Iterable[Answer], *, keep: bool = True) -> None:
        self._script = script if callable(script) else _in_turn(list(script))
        self._keep = keep
        self._open = contextlib.AsyncExitStack()
        self.count = 0
        self.seen: list[Seen] = []
        self.in_flight = 0
        self.peak = 0
        self.root = ""
        self.routes: list[web.RouteDef] = []
        self._arrival = asyncio.Condition()

    @property
    def api_base(self) -> str:
        return f"{self.root}/v1"

    async def __aenter__(self) -> Endpoint:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def arrived(self, count: int) -> None:
        """Wait until that many requests have come in all; a call that never comes is an error, and no hang."""
        async with asyncio.timeout(PATIENCE), self._arrival:
            await self._arrival.wait_for(lambda: self.count >= count)

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=64 * MEGABYTE)
        app.router.add_post("/v1/chat/completions", self._handle)
        app.router.add_post("/v1/messages", self._handle)
        app.router.add_routes(self.routes)
        self.root = await self._open.enter_async_context(listening(app, port))

    async def stop(self) -> None:
        await self._open.aclose()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        seen = Seen(self.count, request.path, {k.lower(): v for k, v in request.headers.items()}, body)
        self.count += 1
        if self._keep:
            self.seen.append(seen)
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        async with self._arrival:
            self._arrival.notify_all()
        try:
            answer = self._script(seen)
            if answer.delay:
                await asyncio.sleep(answer.delay)
            return await _send(request, answer, seen)
        finally:
            self.in_flight -= 1


def _in_turn(answers: list[Answer]) -> Script:
    return lambda seen: answers[min(seen.number, len(answers) - 1)]


async def _send(request: web.Request, answer: Answer, seen: Seen) -> web.StreamResponse:
    raw = answer.raw if answer.raw is not None else json.dumps(shape(answer, seen), ensure_ascii=False)
    headers = {"x-request-id": f"req-{seen.number}", **answer.headers}
    if answer.body is Body.WHOLE:
        return web.Response(body=raw.encode(), status=answer.status, content_type=answer.content_type, headers=headers)
    if answer.body is Body.BOMB:
        return web.Response(
            body=_bomb(), headers={**headers, "Content-Encoding": "gzip"}, content_type="application/json"
        )
    return await _send_badly(request, answer.body, raw.encode(), headers)


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(b" " * MEGABYTE) for _ in range(100)) + packer.flush()


async def _send_badly(request: web.Request, how: Body, raw: bytes, headers: dict[str, str]) -> web.StreamResponse:
    transport = request.transport
    assert transport is not None
    response = web.StreamResponse(headers={**headers, "Content-Type": "application/json"})
    if how is Body.RESET:
        transport.abort()
        return response
    if how is Body.WRONG_LENGTH:
        response.content_length = len(raw) + 1000
    elif how is Body.HUGE:
        response.content_length = 100 * MEGABYTE
    else:
        response.enable_chunked_encoding()
    await response.prepare(request)
    with contextlib.suppress(ConnectionError, asyncio.CancelledError):
        await _write_badly(response, how, raw)
    transport.abort()
    return response


async def _write_badly(response: web.StreamResponse, how: Body, raw: bytes) -> None:
    if how in (Body.DROPPED, Body.WRONG_LENGTH):
        await response.write(raw[: len(raw) // 2] if how is Body.DROPPED else raw)
        await asyncio.sleep(0.01)  # so that the half really leaves before the connection does
    elif how is Body.DRIP:
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.05)
    else:
        block = b" " * 65536
        for _ in range(100 * MEGABYTE // len(block) if how is Body.HUGE else 1_000_000):
            await response.write(block)


def shape(answer: Answer, seen: Seen) -> dict[str, Any]:
    """The reply in the shape of the API that was asked. Ids and times are fixed: replies are the same every run."""
    prompt_tokens = len(seen.prompt) // 4 + 1
    reply_tokens = len(answer.text) // 4 + 1
    model = str(seen.body.get("model"))
    if seen.path.endswith("/messages"):
        return _anthropic(answer, model, prompt_tokens, reply_tokens, tool=bool(seen.body.get("tools")))
    message = {"role": "assistant", "content": None if answer.refusal else answer.text, "refusal": answer.refusal}
    return {
        "id": f"chatcmpl-{seen.number}",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": answer.finish}],
        "usage": {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": reply_tokens,
            "total_tokens": prompt_tokens + reply_tokens,
        },
    }


_ANTHROPIC_STOP = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}


def _anthropic(answer: Answer, model: str, prompt: int, reply: int, *, tool: bool) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "text", "text": answer.refusal or answer.text}
    stop = "refusal" if answer.refusal else _ANTHROPIC_STOP[answer.finish]
    if tool and not answer.refusal:
        try:
            block = {"type": "tool_use", "id": "toolu_0", "name": "json_tool_call", "input": json.loads(answer.text)}
            stop = "tool_use" if stop == "end_turn" else stop
        except ValueError:
            pass  # a model that answers in prose instead of calling the tool
    return {
        "id": "msg_0",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [block],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {"input_tokens": prompt, "output_tokens": reply},
    }
