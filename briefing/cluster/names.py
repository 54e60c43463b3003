"""What a command line names, without importing what does it."""

from __future__ import annotations

from enum import StrEnum


class EngineName(StrEnum):
    """Where the work runs."""

    LOCAL = "local"
    DASK = "dask"


class ResultForm(StrEnum):
    """How results are kept."""

    JSONL = "jsonl"
    PARQUET = "parquet"

    @property
    def suffix(self) -> str:
        return "jsonl.gz" if self is ResultForm.JSONL else "parquet"
