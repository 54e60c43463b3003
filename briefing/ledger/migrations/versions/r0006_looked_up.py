"""What a day is compared with is looked up: by day, by what an entry refers to, by deadline; and the numbers given. An
offer keeps its conditions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LOOKED_UP = (("tellings", "day"), ("entries", "answers"), ("entries", "version_of"), ("entries", "due"))


def upgrade() -> None:
    for table, column in _LOOKED_UP:
        op.create_index(f"ix_ledger_{table}_{column}", f"ledger_{table}", [column])
    op.add_column("ledger_entries", sa.Column("conditions", sa.JSON))
    numbers = op.create_table(
        "ledger_numbers",
        sa.Column("letter", sa.String(1), nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("letter", name="pk_ledger_numbers"),
    )
    last: dict[str, int] = {}
    for table in ("ledger_stories", "ledger_entries"):
        for ident in op.get_bind().scalars(sa.select(sa.column("id", sa.String)).select_from(sa.table(table))):
            last[ident[0]] = max(last.get(ident[0], 0), int(ident[1:]))
    if last:
        op.bulk_insert(numbers, [{"letter": letter, "last": number} for letter, number in sorted(last.items())])


def downgrade() -> None:
    op.drop_table("ledger_numbers")
    op.drop_column("ledger_entries", "conditions")
    for table, column in _LOOKED_UP:
        op.drop_index(f"ix_ledger_{table}_{column}", f"ledger_{table}")
