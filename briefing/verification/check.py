"""From a page to the report on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from pydantic import ValidationError

from briefing._version import __version__
from briefing.errors import SourceError
from briefing.pages import compose, with_linking
from briefing.remembering import recall
from briefing.rendering import RenderingOptions, to_html, to_mail, to_markdown
from briefing.schema.article import Article
from briefing.schema.briefing import BriefingData
from briefing.schema.document import Document, SourceRef
from briefing.schema.results import Failure
from briefing.settings import PageSettings
from briefing.sources import Rereader
from briefing.verification.comparing import differences, other_bytes
from briefing.verification.quotations import Passage, misquoted, passages
from briefing.verification.rebuilding import Input, rebuild, relink, unlike
from briefing.verification.report import MOST, VerifyFailure, VerifyReport

_RENDERERS: Mapping[str, Callable[[BriefingData, RenderingOptions | None], str | bytes]] = {
    ".md": to_markdown,
    ".html": to_html,
    ".eml": to_mail,
}
RENDERED = tuple(_RENDERERS)
"""The suffixes of the files beside a page that are rebuilt with it."""

_BRIEF = RenderingOptions(brief=True)
_OTHERWISE = "is not written as this program writes it"
_IDLE = "something was changed that nothing else tells: when it was made, what it used, an idle setting"


async def verify(
    data: BriefingData, reader: Rereader, *, raw: bytes | None = None, beside: Mapping[str, bytes] | None = None
) -> VerifyReport:
    """Rebuild a page from its sources and the replies that it keeps, and compare.

    Args:
        raw: the page as it was read, to be compared byte for byte.
        beside: files that were written with it, by name, which ends in one of `RENDERED`.
    """
    checking = _Checking(data, reader)
    if data.run.version != __version__:
        return checking.report(checking.characters(), rebuilt=False)
    page = await checking.rebuilt()
    return checking.report(checking.compared(page, raw, beside or {}) if page else (), rebuilt=True)


@dataclass
class _Checking:
    """One page on its way to the report."""

    data: BriefingData
    reader: Rereader
    problems: list[VerifyFailure] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)

    async def rebuilt(self) -> BriefingData | None:
        """The page made again; None where its settings are none, which says it all."""
        data = self.data
        try:
            settings = PageSettings.model_validate(data.made_with)
        except ValidationError as error:
            where = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
            self._problem(f"made_with.{where}", "is no setting of this release", has=json.dumps(data.made_with))
            return None
        inputs = self._inputs()
        results = [result async for result in rebuild(inputs, settings, data.date, self._problem)]
        page = self._as_kept(compose(results, settings, made=data.run.generated))
        if data.linking:
            page = with_linking(page, await relink(page, data.linking, settings, self._problem))
        # When a page was made and what that took is not to be found out again.
        run = page.run.model_copy(update={"usage": data.run.usage, "usage_by_stage": data.run.usage_by_stage})
        return self._with_ledger(page.model_copy(update={"run": run}), settings)

    def _as_kept(self, page: BriefingData) -> BriefingData:
        """The page with no codes of failures if the kept one has none: it was made before there were any."""
        kept, found = self.data.coverage, page.coverage
        if any(each.code for each in (*kept.failures, *kept.duplicates)):
            return page
        plain = {
            "failures": tuple(each.model_copy(update={"code": None}) for each in found.failures),
            "duplicates": tuple(each.model_copy(update={"code": None}) for each in found.duplicates),
        }
        return page.model_copy(update={"coverage": found.model_copy(update=plain)})

    def _with_ledger(self, page: BriefingData, settings: PageSettings) -> BriefingData:
        known = self.data.known
        if known is None:
            if self.data.since is not None:
                self._problem("known", "what the ledger knew was not kept; record the day anew with --replace-day")
            return page
        if page.linking and page.linking.used and (path := unlike(page.linking.used, known)):
            self._problem(f"known.{path}", "is not what the model of the page said")
        try:
            return recall(page, known, settings)
        except Exception as error:
            self._problem("known", f"is nothing that a ledger can hold ({type(error).__name__})")
            return page

    def compared(self, page: BriefingData, raw: bytes | None, beside: Mapping[str, bytes]) -> Iterator[VerifyFailure]:
        """Where the page, its bytes and the files beside it are not what it is rebuilt to."""
        page = page.finished()
        written = page.to_json()
        if raw is None or raw != written.encode("utf-8", "replace"):
            found = list(islice(self._differences(page), MOST + 1))
            yield from found or (other_bytes("(the file)", raw, written, _OTHERWISE) if raw is not None else ())
        for name, content in beside.items():
            renderer = next(render for suffix, render in _RENDERERS.items() if name.endswith(suffix))
            found = list(other_bytes(name, content, renderer(page, None), "is not what the page is rendered to"))
            # The first screen alone (`--brief`) is the page's as well.
            if found and list(other_bytes(name, content, renderer(page, _BRIEF), "")):
                yield from found

    def _differences(self, page: BriefingData) -> Iterator[VerifyFailure]:
        run = self.data.run
        # What the digest is of comes first: it says more.
        has = self.data.model_copy(update={"run": run.model_copy(update={"digest": page.run.digest})})
        texts = has.model_dump_json(), page.model_dump_json()
        if texts[0] != texts[1]:
            yield from differences(*map(json.loads, texts))
        elif run.digest != page.run.digest:
            yield VerifyFailure(path="run.digest", reason=_IDLE, has=run.digest, rebuilt=page.run.digest)

    def characters(self) -> Iterator[VerifyFailure]:
        """The passages that are not the words of their sources."""
        for place, article in enumerate(self.data.articles):
            if document := self._document(f"articles[{place}].ref", article.ref, article):
                yield from self._misquoted(article, document)
        for ident in self._passages.keys() - {article.id for article in self.data.articles}:
            for path, item, _ in self._passages[ident]:
                yield VerifyFailure(path=path, item=item, reason=f"the page holds no article {ident}")

    def _misquoted(self, article: Article, document: Document) -> Iterator[VerifyFailure]:
        keep_all = self.data.made_with.get("keep_all") is True
        return misquoted(self._passages.get(article.id, ()), article, document, keep_all=keep_all)

    @cached_property
    def _passages(self) -> dict[str, list[Passage]]:
        """All that the page quotes, by article."""
        found: dict[str, list[Passage]] = {}
        for passage in passages(self.data):
            found.setdefault(passage[2].article, []).append(passage)
        return found

    def report(self, found: Iterable[VerifyFailure], *, rebuilt: bool) -> VerifyReport:
        """The report, with the problems on the way before what was found in the end."""
        listed = list(islice(found, MOST + 1))  # before the problems are: looking for it may bring up more
        failures = (*self.problems, *listed)
        data = self.data
        items = [item for brief in data.briefs for _, item in brief.items()]
        items += [struck.item for brief in data.briefs for struck in brief.unsupported]
        return VerifyReport(
            release=data.run.version,
            rebuilt=rebuilt,
            articles=len(data.articles),
            items=len(items),
            passages=sum(len(item.evidence) for item in items),
            unread=tuple(trail.source for trail in data.trails if trail.lost),
            copies=tuple(self.copies),
            failures=failures[:MOST],
            unlisted=max(0, len(failures) - MOST),
        )

    def _inputs(self) -> Iterator[Input | Failure]:
        """The inputs of the page in their order, each document read again."""
        articles = {article.id: (place, article) for place, article in enumerate(self.data.articles)}
        for place, trail in enumerate(self.data.trails):
            if trail.lost:
                yield Failure(
                    source=trail.source, stage=trail.lost.stage, reason=trail.lost.reason, code=trail.lost.code
                )
                continue
            at, article = articles.get(trail.article or "", (0, None))
            ref = article.ref if article else trail.ref
            if ref is None:
                self._problem(f"trails[{place}].article", "the page holds no such article", has=trail.article)
                continue
            path = f"articles[{at}].ref" if article else f"trails[{place}].ref"
            document = self._document(path, ref, article)
            if document is None and article is None:
                continue  # said already; what came of it is not known otherwise
            yield Input(place, document or Document(ref=ref, text=""), trail, None if document else article)

    def _document(self, path: str, ref: SourceRef, article: Article | None) -> Document | None:
        """The document that was briefed; None where it is not there any more, which is a problem of its own."""
        item = article.id if article else ""
        try:
            found = self.reader(ref)
        except SourceError as error:
            self._problem(f"{path}.source", str(error), item=item)
            return None
        if found.copy:
            self.copies.append(str(ref))
        if found.document.ref.sha256 != ref.sha256:
            # What stands there now is not shown: a page may name any file, and hope that the report is passed on.
            self._problem(f"{path}.sha256", f"{ref} is not the text that was briefed", item=item, has=ref.sha256)
            if article:
                self.problems += islice(self._misquoted(article, found.document), MOST)
            return None
        return found.document

    def _problem(self, path: str, reason: str, *, item: str = "", has: str | None = None) -> None:
        self.problems.append(VerifyFailure.between(path, has, item=item, reason=reason))
