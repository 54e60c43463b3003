"""The templates of the desk."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import HTTPException
from jinja2 import Environment, PackageLoader, StrictUndefined

from briefing.characters import visible


class DeskRefusal(HTTPException):
    """What a person may not do at the desk, with words for that person."""


@cache
def extra_style() -> str:
    """What the desk's style sheet has beside that of the page."""
    return files("briefing.service.desk").joinpath("templates", "desk.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("briefing.service.desk"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.filters["words"] = lambda value: str(value).replace("_", " ")
    environment.filters["names"] = lambda actors: {actor.id: actor.name for actor in actors}
    return environment


def rendered(template: str, **values: Any) -> str:
    """A page of the desk."""
    return _environment().get_template(template).render(**values)
