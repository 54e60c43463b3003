"""Where tasks run: in this process, or on Dask's workers.

An engine knows nothing of articles. It applies a function of a module to values, and whatever is lost with a worker it
does again on another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from briefing import UsageError
from briefing.cluster.names import EngineName

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 3
"""Tasks handed to the cluster for each worker: one that is done finds the next one there."""
_DEATHS = 20
"""Workers that may be lost under a task before it is taken for their killer."""


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

    def __init__(self, client: Client) -> None:
        self._client = client

    def each(self, work: Callable[[T], R], values: Iterable[T], /) -> Iterator[R]:
        from distributed import as_completed

        left = iter(values)
        most = _AHEAD * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        begun = [self._begin(work, value) for value in islice(left, most)]
        under_way = as_completed(begun)
        for future in under_way:
            yield future.result()
            future.release()
            for value in left:
                under_way.add(self._begin(work, value))
                break

    def mapped(self, work: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]:
        # Large values go to the workers themselves, and not through the scheduler.
        sent = [self._client.scatter(value, direct=True, hash=False) for value in values]
        results: Iterable[R] = self._client.gather([self._begin(work, value) for value in sent])
        return results

    def _begin(self, work: Callable[[T], R], value: Any) -> Any:
        # Not pure: the same block in a later run is another task.
        return self._client.submit(work, value, pure=False)


@contextmanager
def open_engine(name: EngineName, *, workers: int = 2, scheduler: str | None = None) -> Iterator[Engine]:
    """An engine; with Dask, the workers of a scheduler that runs, or so many of one's own on this machine.

    Raises:
        UsageError: Dask is not installed, or the scheduler is not there.
    """
    if name is EngineName.LOCAL:
        yield LocalEngine()
        return
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UsageError("the engine dask is not installed", hint="install auditable-briefing[dask]") from error
    if scheduler:
        with _client(Client, scheduler) as client:
            yield DaskEngine(client)
        return
    # A worker that died is replaced at once, its memory is the system's to bound, and no port is asked for by number.
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", memory_limit=0, silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        cluster.scheduler.allowed_failures = _DEATHS
        yield DaskEngine(client)


def _client(make: type[Client], scheduler: str) -> Client:
    try:
        return make(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise UsageError(f"no scheduler of Dask at {scheduler}", hint="start one: dask scheduler") from error
