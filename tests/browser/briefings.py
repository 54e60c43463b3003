"""The briefings whose pages are walked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import briefing
from briefing.llm.protocol import CompletionRequest
from briefing.schema.document import Carried
from tests.ledger.script import DAYS
from tests.replying import Replying, replying

ROOT = Path(__file__).parent.parent.parent
DATA = os.environ.get("BRIEFING_TEST_DATA")
"""Folder of a day's articles, which are not part of this repository."""

_SCRIPTS: Mapping[str, tuple[str, str, str]] = {
    # Written by us. By language: title, what is offered, and who is told to have offered it.
    "ar": (
        "ميناء فيلمار يعرض هدنة على نقابة البحارة",
        "عرض ميناء فيلمار على نقابة البحارة هدنة مدتها عشرة أيام اعتبارا من يوم الاثنين.",
        "وقالت النقابة إنها ستدرس العرض (الذي نشر يوم الأحد) قبل أن ترد عليه، وإن 40 بحارا ما زالوا ينتظرون أجورهم.",
    ),
    "he": (
        "נמל ולמר מציע הפוגה לאיגוד הימאים",
        "נמל ולמר הציע לאיגוד הימאים הפוגה של עשרה ימים החל מיום שני.",
        "האיגוד מסר שיבחן את ההצעה (שפורסמה ביום ראשון) לפני שישיב עליה, וכי 40 ימאים עדיין ממתינים לשכרם.",
    ),
    "zh": (
        "韦尔马港向海员工会提出休战",
        "韦尔马港向海员工会提出从星期一起休战十天。",
        "工会表示，将在答复之前研究这项星期日公布的提议，并说仍有四十名海员在等待领取工资。",
    ),
    "ja": (
        "ヴェルマー港、船員組合に休戦を提案",
        "ヴェルマー港は船員組合に対し、月曜日から十日間の休戦を提案した。",
        "組合は、日曜日に公表されたこの提案を検討したうえで回答するとし、なお四十人の船員が賃金を待っていると述べた。",
    ),
}


def seeds_embedded() -> list[briefing.Briefing]:
    return [briefing.generate([ROOT / "seeds"], briefing.Settings())]


def seeds_recorded() -> list[briefing.Briefing]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # names of files stand on the page
        settings = briefing.Settings(model="replay:cassettes/demo.json", proof="off", editor="Ada Example")
        return [briefing.generate(["seeds"], settings)]


def five_days(folder: Path) -> list[briefing.Briefing]:
    """The five days of tests/ledger, one after the other, with a ledger."""
    settings = briefing.Settings(proof="off", ledger=str(folder / "ledger.db"))
    days = sorted(DAYS.glob("*.jsonl"))
    return [briefing.generate([day], settings, model=_by_title()) for day in days]


def many_scripts() -> list[briefing.Briefing]:
    """Articles in scripts that run from right to left, or know no spaces."""
    documents = [
        briefing.Document.of(
            f"{title}\n\n{offer}\n\n{answer}", f"{language}.txt", carried=Carried(outlet=f"Post {language}")
        )
        for language, (title, offer, answer) in _SCRIPTS.items()
    ]
    return [briefing.generate(documents, briefing.Settings(proof="off", keep_all=True), model=replying(_in_script))]


def day_of_data() -> list[briefing.Briefing]:
    if not DATA:
        pytest.skip("no folder of articles: name one in BRIEFING_TEST_DATA")
    return [briefing.generate([Path(DATA)], briefing.Settings())]


MADE: Mapping[str, Callable[[Path], list[briefing.Briefing]]] = {
    "seeds, embedded": lambda _: seeds_embedded(),
    "seeds, recorded": lambda _: seeds_recorded(),
    "five days": five_days,
    "many scripts": lambda _: many_scripts(),
    "day of data": lambda _: day_of_data(),
}


def _by_title() -> Replying:
    drafts = [json.loads(file.read_text("utf-8")) for file in sorted((DAYS / "drafts").glob("*.json"))]

    def reply(request: CompletionRequest) -> str:
        asked = "\n".join(message.content for message in request.messages)
        return next(json.dumps(each["draft"], ensure_ascii=False) for each in drafts if each["title"] in asked)

    return replying(reply)


def _in_script(request: CompletionRequest) -> str:
    asked = "\n".join(message.content for message in request.messages)
    title, offer, answer = next(texts for texts in _SCRIPTS.values() if texts[1] in asked)

    def actor(ident: str, name: str) -> dict[str, object]:
        return {"id": ident, "name": name, "aliases": [], "kind": "organisation", "role": offer, "quotes": [offer]}

    draft = {
        "headline": {"text": title, "quotes": [title]},
        "gist": [{"text": offer, "quotes": [offer]}, {"text": answer, "quotes": [answer]}],
        "actors": [actor("a1", title[:12]), actor("a2", title[-12:])],
        "offers": [],
        "responses": [],
        "open_questions": [{"question": answer, "why": offer, "quotes": [answer]}],
        "quotations": [],
    }
    return json.dumps(draft, ensure_ascii=False)
