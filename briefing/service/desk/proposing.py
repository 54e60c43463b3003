"""One tenant's proposals, and how an approved one is written to the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.ledger import Ledger
from briefing.schema.corrections import CorrectionKind
from briefing.service.proposals import Proposal, Proposals
from briefing.service.shelf import Shelf

UNDO = "undo"
"""The kind of a proposal that takes a correction back: one person alone would undo what two said."""


@dataclass(frozen=True, slots=True)
class TenantProposals:
    """The proposals that one tenant's people see."""

    proposals: Proposals
    tenant: str

    def add(self, entry: str, kind: str, fields: Mapping[str, Any], by: str) -> int:
        """Keep a proposal. Whether the ledger takes it is asked before."""
        return self.proposals.add(self.tenant, entry, str(kind), fields, by)

    def waiting(self, entry: str | None = None) -> tuple[Proposal, ...]:
        """What is not decided yet."""
        return self.proposals.waiting(self.tenant, entry)

    def decline(self, ident: int, by: str) -> Proposal:
        """Let one rest."""
        return self.proposals.decline(self.tenant, ident, by)

    def approve(self, ident: int, by: str, shelf: Shelf) -> Proposal:
        """Write one to the ledger.

        Raises:
            UsageError: it is not this person's to approve, decided already, or makes no sense in the ledger.
        """

        def write(claimed: Proposal, before: Proposal | None) -> None:
            with shelf.ledger() as ledger:
                if before is None or not _stands(ledger, before):
                    _write(ledger, claimed)

        return self.proposals.approve(self.tenant, ident, by, write)


def _write(ledger: Ledger, proposal: Proposal) -> None:
    if proposal.kind == UNDO:
        ledger.undo(proposal.fields["number"], by=proposal.names(), now=proposal.decided)
    else:
        kind = CorrectionKind(proposal.kind)
        ledger.correct(kind, proposal.entry, by=proposal.names(), now=proposal.decided, **proposal.fields)


def _stands(ledger: Ledger, claimed: Proposal) -> bool:
    """Whether an earlier claim came as far as the ledger: what it wrote has its time and names."""
    at, by = claimed.decided, claimed.names()
    return any(
        (each.undone, each.undone_by) == (at, by)
        if claimed.kind == UNDO
        else (each.entry, each.kind, each.made, each.by) == (claimed.entry, claimed.kind, at, by)
        for each in ledger.corrections()
    )
