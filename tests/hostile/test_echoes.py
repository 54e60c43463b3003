"""Endpoints that send the key back, in every place and spelling: no page, store, message or recording holds it."""

from __future__ import annotations

import json
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.factories import STORY, draft
from tests.llm.planted import clear
from tests.shell import Shell

KEY = "sk+Zq7/Rw2-Mx9=Kt4&Bv6~Hn3Lp8"
_BASIC = b64encode(f"me:{KEY}".encode()).decode()
SPELLINGS: dict[str, str] = {
    "plain": KEY,
    "in URLs": quote(KEY, safe=""),
    "in JSON inside JSON": json.dumps(json.dumps(KEY))[2:-2],
    "in base64": b64encode(KEY.encode()).decode(),
    "in base64 behind a name": _BASIC,
    "in base64 of URLs": urlsafe_b64encode(b"x" + KEY.encode() + b"yz").decode(),
    "in HTML": escape(KEY),
    "in hexadecimal": KEY.encode().hex(),
    "its first half": KEY[:16],
    "its second half": KEY[-14:],
    "cut in the middle": f"{KEY[:13]}...{KEY[-4:]}",
}
PIECE = 12


def traces() -> set[str]:
    """Stretches of the key in any spelling, of which none may be anywhere."""
    forms = {form for name, form in SPELLINGS.items() if name not in ("in base64 behind a name", "in base64 of URLs")}
    forms |= {_BASIC[4:-4], SPELLINGS["in base64 of URLs"][4:-4]}
    pieces = {form[at : at + PIECE] for form in forms for at in range(len(form) - PIECE + 1)}
    return {piece for piece in pieces if "..." not in piece}


TRACES = traces()


def _reply(said: str, *, text: str | None = None, **changed: object) -> tuple[int, dict[str, object]]:
    content = draft().model_dump_json() if text is None else text
    return 200, {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        **changed,
    }


def _drafted(said: str, field: str) -> tuple[int, dict[str, object]]:
    written = draft().model_dump()
    if field == "role":
        written["actors"][0]["role"] = f"offers a truce {said}"
    elif field == "what":
        written["offers"][0]["what"] = f"A truce of ten days {said}"
    else:
        written["open_questions"][0]["question"] = f"Will Norline accept {said}?"
    return _reply(said, text=json.dumps(written))


PLACES: dict[str, Callable[[str], tuple[int, dict[str, object]]]] = {
    "the refusal of a key": lambda said: (
        401,
        {"error": {"message": f"Incorrect key {said}", "type": "x", "code": "y"}},
    ),
    "an error of the server": lambda said: (500, {"error": {"message": f"crashed with {said}", "type": said}}),
    "a bad request": lambda said: (400, {"error": {"message": said, "param": said, "code": said}}),
    "the id of a reply": lambda said: _reply(said, id=said),
    "the name of a model": lambda said: _reply(said, model=said),
    "a reply that is none": lambda said: _reply(said, text=f"I was called with {said}"),
    "a refusal": lambda said: _reply(
        said,
        choices=[
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": None, "refusal": said}}
        ],
    ),
    "the role of an actor": lambda said: _drafted(said, "role"),
    "an offer": lambda said: _drafted(said, "what"),
    "a question": lambda said: _drafted(said, "question"),
}


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[tuple[int, dict[str, object]]]]]:
    """The address of an endpoint, and the list whose last element it answers."""
    answers: list[tuple[int, dict[str, object]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answers[-1]
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", answers
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("place", PLACES)
def test_a_key_that_comes_back_stands_nowhere(
    place: str,
    spelling: str,
    shell: Shell,
    endpoint: tuple[str, list[tuple[int, dict[str, object]]]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    clear(monkeypatch)
    root, answers = endpoint
    answers.append(PLACES[place](SPELLINGS[spelling]))
    for name, value in {"API_BASE": root, "API_KEY": KEY, "ATTEMPTS": "1", "CACHE": "replies.db"}.items():
        monkeypatch.setenv(f"BRIEFING_LLM__{name}", value)
    monkeypatch.setenv("BRIEFING_PROOF", "off")
    (tmp_path / "a.txt").write_text(STORY)
    done = shell("--log-level", "debug", "generate", "a.txt", "--model", "openai/m", "--out", "out", "--workers", "0")
    assert "Traceback" not in done.err
    written = [path for path in tmp_path.rglob("*") if path.is_file() and "seeds" not in path.parts]
    texts = [done.out, done.err, *(path.read_bytes().decode(errors="replace") for path in written)]
    assert {piece for piece in TRACES for text in texts if piece in text} == set()
    kept = [path for path in written if path.name.startswith("replies.db")]
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in kept} == {path.name: "0o0" for path in kept}
