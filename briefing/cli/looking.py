"""The commands that look: clean, verify, costs, schemas, models."""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Exit, at_most, emit, emit_json, fault_told, run, say
from briefing.cli.files import write_file
from briefing.cli.shared import AsJson, BriefingFiles, Config, Inputs, KeepAll, read_briefing, settings_of
from briefing.errors import BriefingError, DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.schema.briefing import UsageRow
    from briefing.settings import Settings
    from briefing.verification import VerifyReport


def clean(
    inputs: Inputs,
    explain: Annotated[
        bool, typer.Option("--explain", help="Every line of the input, kept or dropped, and why.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="The article with all its fields, one JSON line each.")
    ] = False,
    config: Config = None,
    keep_all: KeepAll = False,
) -> None:
    """Show what cleaning makes of some inputs."""
    if explain and as_json:
        raise UsageError("--explain and --json exclude each other", hint="pass one of them")
    form = Shown.EXPLAINED if explain else Shown.JSON if as_json else Shown.TEXT
    raise typer.Exit(run(_show_cleaned(inputs, settings_of(config, keep_all=keep_all), form)))


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


def keygen(
    file: Annotated[Path, typer.Argument(help="File for the private key; FILE.pub gets the public one.")],
) -> None:
    """Make a pair of keys to sign briefings with (generate --sign) and to check them by (verify --key)."""
    from briefing.signing import PrivateKey

    public = PrivateKey.make(file)
    emit(f"{file.as_posix()}\n{public.as_posix()}\n")


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


def schemas(
    name: Annotated[str | None, typer.Argument(help="draft, brief or briefing; unset lists them.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder to write all schemas to.")] = None,
) -> None:
    """Print or write the JSON Schemas of drafts, briefs and briefings."""
    from briefing.schema.export import SCHEMAS, schema_text

    if out is not None:
        for schema in SCHEMAS:
            path = out / f"{schema}.schema.json"
            write_file(path, schema_text(schema))
            emit(f"{path.as_posix()}\n")
    elif name is None:
        emit("".join(f"{schema}\n" for schema in SCHEMAS))
    elif name in SCHEMAS:
        emit(schema_text(name))
    else:
        raise UsageError(f"no schema {name!r}", hint=f"there are: {', '.join(SCHEMAS)}")


def models(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    config: Config = None,
) -> None:
    """Show how model names are read, and which model is in use."""
    from briefing.llm.providers import MODEL_NAMES

    settings = settings_of(config)
    rows = [*MODEL_NAMES, *_plugins(), ("in use", settings.drafting_model)]
    if as_json:
        import json

        emit(json.dumps(dict(rows), ensure_ascii=False, indent=2) + "\n")
    else:
        width = max(len(name) for name, _ in rows)
        emit("".join(f"{name:<{width}}  {meaning}\n" for name, meaning in rows))


def _plugins() -> Iterator[tuple[str, str]]:
    """The models and readers of other packages, and what is wrong with those that can't be used."""
    from briefing.plugins import MODELS, READERS, home_of, load_plugin, plugin_names

    for group, form in ((MODELS, "{}/MODEL"), (READERS, "files .{}")):
        for name in plugin_names(group):
            try:
                load_plugin(group, name)
                meaning = f"by the plug-in of {home_of(group, name)}"
            except UsageError as error:
                meaning = f"BROKEN: {error.message}"
            yield form.format(name), meaning


class Shown(StrEnum):
    """How `briefing clean` shows an article."""

    TEXT = "text"
    EXPLAINED = "explained"
    JSON = "json"


async def _show_cleaned(inputs: Sequence[str], settings: Settings, form: Shown) -> Exit:
    """Print what cleaning makes of each input as it comes."""
    from briefing.estimating import clean_all
    from briefing.rendering.clean_report import explain
    from briefing.schema.briefing import LEFT_OUT

    cleaned = failed = 0
    async for found in clean_all(inputs, settings):
        if found.failure:
            failed += found.failure.stage != LEFT_OUT
            say(f"{found.failure.stage}: {found.failure.reason}")
        if found.article is None or found.document is None:
            continue
        if cleaned and form is not Shown.JSON:
            emit("\n\n")
        cleaned += 1
        match form:
            case Shown.TEXT:
                emit(found.article.text + "\n")
            case Shown.EXPLAINED:
                emit(explain(found.document, found.article).rstrip("\n") + "\n")
            case Shown.JSON:
                emit_json(found.article.model_dump_json() + "\n")
    return Exit.NOTHING if not cleaned else Exit.PARTLY if failed else Exit.WELL
