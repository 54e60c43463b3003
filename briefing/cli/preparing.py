"""The commands around a run: what cleaning makes of inputs, trust in a settings file, keys, schemas, model names."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Exit, emit, emit_json, run, say
from briefing.cli.files import write_file
from briefing.cli.shared import Config, Inputs, KeepAll, settings_of
from briefing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.settings import Settings


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


def trust(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Settings file [briefing.toml].")] = Path(
        "briefing.toml"
    ),
    forget: Annotated[bool, typer.Option("--forget", help="Trust it no longer.")] = False,
) -> None:
    """Trust a settings file until it changes.

    Before that, an address in it gets no key of yours, and it names nothing outside of its folder: a briefing.toml
    comes with its folder, whoever packed that.
    """
    from briefing.settings import trust as trusting

    if forget:
        trusting.distrust(file)
        emit(f"no longer trusted: {file.resolve()}\n")
    else:
        trusting.trust(file)
        emit(f"trusted as it reads now: {file.resolve()}\n")


def keygen(
    file: Annotated[Path, typer.Argument(help="File for the private key; FILE.pub gets the public one.")],
) -> None:
    """Make a pair of keys to sign briefings with (generate --sign) and to check them by (verify --key)."""
    from briefing.signing import PrivateKey

    public = PrivateKey.make(file)
    emit(f"{file.as_posix()}\n{public.as_posix()}\n")


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
    from briefing.schema.results import LEFT_OUT

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
