"""The library's front door: what other services call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from contextlib import aclosing, suppress
from json import detect_encoding
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from briefing import pages, pipeline, remembering, rendering
from briefing.aside import aside, waited_for
from briefing.briefs import failure_of, lost
from briefing.errors import BriefingError, DataError, NoArticleError, SourceError, UsageError
from briefing.llm import Given, LanguageModel, ModelRun, named
from briefing.llm.providers import asks_nobody
from briefing.pipeline import open_workers
from briefing.rendering.options import RenderingOptions
from briefing.schema.brief import Brief
from briefing.schema.briefing import BRIEFING_VERSION, BriefingData
from briefing.schema.document import Document, Input
from briefing.schema.results import ArticleResult
from briefing.settings import EMBEDDED, Settings
from briefing.signing import PublicKey
from briefing.sources import Rereader, SourceOptions, read_bytes
from briefing.sources.sniffing import is_own
from briefing.streaming import Mapped, each_in_turn
from briefing.verification import PageFile, VerifyReport, bounded, printable
from briefing.verification import verify as check
from briefing.workers import Workers

__all__ = [
    "Briefing",
    "abrief",
    "agenerate",
    "brief",
    "compose",
    "feed",
    "generate",
    "open_workers",
    "read_documents",
    "stream",
    "unread",
    "verify",
]

Models = str | LanguageModel | list[str | LanguageModel] | tuple[str | LanguageModel, ...]
"""A model by its name or as an object, or several of them, of which the later take over."""

_MANY_PROBLEMS = 1_000


class Briefing(BriefingData):
    """The page of one day. Markdown, HTML and JSON are renderings of this one object."""

    def __repr__(self) -> str:
        """A line, not all articles: `asyncio.run` writes the result of what it ran into a message that nobody sees,
        which took a tenth of the time of a long run."""
        return f"<Briefing of {self.date}: {len(self.articles)} articles, {len(self.stories)} stories>"

    def to_markdown(self, options: RenderingOptions | None = None) -> str:
        """The page as Markdown."""
        return rendering.to_markdown(self, options)

    def to_html(self, options: RenderingOptions | None = None) -> str:
        """The page as one HTML file, each reference leading to the highlighted words of the source."""
        return rendering.to_html(self, options)

    def to_mail(self, options: RenderingOptions | None = None) -> bytes:
        """The page as a mail message, text and HTML, without sender and recipients."""
        return rendering.to_mail(self, options)

    def to_annotations(self) -> str:
        """What it says of each passage of its articles, as W3C Web Annotations in JSON-LD."""
        return rendering.to_annotations(self)

    def to_plover(self) -> str:
        """Offers and answers as event records in the PLOVER scheme, in JSON."""
        return rendering.to_plover(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read back what `to_json` wrote, also where an editor wrote it again as UTF-16 or with a byte-order mark.

        Raises:
            DataError: not JSON, not a briefing, or of a version that this release does not read.
        """
        if isinstance(text, bytes) and not text.startswith(b"{"):
            with suppress(UnicodeDecodeError):
                text = text.decode(detect_encoding(text))
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise DataError(
                f"not a briefing of version {BRIEFING_VERSION}: {_first_problem(error)}",
                hint="generate it again, or read it with the release that wrote it",
            ) from error


async def agenerate(
    inputs: Sequence[Input] | Input,
    settings: Settings | None = None,
    *,
    model: Models | None = None,
    proof: str | LanguageModel | None = None,
    link: str | LanguageModel | None = None,
    observer: Callable[[ArticleResult], None] | None = None,
    workers: Workers | None = None,
) -> Briefing:
    """The briefing of some inputs: paths, folders, globs, URLs, ``-`` for stdin, or documents.

    Inputs that fail are listed in ``coverage.failures``; the others stand. Where the settings name a ledger, the day
    is recorded there, and the page tells what changed since the last recorded one.

    Args:
        settings: what the run is told; the defaults if None, which ask no model. Neither a file nor the environment is
            read: `briefing.load_settings` does that.
        model: who drafts, in the place of the settings' model: a name, an object of yours (`LanguageModel`), or several
            of these, of which the later take over where an earlier one fails. Yours stay open. Names get the address
            and the key that the settings hold for their provider.
        proof: who proof-reads, in the place of the settings': a name, ``same``, ``off``, or an object.
        link: who links the day to the ledger, likewise.
        observer: called with each result as it leaves the pipeline.
        workers: processes of `open_workers`; if None, as many as ``settings.workers`` says.

    Raises:
        UsageError: settings are not valid, or name a model that can't be opened; the ledger holds the day with other
            content, or a later one, and ``replace_day`` is not set; the day is further ahead than tomorrow.
        DataError: the ledger can't be opened.
    """
    settings, given = _with_models(settings or Settings(), model, proof, link)
    if settings.ledger:
        # A day or a ledger that can't be had is found out before a model is paid.
        pages.refuse_ahead(settings.date)
        await asyncio.to_thread(remembering.check_ledger, settings.ledger, settings.wikidata)
    run = ModelRun(settings.llm.budget)
    data = await pipeline.assemble(_listed(inputs), settings, observer, run=run, workers=workers, given=given)
    return await _recorded(data, settings, run, given)


