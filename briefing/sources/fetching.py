"""Fetching URLs: politely, redirects followed a hop at a time, unchanged pages not sent twice."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import defaultdict
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pydantic import ConfigDict, ValidationError

from briefing.errors import SourceError
from briefing.schema.base import Model
from briefing.sources.blobs import Blob, too_large, unzipped
from briefing.sources.options import SourceOptions
from briefing.sources.web import BodyTooLargeError, Web, WebAnswer, web_address, web_error

if TYPE_CHECKING:
    from protego import Protego
    from yarl import URL

_AT_ONCE = 8
_MAX_RULES = 512_000
_MAX_REDIRECTS = 5
_MAX_DELAY = 10.0
"""Of robots.txt: its bytes, the redirects on the way to it, the seconds between two requests that it may ask for."""


class Fetcher:
    """Fetches URLs over one session: at most eight at once, and one after the other from the same host."""

    def __init__(self, options: SourceOptions) -> None:
        self._options = options
        self._web = Web(options)
        self._robots = _Robots(self._web)
        self._replies = _UrlReplies(options.cache_dir)
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._hosts: defaultdict[str | None, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._visited: set[str | None] = set()

    async def aclose(self) -> None:
        """Give back the connections."""
        await self._web.aclose()

    async def fetch(self, url: str) -> Blob:
        """What stands at ``url``; its content is to be kept, for tomorrow it may be another.

        Raises:
            SourceError: it cannot or must not be fetched, is too large, or took too long.
        """
        target = web_address(url, url)
        async with self._hosts[target.host], self._slots:
            reply = await self._bounded(url, target)
        blob = Blob(
            source=url,
            data=reply.body,
            name=PurePosixPath(web_address(reply.final_url, url).path).name,
            content_type=reply.content_type,
            charset=reply.charset,
            url=reply.final_url,
            keep_content=True,
        )
        return unzipped(blob, self._options.max_bytes)

    async def _bounded(self, url: str, target: URL) -> _KeptReply:
        from aiohttp import ClientError

        try:
            async with asyncio.timeout(self._options.timeout):
                return await self._reply(url, target)
        except TimeoutError as error:
            raise SourceError(url, f"took longer than {self._options.timeout:g} seconds") from error
        except BodyTooLargeError as error:
            raise too_large(url, self._options.max_bytes) from error
        except (ClientError, OSError, ValueError) as error:
            raise web_error(url, error) from error

    async def _reply(self, url: str, target: URL) -> _KeptReply:
        kept = await asyncio.to_thread(self._replies.find, url)
        answer = await self._follow(url, target, kept)
        if answer.status == HTTPStatus.NOT_MODIFIED and kept is not None:
            return kept
        if answer.status != HTTPStatus.OK:
            raise SourceError(url, f"answered {_phrase(answer.status)}")
        reply = _KeptReply.of(url, answer)
        await asyncio.to_thread(self._replies.keep, reply)
        return reply

    async def _follow(self, url: str, target: URL, kept: _KeptReply | None) -> WebAnswer:
        """The answer at the end of the redirects. Each hop is checked as if it had been given."""
        for _ in range(self._options.max_redirects + 1):
            if self._options.obey_robots:
                await self._ask_robots(url, target)
            conditions = kept.conditions if kept is not None and kept.final_url == str(target) else None
            answer = await self._web.get(target, max_bytes=self._options.max_bytes, headers=conditions)
            if answer.location is None:
                return answer
            target = web_address(answer.location, url, base=target)
        raise SourceError(url, f"redirects more than {self._options.max_redirects} times")

    async def _ask_robots(self, url: str, target: URL) -> None:
        if not await self._robots.allow(target):
            raise SourceError(url, f"is closed to robots by {target.host}", hint="unset obey_robots if you may")
        if target.host in self._visited:
            await asyncio.sleep(await self._robots.delay(target))
        self._visited.add(target.host)


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


class _Robots:
    """What the hosts of one run allow by their robots.txt (RFC 9309); each host is asked once."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._rules: dict[URL, Protego] = {}

    async def allow(self, url: URL) -> bool:
        """Whether ``url`` may be fetched.

        Raises:
            aiohttp.ClientError, OSError, ValueError: the host could not be asked.
        """
        rules = await self._of(url)
        return rules.can_fetch(str(url), self._web.agent)

    async def delay(self, url: URL) -> float:
        """Seconds to wait between two requests to the host of ``url``, at most ten."""
        rules = await self._of(url)
        asked = float(rules.crawl_delay(self._web.agent) or 0)
        return min(asked, _MAX_DELAY) if asked > 0 else 0.0  # not a number is no delay either

    async def _of(self, url: URL) -> Protego:
        from protego import Protego

        origin = url.origin()
        if origin not in self._rules:
            self._rules[origin] = Protego.parse(_rules(await self._answer(origin / "robots.txt")))
        return self._rules[origin]

    async def _answer(self, url: URL) -> WebAnswer:
        """The answer at the end of the redirects; a file too long to be meant is as good as unreachable."""
        answer = WebAnswer(status=HTTPStatus.NOT_FOUND, url=url)
        for _ in range(_MAX_REDIRECTS + 1):
            try:
                answer = await self._web.get(url, max_bytes=_MAX_RULES)
            except BodyTooLargeError:
                return WebAnswer(status=HTTPStatus.SERVICE_UNAVAILABLE, url=url)
            if answer.location is None:
                break
            url = web_address(answer.location, str(url), base=url)
        return answer


def _rules(answer: WebAnswer) -> str:
    """The rules: none where there is no file (2.3.1.3), nothing allowed where the server fails (2.3.1.4)."""
    if answer.status == HTTPStatus.OK:
        return answer.body.decode("utf-8", "replace")
    return "User-agent: *\nDisallow: /" if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else ""


class _KeptReply(Model):
    """What a server sent for a URL: the body decompressed, and where the redirects led. Kept between runs."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    url: str
    final_url: str
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body: bytes

    @classmethod
    def of(cls, url: str, answer: WebAnswer) -> _KeptReply:
        """The reply that ended the requests for ``url``."""
        return cls(
            url=url,
            final_url=str(answer.url),
            content_type=answer.content_type,
            charset=answer.charset,
            etag=answer.etag,
            last_modified=answer.last_modified,
            body=answer.body,
        )

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the body only if it has changed."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value}


class _UrlReplies:
    """A folder with one file a URL. None as folder keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, url: str) -> _KeptReply | None:
        """The reply kept for ``url``; a damaged file is as good as none."""
        if self._folder is None:
            return None
        try:
            reply = _KeptReply.model_validate_json(self._path(self._folder, url).read_bytes())
        except (OSError, ValidationError):
            return None
        return reply if reply.url == url else None

    def keep(self, reply: _KeptReply) -> None:
        """Keep a reply that the server can be asked about again. A folder that cannot be written keeps nothing."""
        if self._folder is None or not reply.conditions:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "wb") as stream:
                stream.write(reply.model_dump_json().encode())
            Path(name).replace(self._path(self._folder, reply.url))
        except OSError:
            return

    @staticmethod
    def _path(folder: Path, url: str) -> Path:
        return folder / f"{sha256(url.encode()).hexdigest()}.json"
