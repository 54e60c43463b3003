"""A server that speaks the dialect of each provider, and drafts the same brief in all of them."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.endpoint.asked import objecting
from tests.endpoint.listening import listening
from tests.factories import draft

Json = dict[str, Any]


@dataclass
class Dialects:
    """Used as a context: ``root`` is its address, ``seen`` what it was sent, by path."""

    seen: list[tuple[str, dict[str, str], Json]] = field(default_factory=list)
    root: str = ""
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Dialects:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._answer)
        self.root = await self._open.enter_async_context(listening(app))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def _answer(self, request: web.Request) -> web.Response:
        if not request.path.startswith(("/v1/", "/v1beta/", "/api/", "/openai/", "/models/")):
            return web.json_response({"error": {"message": f"no such path: {request.path}"}}, status=404)
        body = await request.json()
        self.seen.append((request.path, {name.lower(): value for name, value in request.headers.items()}, body))
        said = objecting() if "proof-read" in json.dumps(body) else draft().model_dump_json()
        return web.json_response(_shaped(request.path, body, said))


def _shaped(path: str, body: Json, said: str) -> Json:
    if path == "/api/chat":
        return _ollama(body, said)
    if path.endswith("/messages"):
        return _anthropic(body, said)
    if path.endswith(":generateContent"):
        return _gemini(said)
    return _openai(body, said)


def _openai(body: Json, said: str) -> Json:
    return {
        "id": "chatcmpl-0",
        "object": "chat.completion",
        "created": 0,
        "model": body.get("model", "deployment"),
        "choices": [{"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": 3_000,
            "completion_tokens": 300,
            "total_tokens": 3_300,
            "prompt_tokens_details": {"cached_tokens": 2_000},
        },
    }


def _ollama(body: Json, said: str) -> Json:
    return {
        "model": body["model"],
        "created_at": "2026-01-01T00:00:00Z",
        "message": {"role": "assistant", "content": said},
        "done": True,
        "done_reason": "stop",
        "prompt_eval_count": 3_000,
        "eval_count": 300,
    }


def _anthropic(body: Json, said: str) -> Json:
    block: Json = {"type": "text", "text": said}
    if body.get("tools"):
        block = {"type": "tool_use", "id": "toolu_0", "name": body["tools"][0]["name"], "input": json.loads(said)}
    return {
        "id": "msg_0",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [block],
        "stop_reason": "tool_use" if body.get("tools") else "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": 1_000,
            "cache_read_input_tokens": 2_000,
            "cache_creation_input_tokens": 0,
            "output_tokens": 300,
        },
    }


def _gemini(said: str) -> Json:
    return {
        "candidates": [{"content": {"role": "model", "parts": [{"text": said}]}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {
            "promptTokenCount": 3_000,
            "candidatesTokenCount": 300,
            "totalTokenCount": 3_300,
            "cachedContentTokenCount": 2_000,
        },
        "modelVersion": "gemini-2.5-pro",
    }
