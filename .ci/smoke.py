"""Whether an installed `briefing` does its work: `python .ci/smoke.py PATH/TO/briefing`, offline, in a few seconds.

A page of HTML, a text dump, a mail and a PDF are briefed with the embedded engine, then with a model on loopback over
`openai` and over `litellm`; what was written must verify. Prints nothing and exits with 0, or says what failed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

KEY = "smoke-key"
SECONDS = 300
"""For one command, on a machine with much else to do."""
STORIES = {
    "page.html": ("Norland", "Sudria", "grain transit"),
    "dump.txt": ("Westmark", "Estovia", "border posts"),
    "mail.eml": ("Calder", "Brennia", "water quotas"),
    "report.pdf": ("Orsany", "Vellin", "rail tariffs"),
}


def story(name: str) -> tuple[str, list[str]]:
    """Title and sentences of the made-up article in a file."""
    first, second, topic = STORIES[name]
    return f"{first} offers {second} talks on {topic}", [
        f"{first} has offered {second} talks on {topic}, the foreign ministry of {first} said on Thursday.",
        f"{second} has not yet answered the offer, a spokeswoman said.",
        f"The dispute over {topic} began three years ago, when {first} closed two crossings without notice.",
        f"Traders on both sides say that they hope for an end of the dispute over {topic} before the winter.",
    ]


def write_inputs(folder: Path) -> None:
    """The four articles, each in a form of its own."""
    title, said = story("page.html")
    body = "".join(f"<p>{sentence}</p>" for sentence in said)
    (folder / "page.html").write_text(
        f"<!DOCTYPE html><html><head><title>{title}</title><meta property='article:published_time' "
        f"content='2026-03-05'></head><body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )
    title, said = story("dump.txt")
    (folder / "dump.txt").write_text("Home\nNews\nSign in\n\n" + "\n\n".join([title, "5 March 2026", *said]) + "\n")
    title, said = story("mail.eml")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@news.example", "reader@news.example", title
    mail["Date"] = "Thu, 05 Mar 2026 08:00:00 +0000"
    mail.set_content("\n\n".join(said))
    (folder / "mail.eml").write_bytes(mail.as_bytes())
    title, said = story("report.pdf")
    (folder / "report.pdf").write_bytes(pdf([title, "", *said]))


def pdf(lines: list[str]) -> bytes:
    """One page of text; the cross-references are left for the reader to rebuild."""
    text = "BT /F1 10 Tf 40 700 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[4 0 R]>>endobj\n"
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R/MediaBox"
        "[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>endobj\n"
        f"5 0 obj<</Length {len(text)}>>stream\n{text}\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ).encode()


def draft(prompt: str) -> dict[str, Any]:
    """What a diligent model returns for the article in the prompt; every quote is verbatim."""
    name = next(name for name in STORIES if story(name)[1][0] in prompt)
    (first, second, topic), (offer, silence, *_) = STORIES[name], story(name)[1]

    def actor(key: str, named: str, quote: str) -> dict[str, Any]:
        return {"id": key, "name": named, "aliases": [], "kind": "state", "role": "party to it", "quotes": [quote]}

    return {
        "headline": {"text": f"{first} has offered {second} talks on {topic}.", "quotes": [offer]},
        "gist": [{"text": f"{second} has not yet answered the offer.", "quotes": [silence]}],
        "actors": [actor("a1", first, offer), actor("a2", second, silence)],
        "offers": [
            {
                "id": "o1",
                "offerer": "a1",
                "recipient": "a2",
                "what": f"talks on {topic}",
                "conditions": [],
                "status": "open",
                "quotes": [offer],
            }
        ],
        "responses": [],
        "open_questions": [],
        "quotations": [],
    }


class Endpoint(BaseHTTPRequestHandler):
    """A model behind the chat API."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sound = self.path == "/v1/chat/completions" and self.headers["Authorization"] == f"Bearer {KEY}"
        prompt = "\n".join(message["content"] for message in asked["messages"])
        proof = "proof-read the claims" in prompt
        message = {"role": "assistant", "content": json.dumps({"objections": []} if proof else draft(prompt))}
        reply = {
            "id": "smoke",
            "object": "chat.completion",
            "created": 1,
            "model": asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        body = json.dumps(reply if sound else {"error": {"message": f"smoke: {self.path}, or a wrong key"}}).encode()
        self.send_response(200 if sound else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of an endpoint that answers until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()


def run(command: str, *arguments: str, folder: Path, **variables: str) -> str:
    """What ``briefing`` says on stdout; a failure ends this program with what it said on stderr."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "OPENAI_"))}
    done = subprocess.run(
        [command, *arguments], cwd=folder, env=clean | variables, capture_output=True, text=True, timeout=SECONDS
    )
    if done.returncode:
        sys.exit(
            f"briefing {' '.join(arguments)}: exit code {done.returncode}\n{done.stdout[:400]}{done.stderr[-1500:]}"
        )
    return done.stdout


def write_page(command: str, model: str, folder: Path, **variables: str) -> str:
    """The name of the page that the model wrote; ends this program unless each article is in it with its offer."""
    page = f"{model.replace('/', '-')}.json"
    run(command, "generate", *STORIES, "--model", model, "--out", page, folder=folder, **variables)
    told = json.loads((folder / page).read_text())
    offers = {article["ref"]["source"]: 0 for article in told["articles"]}
    for article, brief in zip(told["articles"], told["briefs"], strict=True):
        offers[article["ref"]["source"]] = len(brief["offers"])
    if set(offers) != set(STORIES) or not all(offers.values()) or told["run"]["engines"] != [model]:
        sys.exit(f"{model}: offers found by source: {offers}; written by {told['run']['engines']}")
    return page


def main(command: str) -> None:
    with tempfile.TemporaryDirectory() as name, serving() as address:
        folder = Path(name)
        write_inputs(folder)
        reach = {"BRIEFING_LLM__API_BASE": address, "BRIEFING_LLM__API_KEY": KEY}
        pages = [write_page(command, "embedded", folder)]
        pages += [write_page(command, model, folder, **reach) for model in ("openai/smoke", "litellm/openai/smoke")]
        run(command, "verify", *pages, folder=folder)


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).absolute()))
