"""Choosing a template: the shipped one, or one of the caller's own."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing.errors import DataError


def chosen_template(environment: Environment, shipped: str, own: Path | None) -> Template:
    """The template in the file ``own``, or the shipped one of that name where there is none.

    One's own runs in Jinja's sandbox: a template is often somebody else's work. It reaches the page and the filters of
    the shipped ones, and neither files nor the inside of Python.

    Raises:
        DataError: the file can't be read, or is no template.
    """
    if own is None:
        return environment.get_template(shipped)
    try:
        return _sandboxed(environment).from_string(own.read_text(encoding="utf-8"))
    except (OSError, ValueError, TemplateError) as error:
        raise DataError(f"template {own} can't be used: {error}") from error


def faults(own: Path | None) -> type[Exception]:
    """What can go wrong in a template: in one of one's own, whatever Python can raise."""
    return Exception if own else TemplateError


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
