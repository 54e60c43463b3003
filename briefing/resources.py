"""The files that ship with the package: prompts and JSON Schemas."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from briefing.errors import DataError


def folder(name: str) -> Traversable:
    """The folder ``prompts`` or ``schemas``: inside the installed package, else at the top of the checkout."""
    installed = files("briefing").joinpath("_data", name)
    return installed if installed.is_dir() else Path(__file__).parent.parent / name


def read_text(folder_name: str, file_name: str) -> str:
    """The text of one shipped file.

    Raises:
        DataError: the file does not exist.
    """
    file = folder(folder_name) / file_name
    if not file.is_file():
        known = ", ".join(sorted(entry.name for entry in folder(folder_name).iterdir()))
        raise DataError(f"{folder_name}/{file_name} does not exist", hint=f"there are: {known}")
    return file.read_text(encoding="utf-8")
