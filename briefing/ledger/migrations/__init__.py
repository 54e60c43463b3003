"""The ledger's migrations, run by alembic whenever a ledger is opened."""
