"""Writes the pages of the reference that code knows best: `python .ci/reference.py docs/reference`.

The command line from its own help, the settings from their models, the library as a list of names whose docstrings the
build of the site reads.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import briefing
from briefing.cli import app

COMMAND_LINE = """# Command line

As `briefing COMMAND --help` says it. How it went is said by [the exit code](exit-codes.md).
"""
SETTINGS = """# Settings

Flags come first, then variables of the environment, then `briefing.toml`, then what stands here as default. A name
in the table is a key of the file (`llm.timeout` is `timeout` under `[llm]`) and a variable: `BRIEFING_LLM__TIMEOUT`.

| setting | default | what it is |
| --- | --- | --- |
"""
LIBRARY = """# The library

Every name below is imported from `briefing`, and these are all: modules that are not named here may change without
notice. [Call it from a service](../how-to/service.md) shows them at work. Also public: `briefing.testing`, for the
tests of programs that use it.
"""
WIDE = 100
"""Columns of the help, as a terminal of that width shows it."""


def command_line() -> str:
    """The help of each command, as it is printed."""
    return COMMAND_LINE + "".join(
        f"\n## {path}\n\n```text\n{text}\n```\n" for path, text in _helps(typer.main.get_command(app), "briefing", None)
    )


def _helps(command: Any, path: str, above: Any) -> Iterator[tuple[str, str]]:
    name = path.rpartition(" ")[2]
    context = command.context_class(
        command, info_name=name, parent=above, terminal_width=WIDE, **command.context_settings
    )
    yield path, command.get_help(context).strip()
    for sub, below in sorted(getattr(command, "commands", {}).items()):
        if not below.hidden:
            yield from _helps(below, f"{path} {sub}", context)


def settings() -> str:
    """A line for each setting."""
    return SETTINGS + "".join(_lines(briefing.Settings, ""))


def _lines(model: type[BaseModel], section: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield from _lines(part, f"{section}{name}.")
        else:
            yield f"| `{section}{name}` | {_default(field)} | {_cell(field.description or '')} |\n"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=not field.default_factory_takes_validated_data)
    if value is None or value == () or value == {}:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"`{_cell(str(getattr(value, 'value', value)))}`"


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "&lt;")


def library() -> str:
    """A heading for each public name; mkdocstrings puts its docstring below."""
    parts: dict[str, list[Any]] = {"Functions": [], "Errors": [], "Values and models": []}
    for name in sorted(briefing.__all__):
        value = getattr(briefing, name)
        if isinstance(value, type) and issubclass(value, BaseException):
            parts["Errors"].append(value)
        elif isinstance(value, type):
            parts["Values and models"].append(value)
        elif callable(value):
            parts["Functions"].append(value)
    lines = [LIBRARY]
    for title, values in parts.items():
        lines.append(f"\n## {title}\n")
        lines += [f"\n::: {each.__module__}.{each.__name__}\n    options:\n      heading_level: 3\n" for each in values]
    return "".join(lines)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("cli.md", command_line()), ("settings.md", settings()), ("library.md", library())):
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
