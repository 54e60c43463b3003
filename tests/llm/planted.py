"""Planted keys: every variable that an SDK might read holds one, and two addresses write down whatever reaches them."""

from __future__ import annotations

import base64
import importlib.util
import os
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from aiohttp import web

from tests.endpoint.listening import listening

MARK = "planted-"
_LOOKED_UP = re.compile(
    r"(?:get_secret(?:_str|_bool)?|getenv|environ\.get)\(\s*(?:secret_name=)?[\"']([A-Z][A-Z0-9_]+)[\"']"
    r"|environ\[[\"']([A-Z][A-Z0-9_]+)[\"']\]"
    r"|[\"']([A-Z][A-Z0-9_]+_(?:API_KEY|API_BASE|BASE_URL|TOKEN|SECRET|APIKEY))[\"']"
)
_SECRET = re.compile(
    r"(?:KEY|KEY_ID|TOKEN|SECRET|PASSWORD|CREDENTIALS|ORGANIZATION|ORG_ID|PROJECT_ID|TENANT_ID|CLIENT_ID)$"
)
_ADDRESS = re.compile(r"(?:_BASE|_URL|_ENDPOINT)$")
_NOT_PROVIDERS = re.compile(
    r"^(?:LITELLM_(?!PROXY)|LENGTH_|DEFAULT_|MAX_|MIN_|REDIS|OTEL|HTTPS?_PROXY|PYTEST|BRIEFING)"
)


@dataclass(frozen=True)
class Arrival:
    """A request as it came: its path with the query, its headers, its body, and what `Basic` credentials say."""

    path: str
    text: str


@dataclass
class Address:
    """An address on loopback that refuses every request, or leads to another, and writes down what it carries."""

    leads_to: str | None = None
    root: str = ""
    arrivals: list[Arrival] = field(default_factory=list)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Address:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self.root = await self._open.enter_async_context(listening(app))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def _take(self, request: web.Request) -> web.Response:
        authorization = request.headers.get("Authorization", "")
        decoded = base64.b64decode(authorization[6:] + "==") if authorization.startswith("Basic ") else b""
        body = (await request.read()).decode(errors="replace")
        text = f"{request.path_qs}\n{dict(request.headers)}\n{body}\n{decoded.decode(errors='replace')}"
        self.arrivals.append(Arrival(request.path_qs, text))
        if self.leads_to is not None:
            return web.Response(status=307, headers={"Location": self.leads_to + request.path_qs})
        return web.json_response({"error": {"message": "refused", "type": "x", "code": "x"}}, status=400)

    @property
    def carried(self) -> str:
        """All that has arrived."""
        return "\n".join(arrival.text for arrival in self.arrivals)

    @property
    def planted(self) -> set[str]:
        """The planted keys among it."""
        return set(re.findall(rf"{MARK}[\w-]+", self.carried, re.I))


@cache
def looked_up() -> tuple[str, ...]:
    """Every variable that litellm or the openai SDK reads, keys and addresses alike."""
    found = {"OPENAI_CUSTOM_HEADERS", "ANTHROPIC_CUSTOM_HEADERS"}
    for package in ("litellm", "openai"):
        spec = importlib.util.find_spec(package)
        assert spec and spec.origin
        for file in Path(spec.origin).parent.rglob("*.py"):
            if "proxy" not in file.parts:
                names = _LOOKED_UP.findall(file.read_text(encoding="utf-8", errors="replace"))
                found |= {name for match in names for name in match if name}
    return tuple(sorted(name for name in found if not _NOT_PROVIDERS.match(name)))


def plant(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A key of its own in each variable that may hold one, and the address in each that may hold an address."""
    for name in looked_up():
        if name.endswith("CUSTOM_HEADERS"):
            monkeypatch.setenv(name, f"X-Own: {MARK}{name}")
        elif _ADDRESS.search(name):
            monkeypatch.setenv(name, address)
        elif _SECRET.search(name):
            monkeypatch.setenv(name, f"{MARK}{name}")


def clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable that any provider reads, and none of ours."""
    for name in {*looked_up(), *(name for name in os.environ if name.startswith("BRIEFING_"))}:
        if _ADDRESS.search(name) or _SECRET.search(name) or name.startswith("BRIEFING_"):
            monkeypatch.delenv(name, raising=False)


def names_in(text: str) -> Iterator[str]:
    """The planted keys in a text, for any other place than an address."""
    yield from re.findall(rf"{MARK}[\w-]+", text, re.I)
