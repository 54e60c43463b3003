"""Shares: their arithmetic over values, and the table in whose transactions a worker renews its leases.

Three kinds of things are shared. *Slots* (connections) are held and given back. A *rate* (requests or tokens a minute)
is a bucket that time fills. A *budget* is spent once: what is leased of it and not yet reported counts as spent, so
that the bound holds whoever is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from briefing.cluster.board import claims, holdings, pools, workers

MINUTE = 60.0
_PARTS = 200.0
"""A lease of a budget is at least this part of the whole: the last of it is not handed out in crumbs."""


def fair_shares(capacity: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """Slots for each worker: what it wants, or an equal part of what the others leave (max-min fairness).

    What does not divide goes to the first by name. Shares add up to the capacity or to what is wanted, whichever is
    less.
    """
    shares = dict.fromkeys(wanted, 0)
    left = capacity
    waiting = sorted(wanted, key=lambda name: (wanted[name], name))
    while waiting:
        part = left // len(waiting)
        name = waiting.pop(0) if wanted[waiting[0]] <= part else None
        if name is None:
            for place, other in enumerate(sorted(waiting)):
                shares[other] = part + (place < left % len(waiting))
            break
        shares[name] = wanted[name]
        left -= wanted[name]
    return shares


def slots_for(worker: str, capacity: int, wanted: Mapping[str, int], held: Mapping[str, int]) -> int:
    """Slots that a worker may hold now: its fair share, as far as the others have given theirs back."""
    others = sum(count for name, count in held.items() if name != worker)
    return max(0, min(fair_shares(capacity, wanted)[worker], capacity - others))


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of at most a minute's worth, with its level at a time."""

    per_minute: float
    level: float
    at: float

    def now(self, time: float) -> Rate:
        """The bucket as it is later. A clock that goes back fills nothing."""
        gained = self.per_minute * max(0.0, time - self.at) / MINUTE
        return replace(self, level=min(self.per_minute, self.level + gained), at=max(time, self.at))

    def taken(self, wanted: float, workers: int) -> tuple[float, Rate]:
        """What one of so many workers gets of what it wants, in whole units, and the bucket after that."""
        part = -(-self.level // max(1, workers))
        got = float(max(0, int(min(wanted, part, self.level))))
        return got, replace(self, level=self.level - got)

    def given_back(self, units: float) -> Rate:
        """The bucket with what a worker did not use."""
        return replace(self, level=min(self.per_minute, self.level + units))


@dataclass(frozen=True, slots=True)
class Budget:
    """A bound, what was spent of it, and what workers hold of it."""

    bound: float
    spent: float
    leased: float

    @property
    def left(self) -> float:
        return max(0.0, self.bound - self.spent - self.leased)

    def lease(self, workers: int, *, whole: bool) -> float:
        """What one of so many workers may hold more: a part that shrinks with what is left, so that all come to an end
        together. ``whole`` leases whole units."""
        part = max(self.left / (2 * max(1, workers)), self.bound / _PARTS, 1.0 if whole else 0.0)
        part = min(part, self.left)
        return float(int(part)) if whole else part


SLOTS, RATE, BUDGET, CLOCK = "slots", "rate", "budget", "clock"
"""Kinds of pools, the first part of their names."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a worker reports of a pool and wants of it.

    ``used`` are slots in use, or what was spent of a budget since the last report; ``left`` what it holds of a rate
    and gives back; ``whole`` says that a budget is in whole units.
    """

    capacity: float
    wanted: float = 0.0
    used: float = 0.0
    left: float = 0.0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What it holds then. ``gone`` says that a budget is spent, and that nobody holds any more of it."""

    held: float
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Renewal:
    """One worker's report over all pools. A pool's name is its kind, a colon, and what it is of."""

    worker: str
    seconds: float
    asks: Mapping[str, Ask] = field(default_factory=dict)

    def __call__(self, db: Connection, now: float) -> dict[str, Grant]:
        """Renew inside a transaction."""
        # Whoever comes first holds these rows until it is done: no two renewals see the same level.
        rows = {name: _pool(db, name, ask.capacity, now) for name, ask in sorted(self.asks.items())}
        bury(db, now)
        _live(db, self.worker, now + self.seconds)
        return {name: self._granted(db, name, rows[name], now) for name in sorted(self.asks)}

    def _granted(self, db: Connection, name: str, row: Any, now: float) -> Grant:
        ask, kind = self.asks[name], name.partition(":")[0]
        if kind == RATE:
            count = len(_live_workers(db))
            got, after = Rate(ask.capacity, row.level, row.at).now(now).given_back(ask.left).taken(ask.wanted, count)
            _set_pool(db, name, ask.capacity, after.level, after.at)
            return Grant(got)
        if kind == CLOCK:
            return Grant(0.0, gone=now - row.at >= ask.capacity)
        held = {each.worker: each for each in db.execute(select(holdings).where(holdings.c.pool == name))}
        return self._slots(db, name, held) if kind == SLOTS else self._budget(db, name, row, held)

    def _slots(self, db: Connection, name: str, held: Mapping[str, Any]) -> Grant:
        ask = self.asks[name]
        wanted = {worker: int(each.wanted) for worker, each in held.items()} | {self.worker: int(ask.wanted)}
        share = slots_for(self.worker, int(ask.capacity), wanted, {w: int(each.held) for w, each in held.items()})
        # What is in use can't be taken back before its reply is there.
        _hold(db, name, self.worker, max(share, ask.used), ask.wanted)
        return Grant(share)

    def _budget(self, db: Connection, name: str, row: Any, held: Mapping[str, Any]) -> Grant:
        ask = self.asks[name]
        own = held[self.worker].held if self.worker in held else 0.0
        others = sum(each.held for worker, each in held.items() if worker != self.worker)
        spent, own = row.level + ask.used, max(0.0, own - ask.used)
        if ask.wanted > own:
            own += Budget(ask.capacity, spent, own + others).lease(len(_live_workers(db)), whole=ask.whole)
        _set_pool(db, name, ask.capacity, spent, row.at)
        _hold(db, name, self.worker, own, ask.wanted)
        least = 1.0 if ask.whole else 1e-12
        return Grant(own, gone=own < least and others < least)


@dataclass(frozen=True, slots=True)
class Farewell:
    """A worker has done: it reports what it spent, and gives back all that it holds."""

    worker: str
    spent: Mapping[str, float]
    left: Mapping[str, Ask]

    def __call__(self, db: Connection, now: float) -> None:
        for name, amount in sorted(self.spent.items()):
            db.execute(update(pools).where(pools.c.name == name).values(level=pools.c.level + amount))
        for name, ask in sorted(self.left.items()):
            row = _pool(db, name, ask.capacity, now)
            after = Rate(ask.capacity, row.level, row.at).now(now).given_back(ask.left)
            _set_pool(db, name, ask.capacity, after.level, after.at)
        _forget(db, [self.worker])


def bury(db: Connection, now: float) -> None:
    """Take back what the lost hold. Slots are free again; what they held of a budget counts as spent."""
    lost = list(db.execute(select(workers.c.id).where(workers.c.until < now)).scalars())
    for each in db.execute(select(holdings).where(holdings.c.worker.in_(lost))).all() if lost else ():
        if each.pool.startswith(f"{BUDGET}:"):
            db.execute(update(pools).where(pools.c.name == each.pool).values(level=pools.c.level + each.held))
    if lost:
        _forget(db, lost)


def _forget(db: Connection, lost: list[str]) -> None:
    for table, column in ((holdings, holdings.c.worker), (claims, claims.c.worker), (workers, workers.c.id)):
        db.execute(delete(table).where(column.in_(lost)))


def _live(db: Connection, worker: str, until: float) -> None:
    if not db.execute(update(workers).where(workers.c.id == worker).values(until=until)).rowcount:
        db.execute(insert(workers).values(id=worker, until=until))


def _live_workers(db: Connection) -> list[str]:
    return list(db.execute(select(workers.c.id)).scalars())


def _pool(db: Connection, name: str, capacity: float, now: float) -> Any:
    """The row of a pool, held until the end of the transaction; a full bucket, or nothing spent, where it is new."""
    query = select(pools).where(pools.c.name == name).with_for_update()
    row = db.execute(query).one_or_none()
    if row is None:
        level = capacity if name.startswith(f"{RATE}:") else 0.0
        _insert_new(db, {"name": name, "capacity": capacity, "level": level, "at": now})
        row = db.execute(query).one()
    return row


def _insert_new(db: Connection, values: Mapping[str, Any]) -> None:
    """Insert a pool unless another worker has just done so."""
    if db.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_or_not
    else:
        from sqlalchemy.dialects.sqlite import insert as insert_or_not  # type: ignore[assignment]  # the same methods
    db.execute(insert_or_not(pools).values(**values).on_conflict_do_nothing())


def _set_pool(db: Connection, name: str, capacity: float, level: float, at: float) -> None:
    db.execute(update(pools).where(pools.c.name == name).values(capacity=capacity, level=level, at=at))


def _hold(db: Connection, pool: str, worker: str, held: float, wanted: float) -> None:
    mine = (holdings.c.pool == pool) & (holdings.c.worker == worker)
    if not db.execute(update(holdings).where(mine).values(held=held, wanted=wanted)).rowcount:
        db.execute(insert(holdings).values(pool=pool, worker=worker, held=held, wanted=wanted))
