"""Forged pages: whatever is changed in a page, in what was written beside it or in its sources is found and named.

Each row is a forgery: its name, how it is made, and the path that the report must name. The pages are made by the
scripted model and the embedded engine, with everything that a page can have.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import briefing
from tests.newsroom import SEEDS, Newsroom, full_page

Page = dict[str, Any]
Edit = Callable[[Page], object]
Path_ = tuple[str | int, ...]

STORY = "stories", 2
"""The harbour's offer of a truce, which the proof-reader contests."""
TARN = "stories", 1
"""The story that goes on from days before."""


@dataclass(frozen=True)
class Pages:
    """The page with everything, and that of the seeds by the embedded engine."""

    full: Path
    seeds: Path


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pytest.MonkeyPatch.context() as patch:
        room = Newsroom(tmp_path_factory.mktemp("seeds"), patch)
        for seed in SEEDS.iterdir():
            shutil.copy(seed, room.folder)
        seeds = room.page(*sorted(path.name for path in SEEDS.iterdir()), model="embedded")
        yield Pages(full_page(Newsroom(tmp_path_factory.mktemp("full"), patch)), seeds)


def at(page: Any, path: Path_) -> Any:
    for step in path:
        page = page[step]
    return page


def put(*path: str | int, value: Any) -> Edit:
    def edit(page: Page) -> None:
        before = at(page, path)
        assert before != value, "nothing is forged"
        at(page, path[:-1])[path[-1]] = value

    return edit


def drop(*path: str | int) -> Edit:
    return lambda page: at(page, path[:-1]).pop(path[-1])


def add(*path: str | int, value: Any) -> Edit:
    return lambda page: at(page, path).append(value)


def copied(*path: str | int, **changed: Any) -> Edit:
    """The first element of a list once more, with some fields changed."""
    return lambda page: at(page, path).append({**deepcopy(at(page, path)[0]), **changed})


def swapped(*path: str | int) -> Edit:
    """The first two elements of a list in the place of each other."""

    def edit(page: Page) -> None:
        listed = at(page, path)
        listed[0], listed[1] = listed[1], listed[0]

    return edit


def exchanged(one: Path_, other: Path_) -> Edit:
    def edit(page: Page) -> None:
        first, second = at(page, one), at(page, other)
        at(page, one[:-1])[one[-1]], at(page, other[:-1])[other[-1]] = second, first

    return edit


def all_of(*edits: Edit) -> Edit:
    return lambda page: [edit(page) for edit in edits]


def everywhere(old: str, new: str) -> Edit:
    """One text for another in the whole page."""

    def edit(page: Page) -> None:
        text = json.dumps(page)
        assert old in text
        page.update(json.loads(text.replace(old, new)))

    return edit


def replied(trail: int, stage: str, edit: Callable[[str], str | None]) -> Edit:
    """The reply of a stage, edited."""

    def change(page: Page) -> None:
        answer = next(each for each in page["trails"][trail]["answers"] if each["stage"] == stage)
        before = answer["reply"]
        answer["reply"] = edit(before)
        assert answer["reply"] != before, "nothing is forged"

    return change


def scattered(page: Page) -> None:
    """A sentence that no source has, led back to single letters of one, and quoted."""
    article = page["articles"][0]
    said = "Kestria bribed Ombria."
    source = (page["articles"][0]["text"] + "\n").casefold()
    text = article["text"] + "\n\n" + said
    start = len(article["text"]) + 2
    for n, letter in enumerate(said):
        place = max(0, source.find(letter.casefold()))
        run = {"start": start + n, "end": start + n + 1, "source_start": place, "source_end": place + 1}
        article["source_map"]["runs"].append(run)
    article["paragraphs"].append({"kind": "body", "span": {"start": start, "end": len(text)}})
    article["text"] = text
    piece = at(page, (*TARN, "gist", 0, "evidence", 0))
    piece.update(article=article["id"], start=start, end=len(text), quote=said)
    at(page, (*TARN, "gist", 0))["text"] = said


def printed(page: Page) -> None:
    """What was struck, among what is printed."""
    brief = next(brief for brief in page["briefs"] if brief["unsupported"])
    item = brief["unsupported"].pop(0)["item"]
    item["verdict"].update(standing="confirmed", objections=[], by="openai/scripted")
    brief["responses"].append(item)


