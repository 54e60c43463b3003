"""Days of two made-up disputes through the library, with a model that drafts and links by script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import briefing
from briefing.llm.protocol import CompletionRequest
from briefing.settings import Settings
from briefing.testing import LINK, Reply, ScriptedModel, everything_new

BRACK, TOLMIN = "Brack Mining", "Tolmin Copper"
UNION, PORT = "Dockers' Union", "Port of Westby"


@dataclass(frozen=True)
class Told:
    """An article with its draft: each item is told in one sentence, which is its quote."""

    title: str
    offers: Sequence[tuple[str, str, str, str]] = ()
    """Offerer, addressee, what, status."""
    responses: Sequence[tuple[str, str, str, str]] = ()
    """Responder, to, what, stance."""
    questions: Sequence[str] = ()
    conditions: Sequence[str] = ()
    """Of each of its offers."""
    filler: str = ""
    """A sentence of the article of which no item is."""

    def sentences(self) -> list[str]:
        terms = f", {', '.join(self.conditions)}" if self.conditions else ""
        offers = [f"{by} offered {to} {what}{terms}." for by, to, what, _ in self.offers]
        answers = [f"{by} {what}, in answer to {to}." for by, to, what, _ in self.responses]
        return [*offers, *answers, *(f"It is not known {question}." for question in self.questions)]

    def row(self, day: int) -> dict[str, str]:
        text = "\n\n".join(filter(None, (*self.sentences(), self.filler)))
        slug = re.sub(r"\W+", "-", self.title.casefold())
        published = f"2031-05-{day:02}T08:00:00+00:00"
        return {
            "title": self.title,
            "text": text,
            "published": published,
            "url": f"https://x.example/{slug}",
            "outlet": "Gazette",
        }

    def draft(self) -> dict[str, Any]:
        said = self.sentences()
        names = sorted({name for by, to, *_ in self.offers for name in (by, to)} | {by for by, *_ in self.responses})
        ids = {name: f"a{number}" for number, name in enumerate(names, 1)}
        first = said[0] if said else self.filler
        quoted = {name: next((line for line in said if name in line), first) for name in names}
        return {
            "headline": {"text": self.title, "quotes": [first]},
            "gist": [],
            "actors": [
                {"id": ids[n], "name": n, "aliases": [], "kind": "organisation", "role": "acts", "quotes": [quoted[n]]}
                for n in names
            ],
            "offers": [
                {
                    "id": f"o{number}",
                    "offerer": ids[by],
                    "addressees": [ids[to]],
                    "what": what,
                    "conditions": list(self.conditions),
                    "reported": None,
                    "origin": None,
                    "said_on": None,
                    "due": None,
                    "same_as": None,
                    "status": status,
                    "quotes": [said[number - 1]],
                }
                for number, (by, to, what, status) in enumerate(self.offers, 1)
            ],
            "responses": [
                {
                    "id": f"r{number}",
                    "responder": ids[by],
                    "offers": [f"o{place}" for place, _ in enumerate(self.offers, 1)],
                    "to": to,
                    "what": what,
                    "stance": stance,
                    "reported": None,
                    "origin": None,
                    "said_on": None,
                    "quotes": [said[len(self.offers) + number - 1]],
                }
                for number, (by, to, what, stance) in enumerate(self.responses, 1)
            ],
            "open_questions": [
                {"question": f"Is it known {question}?", "same_as": None, "quotes": [f"It is not known {question}."]}
                for question in self.questions
            ],
            "quotations": [],
        }


FIRST = (
    Told(
        "Brack bids for Tolmin",
        [(BRACK, TOLMIN, "a takeover at $30 a share", "open")],
        questions=["whether the board of Tolmin will agree"],
        filler="Shares in copper mines had risen for a month before the markets opened.",
    ),
    Told(
        "Dockers put a demand",
        [(UNION, PORT, "an end of the strike for 9% more pay", "open")],
        filler="Forty ships lay at anchor outside of the harbour walls at the weekend.",
    ),
)
SECOND = (
    Told(
        "Tolmin says no",
        [(BRACK, TOLMIN, "a takeover bid of $30 a share", "rejected")],
        [(TOLMIN, "the bid of Brack Mining", "turned the bid down", "rejected")],
    ),
    Told("Port considers the demand", [(UNION, PORT, "an end of the strike for higher pay", "open")]),
)
THIRD = (
    Told("Brack raises its bid", [(BRACK, TOLMIN, "a raised takeover at $33 a share", "open")]),
    Told("Dockers wait", [(UNION, PORT, "an end of the strike for 9% more pay", "open")]),
)
DAYS = {1: FIRST, 2: SECOND, 3: THIRD}


def linking(**entries: str) -> Callable[[CompletionRequest], Mapping[str, Any]]:
    """A linker that knows offers by words of theirs: ``a_raised="O1"``; what it does not know is new."""

    def reply(request: CompletionRequest) -> Mapping[str, Any]:
        assert request.reply_schema is not None
        said = everything_new(request.reply_schema.definition)
        told = items_of(request)
        for row in said["offers"]:
            for words, entry in entries.items():
                if words.replace("_", " ") in told[row["item"]]:
                    row["entry"] = entry
        return said

    return reply


def block(request: CompletionRequest, kind: str) -> str:
    """What stands between the marks of a kind in a request."""
    found = re.search(rf"<<<{kind} ([0-9a-f]{{16}})\n(.*?)\n{kind} \1>>>", request.messages[1].content, re.DOTALL)
    assert found
    return found[2]


def items_of(request: CompletionRequest) -> dict[str, str]:
    """The items of a request by their keys."""
    lines = (line.strip() for line in block(request, "ITEMS").splitlines())
    found = (re.fullmatch(r"(a\d+[orq]\d+) (?:offer|answer|question): (.*)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


@dataclass
class Desk:
    """A folder with a ledger, in which days are told."""

    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    model: ScriptedModel = field(default_factory=ScriptedModel)

    def day(self, day: int, *link: Reply, told: Sequence[Told] | None = None, **settings: object) -> briefing.Briefing:
        """The page of a day, linked by these replies in turn; each offer is new where there is none."""
        articles = DAYS[day] if told is None else told
        drafts = {each.title: each.draft() for each in articles}

        def drafted(request: CompletionRequest) -> Mapping[str, Any]:
            return next(draft for title, draft in drafts.items() if title in request.messages[-1].content)

        self.model = ScriptedModel({"extraction": [drafted], LINK: link})
        file = self.folder / f"day{day}.jsonl"
        file.write_text("".join(json.dumps(each.row(day)) + "\n" for each in articles), encoding="utf-8")
        chosen = {
            "ledger": str(self.folder / "ledger.db"),
            "workers": 0,
            "proof": "off",
            "keep_all": True,
            "date": date(2031, 5, day),
        }
        return briefing.generate(
            [file], Settings.model_validate({**chosen, **self.settings, **settings}), model=self.model
        )

    @property
    def asked(self) -> list[CompletionRequest]:
        """The requests for links of the last day."""
        return [request for request in self.model.requests if request.stage == LINK]