async def _recorded(data: BriefingData, settings: Settings, run: ModelRun, given: Given) -> Briefing:
    """The finished briefing, its day recorded where a ledger is kept."""
    if settings.ledger and data.articles:
        pages.refuse_ahead(data.date)
        data = await remembering.link(data, settings.ledger, settings, run, given)
        replace, wikidata = settings.replace_day, settings.wikidata
        data = await asyncio.to_thread(
            remembering.remember, data, settings.ledger, settings, replace=replace, wikidata=wikidata
        )
    return await aside(Briefing.model_construct(**dict(data)).finished)


def generate(
    inputs: Sequence[Input] | Input,
    settings: Settings | None = None,
    *,
    model: Models | None = None,
    proof: str | LanguageModel | None = None,
    link: str | LanguageModel | None = None,
    observer: Callable[[ArticleResult], None] | None = None,
) -> Briefing:
    """`agenerate` for synchronous callers.

    Inside a running event loop (a notebook, an async service) the work is done on a loop of its own in another
    thread, and the caller's loop stands still meanwhile: prefer ``await agenerate(...)`` there.
    """
    return waited_for(agenerate(inputs, settings, model=model, proof=proof, link=link, observer=observer))


def stream(
    inputs: Sequence[Input] | Input,
    settings: Settings | None = None,
    *,
    model: Models | None = None,
    proof: str | LanguageModel | None = None,
    ordered: bool = False,
    workers: Workers | None = None,
    run: ModelRun | None = None,
) -> AsyncGenerator[ArticleResult, None]:
    """The result of each article as it finishes, or in the order of the inputs. Memory does not grow.

    ``settings``, ``model`` and ``proof`` are those of `agenerate`. ``workers`` are processes of `open_workers`, which
    stay up for the next call. ``run`` counts what the models use, and holds what is shared with other processes.
    """
    settings, given = _with_models(settings or Settings(), model, proof)
    return pipeline.stream(_listed(inputs), settings, ordered=ordered, workers=workers, given=given, run=run)


def unread(error: SourceError) -> ArticleResult:
    """The result that stands for what could not be read, such as an error that `read_documents` gave or raised."""
    return lost(failure_of(error.source, "sources", error))


async def compose(
    results: Iterable[ArticleResult],
    settings: Settings | None = None,
    *,
    run: ModelRun | None = None,
    link: str | LanguageModel | None = None,
    mapped: Mapped = each_in_turn,
) -> Briefing:
    """The briefing of results that `stream` gave, in whatever order, today or earlier.

    Where the settings name a ledger, the day is recorded there, as by `agenerate`. Of results of one text the first by
    its source counts, and the others repeat it.

    Args:
        run: counts what linking uses, and has counted what the results used.
        mapped: applies a function to each of many values, here or elsewhere: what takes long on a large day.
    """
    settings, given = _with_models(settings or Settings(), None, None, link)
    run = run or ModelRun(settings.llm.budget)
    data = pages.compose(pipeline.told_apart(results), settings, run.ledger, mapped=mapped)
    return await _recorded(data, settings, run, given)


async def abrief(
    source: Input,
    settings: Settings | None = None,
    *,
    model: Models | None = None,
    proof: str | LanguageModel | None = None,
) -> Brief:
    """The checked brief of one article; ``settings``, ``model`` and ``proof`` are those of `agenerate`.

    Raises:
        UsageError: the input holds several articles, or the settings are not valid.
        BriefingError: there is no brief of it; the message says why.
    """
    found, reason = None, "the input holds no article"
    async with aclosing(stream([source], settings, model=model, proof=proof, ordered=True)) as results:
        async for result in results:
            if found and result.brief:
                raise UsageError("the input holds several articles", hint="use briefing.stream for several")
            found = found or result.brief
            reason = result.failure.reason if result.failure else reason
    if found is None:
        raise BriefingError(reason)
    return found


def brief(
    source: Input,
    settings: Settings | None = None,
    *,
    model: Models | None = None,
    proof: str | LanguageModel | None = None,
) -> Brief:
    """`abrief` for synchronous callers; as with `generate`, prefer the other inside a running event loop."""
    return waited_for(abrief(source, settings, model=model, proof=proof))


def read_documents(data: bytes, name: str, options: SourceOptions | None = None) -> Iterator[Document | SourceError]:
    """The documents in the bytes of one file that a caller holds, such as an upload: an article, or many in one.

    No file is opened: ``name`` alone tells the kind where the bytes do not, and what the documents are called by. Each
    keeps its text, so that a page made of it can be verified.

    Raises:
        SourceError: it is empty, binary, too large, or not what it claims to be.
    """
    if is_own(data):
        raise NoArticleError(name, "is a page that briefing wrote", hint="name what it was made of")
    for record in read_bytes(data, name, options or SourceOptions()):
        yield record.kept() if isinstance(record, Document) else record


def feed(briefings: Sequence[BriefingData], options: RenderingOptions | None = None) -> str:
    """An Atom feed of some pages, latest first; of several of a day the last one made counts."""
    return rendering.to_feed(briefings, options)