FULL: Mapping[str, tuple[Edit, str]] = {
    # the page's own fields
    "another day": (put("date", value="2031-03-06"), "date"),
    "a day that no article states": (put("undated", value=True), "undated"),
    "another name of an outlet": (lambda p: p["outlets"].update({p["articles"][0]["id"]: "reuters"}), "outlets"),
    "a line of the bottom line dropped": (drop("bottom_line", 0), "bottom_line"),
    "a line of the bottom line reworded": (put("bottom_line", 0, "text", value="War."), "bottom_line[0].text"),
    "totals": (put("metrics", "confirmed", value=99), "metrics.confirmed"),
    "a problem not counted": (put("metrics", "problems", value={}), "metrics.problems"),
    # stories
    "stories in another order": (swapped("stories"), "stories"),
    "a story dropped": (drop("stories", 0), "stories[0]"),
    "a title": (put(*STORY, "title", value="Union surrenders"), "stories[2].title"),
    "a headline": (put(*STORY, "headline", "text", value="Union surrenders."), "stories[2].headline.text"),
    "a line of the gist": (put(*STORY, "gist", 0, "text", value="Nobody spoke."), "stories[2].gist[0].text"),
    "a line of the gist added": (copied(*STORY, "gist", text="The firm is bankrupt."), "stories[2].gist[1]"),
    "importance": (put(*STORY, "importance", "score", value=9.0), "stories[2].importance.score"),
    "a reason for importance": (add(*STORY, "importance", "reasons", value="war"), "stories[2].importance.reasons"),
    "the articles of a story": (add(*STORY, "articles", value="14a6415050b8"), "stories[2].articles"),
    # items of stories
    "a true offer dropped": (drop(*TARN, "offers", 0), "stories[1].offers[0]"),
    "an offer added": (copied(*STORY, "offers", id="O99", what="A merger"), "stories[2].offers[1]"),
    "what is offered": (put(*STORY, "offers", 0, "what", value="A truce of 99 days"), "stories[2].offers[0].what"),
    "who offers": (
        exchanged((*STORY, "offers", 0, "offerer"), (*STORY, "offers", 0, "addressees", 0)),
        "stories[2].offers[0].offerer",
    ),
    "a condition dropped": (drop(*STORY, "offers", 0, "conditions", 0), "stories[2].offers[0].conditions"),
    "a condition added": (
        add(*STORY, "offers", 0, "conditions", value="if it rains"),
        "stories[2].offers[0].conditions",
    ),
    "a status": (put(*STORY, "offers", 0, "status", value="accepted"), "stories[2].offers[0].status"),
    "the reason of a status": (
        put(*STORY, "offers", 0, "status_reason", value="by the minister"),
        "stories[2].offers[0].status_reason",
    ),
    "a contested offer confirmed": (
        put(*STORY, "offers", 0, "standing", value="confirmed"),
        "stories[2].offers[0].standing",
    ),
    "objections taken away": (put(*STORY, "offers", 0, "objections", value=[]), "stories[2].offers[0].objections"),
    "an outlet more": (put(*STORY, "offers", 0, "outlets", value=["a", "b"]), "stories[2].offers[0].outlets"),
    "an origin": (put(*STORY, "offers", 0, "origins", value=["Reuters"]), "stories[2].offers[0].origins"),
    "what stands behind an item": (
        put(*STORY, "offers", 0, "members", 0, "item", value="o9"),
        "stories[2].offers[0].members[0].item",
    ),
    "a stance": (put(*STORY, "responses", 0, "stance", value="accepted"), "stories[2].responses[0].stance"),
    "what is answered": (put(*STORY, "responses", 0, "offers", value=[]), "stories[2].responses[0].offers"),
    "who answers": (put(*STORY, "responses", 0, "responder", value="A1"), "stories[2].responses[0].responder"),
    "an answer dropped": (drop(*STORY, "responses", 0), "stories[2].responses[0]"),
    "a question": (
        put(*STORY, "open_questions", 0, "question", value="Who is to blame?"),
        "stories[2].open_questions[0].question",
    ),
    "by when an offer is due": (put(*STORY, "offers", 0, "due", value="by Friday"), "stories[2].offers[0].due"),
    "who does not vouch for an offer": (
        put(*STORY, "offers", 0, "reported", value="reportedly"),
        "stories[2].offers[0].reported",
    ),
    "a name": (put(*STORY, "actors", 0, "name", value="Sea union"), "stories[2].actors[0].name"),
    "a role": (put(*STORY, "actors", 0, "roles", value=["burned a ferry"]), "stories[2].actors[0].roles"),
    "a side": (put(*STORY, "actors", 0, "side", value="russia"), "stories[2].actors[0].side"),
    "an alias": (add(*STORY, "actors", 0, "aliases", value="the mob"), "stories[2].actors[0].aliases"),
    # evidence
    "where a quote starts": (
        put(*STORY, "offers", 0, "evidence", 0, "start", value=1),
        "stories[2].offers[0].evidence[0].start",
    ),
    "a quote": (
        put(*STORY, "offers", 0, "evidence", 0, "quote", value="The union surrendered"),
        "stories[2].offers[0].evidence[0].quote",
    ),
    "where the same words stand too": (
        put(*STORY, "offers", 0, "evidence", 0, "also_at", value=[3]),
        "stories[2].offers[0].evidence[0].also_at",
    ),
    "how a quote was found": (
        put(*STORY, "offers", 0, "evidence", 0, "match", value="normalised"),
        "stories[2].offers[0].evidence[0].match",
    ),
    "how sure it was": (
        put(*STORY, "offers", 0, "evidence", 0, "score", value=0.5),
        "stories[2].offers[0].evidence[0].score",
    ),
    "an invented sentence spelt from scattered letters": (scattered, "articles[0].text"),
    # the ledger
    "the day of the last page": (put("since", value="2031-03-03"), "since"),
    "what fell silent dropped": (drop("quiet", 0), "quiet[0]"),
    "what fell silent reworded": (put("quiet", 0, "text", value="Nothing."), "quiet[0].text"),
    "a change of another kind": (put(*TARN, "changes", 0, "kind", value="new"), "stories[1].changes[0].kind"),
    "what an offer was before": (put(*TARN, "changes", 0, "before", value="open"), "stories[1].changes[0].before"),
    "what brought a change": (put(*TARN, "changes", 0, "by", value=[]), "stories[1].changes[0].by"),
    "since when": (put(*TARN, "changes", 0, "since", value="2031-01-01"), "stories[1].changes[0].since"),
    "a change dropped": (drop(*TARN, "changes", 0), "stories[1].changes[0]"),
    "the id of an offer": (put(*STORY, "offers", 0, "id", value="O1"), "stories[2].offers[0].id"),
    "the id of a story": (put(*STORY, "id", value="S2"), "stories[2].id"),
    "what the ledger knew": (put("known", "entries", 0, "states", -1, "status", value="accepted"), "stories["),
    "whose offer the ledger knew": (
        lambda p: p["known"]["entries"][0].update(party="Nobody", party_side="nobody"),
        "run.digest",  # what the day's items were held to be is kept beside it
    ),
    "which entry an offer was held to be": (put("known", "links", "offers", 0, "entry", value="N9"), "stories["),
    "which story an article was held to tell": (
        lambda p: p["known"]["running"].update(dict.fromkeys(p["known"]["running"], "T9")),
        "stories[",
    ),
    "a name in the ledger that decides nothing": (put("known", "entries", 0, "party", value="Nobody"), "run.digest"),
    "an entry that nothing needs": (
        lambda p: p["known"]["entries"].append({**deepcopy(p["known"]["entries"][0]), "id": "O77", "answers": None}),
        "known.entries",
    ),
    "the numbers given so far": (put("known", "last", "O", value=40), "stories["),
    "all that the ledger knew": (put("known", value=None), "known"),
    "a ledger that knows nonsense": (put("known", "entries", 0, "id", value="?"), "known"),
    # briefs
    "an item of a brief confirmed": (
        lambda p: _offer_of(p)["verdict"].update(standing="confirmed", by="openai/scripted"),
        "briefs[",
    ),
    "an objection taken out of a brief": (lambda p: _offer_of(p)["verdict"].update(objections=[]), "briefs["),
    "what was struck taken away": (lambda p: [brief["unsupported"].clear() for brief in p["briefs"]], "briefs["),
    "what was struck printed": (printed, "briefs["),
    "who wrote a brief": (put("briefs", 0, "engine", value="openai/gpt-9"), "briefs[0].engine"),
    "the prompt of a brief": (put("briefs", 0, "prompt", value="brief@99"), "briefs[0].prompt"),
    "who proof-read": (put("briefs", 0, "proof", "by", value="the editor"), "briefs[0].proof.by"),
    "mistakes planted": (put("briefs", 0, "proof", "planted", value=50), "briefs[0].proof.planted"),
    "mistakes caught": (put("proofs", 0, "caught", value=4), "proofs[0].caught"),
    "a proof-reader's rate": (put("proofs", 0, "planted", value=2), "proofs[0].planted"),
    "a brief dropped": (drop("briefs", 0), "briefs[0]"),
    # articles
    "an outlet": (put("articles", 0, "outlet", value="Reuters"), "articles[0].outlet"),
    "the title of an article": (put("articles", 0, "title", value="War"), "articles[0].title"),
    "the date of an article": (
        lambda p: _article_of(p, "2031-03-05.jsonl")["published"].update(day="2031-03-04"),
        "].published.day",
    ),
    "an author": (put("articles", 0, "authors", value=["A. Nobody"]), "articles[0].authors"),
    "an address": (put("articles", 0, "url", value="https://reuters.example/"), "articles[0].url"),
    "a language": (put("articles", 0, "language", value="fr"), "articles[0].language"),
    "an incomplete article": (put("articles", 0, "cut", value="paywall"), "articles[0].cut"),
    "a paragraph of another kind": (
        put("articles", 0, "paragraphs", 1, "kind", value="caption"),
        "articles[0].paragraphs[1].kind",
    ),
    "the words of an article everywhere": (everywhere("ten days", "two days"), "articles["),
    "a source of another name": (
        lambda p: _article_of(p, "canal.txt")["ref"].update(source="canals.txt"),
        "].ref.source",
    ),
    "another article's source": (exchanged(("articles", 0, "ref"), ("articles", 1, "ref")), "articles["),
    "the digest of a source": (put("articles", 0, "ref", "sha256", value="0" * 64), "articles[0].ref.sha256"),
    "an article dropped": (drop("articles", 0), "].article"),
    "an article twice": (copied("articles", id="000000000000"), "articles["),
    # coverage
    "a failure kept quiet": (drop("coverage", "failures", 0), "coverage.failures[0]"),
    "another reason of a failure": (
        put("coverage", "failures", 1, "reason", value="all was well"),
        "coverage.failures[1].reason",
    ),
    "a copy kept quiet": (drop("coverage", "duplicates", 0), "coverage.duplicates[0]"),
    "an article said to be cut": (add("coverage", "cut", value="14a6415050b8"), "coverage.cut"),
    "lines said to be dropped": (put("coverage", "dropped", value={"menu": 3}), "coverage.dropped"),
    # trails
    "a reply": (replied(4, "extraction", lambda text: text.replace("ten days", "two days")), "stories[2]."),
    "an objection of the proof-reader": (replied(4, "proof", lambda _: '{"objections": []}'), "stories[2]."),
    "a reply that says nothing": (replied(0, "extraction", lambda _: "I can't."), "trails[0].answers["),
    "a reply taken away": (lambda p: p["trails"][0]["answers"].clear(), "trails[0].answers"),
    "a reply to a question that nobody asks": (
        lambda p: p["trails"][0]["answers"].append({**deepcopy(p["trails"][0]["answers"][0]), "question": "f" * 64}),
        "trails[0].answers[",
    ),
    "replies of two articles exchanged": (
        exchanged(("trails", 0, "answers"), ("trails", 4, "answers")),
        "trails[0].answers",
    ),
    "a part of an article not shown": (drop("trails", 3, "parts", 1), "trails[3].parts"),
    "a part cut short": (put("trails", 0, "parts", 0, "end", value=40), "trails[0].parts"),
    "who replied": (put("trails", 0, "answers", 0, "engine", value="openai/gpt-9"), "trails[0].answers[0].engine"),
    "what a question was for": (put("trails", 0, "answers", 0, "stage", value="x"), "trails[0].answers[0].stage"),
    "why a model failed": (put("trails", 5, "answers", 0, "problem", value="too busy"), "coverage.failures[1].reason"),
    "why an input was not read": (put("trails", 2, "lost", "reason", value="is fine"), "coverage.failures[0].reason"),
    "an input kept quiet": (drop("trails", 7), "coverage.failures"),
    "inputs in another order": (exchanged(("trails", 4), ("trails", 6)), "coverage.duplicates[0]"),
    # how and when
    "the model of the run": (put("run", "engines", value=["openai/gpt-9"]), "run.engines"),
    "the prompts of the run": (put("run", "prompts", value=[]), "run.prompts"),
    "when it was made": (put("run", "generated", value="2031-03-05T00:00:00Z"), "run.digest"),
    "what it cost": (put("run", "usage", "cost", value=0.01), "run.digest"),
    "the model that was asked for": (put("made_with", "model", value="openai/gpt-9"), "trails["),
    "nobody to proof-read": (put("made_with", "proof", value="off"), "trails["),
    "the share that a proof-reader must catch": (put("made_with", "proof_floor", value=0.9), "stories["),
    "lines of a gist": (put("made_with", "stories", "gist_lines", value=1), "stories["),
    "a bound that did nothing": (put("made_with", "extraction", "reasks", value=2), "run.digest"),
    "a setting of nobody": (lambda p: p["made_with"].update(nonsense=True), "made_with.nonsense"),
}


