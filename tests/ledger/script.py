"""The drafts of the five days, written by us, served as a model's replies by the scripted endpoint on loopback."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.endpoint import Endpoint
from tests.endpoint.answers import Answer, answer_with
from tests.endpoint.asked import Asked, asked_for, objecting, properties_of
from tests.endpoint.server import Script, Seen

DAYS = Path(__file__).parent / "days"


def own_drafts(seen: Seen) -> Answer:
    """The draft of the article that a request asks about; where proof-reading is asked for, no objection."""
    if asked_for(properties_of(seen.body), seen.texts[-1]) is Asked.PROOF:
        return answer_with(objecting())
    for title, draft in _drafts():
        if title in seen.prompt:
            return answer_with(draft)
    return Answer(status=400, raw=json.dumps({"error": {"message": "no draft was written for this"}}))


@cache
def _drafts() -> tuple[tuple[str, str], ...]:
    files = (json.loads(file.read_text(encoding="utf-8")) for file in sorted((DAYS / "drafts").glob("*.json")))
    return tuple((file["title"], json.dumps(file["draft"], ensure_ascii=False)) for file in files)


@contextmanager
def served(script: Script) -> Iterator[str]:
    """The script behind an endpoint in a thread, for callers that have a loop of their own. Gives its API base."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    endpoint = Endpoint(script)
    try:
        asyncio.run_coroutine_threadsafe(endpoint.start(), loop).result()
        yield endpoint.api_base
    finally:
        asyncio.run_coroutine_threadsafe(endpoint.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
