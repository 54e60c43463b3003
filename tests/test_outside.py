"""What was read and is not told on the page: old, ahead of its day, no news, or replaced since."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import briefing
from briefing.pages import clock
from briefing.rendering import to_feed
from briefing.schema.briefing import OutsideKind
from briefing.settings import Settings
from briefing.testing import ScriptedModel, answer
from tests.shell import Shell, shell

__all__ = ["shell"]  # a fixture

FERRY = (
    "Norline offered the harbour union new talks on shorter shifts, its head said on Tuesday.\n\n"
    "The union has not yet answered the offer. The port has been closed since Friday."
)
PIER = (
    "The owners of Long Pier will raise the fees for anglers by two percent, they said.\n\nThe last rise was in 2021."
)
GLAZIERS = "The glaziers' guild rejected a pay plan that the city council had proposed.\n\nIt would not sign, it said."


def row(title: str, text: str, published: object, url: str | None = None, outlet: str = "Post") -> dict[str, object]:
    place = title.lower().replace(" ", "-")
    return {"title": title, "text": text, "published": published, "outlet": outlet,
            "url": url or f"https://post.example/{place}"}  # fmt: skip


TODAY = row("Norline offers new talks", FERRY, "2022-01-12T10:00:00Z")


def page(folder: Path, *rows: dict[str, object], **settings: object) -> briefing.Briefing:
    (folder / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
    return briefing.generate([folder / "in.jsonl"], Settings.model_validate(settings))


@pytest.fixture(autouse=True)
def _then(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1642057200")  # 13 January 2022


def outside(made: briefing.Briefing) -> list[tuple[OutsideKind, str]]:
    return [(each.kind, each.reason) for each in made.coverage.outside]


@pytest.mark.parametrize(("day", "is_old"), [("2022-01-09", False), ("2022-01-08", True), ("2019-01-12", True)])
def test_an_article_older_than_three_days_is_listed_and_not_told(tmp_path, day, is_old):
    made = page(tmp_path, TODAY, row("Pier owners raise fees", PIER, day))
    assert made.date.isoformat() == "2022-01-12"
    assert len(made.stories) == (1 if is_old else 2)
    assert [kind for kind, _ in outside(made)] == [OutsideKind.OLD] * is_old
    assert len(made.articles) == 2


def test_the_age_is_a_setting(tmp_path):
    old = row("Pier owners raise fees", PIER, "2022-01-02")
    assert len(page(tmp_path, TODAY, old, max_age="2w").stories) == 2
    assert len(page(tmp_path, TODAY, old, max_age="off").stories) == 2
    assert len(page(tmp_path, TODAY, old, max_age=9).stories) == 1
    with pytest.raises(ValueError, match="3d, or off"):
        Settings.model_validate({"max_age": "a while"})


def test_an_article_that_was_updated_is_of_the_day_of_its_update(tmp_path):
    (tmp_path / "a.md").write_text(
        f"---\ntitle: Pier owners raise fees\npublished: 2021-12-01\nupdated: 2022-01-12\n---\n{PIER}\n"
    )
    (tmp_path / "in.jsonl").write_text(json.dumps(TODAY))
    assert len(briefing.generate([tmp_path], Settings()).stories) == 2


@pytest.mark.parametrize(
    ("title", "url", "last"),
    [
        ("About us", None, ""),
        ("Privacy policy", None, ""),
        ("What we do", "https://post.example/about-us/", ""),
        ("Rules of the house", None, "\n\nThis page was last reviewed in 2019."),
    ],
)
def test_a_page_about_its_site_is_no_news(tmp_path, title, url, last):
    made = page(tmp_path, TODAY, row(title, PIER + last, None, url))
    assert [kind for kind, _ in outside(made)] == [OutsideKind.STATIC]
    assert len(made.stories) == 1


@pytest.mark.parametrize(
    "title", ["About 40 deckhands dismissed", "Privacy policy of banks criticised", "Contact lost"]
)
def test_news_without_a_date_is_told(tmp_path, title):
    made = page(tmp_path, TODAY, row(title, PIER, None))
    assert not made.coverage.outside
    assert len(made.stories) == 2


@pytest.mark.parametrize("published", ["2022-03-01", "2027-01-01", "20620303"])
def test_the_day_never_comes_from_one_article_ahead_of_its_time(tmp_path, published):
    made = page(tmp_path, TODAY, row("Pier owners raise fees", PIER, published))
    assert made.date.isoformat() == "2022-01-12"
    assert [kind for kind, _ in outside(made)] == [OutsideKind.AHEAD]


def test_one_article_does_not_outweigh_two_that_agree(tmp_path):
    rows = [
        row("Norline offers new talks", FERRY, "2021-11-03"),
        row("Guild rejects plan", GLAZIERS, "2021-11-02"),
    ]
    made = page(tmp_path, *rows, row("Pier owners raise fees", PIER, "2021-12-20"))
    assert made.date.isoformat() == "2021-11-03"
    made = page(tmp_path, rows[0], row("Pier owners raise fees", PIER, "2021-12-20"))
    assert made.date.isoformat() == "2021-12-20"  # one against one: the later


def test_of_one_address_the_later_text_is_told_and_the_change_is_said(tmp_path):
    url = "https://post.example/ferry"
    text = "A ferry sank off Tarn and {} people died, the coast guard said on Monday.\n\nRescuers look for others."
    earlier = row("Ferry sinks off Tarn", text.format(14), "2022-01-12T08:00:00Z", url)
    later = row("Ferry sinks off Tarn", text.format(19), "2022-01-12T08:30:00+00:00", url)
    for rows in ((earlier, later), (later, earlier)):
        made = page(tmp_path, *rows)
        assert len(made.stories) == 1
        told = {article.id: article for article in made.articles}
        (gone,) = made.coverage.outside
        assert gone.kind is OutsideKind.REPLACED
        assert "figure changed from 14 to 19" in gone.reason
        assert "19 people" in told[str(gone.by)].text
        assert made.stories[0].articles == (gone.by,)
        assert not made.coverage.duplicates


def test_of_two_texts_of_one_day_the_one_that_was_changed_later_is_told(tmp_path):
    text = "A ferry sank off Tarn and 14 people died, the coast guard said on Monday.\n\nRescuers look for others."
    first = row("Ferry sinks off Tarn", text, "2022-01-12T08:00:00Z", "https://post.example/ferry")
    second = first | {"text": text.replace("14", "19"), "updated": "2022-01-12T09:00:00Z"}
    (gone,) = page(tmp_path, second, first).coverage.outside
    assert "from 14 to 19" in gone.reason


@pytest.mark.parametrize(
    "other",
    [
        {"published": "2022-01-12T08:00:00Z"},
        {"url": "https://post.example/other"},
        {"text": "Nothing of it is the same here: glaziers rejected what a city council had planned for their pay."},
    ],
)
def test_what_is_no_later_version_replaces_nothing(tmp_path, other):
    text = "A ferry sank off Tarn and 14 people died, the coast guard said on Monday.\n\nRescuers look for others."
    first = row("Ferry sinks off Tarn", text, "2022-01-12T08:00:00Z", "https://post.example/ferry")
    second = row("Ferry sinks off Tarn", text.replace("14", "19"), "2022-01-12T09:00:00Z", "https://post.example/ferry")
    assert not page(tmp_path, first, second | other).coverage.outside


def test_a_correction_under_another_address_replaces_what_it_corrects(tmp_path):
    text = (
        "A court sentenced a man to {} years on Monday.\n\nHe denied the charge. His lawyer said that he would appeal."
    )
    note = "\n\nCorrection: an earlier version gave another sentence."
    first = row("Court sentences man", text.format("six"), "2022-01-12T08:00:00Z", "https://post.example/1")
    second = row("Court sentences man", text.format("seven") + note, "2022-01-12T09:00:00Z", "https://post.example/2")
    made = page(tmp_path, first, second)
    assert ["figure changed from six to seven" in reason for _, reason in outside(made)] == [True]


OLD = row("Pier owners raise fees", PIER, "2022-01-04")
OLD_TOO = row("Glaziers say no", GLAZIERS, "2022-01-05")


def asked(model: ScriptedModel) -> list[str]:
    """The titles of the articles that a model was asked about, in order."""
    shown = (" ".join(message.content for message in request.messages) for request in model.requests)
    return [each["title"] for text in shown for each in (TODAY, OLD, OLD_TOO) if f"{each['title']}" in text]


def brief_with(model: ScriptedModel, folder: Path, *rows: dict[str, object], **settings: object) -> briefing.Briefing:
    (folder / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
    return briefing.generate([folder / "in.jsonl"], Settings.model_validate({"proof": "off", **settings}), model=model)


@pytest.mark.parametrize("settings", [{}, {"date": "2022-01-12"}])
def test_nobody_is_asked_about_what_stands_outside(tmp_path, settings):
    model = ScriptedModel()
    made = brief_with(model, tmp_path, OLD, TODAY, **settings)
    assert asked(model) == [TODAY["title"]]
    assert [kind for kind, _ in outside(made)] == [OutsideKind.OLD]
    assert len(made.articles) == len(made.briefs) == 2
    assert made.run.engines == ("scripted",)
    model = ScriptedModel()
    brief_with(model, tmp_path, OLD, TODAY, **settings, max_age="off")
    assert sorted(asked(model)) == sorted((OLD["title"], TODAY["title"]))


def test_where_the_latest_article_gets_no_brief_those_of_the_earlier_day_are_asked_about(tmp_path):
    def reply(request):
        told = " ".join(message.content for message in request.messages)
        if TODAY["title"] in told:
            return ValueError("a bug")
        return answer(request.messages, request.reply_schema.definition if request.reply_schema else None)

    made = brief_with(ScriptedModel([reply]), tmp_path, OLD, OLD_TOO, TODAY)
    assert made.date.isoformat() == "2022-01-05"
    assert outside(made) == []
    assert {brief.engine for brief in made.briefs} == {"scripted"}
    assert len(made.coverage.failures) == 1


def test_a_dry_run_counts_what_would_be_asked_about(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in (TODAY, OLD)))
    assert "1 article," in shell("generate", "in.jsonl", "--dry-run").out
    assert "2 articles," in shell("generate", "in.jsonl", "--dry-run", "--max-age", "off").out


def test_the_page_lists_them_and_is_rebuilt(shell: Shell, tmp_path: Path) -> None:
    rows = (TODAY, row("Pier owners raise fees", PIER, "2019-05-01"))
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
    assert shell("generate", "in.jsonl", "--out", "out/", "--quiet").code == 0
    text = (tmp_path / "out" / "2022-01-12.md").read_text(encoding="utf-8")
    assert "1 outside of this page" in text
    assert re.search(
        r"Pier owners raise fees, .*outside of this page: 987 days older than this page \(2019-05-01\)", text
    )
    assert shell("verify", "out/2022-01-12.json").code == 0
    assert shell("generate", "in.jsonl", "--max-age", "off", "--out", "all/", "--quiet").code == 0
    assert "outside of this page" not in (tmp_path / "all" / "2022-01-12.md").read_text(encoding="utf-8")
    assert shell("verify", "all/2022-01-12.json").code == 0


@pytest.fixture
def _real_clock(monkeypatch):
    monkeypatch.setattr("briefing.pages.clock", clock)


FAR = row("Pier owners raise fees", PIER, "2062-05-02")
NO_DATE = row("Glaziers say no", GLAZIERS, None)


def test_an_article_ahead_of_its_time_is_no_day_for_those_without_one(tmp_path):
    made = page(tmp_path, FAR, NO_DATE)
    assert (made.date.isoformat(), made.undated) == ("2022-01-13", True)
    assert [kind for kind, _ in outside(made)] == [OutsideKind.AHEAD]
    agreeing = row("Norline offers new talks", FERRY, "2062-05-01")
    assert page(tmp_path, FAR, NO_DATE, agreeing).date.isoformat() == "2062-05-02"  # the clock may be slow
    assert page(tmp_path, FAR).date.isoformat() == "2062-05-02"  # nothing else is known, and nothing is kept


@pytest.mark.parametrize("settings", [{}, {"max_age": None}])
def test_a_ledger_takes_no_day_from_a_mistyped_year(tmp_path, settings):
    ledger = tmp_path / "days.db"
    model = ScriptedModel()
    with pytest.raises(briefing.UsageError, match=r"is 2062-05-02, further ahead than tomorrow \(.*UTC\).*put right"):
        brief_with(model, tmp_path, FAR, ledger=str(ledger), **settings)
    assert len(asked(model)) == 0
    made = page(tmp_path, TODAY, ledger=str(ledger))
    assert made.date.isoformat() == "2022-01-12"


def days_from(now: datetime, ahead: int) -> str:
    return (now.date() + timedelta(days=ahead)).isoformat()


@pytest.mark.usefixtures("_real_clock")
def test_a_day_is_recorded_that_is_tomorrow_at_most(tmp_path):
    ledger = str(tmp_path / "days.db")
    now = datetime.now(UTC) + timedelta(minutes=1)  # where midnight is near, what is tomorrow then
    with pytest.raises(briefing.UsageError, match="further ahead than tomorrow"):
        page(tmp_path, NO_DATE, date=days_from(now, 2), ledger=ledger)
    assert page(tmp_path, NO_DATE, date=days_from(datetime.now(UTC), 1), ledger=ledger).articles
    assert page(tmp_path, NO_DATE, date=days_from(now, 2)).articles  # none is kept


@pytest.mark.usefixtures("_real_clock")
@pytest.mark.parametrize(("epoch", "well"), [("2914531200", True), ("2914531199", False)])
def test_a_clock_that_is_wrong_is_put_right_by_the_surroundings(tmp_path, monkeypatch, epoch, well):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)  # 11 May 2062, and the second before it
    settings = {"date": "2062-05-12", "ledger": str(tmp_path / "days.db")}
    if well:
        assert page(tmp_path, NO_DATE, **settings).date.isoformat() == "2062-05-12"
    else:
        with pytest.raises(briefing.UsageError, match=r"tomorrow \(2062-05-11, UTC\)"):
            page(tmp_path, NO_DATE, **settings)


@pytest.mark.parametrize("editor", [None, "Ada Holm"])
def test_a_page_for_which_nobody_was_asked_says_so_in_every_form(tmp_path, editor):
    model = ScriptedModel()
    made = brief_with(model, tmp_path, OLD, date="2022-01-12", editor=editor)
    assert asked(model) == [], "its only article is too old"
    forms = (made.to_markdown(), made.to_html(), made.to_mail().decode(), to_feed([made]))
    for form in forms:
        text = " ".join(form.replace("=\r\n", "").split())
        assert "written by nobody: there was no article to write about" in text
        assert "AI-generated:" not in text
        assert "written by none" not in text
        assert ("responsible: Ada Holm" in text) == bool(editor)
    (tmp_path / "page.md").write_text(forms[0])
    failures = briefing.generate([tmp_path / "page.md"], Settings()).coverage.failures
    assert ["is a page that briefing wrote" in each.reason for each in failures] == [True]


def test_a_source_that_nobody_was_asked_about_names_no_writer(tmp_path):
    made = brief_with(ScriptedModel(), tmp_path, OLD, TODAY)
    engines = {"run": made.run.model_copy(update={"engines": ("another", "scripted")})}
    text = made.model_copy(update=engines).to_markdown()
    assert "written by scripted" in text
    assert "written by none" not in text


def test_who_reads_a_page_by_rules_is_told_of_no_command_line(tmp_path):
    made = page(tmp_path, TODAY)
    for form in (made.to_markdown(), made.to_html(), made.to_mail().decode(), to_feed([made])):
        assert "a language model must write it" in " ".join(form.replace("=\r\n", "").split())
        assert not re.search(r"briefing generate|--model", form)
