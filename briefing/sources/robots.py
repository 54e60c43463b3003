"""robots.txt, as RFC 9309 has it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from briefing.sources.web import BodyTooLargeError, Web, WebAnswer, web_address

if TYPE_CHECKING:
    from protego import Protego
    from yarl import URL

_MAX_BYTES = 512_000
_MAX_REDIRECTS = 5
_MAX_DELAY = 10.0


class Robots:
    """What the hosts of one run allow; each host is asked once."""

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
            self._rules[origin] = Protego.parse(_text(await self._answer(origin / "robots.txt")))
        return self._rules[origin]

    async def _answer(self, url: URL) -> WebAnswer:
        """The answer at the end of the redirects; a file too long to be meant is as good as unreachable."""
        answer = WebAnswer(status=HTTPStatus.NOT_FOUND, url=url)
        for _ in range(_MAX_REDIRECTS + 1):
            try:
                answer = await self._web.get(url, max_bytes=_MAX_BYTES)
            except BodyTooLargeError:
                return WebAnswer(status=HTTPStatus.SERVICE_UNAVAILABLE, url=url)
            if answer.location is None:
                break
            url = web_address(answer.location, str(url), base=url)
        return answer


def _text(answer: WebAnswer) -> str:
    """The rules: none where there is no file (2.3.1.3), nothing allowed where the server fails (2.3.1.4)."""
    if answer.status == HTTPStatus.OK:
        return answer.body.decode("utf-8", "replace")
    return "User-agent: *\nDisallow: /" if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else ""
