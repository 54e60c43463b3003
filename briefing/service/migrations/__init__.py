"""Migrations of the service's tables, apart from those of the ledger."""
