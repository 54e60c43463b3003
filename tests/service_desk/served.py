"""A service on a real server, on a port of loopback."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import uvicorn

import briefing
from briefing.service.app import make_app
from briefing.service.keys import Scope
from briefing.service.options import ServiceOptions
from briefing.service.state import Service
from tests.patience import PATIENCE
from tests.service.conftest import new_database
from tests.service.people import set_password

ANN, BEN = "Ann", "Ben"
PASSWORD = "a password of the tests"


class Served:
    """Serves in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        people = folder / "people.jsonl"
        set_password(people, ANN, PASSWORD, tenant="main", scopes=["read", "review", "write", "admin"])
        set_password(people, BEN, PASSWORD, tenant="other", scopes=["read"])
        options = ServiceOptions(database=str(new_database(folder)), people=people)
        app = make_app(options, briefing.Settings(ledger=str(folder / "ledger.db")))
        self.service: Service = app.state.service
        self.key, _ = self.service.keys.new("main", "tests", [Scope.READ, Scope.WRITE], per_minute=100_000)
        self._ready = Event()
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
        self._thread = Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        startup = self._server.startup

        async def told(*args: object, **kwargs: object) -> None:
            await startup(*args, **kwargs)  # type: ignore[arg-type]
            self._ready.set()

        self._server.startup = told  # type: ignore[method-assign]
        self._server.run()

    def __enter__(self) -> str:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE)
