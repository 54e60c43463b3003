"""Fetching URLs: politely, redirects followed a hop at a time, unchanged pages not sent twice."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefing.errors import SourceError
from briefing.sources.blobs import Blob, too_large, unzipped
from briefing.sources.options import SourceOptions
from briefing.sources.replies import Reply, UrlReplies
from briefing.sources.robots import Robots
from briefing.sources.web import BodyTooLargeError, Web, WebAnswer, web_address, web_error

if TYPE_CHECKING:
    from yarl import URL

_AT_ONCE = 8


class Fetcher:
    """Fetches URLs over one session: at most eight at once, and one after the other from the same host."""

    def __init__(self, options: SourceOptions) -> None:
        self._options = options
        self._web = Web(options)
        self._robots = Robots(self._web)
        self._replies = UrlReplies(options.cache_dir)
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

    async def _bounded(self, url: str, target: URL) -> Reply:
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

    async def _reply(self, url: str, target: URL) -> Reply:
        kept = await asyncio.to_thread(self._replies.find, url)
        answer = await self._follow(url, target, kept)
        if answer.status == HTTPStatus.NOT_MODIFIED and kept is not None:
            return kept
        if answer.status != HTTPStatus.OK:
            raise SourceError(url, f"answered {_phrase(answer.status)}")
        reply = Reply.of(url, answer)
        await asyncio.to_thread(self._replies.keep, reply)
        return reply

    async def _follow(self, url: str, target: URL, kept: Reply | None) -> WebAnswer:
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
