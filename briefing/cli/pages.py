"""A page in its forms as files: written whole, and never over an earlier page of the day with other content."""

from __future__ import annotations

from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.console import check_stdout, emit, say
from briefing.cli.files import check_writable, encoded, is_folder, one_writer, write_files
from briefing.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.api import Briefing
    from briefing.rendering import RenderingOptions
    from briefing.signing import PrivateKey

_SIGNATURE = ".json.sig"


class Format(StrEnum):
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    MAIL = "eml"


FILES = (Format.MARKDOWN, Format.HTML, Format.JSON)
"""The forms that a folder gets where none is asked for."""


def write_briefing(
    briefing: Briefing,
    out: Path,
    forms: tuple[Format, ...],
    signer: PrivateKey | None = None,
    options: RenderingOptions | None = None,
) -> list[Path]:
    """Write the briefing to ``out``: a file where its name ends in .md, .html, .json or .eml, else a folder for
    ``DATE.md``, ``DATE.html`` and ``DATE.json``; and the signature of the JSON beside it.

    A page of the day that is in the folder already and says other things is kept as ``DATE.1.md`` and so on, which is
    said. One that says the same is replaced, in whatever forms it is there.

    Returns the files written.
    """
    suffix, day, forms = out.suffix.lstrip(".").lower(), briefing.date.isoformat(), forms or FILES
    as_file = suffix in set(Format) and not out.is_dir()
    with one_writer(out.parent if as_file else out):
        there = {} if as_file else _pages_of(out, day)
        other = bool(there) and not _says_the_same(briefing, there, options)
        again = [] if other else [form for form in there if form not in forms]
        targets = {out: Format(suffix)} if as_file else {out / f"{day}.{form.value}": form for form in (*forms, *again)}
        pages = {path: render(briefing, form, options) for path, form in targets.items()}
        if signer:
            signed = [path for path, form in targets.items() if form is Format.JSON]
            pages |= {path.with_name(f"{path.name}.sig"): signer.sign(encoded(pages[path])) for path in signed}
        write_files(pages, before=(lambda: _keep(out, day)) if other else None)
    return list(pages)


def _pages_of(out: Path, day: str) -> dict[Format, Path]:
    """The pages of a day that a folder holds."""
    return {form: path for form in Format if (path := out / f"{day}.{form.value}").exists()}


def _says_the_same(briefing: Briefing, there: Mapping[Format, Path], options: RenderingOptions | None) -> bool:
    """Whether the files are what the briefing is rendered to, but for when that was and what it took."""
    again = briefing
    try:
        if Format.JSON in there:
            earlier = type(briefing).from_json(there[Format.JSON].read_bytes())
            again = briefing.model_copy(update={"run": earlier.run})
        return all(path.read_bytes() == encoded(render(again, form, options)) for form, path in there.items())
    except (OSError, DataError):
        return False


def _keep(out: Path, day: str) -> None:
    """Give the files of a day the first number that is free.

    Raises:
        UsageError: one can't be renamed.
    """
    endings = (*(f".{form.value}" for form in Format), _SIGNATURE)
    number = next(n for n in count(1) if not any((out / f"{day}.{n}{ending}").exists() for ending in endings))
    kept = []
    for ending in endings:
        path = out / f"{day}{ending}"
        if not path.exists():
            continue
        try:
            kept.append(path.rename(out / f"{day}.{number}{ending}").name)
        except OSError as error:
            raise UsageError(f"{path} can't be kept: {error.strerror or error}", hint="choose another --out") from error
    say(f"{out.as_posix()} held another page of {day}: kept as {', '.join(kept)}")


def render(briefing: Briefing, form: Format, options: RenderingOptions | None = None) -> str | bytes:
    """The briefing in one of its forms."""
    match form:
        case Format.MARKDOWN:
            return briefing.to_markdown(options)
        case Format.HTML:
            return briefing.to_html(options)
        case Format.JSON:
            return briefing.to_json()
        case Format.MAIL:
            return briefing.to_mail(options)


def check_out(out: Path | None, forms: tuple[Format, ...]) -> None:
    """Find out before any work whether the forms asked for can go where they are asked to go.

    Raises:
        UsageError: several forms for stdout or one file, a form that is not the file's, a file of no form, or a place
            that can't be written to.
    """
    if out is None:
        check_stdout()
        if len(forms) > 1:
            raise UsageError("stdout takes one --format", hint="name a folder with --out for several")
        return
    suffix = out.suffix.lstrip(".").lower()
    as_folder = is_folder(out) or not suffix
    if not as_folder and suffix not in set(Format):
        raise UsageError(f"{out} is no folder and no .md, .html, .json or .eml file", hint="choose another --out")
    if not as_folder and any(form.value != suffix for form in forms):
        raise UsageError(f"{out} takes --format {suffix} alone", hint="name a folder with --out for several")
    check_writable(out, as_folder=as_folder)


def give(content: str | bytes, out: Path | None) -> None:
    """Write a result to a file, or print it where none is named."""
    if out is None:
        emit(content)
    else:
        write_files({out: content})
