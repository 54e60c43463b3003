"""All that a running service holds, put together once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import ParamSpec, TypeVar

from fastapi import Request

from briefing import Settings
from briefing.llm.factory import check_askable, taking_over
from briefing.llm.settings import Task
from briefing.service.archive import Archive, ArchiveShelf
from briefing.service.database import ServiceDatabase
from briefing.service.delivery.courier import Couriers
from briefing.service.delivery.outbox import Outbox
from briefing.service.delivery.webhook import Rotation
from briefing.service.forms import PageCache
from briefing.service.guard import Counters
from briefing.service.jobs import Jobs
from briefing.service.keys import Key, Keys, Rates
from briefing.service.ledgers import MAIN, Ledgers
from briefing.service.options import ServiceOptions
from briefing.service.people import People, Sessions
from briefing.service.proposals import Proposals
from briefing.service.runner import Runner
from briefing.service.schedules import Clockwork, Schedules

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Service:
    """The parts of a service. Opening it opens its databases and files, and looks at its models' names and keys, so
    that what is wrong with them is known at once; `start` begins to work on jobs.
    """

    def __init__(self, options: ServiceOptions, settings: Settings) -> None:
        self.options = options
        self.settings = self._with_store(settings)
        _check_models(self.settings)
        self.database = ServiceDatabase.open(options.database)
        self.archive = Archive(self.database)
        self.jobs = Jobs(self.database, lease=options.lease, in_order=self.settings.ledger is not None)
        self.keys = Keys(self.database)
        self.people = People(options.people)
        self.sessions = Sessions(self.database)
        self.proposals = Proposals(self.database)
        self.ledgers = Ledgers(self.settings.ledger)
        self.ledgers.of(MAIN)
        self.pages = PageCache(self.archive, options.fresh_seconds)
        self.counters = Counters()
        self.rates = Rates()
        self.known: dict[str, tuple[float, Key]] = {}
        self.streams: Counter[str] = Counter()
        self.agents: Counter[str] = Counter()
        self.computing = asyncio.Semaphore(options.most_at_once)
        self._shelves: dict[str, ArchiveShelf] = {}
        self._shelving = Lock()
        self._threads = ThreadPoolExecutor(16, thread_name_prefix="service")
        self.runner = Runner(
            self.jobs,
            self.ledgers,
            self.settings,
            count=options.jobs,
            lease=options.lease,
            longest=options.job_seconds,
            done=self.pages.forget,
        )
        self.schedules = Schedules(self.database)
        self.outbox = Outbox(self.database)
        self.rotation = Rotation(self.database)
        self.clockwork = Clockwork(
            self.schedules,
            options.delivery.inboxes,
            self.settings.sources,
            most_waiting=options.most_waiting,
            most_articles=options.most_articles,
            wake=self.runner.wake,
        )
        allowed = self.settings.sources.allow_private
        self.couriers = Couriers(self.outbox, self.archive, options.delivery, allow_private=allowed)

    async def off(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Do what blocks in a thread: the loop is never held."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **kwargs))

    def shelf(self, tenant: str) -> ArchiveShelf:
        """The shelf of a tenant, made once."""
        with self._shelving:
            if tenant not in self._shelves:
                self._shelves[tenant] = ArchiveShelf(self.archive, tenant, self.ledgers)
            return self._shelves[tenant]

    def start(self) -> None:
        """Begin to work on jobs, on what is due and on what is to be delivered; not where it only serves."""
        self.runner.start()
        if self.options.jobs:
            self.clockwork.start()
            self.couriers.start()

    def close(self) -> None:
        """Hand back what is under way, and close everything."""
        self.clockwork.stop()
        self.runner.stop()
        self.couriers.stop()
        self._threads.shutdown(cancel_futures=True)
        self.ledgers.close()
        self.database.close()

    def _with_store(self, settings: Settings) -> Settings:
        """What models replied is kept in any case: a job that is begun again after a crash pays nothing twice."""
        home = self.options.home
        if settings.llm.cache is not None or home is None:
            return settings
        return settings.model_copy(update={"llm": settings.llm.model_copy(update={"cache": home / "replies.db"})})


def _check_models(settings: Settings) -> None:
    """Refuse models that can never be asked: else the first job would say so, to somebody who can't change it.

    Raises:
        UsageError: there is one.
    """
    drafting, ledger = settings.drafting_model, settings.ledger
    ways = {drafting: settings.llm}
    ways |= {name: taking_over(name, drafting, settings.llm) for name in settings.fallback}
    if settings.proof_model:
        ways.setdefault(settings.proof_model, settings.reaching(settings.proof_model))
    if ledger and settings.link_model:
        ways.setdefault(settings.link_model, settings.reaching(settings.link_model, task=Task.LINK))
    for name, way in ways.items():
        check_askable(name, way)


def service_of(request: Request) -> Service:
    """The service that answers a request."""
    service: Service = request.app.state.service
    return service