SEEDED: Mapping[str, tuple[Edit, str]] = {
    "a conflict dropped": (drop("stories", 0, "conflicts", 0), "stories[0].conflicts[0]"),
    "what the sources differ on": (
        put("stories", 0, "conflicts", 0, "shown", value="accepted"),
        "stories[0].conflicts[0].shown",
    ),
    "the rule that decided": (put("stories", 0, "conflicts", 0, "rule", value="none"), "stories[0].conflicts[0].rule"),
    "a caution dropped": (drop("stories", 0, "cautions", 0), "stories[0].cautions"),
    "a speaker of a cut quotation": (
        put("stories", 0, "cautions", 0, "speaker", value="Vladimir Putin"),
        "stories[0].cautions[0].speaker",
    ),
    "a complete article": (lambda p: _cut(p).update(cut=None), "].cut"),
    "cut articles kept quiet": (put("coverage", "cut", value=[]), "coverage.cut"),
    "lines of menus printed": (lambda p: p["articles"][0]["dropped"].pop(0), "articles[0].dropped"),
    "lines dropped, counted otherwise": (
        lambda p: p["coverage"]["dropped"].update(menu=1),
        "coverage.dropped.menu",
    ),
    "a model in the place of the embedded engine": (put("run", "engines", value=["openai/gpt-9"]), "run.engines"),
    "a reply that the embedded engine did not give": (
        put("trails", 0, "answers", 0, "reply", value='{"headline": {"text": "", "quotes": []}}'),
        "trails[0].answers[0].reply",
    ),
    "an article shown to the embedded engine in part": (
        put("trails", 0, "parts", 0, "end", value=100),
        "trails[0].parts[0].end",
    ),
    "a page by a model": (put("made_with", "model", value="openai/gpt-9"), "trails[0].answers[0].engine"),
    "an outlet, in the article and in its story": (everywhere("devdiscourse", "reuters"), "].outlet"),
    "an agency": (lambda p: [each.update(agency="Reuters") for each in p["articles"]], "articles[0].agency"),
    "where an article has its news from": (
        lambda p: [each.update(origins=["Reuters"]) for each in p["articles"]],
        "articles[0].origins",
    ),
}


