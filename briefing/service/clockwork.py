"""Who looks at the clock: a thread that puts the job of each due time in line."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from briefing import Document, SourceError, SourceOptions, read_documents
from briefing.service.schedules import Schedule, Schedules

logger = logging.getLogger("briefing.service")

_LOOK = 5.0
"""Seconds by which a page may begin late."""


class Clockwork:
    """Looks until it is stopped. Several may look at one database: each due time becomes one job.

    Args:
        inboxes: by tenant the folder whose files its schedules may take.
        wake: called when a job was put in line.
    """

    def __init__(
        self,
        schedules: Schedules,
        inboxes: Mapping[str, Path],
        sources: SourceOptions,
        *,
        most_waiting: int = 100,
        most_articles: int = 500,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._schedules, self._inboxes, self._sources = schedules, inboxes, sources
        self._most_waiting, self._most_articles, self._wake = most_waiting, most_articles, wake
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="schedules", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, within: float = 20.0) -> None:
        """End."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(within)

    def look(self) -> list[str]:
        """Put what is due in line, and say which jobs these are."""
        put = []
        for schedule in self._schedules.due():
            try:
                job = self._schedules.enqueue(schedule, self.inbox(schedule), most=self._most_waiting)
            except Exception as error:  # of one schedule; the others are due all the same
                logger.error("schedule %s failed: %s", schedule.id, type(error).__name__)
                continue
            if job:
                put.append(job)
                self._wake()
        return put

    def inbox(self, schedule: Schedule) -> tuple[Document, ...]:
        """The files of the tenant's folder, by name. What can't be read is logged and left out."""
        folder = self._inboxes.get(schedule.tenant) if schedule.asked.inbox else None
        found: list[Document] = []
        for path in sorted(each for each in folder.iterdir() if each.is_file()) if folder else ():
            found += self._documents(path)
            if len(found) >= self._most_articles:
                logger.warning("schedule %s: its folder holds more than is taken", schedule.id)
                break
        return tuple(found[: self._most_articles])

    def _documents(self, path: Path) -> list[Document]:
        try:
            if path.stat().st_size > self._sources.max_bytes:
                raise SourceError(path.name, "is too large")
            read = list(read_documents(path.read_bytes(), path.name, self._sources))
        except (SourceError, OSError) as error:
            logger.warning("%s of an inbox is left out: %s", path.name, type(error).__name__)
            return []
        return [each for each in read if isinstance(each, Document)]

    def _work(self) -> None:
        while True:
            try:
                self.look()
            except Exception as error:  # the database may be back in a moment
                logger.error("the schedules could not be looked at: %s", type(error).__name__)
            if self._stopping.wait(_LOOK):
                return
