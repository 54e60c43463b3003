"""Where tasks run: in this process, or on Dask's workers.

An engine knows nothing of articles. It applies a function of a module to values, and whatever is lost with a worker it
does again on another.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from briefing import DataError, UsageError
from briefing.cluster.names import EngineName

if TYPE_CHECKING:
    from distributed import Client

logger = logging.getLogger("briefing")

T = TypeVar("T")
R = TypeVar("R")

BLOCKS = 2
"""Tasks that a worker has under way at once: while the last requests of one are out, it computes for another."""
_AHEAD = 2
"""Tasks handed to the cluster for each that can be under way: where one is done, the next one is there."""
_DEATHS = 20
"""Workers that may be lost under a task before it is taken for their killer."""
_LOOK = 5.0
"""Seconds between two looks whether there are workers."""
_CONFIG = {
    # Within it a lost worker may be back. Dask closes after 15 seconds whoever would restart it, and on a machine that
    # is busy the start of a worker takes longer: then nobody was left to do the work.
    "distributed.deploy.lost-worker-timeout": "10 minutes",
    # It looks at the stack of each thread a hundred times a second, for a page of the dashboard that nobody opens.
    "distributed.worker.profile.enabled": False,
}


class Engine(Protocol):
    """Applies functions to values, somewhere."""

    def each(self, work: Callable[[T], R], values: Iterable[T], /) -> Iterator[R]:
        """Results as they come."""
        ...

    def mapped(self, work: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]:
        """Results in the order of the values."""
        ...


class LocalEngine:
    """This process, one after the other."""

    def each(self, work: Callable[[T], R], values: Iterable[T], /) -> Iterator[R]:
        yield from map(work, values)

    def mapped(self, work: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]:
        return map(work, values)


class DaskEngine:
    """The workers of a Dask cluster. A task whose worker is lost is given to another."""

    def __init__(self, client: Client, replace: Callable[[], None] | None = None) -> None:
        """``replace`` puts new workers in the place of those that nobody restarts; None where they are another's."""
        self._client = client
        self._replace = replace

    def each(self, work: Callable[[T], R], values: Iterable[T], /) -> Iterator[R]:
        from distributed import as_completed

        left = iter(values)
        most = _AHEAD * max(1, self._room())
        with self._watched():
            under_way = as_completed([self._begin(work, value) for value in islice(left, most)])
            for future in under_way:
                yield future.result()
                future.release()
                under_way.update([self._begin(work, value) for value in islice(left, 1)])

    def mapped(self, work: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]:
        from distributed import CancelledError, as_completed

        # Large values go to the workers themselves, and not through the scheduler.
        sent = [self._client.scatter(value, direct=True, hash=False) for value in values]
        places = {self._begin(work, value): place for place, value in enumerate(sent)}
        found: dict[int, R] = {}
        with self._watched():
            under_way = as_completed(list(places))
            for future in under_way:
                place = places.pop(future)
                try:
                    found[place] = future.result()
                except CancelledError:  # what was sent was lost with its worker: through the scheduler it is not
                    again = self._begin(work, values[place])
                    places[again] = place
                    under_way.add(again)
        return [found[place] for place in range(len(sent))]

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Meanwhile workers that are missing are replaced; where they are another's, it is said that none is there."""
        over = threading.Event()
        watching = threading.Thread(target=self._watch, args=(over,), daemon=True)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()

    def _watch(self, over: threading.Event) -> None:
        told = False
        while not over.wait(_LOOK):
            if self._replace:
                self._replace()
            elif not told and not self._workers():
                told = True
                logger.warning("the scheduler has no worker: waiting for one")

    def _workers(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        return found

    def _room(self) -> int:
        """Tasks that all workers together have under way at once."""
        return sum(int(worker["nthreads"]) for worker in self._workers().values())

    def _begin(self, work: Callable[[T], R], value: Any) -> Any:
        # Not pure: the same block in a later run is another task.
        return self._client.submit(work, value, pure=False)


@contextmanager
def open_engine(name: EngineName, *, workers: int = 2, scheduler: str | None = None) -> Iterator[Engine]:
    """An engine; with Dask, the workers of a scheduler that runs, or so many of one's own on this machine.

    Raises:
        UsageError: Dask is not installed, or the scheduler is not there.
        DataError: workers of one's own can't be started.
    """
    if name is EngineName.LOCAL:
        yield LocalEngine()
        return
    try:
        from dask import config
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UsageError("the engine dask is not installed", hint="install auditable-briefing[dask]") from error
    if scheduler:
        with _client(Client, scheduler) as client:
            yield DaskEngine(client)
        return
    # A worker that died is replaced at once, its memory is the system's to bound, and no port is asked for by number.
    with config.set(_CONFIG), ExitStack() as stack:
        try:
            cluster = stack.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=BLOCKS,
                    dashboard_address="127.0.0.1:0",
                    memory_limit=0,
                    silence_logs=50,
                )
            )
            client = stack.enter_context(Client(cluster))
        except (RuntimeError, OSError) as error:  # a worker that was lost while it started, too
            told = f"the workers can't be started ({error})"
            raise DataError(told, hint="run it again: what is done stays done") from error
        cluster.scheduler.allowed_failures = _DEATHS
        yield DaskEngine(client, lambda: cluster.scale(workers))


def _client(make: type[Client], scheduler: str) -> Client:
    try:
        return make(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise UsageError(f"no scheduler of Dask at {scheduler}", hint="start one: dask scheduler") from error