def _cut(page: Page) -> Page:
    return next(article for article in page["articles"] if article["cut"])


def _offer_of(page: Page) -> Page:
    """The contested offer in its brief."""
    return next(offer for brief in page["briefs"] for offer in brief["offers"] if "truce" in offer["what"])


def _article_of(page: Page, source: str) -> Page:
    return next(article for article in page["articles"] if article["ref"]["source"] == source)


def forged(page: Path, edit: Edit) -> briefing.api.VerifyReport:
    """The report on a page that was edited, and put in the place of the true one for as long as that takes."""
    true = page.read_bytes()
    data = json.loads(true)
    edit(data)
    assert data != json.loads(true), "nothing is forged"
    try:
        page.write_text(briefing.Briefing.model_validate(data).to_json(), encoding="utf-8")
        return briefing.verify(page, base=page.parent.parent)
    finally:
        page.write_bytes(true)


def test_the_pages_are_true(pages: Pages) -> None:
    for page in (pages.full, pages.seeds):
        report = briefing.verify(page, base=page.parent.parent)
        assert (report.ok, report.failures) == (True, ())


@pytest.mark.parametrize("name", FULL)
def test_a_forged_page_fails_and_the_place_is_named(pages: Pages, name: str) -> None:
    edit, path = FULL[name]
    report = forged(pages.full, edit)
    assert not report.ok
    assert any(path in failure.path for failure in report.failures), report.describe()
    assert report.failures[0].path in report.describe()


