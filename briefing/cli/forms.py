"""The commands that take finished briefings to other forms: render, feed, export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.console import Format, check_out, emit
from briefing.cli.console import render as rendered
from briefing.cli.files import refuse_input, write_file
from briefing.cli.shared import Brief, BriefingFiles, Config, read_briefing, rendering_of, settings_of
from briefing.errors import UsageError

BriefingFile = Annotated[Path, typer.Argument(metavar="FILE", help="A briefing as JSON, of `briefing generate`.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="File to write; unset: stdout.")]


class Scheme(StrEnum):
    """What a briefing can be exported as."""

    ANNOTATIONS = "annotations"
    PLOVER = "plover"


def render(
    file: BriefingFile,
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="md, html, eml or json [by the name of --out, else md].")
    ] = None,
    first_screen: Brief = False,
    markdown_template: Annotated[
        Path | None, typer.Option("--markdown-template", help="Jinja2 template in the place of the shipped one.")
    ] = None,
    html_template: Annotated[Path | None, typer.Option("--html-template", help="The same for the HTML page.")] = None,
    out: Out = None,
    config: Config = None,
) -> None:
    """Render a finished briefing again: in another form, its first screen alone, or by a template of your own."""
    check_out(out, (form,) if form else ())
    refuse_input(out, [file])
    options = rendering_of(
        settings_of(config),
        brief=first_screen,
        markdown_template=markdown_template,
        html_template=html_template,
    )
    by_name = Format(out.suffix.lstrip(".").lower()) if out and out.suffix else Format.MARKDOWN
    wanted = form or by_name
    for flag, given, used in (
        ("--markdown-template", markdown_template, (Format.MARKDOWN, Format.MAIL)),
        ("--html-template", html_template, (Format.HTML, Format.MAIL)),
    ):
        if given and wanted not in used:
            raise UsageError(f"{flag} has no part in {wanted.value}", hint=f"pass --format {used[0].value}")
    _give(rendered(read_briefing(file), wanted, options), out)


def feed(files: BriefingFiles, out: Out = None) -> None:
    """Make an Atom feed of finished briefings, latest first."""
    from briefing.rendering import to_feed

    refuse_input(out, files)
    _give(to_feed([read_briefing(file) for file in files]), out)


def export(
    file: BriefingFile,
    scheme: Annotated[
        Scheme,
        typer.Option("--as", help="W3C Web Annotations of the articles, or event records in the PLOVER scheme."),
    ],
    out: Out = None,
) -> None:
    """Hand a finished briefing on to other programs: as annotations of its articles, or as events."""
    from briefing.rendering import to_annotations, to_plover

    refuse_input(out, [file])
    page = read_briefing(file)
    _give(to_annotations(page) if scheme is Scheme.ANNOTATIONS else to_plover(page), out)


def _give(content: str | bytes, out: Path | None) -> None:
    if out is None:
        emit(content)
    else:
        write_file(out, content)
