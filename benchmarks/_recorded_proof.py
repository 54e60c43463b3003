"""Verdicts that a model gave of items, played through the real call for proof-reading.

A scripted endpoint on loopback answers the call over HTTP, as a model would. It knows each claim by its words:

- to a claim that a recorded verdict refuses, it objects as recorded: problem, field, words of the article;
- to a planted mistake it objects by script, since no verdict of one was recorded;
- everything else it lets stand: what was accepted, and what the change of one item made of the words of others.

Where a version of an item was shown in two passes, it is refused if either pass refused it. A version that was shown in
none has no verdict, and nothing can be said of it here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from briefing.briefs import proofread
from briefing.checking import check, plant, proof_sheets
from briefing.checking.proofing import in_full, numbered
from briefing.extraction import ExtractionOptions, ModelAsker, Trail
from briefing.llm import ModelSettings, open_model
from briefing.schema.article import Article
from briefing.schema.brief import Brief, CheckedItem
from briefing.schema.draft import BriefDraft
from briefing.schema.terms import Section
from briefing.schema.verdict import RULES, Level, Problem
from tests.endpoint import Answer, Endpoint, answer_with
from tests.endpoint.asked import claims_in, claims_text, objecting, objection
from tests.endpoint.server import Seen

Row = Mapping[str, Any]
Objections = dict[str, dict[str, Any]]
"""Objections by the words of the claim."""

_LETTER = {Section.HEADLINE: "h", Section.GIST: "g", Section.OPEN_QUESTIONS: "q", Section.QUOTATIONS: "s"}
"""How the ids begin that the check gives to items without one."""


class Version(Protocol):
    """A version of an item: the draft that holds it, and its place there."""

    article: Article
    draft: BriefDraft
    section: Section
    key: str
    name: str


def item_in(brief: Brief, version: Version) -> CheckedItem:
    """The item of a version in the brief of its draft, struck or printed."""
    wanted = f"{_LETTER[version.section]}{int(version.key) + 1}" if version.section in _LETTER else version.key
    struck = (each.item for each in brief.unsupported if each.section is version.section)
    printed = (item for section, item in brief.items() if section is version.section)
    return next(item for item in (*struck, *printed) if item.id == wanted)


def objected_to(item: CheckedItem) -> bool:
    """Whether a proof-reader objects, at whatever level: nobody scripted a correction."""
    return any(each.by != RULES for each in item.verdict.objections)


class RecordedProof:
    """Proof-reads briefs as a model did whose verdicts stand in their rows. To be opened before use."""

    def __init__(self) -> None:
        self._known: dict[str, Objections] = {}
        self._endpoint = Endpoint(self._answer, keep=False)
        self._opened: ModelAsker | None = None

    async def __aenter__(self) -> Self:
        await self._endpoint.start()
        self._model = open_model("openai/recorded", ModelSettings(api_base=self._endpoint.api_base, api_key="none"))
        self._opened = ModelAsker(self._model, ExtractionOptions(), Trail())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._model.aclose()
        await self._endpoint.stop()

    async def briefs(self, row: Row, versions: Sequence[Version]) -> list[Brief | None]:
        """The brief of each version's draft, proof-read; None for a version that no verdict was recorded of."""
        drafts = {id(version.draft): version for version in versions}
        checked = {key: check(each.article, each.draft, engine="recorded") for key, each in drafts.items()}
        refused = _refused(row, versions, [checked[id(version.draft)] for version in versions])
        read = await asyncio.gather(*(self._read(drafts[key].article, checked[key], refused) for key in drafts))
        by_draft = dict(zip(drafts, read, strict=True))
        seen = {(verdict["section"], str(verdict["key"]), verdict["version"]) for verdict in row["verdicts"]}
        return [
            by_draft[id(version.draft)] if (version.section.value, version.key, version.name) in seen else None
            for version in versions
        ]

    async def _read(self, article: Article, brief: Brief, refused: Objections) -> Brief:
        assert self._opened is not None, "to be opened before use"
        planted, parts = plant(article, brief), [article.story]
        (sheet,) = proof_sheets(brief, planted, parts)
        false = {in_full(each.item, brief.cast): objection(0, Problem.CONTRADICTED.value) for each in planted}
        self._known[numbered(sheet, brief.cast)] = false | refused
        return await proofread(article, brief, parts, self._opened, ExtractionOptions(), planted=planted)

    def _answer(self, seen: Seen) -> Answer:
        known = self._known.get(claims_text(seen.texts[-1]), {})  # two drafts may differ in what was struck alone
        claims = claims_in(seen.texts[-1])
        return answer_with(
            objecting(*({**known[claim], "claim": number} for number, claim in claims.items() if claim in known))
        )


def _refused(row: Row, versions: Sequence[Version], briefs: Sequence[Brief]) -> Objections:
    """The objections of a row by the words of the claims, as the briefs of its versions have them."""
    words = {
        (version.section.value, version.key, version.name): in_full(item_in(brief, version), brief.cast)
        for version, brief in zip(versions, briefs, strict=True)
    }
    return {
        words[verdict["section"], str(verdict["key"]), verdict["version"]]: _objection(verdict)
        for verdict in reversed(row["verdicts"])  # of two passes that refuse, the first stays
        if not verdict["accepted"]
    }


def _objection(verdict: Mapping[str, Any]) -> dict[str, Any]:
    problem = str(verdict["problem"])
    level = Problem(problem).level if problem in set(Problem) else Level.CONTENT
    return objection(0, problem, verdict["field"] or "", verdict["passage"] or "", level.value)