@pytest.mark.parametrize("name", SEEDED)
def test_a_forged_page_of_the_embedded_engine_fails_too(pages: Pages, name: str) -> None:
    edit, path = SEEDED[name]
    report = forged(pages.seeds, edit)
    assert not report.ok
    assert any(path in failure.path for failure in report.failures), report.describe()


@contextmanager
def changed(file: Path, old: str, new: str) -> Iterator[None]:
    """A file with other words for as long as the block lasts."""
    true = file.read_bytes()
    assert old.encode() in true
    file.write_bytes(true.replace(old.encode(), new.encode(), 1))
    try:
        yield
    finally:
        file.write_bytes(true)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("2031-03-05.md", "A truce of ten days", "A truce of two days"),
        ("2031-03-05.html", "A truce of ten days", "A truce of two days"),
        ("2031-03-05.html", "</title>", "</title><script>alert(1)</script>"),
        ("2031-03-05.md", "unconfirmed", "confirmed"),
    ],
)
def test_a_changed_rendering_is_named_with_its_line(pages: Pages, name: str, old: str, new: str) -> None:
    with changed(pages.full.with_name(name), old, new):
        report = briefing.verify(pages.full, base=pages.full.parent.parent)
    (failure,) = report.failures
    assert failure.path.startswith(f"{name}:")
    assert new in (failure.has or "")
    assert old in (failure.rebuilt or "")


