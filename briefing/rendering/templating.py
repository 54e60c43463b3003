"""Templates: the shipped ones, and one of the caller's own in the place of one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.errors import DataError


def environment(
    finalize: Callable[[object], object], *, autoescape: bool | Callable[[str | None], bool]
) -> Environment:
    """Where the shipped templates are rendered; each value that one prints goes through ``finalize``."""
    return Environment(
        loader=PackageLoader("briefing.rendering"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=autoescape,  # noqa: S701 - each caller says what it escapes
        finalize=finalize,
    )


def rendered(kind: str, environment: Environment, shipped: str, own: Path | None, **values: object) -> str:
    """What the template in the file ``own`` gives, or the shipped one where there is none.

    Raises:
        DataError: the caller's own can't be read, or a template can't be rendered.
    """
    faults: type[Exception] = Exception if own else TemplateError  # in one's own whatever Python can raise
    try:
        return _chosen(environment, shipped, own).render(**values)
    except faults as error:
        raise DataError(f"the {kind} template can't be rendered: {error}") from error


def _chosen(environment: Environment, shipped: str, own: Path | None) -> Template:
    """The template to render.

    One's own runs in Jinja's sandbox: a template is often somebody else's work. It reaches the page and the filters of
    the shipped ones, and neither files nor the inside of Python.
    """
    if own is None:
        return environment.get_template(shipped)
    try:
        return _sandboxed(environment).from_string(own.read_text(encoding="utf-8"))
    except (OSError, ValueError, TemplateError) as error:
        raise DataError(f"template {own} can't be used: {error}") from error


def _sandboxed(environment: Environment) -> Environment:
    """An environment like this one, in which a template changes nothing and reaches nothing private."""
    sandbox = ImmutableSandboxedEnvironment(
        loader=environment.loader,
        undefined=environment.undefined,
        trim_blocks=environment.trim_blocks,
        lstrip_blocks=environment.lstrip_blocks,
        keep_trailing_newline=environment.keep_trailing_newline,
        autoescape=environment.autoescape,
        finalize=environment.finalize,
    )
    sandbox.filters = environment.filters
    sandbox.tests = environment.tests
    return sandbox


@cache
def stylesheet() -> str:
    """The style sheet that the HTML page carries, for other pages that are to look like it."""
    template = files("briefing.rendering").joinpath("templates", "page.html.j2").read_text(encoding="utf-8")
    return template.partition("<style>\n")[2].partition("</style>")[0]
