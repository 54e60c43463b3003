"""The batch side of the scripted endpoint: files, batches, and time that passes with each look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.endpoint.answers import Answer
from tests.endpoint.server import Endpoint, Seen, shape

Line = dict[str, Any]


@dataclass(slots=True)
class Batch:
    id: str
    lines: list[Line]
    metadata: dict[str, str]
    looks: int = 0
    output: str = ""
    errors: str = ""


@dataclass(slots=True)
class BatchApi:
    """Adds ``/v1/files`` and ``/v1/batches`` to an endpoint, before it is started.

    A batch ends with status ``ends`` at its ``looks``-th retrieval; ``done_share`` of its lines have been worked on
    by then, each answered by ``script`` as a live request would be.
    """

    script: Callable[[Seen], Answer]
    looks: int = 3
    ends: str = "completed"
    done_share: float = 1.0
    damage: str = ""
    """Stands after the lines of each file of results."""
    down: int = 0
    """So many retrievals find the API down."""
    files: dict[str, str] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)

    def attach(self, endpoint: Endpoint) -> None:
        endpoint.routes += [
            web.post("/v1/files", self._upload),
            web.get("/v1/files/{id}/content", self._download),
            web.post("/v1/batches", self._create),
            web.get("/v1/batches", self._list),
            web.get("/v1/batches/{id}", self._retrieve),
        ]

    async def _upload(self, request: web.Request) -> web.Response:
        content = ""
        async for part in await request.multipart():
            data = await part.read()  # type: ignore[union-attr]  # no nested parts are sent
            if part.name == "file":
                content = data.decode()
        ident = self._keep(content)
        return web.json_response(
            {"id": ident, "object": "file", "bytes": len(content), "created_at": 0, "filename": "f", "purpose": "batch"}
        )

    async def _download(self, request: web.Request) -> web.Response:
        """The lines in another order than they were asked in, as the API has it."""
        lines = self.files[request.match_info["id"]].split("\n")
        return web.Response(text="\n".join((*reversed(lines), self.damage)), content_type="application/jsonl")

    async def _create(self, request: web.Request) -> web.Response:
        asked = await request.json()
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]].split("\n") if line]
        batch = Batch(f"batch-{len(self.batches)}", lines, asked.get("metadata") or {})
        self.batches[batch.id] = batch
        return web.json_response(self._described(batch))

    async def _list(self, _: web.Request) -> web.Response:
        data = [self._described(batch) for batch in self.batches.values()]
        return web.json_response({"object": "list", "data": data, "has_more": False})

    async def _retrieve(self, request: web.Request) -> web.Response:
        if self.down:
            self.down -= 1
            raise web.HTTPServiceUnavailable
        if request.match_info["id"] not in self.batches:
            raise web.HTTPNotFound
        batch = self.batches[request.match_info["id"]]
        batch.looks += 1
        if batch.looks == self.looks and self.ends != "failed":
            self._work(batch)
        return web.json_response(self._described(batch))

    def _described(self, batch: Batch) -> dict[str, Any]:
        status = self.ends if batch.looks >= self.looks else "in_progress" if batch.looks > 1 else "validating"
        return {
            "id": batch.id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "input_file_id": "file-0",
            "completion_window": "24h",
            "status": status,
            "created_at": 0,
            "metadata": batch.metadata,
            "output_file_id": batch.output or None,
            "error_file_id": batch.errors or None,
        }

    def _work(self, batch: Batch) -> None:
        done = list(self._answers(batch.lines[: round(len(batch.lines) * self.done_share)]))
        good = [line for line in done if line["response"]["status_code"] == 200]
        bad = [line for line in done if line["response"]["status_code"] != 200]
        batch.output = self._keep("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in good))
        batch.errors = self._keep("".join(json.dumps(line) + "\n" for line in bad)) if bad else ""

    def _answers(self, lines: list[Line]) -> Iterator[Line]:
        for number, line in enumerate(lines):
            seen = Seen(number, line["url"], {}, line["body"])
            answer = self.script(seen)
            body = json.loads(answer.raw) if answer.raw is not None else shape(answer, seen)
            response = {"status_code": answer.status, "request_id": f"req-{number}", "body": body}
            yield {"id": f"line-{number}", "custom_id": line["custom_id"], "response": response, "error": None}

    def _keep(self, content: str) -> str:
        ident = f"file-{len(self.files)}"
        self.files[ident] = content
        return ident
