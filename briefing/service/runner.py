"""Who works on jobs: a few threads, each with an event loop of its own, so that the server's is never held."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from briefing import Briefing, BriefingError, LanguageModel, Settings, agenerate
from briefing.pages import refuse_ahead
from briefing.service.jobs import Job, Jobs, JobStanding
from briefing.service.ledgers import Ledgers
from briefing.service.problems import ProblemDetails, told
from briefing.service.requests import JobRequest

logger = logging.getLogger("briefing.service")

_LOOK = 1.0
"""Seconds after which a worker looks for jobs that another process took in."""


@dataclass(slots=True)
class _Underway:
    job: Job
    loop: asyncio.AbstractEventLoop
    task: asyncio.Task[Briefing]
    seen: int = 0
    ended: JobStanding | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Runner:
    """Works on jobs until it is stopped. Several may work on one database, in one process or in many.

    Args:
        done: called with the tenant of each page that was kept.
        model: who drafts, in the place of the settings' model, as for `briefing.agenerate`.
    """

    def __init__(
        self,
        jobs: Jobs,
        ledgers: Ledgers,
        settings: Settings,
        *,
        count: int,
        lease: float,
        longest: float,
        done: Callable[[str], None] = lambda _: None,
        model: LanguageModel | None = None,
    ) -> None:
        self._model = model
        self._jobs, self._ledgers, self._settings = jobs, ledgers, settings
        self._lease, self._longest, self._done = lease, longest, done
        self._name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._stopping = threading.Event()
        self._wake = threading.Condition()
        self._underway: dict[str, _Underway] = {}
        self._threads = [threading.Thread(target=self._work, name=f"job-{n}", daemon=True) for n in range(count)]
        self._beats = threading.Thread(target=self._beat, name="job-leases", daemon=True)

    def start(self) -> None:
        """Begin."""
        for thread in (*self._threads, self._beats):
            thread.start()

    def wake(self) -> None:
        """Look for a job at once."""
        with self._wake:
            self._wake.notify()

    def stop(self, within: float = 20.0) -> None:
        """Hand back what is under way, and end."""
        self._stopping.set()
        for each in list(self._underway.values()):
            self._end(each, None)
        with self._wake:
            self._wake.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(within)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                job = self._jobs.claim(f"{self._name}-{uuid.uuid4().hex[:8]}")
                if job:
                    self._run(job)
                    continue
            except Exception as error:  # the database may be back in a moment
                logger.error("a worker failed: %s", type(error).__name__, exc_info=error)
            with self._wake:
                if not self._stopping.is_set():
                    self._wake.wait(_LOOK)

    def _run(self, job: Job) -> None:
        began = time.monotonic()
        try:
            page, ended = asyncio.run(self._make(job))
        except BriefingError as error:
            self._fail(job, told(error), began)
        except TimeoutError:
            problem = ProblemDetails(503, f"it took more than {self._longest:g} seconds", code="too_slow")
            self._fail(job, problem, began)
        except Exception as error:
            logger.error("job %s failed", job.id, exc_info=error)
            problem = ProblemDetails(500, "the service failed; its log has more under the job's id")
            self._fail(job, problem, began)
        else:
            self._leave(job, page, ended, began)

    def _leave(self, job: Job, page: Briefing | None, ended: JobStanding | None, began: float) -> None:
        """Keep the page of a job, or say that its work was ended before there was one."""
        if page is not None:
            if self._jobs.finish(job, page):
                self._done(job.tenant)
                _log(job, f"done, articles {len(page.articles)}, day {page.date}", began)
            else:
                _log(job, "lost", began)
        elif ended is JobStanding.CANCELLED:
            self._jobs.stop(job)
            _log(job, "cancelled", began)
        elif ended is None:
            self._jobs.hand_back(job)
            _log(job, "handed back", began)
        else:
            _log(job, "lost", began)

    def _fail(self, job: Job, problem: ProblemDetails, began: float) -> None:
        self._jobs.fail(job, problem.body)
        _log(job, f"failed, {problem.body['code']}", began)

    async def _make(self, job: Job) -> tuple[Briefing | None, JobStanding | None]:
        """The page of a job, or how its work was ended before: cancelled, lost, or (None) handed back."""
        request = JobRequest.model_validate_json(job.request)
        asked = len(request.documents) + len(request.urls)
        logger.info(
            "job %s of %s begun: articles and addresses %d, attempt %d", job.id, job.tenant, asked, job.attempts
        )
        ledger = await asyncio.to_thread(self._ledgers.where, job.tenant)
        settings = request.settings(self._settings, ledger)
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._page(job.id, request, settings))
        underway = self._underway[job.id] = _Underway(job, loop, task)
        if self._stopping.is_set():
            task.cancel()
        try:
            async with asyncio.timeout(self._longest):
                return await task, None
        except asyncio.CancelledError:
            return None, underway.ended
        finally:
            with underway.lock:
                del self._underway[job.id]

    async def _page(self, ident: str, request: JobRequest, settings: Settings) -> Briefing:
        def seen(_: Any) -> None:
            self._underway[ident].seen += 1

        page = await agenerate([*request.documents, *request.urls], settings, model=self._model, observer=seen)
        if not page.articles:
            reasons = "; ".join(failure.reason for failure in page.coverage.failures[:5])
            raise BriefingError(f"no article could be briefed: {reasons[:1_000]}")
        refuse_ahead(page.date)
        return page

    def _beat(self) -> None:
        """Renew the leases, and hear who is to stop. A thread of its own: work may hold a loop for seconds."""
        while not self._stopping.wait(min(1.0, self._lease / 4)):
            for each in list(self._underway.values()):
                try:
                    standing = self._jobs.beat(each.job, each.seen)
                except Exception as error:
                    logger.error("a lease could not be renewed: %s", type(error).__name__)
                    continue
                if standing is not JobStanding.HELD:
                    self._end(each, standing)

    @staticmethod
    def _end(underway: _Underway, standing: JobStanding | None) -> None:
        with underway.lock:
            if underway.loop.is_closed() or underway.task.done():
                return
            underway.ended = standing
            underway.loop.call_soon_threadsafe(underway.task.cancel)


def _log(job: Job, how: str, began: float) -> None:
    """Say how the work on a job ended, without a word of its articles."""
    logger.info("job %s of %s %s, %.1f s", job.id, job.tenant, how, time.monotonic() - began)
