"""A page that a schedule owes to somebody, and those who receive it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from briefing.service.archive import Archive
from briefing.service.database import ServiceDatabase
from briefing.service.delivery.courier import Couriers
from briefing.service.delivery.outbox import Outbox
from briefing.service.delivery.targets import DeliveryOptions
from briefing.service.jobs import Jobs
from briefing.service.scheduled import ScheduleIn
from briefing.service.schedules import Schedule, Schedules
from tests.service.conftest import page_of
from tests.service.test_who import Clock

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
URLS = ["https://news.example/feed.xml"]


class Owing:
    """The parts that deliver, on a clock that tests set."""

    def __init__(self, database: ServiceDatabase, *, private: bool = True, **delivery: Any) -> None:
        self.clock = Clock()
        self.jobs = Jobs(database, now=self.clock)
        self.schedules = Schedules(database, now=self.clock)
        self.outbox = Outbox(database, now=self.clock)
        options = DeliveryOptions.model_validate({"seconds": 5} | delivery)
        self.couriers = Couriers(self.outbox, Archive(database), options, allow_private=private)

    def schedule(self, *deliver: dict[str, Any], tenant: str = "main", **asked: Any) -> Schedule:
        values = {"cron": "0 6 * * *", "urls": URLS, "deliver": deliver} | asked
        return self.schedules.add(tenant, ScheduleIn.model_validate(values), who="test")

    def accept(self, tenant: str = "main") -> str:
        """Let a day pass, and accept the page of the job that is then due."""
        self.clock.at += 86_400
        (due,) = [each for each in self.schedules.due() if each.tenant == tenant]
        put = self.schedules.enqueue(due)
        job = self.jobs.claim("test")
        assert job
        assert job.id == put
        assert self.jobs.finish(job, page_of("2026-04-06"))
        return job.id


@dataclass
class Heard:
    """What a receiver heard, and how it answers: each status once, the last for good."""

    answers: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/T0K3N?key=T0K3N"


@contextmanager
def receiver(*answers: int, **headers: str) -> Iterator[Heard]:
    """A server that webhooks are sent to."""
    heard = Heard(list(answers) or [200], {name.replace("_", "-"): value for name, value in headers.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(heard.answers.pop(0) if len(heard.answers) > 1 else heard.answers[0])
            for name, value in heard.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        heard.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs that hands a message over."""

    refused: ClassVar[list[bytes]]
    mails: ClassVar[list[bytes]]

    def handle(self) -> None:
        self.wfile.write(b"220 there\r\n")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (said := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(said)
                self.mails.append(b"".join(lines))
            elif word.startswith(b"RCPT") and self.refused:
                self.wfile.write(self.refused.pop(0) + b"\r\n")
                continue
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
            if word == b"QUIT":
                return


@contextmanager
def mail_server(*refusals: bytes) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
    """A mail server: how it is reached, and the messages that it took."""
    mails: list[bytes] = []
    handler = type("Handler", (_Mail,), {"refused": list(refusals), "mails": mails})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield {"host": "127.0.0.1", "port": port, "security": "none", "sender": "desk@news.example"}, mails
        finally:
            server.shutdown()
            thread.join()
