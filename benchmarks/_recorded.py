"""Recorded drafts behind an endpoint on loopback, for runs through the front door."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

_WINDOW = 50
_LIKE = 0.3
"""Share of the pieces of an article that a request must hold to be about it: cleaning may have dropped lines."""


Other = Callable[[str, str], str | None]
"""Replies to what is no request for a draft, by the name of its schema and the prompt; None refuses."""


@contextmanager
def recorded(drafts: Sequence[tuple[str, str]], other: Other | None = None) -> Iterator[str]:
    """An endpoint that answers a request about one of the articles with its draft. Gives its API base.

    Args:
        drafts: texts of articles, each with the draft of it as JSON.
        other: who answers requests for anything else; they are refused where nobody does.
    """
    known = [(_pieces(text), draft) for text, draft in drafts]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            prompt = _flat(" ".join(str(message["content"]) for message in body["messages"]))
            share, draft = max(
                ((sum(piece in prompt for piece in pieces) / len(pieces), draft) for pieces, draft in known),
                default=(0.0, ""),
            )
            asked = body.get("response_format", {}).get("json_schema", {}).get("name")
            if asked == "brief_draft":
                reply = draft if share >= _LIKE else None
            else:
                reply = other(str(asked), prompt) if other else None
            self._send(*((200, _completion(reply, body["model"])) if reply is not None else (400, _unknown(asked))))

        def _send(self, status: int, answer: dict[str, Any]) -> None:
            raw = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Nothing: requests are no news."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        finally:
            server.shutdown()


def _flat(text: str) -> str:
    return " ".join(text.split())


def _pieces(text: str) -> list[str]:
    flat = _flat(text)
    return [flat[at : at + _WINDOW] for at in range(0, max(1, len(flat) - _WINDOW), _WINDOW)]


def _completion(reply: str, model: str) -> dict[str, Any]:
    return {
        "id": "recorded",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": reply}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _unknown(asked: str | None) -> dict[str, Any]:
    return {"error": {"message": f"nothing is recorded for this ({asked})", "type": "invalid_request_error"}}
