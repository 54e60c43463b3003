"""The commands on finished briefings: verify; costs; and to other forms: render, feed, export."""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Exit, at_most, emit, fault_told, say
from briefing.cli.files import refuse_input
from briefing.cli.pages import Format, check_out, give
from briefing.cli.pages import render as rendered
from briefing.cli.shared import AsJson, Brief, BriefingFiles, Config, read_briefing, rendering_of, settings_of
from briefing.errors import BriefingError, DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.schema.briefing import UsageRow
    from briefing.verification import VerifyReport

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
    give(rendered(read_briefing(file), wanted, options), out)


def feed(files: BriefingFiles, out: Out = None) -> None:
    """Make an Atom feed of finished briefings, latest first."""
    from briefing.rendering import to_feed

    refuse_input(out, files)
    give(to_feed([read_briefing(file) for file in files]), out)


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
    give(to_annotations(page) if scheme is Scheme.ANNOTATIONS else to_plover(page), out)


def verify(
    files: BriefingFiles,
    base: Annotated[
        Path | None,
        typer.Option(
            "--base",
            help="Folder that sources lie below; nothing outside is read "
            "[the working directory; for a file that is not below it, the file's folder].",
        ),
    ] = None,
    allow: Annotated[
        list[Path] | None, typer.Option("--allow", help="Further folder below which sources may lie; repeatable.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", help="Public key (PEM) by which each file must be signed.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0, help="Seconds that a file may take; 0 for any.")] = 900,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Settings file for the bounds of sources; none is read unasked.", exists=True),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON, one line a file.")] = False,
) -> None:
    """Rebuild finished briefings from their sources and the replies that they keep, offline, and name every difference.

    Exits with 0 where each page is, byte for byte, what this release makes of its sources and replies, 1 where one is
    not, 3 where that could not be told: one was written by another release, so that its characters alone were checked,
    or a fault of ours came between.
    """
    from briefing import api
    from briefing.signing import PublicKey

    options = settings_of(config).sources if config else None
    public = PublicKey.read(key) if key else None
    codes = []
    for file in files:
        try:
            with at_most(timeout):
                report = api.verify(file, base=base, allow=allow or (), options=options, key=public)
        except DataError as error:
            codes.append(_unchecked(file, str(error), as_json, Exit.PARTLY))
        except BriefingError:
            raise
        except Exception as error:  # of a stranger's page: it must not cost those behind it their verdict
            logging.getLogger("briefing").debug("traceback of the unexpected fault", exc_info=error)
            codes.append(_unchecked(file, fault_told(error), as_json, Exit.NOTHING))
        else:
            codes.append(_verdict(file, report, as_json))
    # A difference weighs more than what could not be told.
    raise typer.Exit(min(filter(None, codes), default=Exit.WELL))


def _verdict(file: Path, report: VerifyReport, as_json: bool) -> Exit:
    """Says what was found of a file."""
    fields = {"file": file.as_posix(), "ok": report.ok, **report.model_dump(mode="json")}
    emit(_json_line(fields) if as_json else f"{file}: {report.describe()}\n")
    return Exit.WELL if report.ok else Exit.PARTLY if report.failures else Exit.NOTHING


def _unchecked(file: Path, why: str, as_json: bool, code: Exit) -> Exit:
    """Says of a file that it could not be checked, and gives back the code of that."""
    if as_json:
        emit(_json_line({"file": file.as_posix(), "ok": False, "error": why}))
    say(f"{file}: {why}")
    return code


def _json_line(fields: dict[str, object]) -> str:
    import json

    # In ASCII: texts of strangers may hold what a terminal obeys.
    return json.dumps(fields) + "\n"


def costs(files: BriefingFiles, as_json: AsJson = False) -> None:
    """Show what briefings cost: requests, tokens and money, by model and stage."""
    import json

    rows = [(file, row) for file in files for row in read_briefing(file).run.usage_by_stage]
    if as_json:
        emit(json.dumps([{"file": file.as_posix()} | row.model_dump() for file, row in rows], indent=2) + "\n")
        return
    emit("requests failed   kept  tokens in    cached       out  reasoning  US dollars  model, stage, file\n")
    for file, row in rows:
        money = "unknown" if row.cost is None else f"{row.cost:.4f}"
        emit(_cost_line([row], money, f"{row.model}, {row.stage}, {file.as_posix()}"))
    if len(rows) > 1:
        used = [row for _, row in rows]
        # What is not known makes the sum unknown, not smaller.
        unknown = sorted({row.model for row in used if row.cost is None})
        known = sum(row.cost for row in used if row.cost is not None)
        rest = f", and what {' and '.join(unknown)} cost, which is not known" if unknown else ""
        emit(_cost_line(used, f"{known:.4f}", f"in all{rest}"))


def _cost_line(rows: Sequence[UsageRow], money: str, what: str) -> str:
    counts = (
        (sum(row.requests for row in rows), 8),
        (sum(row.failed for row in rows), 6),
        (sum(row.replayed for row in rows), 6),
        (sum(row.input_tokens for row in rows), 10),
        (sum(row.cached_tokens for row in rows), 9),
        (sum(row.output_tokens for row in rows), 9),
        (sum(row.reasoning_tokens for row in rows), 10),
    )
    return " ".join(f"{count:>{width}}" for count, width in counts) + f" {money:>11}  {what}\n"
