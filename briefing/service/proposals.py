"""Corrections that one person proposed and another has to approve before they are written to the ledger.

The ledger may be another database, so no one transaction holds both. Whoever approves claims the proposal first, then
writes to the ledger, then settles. A claim whose holder died is taken over after a while, and the ledger is asked
whether the correction is there already.
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from briefing.errors import UsageError
from briefing.service.database import ServiceDatabase, add_audit_line
from briefing.service.tables import proposals

MOST = 100
"""Proposals that one list shows."""
CLAIM_SECONDS = 600.0
"""After which a claim that was not settled is another's to take: far longer than the ledger waits for its lock."""
_MOST_NAMES = 100
"""Characters that the ledger takes as the name of who corrected."""


class ProposalState(StrEnum):
    WAITING = "waiting"
    APPROVING = "approving"
    """Somebody approved it, and it is being written to the ledger."""
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that is not made yet, or what became of it."""

    id: int
    entry: str
    kind: str
    fields: Mapping[str, Any]
    by: str
    at: datetime
    state: ProposalState
    decided_by: str | None = None
    decided: datetime | None = None

    def told(self) -> str:
        """What is proposed, by whom and when, in a line."""
        said = ", ".join(str(value).replace("_", " ") for value in self.fields.values())
        return f"{self.kind} {self.entry}{f': {said}' if said else ''} ({self.by}, {self.at:%Y-%m-%d %H:%M})"

    def names(self) -> str:
        """Who proposed and who approved, as the ledger records it: long names are cut there, and whole in the log."""
        between, approver = ", approved by ", self.decided_by or ""
        each = (_MOST_NAMES - len(between)) // 2
        if len(self.by) + len(between) + len(approver) <= _MOST_NAMES:
            return f"{self.by}{between}{approver}"
        return f"{_cut(self.by, each)}{between}{_cut(approver, each)}"


class Proposals:
    """The proposals of all tenants. Every call blocks."""

    def __init__(self, database: ServiceDatabase, *, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def add(self, tenant: str, entry: str, kind: str, fields: Mapping[str, Any], by: str) -> int:
        """Keep a proposal, and give its number."""
        now = self._now()
        row = {"tenant": tenant, "entry": entry, "kind": kind, "proposed_by": by, "at": now}
        with self._database.writing() as connection:
            made = connection.execute(
                insert(proposals).values(**row, fields=json.dumps(dict(fields)), state=ProposalState.WAITING.value)
            )
            (ident,) = made.inserted_primary_key or (0,)
            add_audit_line(connection, tenant, by, "proposal.make", f"{ident} {kind} {entry}", now)
        return int(ident)

    def waiting(self, tenant: str, entry: str | None = None) -> tuple[Proposal, ...]:
        """What is not decided yet, first to last; of one entry where it is named."""
        open_now = (ProposalState.WAITING.value, ProposalState.APPROVING.value)
        query = select(proposals).where(proposals.c.tenant == tenant, proposals.c.state.in_(open_now))
        if entry is not None:
            query = query.where(proposals.c.entry == entry)
        with self._database.reading() as connection:
            return tuple(map(_proposal, connection.execute(query.order_by(proposals.c.id).limit(MOST))))

    def get(self, tenant: str, ident: int) -> Proposal | None:
        """A proposal by its number, if it is this tenant's."""
        with self._database.reading() as connection:
            return _found(connection, tenant, ident)

    def approve(self, tenant: str, ident: int, by: str, write: Callable[[Proposal, Proposal | None], None]) -> Proposal:
        """Have a proposal written to the ledger, once, whoever else approves it meanwhile.

        Args:
            by: who approves, never who proposed.
            write: writes the claimed proposal, unless the ledger holds what the claim of somebody before, who did not
                come to an end, is about (its second argument).

        Raises:
            UsageError: there is none that waits, the same person proposed it, or the ledger refuses it. It waits on.
        """
        before, claimed = self._take(tenant, ident, by, ProposalState.APPROVING)
        try:
            write(claimed, before if before.decided else None)
        except UsageError:
            self._settle(tenant, claimed, ProposalState.WAITING)
            raise
        self._settle(tenant, claimed, ProposalState.APPROVED)
        return claimed

    def decline(self, tenant: str, ident: int, by: str) -> Proposal:
        """Let a proposal rest: nothing is written.

        Raises:
            UsageError: there is none that waits, or the same person proposed it.
        """
        return self._take(tenant, ident, by, ProposalState.DECLINED)[1]

    def _take(self, tenant: str, ident: int, by: str, state: ProposalState) -> tuple[Proposal, Proposal]:
        """A proposal as it was and as it is now. Only one of two who come at once changes the row."""
        now, table = self._now(), proposals.c
        free = table.state == ProposalState.WAITING.value
        if state is ProposalState.APPROVING:
            dead = and_(table.state == state.value, table.decided < now - CLAIM_SECONDS)
            free = or_(free, dead)
        with self._database.writing() as connection:
            found = _found(connection, tenant, ident)
            if found is None:
                raise UsageError(f"there is no proposal {ident}")
            if _folded(found.by) == _folded(by):
                raise UsageError("somebody else has to decide on it", hint="who proposed can't approve or decline")
            mine = (table.tenant == tenant, table.id == ident, free)
            values = {"state": state.value, "decided_by": by, "decided": now}
            if connection.execute(update(proposals).where(*mine).values(values)).rowcount != 1:
                raise UsageError(f"proposal {ident} is decided already, or being decided")
            done = "decline" if state is ProposalState.DECLINED else "approve"
            add_audit_line(connection, tenant, by, f"proposal.{done}", _line(found), now)
        return found, replace(found, state=state, decided_by=by, decided=_time(now))

    def _settle(self, tenant: str, claimed: Proposal, state: ProposalState) -> None:
        held = (
            proposals.c.tenant == tenant,
            proposals.c.id == claimed.id,
            proposals.c.state == ProposalState.APPROVING.value,
            proposals.c.decided_by == claimed.decided_by,
        )
        undecided = {"decided_by": None, "decided": None} if state is ProposalState.WAITING else {}
        did = "proposal.refused" if state is ProposalState.WAITING else "proposal.written"
        with self._database.writing() as connection:
            connection.execute(update(proposals).where(*held).values({"state": state.value} | undecided))
            add_audit_line(connection, tenant, claimed.decided_by or "", did, _line(claimed), self._now())


def _found(connection: Connection, tenant: str, ident: int) -> Proposal | None:
    query = select(proposals).where(proposals.c.tenant == tenant, proposals.c.id == ident)
    row = connection.execute(query).first()
    return _proposal(row) if row else None


def _proposal(row: Any) -> Proposal:
    return Proposal(
        row.id,
        row.entry,
        row.kind,
        json.loads(row.fields),
        row.proposed_by,
        _time(row.at),
        ProposalState(row.state),
        row.decided_by,
        None if row.decided is None else _time(row.decided),
    )


def _line(proposal: Proposal) -> str:
    return f"{proposal.id} {proposal.kind} {proposal.entry}, proposed by {proposal.by}"


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _folded(name: str) -> str:
    """A name as it is compared: in other letters for the same, it is the same person."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
