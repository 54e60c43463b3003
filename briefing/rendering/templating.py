"""Choosing a template: the shipped one, or one of the caller's own."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, Template, TemplateError

from briefing.errors import DataError


def chosen_template(environment: Environment, shipped: str, own: Path | None) -> Template:
    """The template in the file ``own``, or the shipped one of that name where there is none.

    Raises:
        DataError: the file can't be read, or is no template.
    """
    if own is None:
        return environment.get_template(shipped)
    try:
        return environment.from_string(own.read_text(encoding="utf-8"))
    except (OSError, TemplateError) as error:
        raise DataError(f"template {own} can't be used: {error}") from error
