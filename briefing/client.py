"""A client of the service: a page made of articles and waited for, pages in each form, the ledger, the search.

from briefing.client import Client

with Client("http://127.0.0.1:8600", key) as service:
    job = service.wait(service.make([{"text": text, "outlet": "Harbour Post"}]))
    print(service.page("latest").to_markdown())
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import httpx

from briefing.api import Briefing
from briefing.errors import BriefingError

Article = Mapping[str, Any]
"""``text``, and what is known of it: ``kind``, ``title``, ``url``, ``outlet``, ``published``, ``authors``."""
Form = Literal["text/html", "text/markdown", "application/json", "message/rfc822", "application/ld+json"]
_OVER = frozenset({"done", "failed", "cancelled"})


class ServiceError(BriefingError):
    """What the service refused: ``status`` of HTTP, and ``problem``, a code which stays what it is over releases."""

    def __init__(self, status: int, problem: str, detail: str) -> None:
        super().__init__(f"{status} {problem}: {detail}")
        self.status, self.problem, self.detail = status, problem, detail


@dataclass(frozen=True, slots=True)
class ServiceJob:
    """A job as it stands; ``page`` is the path of its page once it is done."""

    id: str
    state: str
    seen: int
    page: str | None
    problem: Mapping[str, Any] | None

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in _OVER


class Client:
    """One key of one service. Requests of reading are safe to repeat; those of making carry an Idempotency-Key."""

    def __init__(
        self, url: str, key: str, *, timeout: float = 90.0, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._http = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=timeout, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def make(
        self, articles: Sequence[Article] = (), *, urls: Sequence[str] = (), once: str | None = None, **wishes: Any
    ) -> ServiceJob:
        """Have a page made of articles, of addresses, or of both.

        Args:
            once: an Idempotency-Key: the same request sent again with it finds the same job.
            wishes: ``date``, ``max_age``, ``editor``, ``replace``.
        """
        body = {"articles": [dict(each) for each in articles], "urls": list(urls), **wishes}
        return _job(self._ask("POST", "/v1/briefings", json=body, headers=_once(once)))

    def upload(self, files: Sequence[Path], *, once: str | None = None) -> ServiceJob:
        """Have a page made of some files of any kind that is read."""
        sent = [("files", (path.name, path.read_bytes())) for path in files]
        return _job(self._ask("POST", "/v1/briefings", files=sent, headers=_once(once)))

    def job(self, ident: str) -> ServiceJob:
        """A job as it stands."""
        return _job(self._ask("GET", f"/v1/jobs/{ident}"))

    def cancel(self, ident: str) -> ServiceJob:
        """Ask that a job be not done."""
        return _job(self._ask("POST", f"/v1/jobs/{ident}/cancel"))

    def wait(self, job: ServiceJob, *, pause: float = 0.5, longest: float = 3_600.0) -> ServiceJob:
        """The job once it is over.

        Raises:
            TimeoutError: it is not over after ``longest`` seconds.
        """
        end = time.monotonic() + longest
        while not job.over:
            if time.monotonic() > end:
                raise TimeoutError(f"job {job.id} is {job.state} after {longest:g} seconds")
            time.sleep(pause)
            job = self.job(job.id)
        return job

    def page(self, day: date | Literal["latest"] = "latest") -> Briefing:
        """The accepted page of a day: to render in each form, and to verify."""
        return Briefing.from_json(self.page_as("application/json", day))

    def withdraw(self, day: date) -> None:
        """Take the pages of a day back, and the day out of the ledger: its latest. It takes the scope ``admin``."""
        self._ask("DELETE", f"/v1/briefings/{day}")

    def page_as(self, form: Form, day: date | Literal["latest"] = "latest") -> bytes:
        """The accepted page of a day in a form, byte for byte."""
        return self._ask("GET", f"/v1/briefings/{day}", headers={"Accept": form}).content

    def brief(self, article: Article) -> dict[str, Any]:
        """The checked brief of one article, while one waits."""
        found: dict[str, Any] = self._ask("POST", "/v1/briefs", json=dict(article)).json()
        return found

    def verify(self, page: Briefing | bytes) -> dict[str, Any]:
        """What the service finds when it makes a page again."""
        data = page if isinstance(page, bytes) else page.to_json().encode()
        answer = self._ask("POST", "/v1/verify", content=data, headers={"Content-Type": "application/json"})
        found: dict[str, Any] = answer.json()
        return found

    def offer(self, ident: str) -> dict[str, Any]:
        """What became of an offer, day by day, with the ``corrections`` of people and whether they ``struck`` it."""
        found: dict[str, Any] = self._ask("GET", f"/v1/offers/{ident}").json()
        return found

    def story(self, ident: str) -> dict[str, Any]:
        """What became of a running story, day by day, with the ``corrections`` of people."""
        found: dict[str, Any] = self._ask("GET", f"/v1/stories/{ident}").json()
        return found

    def pages(self) -> Iterator[dict[str, Any]]:
        """What there is, latest day first."""
        return self._all("/v1/briefings", {})

    def ledger(self, **filters: Any) -> Iterator[dict[str, Any]]:
        """Entries by ``actor``, ``kind``, ``status``, ``story``, ``since``, ``until``, ``day`` and ``open``.

        Each has the ``corrections`` of people that stand, and says whether it is ``struck``: then it is not open.
        """
        return self._all("/v1/ledger", filters)

    def search(self, words: str) -> Iterator[dict[str, Any]]:
        """Stories and articles that have all the words."""
        return self._all("/v1/search", {"q": words})

    def _all(self, path: str, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The items of all parts of a list."""
        cursor: str | None = None
        while True:
            part = self._ask("GET", path, params={**asked, **({"cursor": cursor} if cursor else {})}).json()
            yield from part["items"]
            cursor = part["next"]
            if cursor is None:
                return

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self._http.request(method, path, **options)
        if answer.is_success:
            return answer
        try:
            problem = answer.json()
        except ValueError:
            problem = {}
        raise ServiceError(
            answer.status_code, str(problem.get("code", "unknown")), str(problem.get("detail", answer.reason_phrase))
        )


def _once(key: str | None) -> dict[str, str]:
    return {"Idempotency-Key": key} if key else {}


def _job(answer: httpx.Response) -> ServiceJob:
    said = answer.json()
    return ServiceJob(said["id"], said["state"], said["seen"], said["page"], said["problem"])