def verify(
    data: BriefingData | str | bytes | Path,
    *,
    base: Path | None = None,
    allow: Sequence[Path] = (),
    options: SourceOptions | None = None,
    key: PublicKey | None = None,
) -> VerifyReport:
    """Rebuild a finished briefing from its sources and the replies that it keeps, offline, and name every difference.

    A page that passes is what this release makes of these sources and these replies. Whose replies they were, only a
    signature tells.

    Args:
        data: the JSON file of a briefing, with the .md, .html and .eml of the same name beside it; or the JSON itself;
            or a `Briefing`. A file and JSON are taken for a stranger's, and have to be the very bytes that were
            written. A `Briefing` is taken for the caller's own: without a ``base`` its sources are read wherever they
            lie, so give one for what a stranger wrote.
        base: the folder that relative names of sources start from, and that sources must lie below. Where None: the
            working directory, or for a file that does not lie below it, the file's folder.
        allow: further folders below which sources may lie.
        options: bounds of what is read, as in ``Settings.sources``.
        key: whose signature there must be beside the file.

    Raises:
        UsageError: the file can't be read.
        DataError: not a briefing, or larger than one can be.
    """
    if isinstance(data, Path):
        file = PageFile.read(data)
        unsigned = file.unsigned(key) if key else None
        raw = bounded(file.data)
        report = _check(Briefing.from_json(raw), Rereader(base or file.base(), allow=allow, options=options), raw, file)
        report = report.with_problems(*file.problems, *([unsigned] if unsigned else []))
        return report.model_copy(update={"signed_by": key.name}) if key and not unsigned else report
    if not isinstance(data, BriefingData | str | bytes):
        raise UsageError(
            f"no briefing: {type(data).__name__}", hint="pass a Briefing, its JSON, or the path of its file"
        )
    if key:
        raise UsageError("a signature stands beside a file", hint="pass the path of the briefing's file")
    if isinstance(data, BriefingData):
        everywhere = [Path(Path.cwd().anchor)] if base is None else []
        return _check(data, Rereader(base, allow=[*allow, *everywhere], options=options))
    raw = bounded(data)
    return _check(Briefing.from_json(raw), Rereader(base, allow=allow, options=options), raw)


def _with_models(
    settings: Settings,
    model: Models | None,
    proof: str | LanguageModel | None,
    link: str | LanguageModel | None = None,
) -> tuple[Settings, Given]:
    """The settings with the names of the models that a caller passes beside them, and the objects among these."""
    if not isinstance(settings, Settings):
        raise UsageError(
            f"settings are no briefing.Settings but a {type(settings).__name__}",
            hint="pass briefing.Settings(...), or briefing.load_settings({...})",
        )
    if model is None and proof is None and link is None:
        return settings, Given()
    drafting, reading, linking = _each(model), _each(proof), _each(link)
    _, objects = named([*drafting, *reading, *linking])
    names, readers, linkers = (named(each)[0] for each in (drafting, reading, linking))
    if (model is not None and not names) or len(readers) > 1 or len(linkers) > 1:
        raise UsageError(
            "one model proof-reads, one links, and one or more draft", hint="pass names or LanguageModel objects"
        )
    changes: dict[str, object] = {"model": names[0], "fallback": names[1:] or settings.fallback} if names else {}
    changes |= {"proof": readers[0]} if readers else {}
    changes |= {"link": linkers[0]} if linkers else {}
    owner = None if settings.first_asked == EMBEDDED else settings.first_asked
    try:
        changed = Settings.model_validate({**dict(settings), **changes})
    except ValidationError as error:
        raise UsageError(f"settings are not valid: {_first_problem(error)}") from error
    asked = [name for name in changed.models if name not in objects and not asks_nobody(name)]
    return changed, Given(objects, owner or (asked[0] if asked else None))


def _each(models: Models | None) -> tuple[str | LanguageModel, ...]:
    if models is None:
        return ()
    return tuple(models) if isinstance(models, list | tuple) else (models,)


def _check(
    page: BriefingData, reader: Rereader, raw: bytes | None = None, file: PageFile | None = None
) -> VerifyReport:
    return waited_for(check(page, reader, raw=raw, beside=file.beside if file else None))


def _first_problem(error: ValidationError) -> str:
    """Where the first of the problems is, and what it is."""
    if error.error_count() > _MANY_PROBLEMS:  # each would be spelt out to name one
        return f"{error.error_count()} problems"
    problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return printable(f"{'.'.join(map(str, problem['loc'])) or 'the file'}: {problem['msg']}"[:300])


def _listed(inputs: Sequence[Input] | Input) -> Sequence[Input]:
    listed = inputs if isinstance(inputs, Sequence) and not isinstance(inputs, str) else [inputs]
    wrong = [entry for entry in listed if not isinstance(entry, str | Path | Document) or not str(entry)]
    if isinstance(inputs, bytes) or wrong:
        raise UsageError(
            f"no input: {wrong[0] if wrong else inputs!r}"[:120], hint="name files, folders, globs, URLs or documents"
        )
    return listed