@pytest.mark.parametrize(
    ("name", "old", "new", "items"),
    [
        ("copy.txt", "ten days", "two days", {"briefs", "stories", "bottom_line"}),
        ("2031-03-05.jsonl", "no lorries", "all lorries", {"briefs", "stories"}),
        ("2031-03-05.jsonl", "two metres deep", "ten metres deep", set()),
    ],
)
def test_a_changed_source_is_named_and_what_it_does_not_say_any_more(
    pages: Pages, name: str, old: str, new: str, items: set[str]
) -> None:
    with changed(pages.full.parent.parent / name, old, new):
        report = briefing.verify(pages.full, base=pages.full.parent.parent)
    first, *others = report.failures
    assert first.path.endswith("].ref.sha256")
    assert name in first.reason
    assert items <= {failure.path.partition("[")[0] for failure in others}
    assert all("does not say that" in failure.reason for failure in others)
    # A page may name any file: what stands in one that it does not know is nobody's business.
    assert new not in report.describe()


def test_a_changed_word_of_a_carrier_is_found_though_the_text_is_the_same(pages: Pages) -> None:
    with changed(pages.full.parent.parent / "2031-03-05.jsonl", "Velmar Herald", "Velmar Gazette"):
        report = briefing.verify(pages.full, base=pages.full.parent.parent)
    assert any(
        failure.path == "articles[2]" and "2031-03-05.jsonl" in (failure.has or "") for failure in report.failures
    )


def test_a_source_that_is_gone_is_named_and_the_rest_is_rebuilt(pages: Pages) -> None:
    source = pages.full.parent.parent / "canal.txt"
    away = source.rename(source.with_name("away.txt"))
    try:
        report = briefing.verify(pages.full, base=pages.full.parent.parent)
    finally:
        away.rename(source)
    (failure,) = report.failures
    assert "canal.txt: does not exist any more" in failure.reason


def test_a_page_that_says_the_same_in_other_bytes_is_not_the_one_that_was_written(pages: Pages) -> None:
    text = json.dumps(json.loads(pages.seeds.read_bytes()))
    report = briefing.verify(text, base=pages.seeds.parent.parent)
    assert [failure.path for failure in report.failures] == ["(the file):1"]


def test_a_key_given_twice_is_found(pages: Pages) -> None:
    text = pages.seeds.read_text("utf-8").replace('"date"', '"date": "2022-01-14",\n  "date"', 1)
    report = briefing.verify(text, base=pages.seeds.parent.parent)
    assert [failure.path for failure in report.failures] == ["(the file):3"]


def test_the_report_names_all_places_and_both_texts(pages: Pages) -> None:
    edit = all_of(put("metrics", "items", value=1), put(*STORY, "offers", 0, "status", value="accepted"))
    report = forged(pages.full, edit)
    assert {(f.path, f.item, f.has, f.rebuilt) for f in report.failures} == {
        ("metrics.items", "", "1", "52"),
        ("stories[2].offers[0].status", "S5 O16", '"accepted"', '"open"'),
    }
