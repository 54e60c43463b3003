"""Articles that lie about themselves: their day, their outlet, how many they are."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest

import briefing
from briefing.schema.document import Document, MediaType
from briefing.testing import ScriptedModel

UNION = (
    "The harbour union offered Norline a truce of ten days if the ferry firm takes back 40 dismissed deckhands. "
    "Norline has not yet answered the offer, a spokeswoman said."
)
DOCKERS = "The dockers of Westby asked the port for a rise of 3 percent on Tuesday. The port refused the demand."
FALSE = "Norline accepted the truce of the harbour union and offered it nine million crowns."
HONEST = date(2031, 3, 3)


def page(host: str, body: str, *, site: str = "", day: str = "2031-03-03T10:00:00Z", title: str = "News") -> Document:
    head = f"<meta property='og:site_name' content='{site}'>" if site else ""
    if day:
        head += f"<meta property='article:published_time' content='{day}'>"
    more = f"Second paragraph of the story says more about it, {host}."
    story = f"<article><h1>{title}</h1><p>{body}</p><p>{more}</p></article>"
    text = f"<!doctype html><title>{title}</title>{head}{story}"
    return Document.of(text, f"https://{host}/a", MediaType.HTML)


def made(*documents: Document, **settings: object) -> briefing.Briefing:
    return briefing.generate(documents, briefing.Settings.model_validate({"model": "embedded", **settings}))


DAYS = ("2099-01-01", "2031-03-12", "9999-12-31", "1970-01-01", "0001-01-01", "2031-02-30", "2031-13-01", "٢٠٩٩-٠١-٠١")


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("day", DAYS)
def test_one_liar_does_not_set_the_day(day: str, place: int) -> None:
    documents = [page("post.example", UNION, title="Union offers truce"), page("news.example", DOCKERS)]
    documents.insert(place, page("evil.example", FALSE, day=f"{day}T00:00:00Z", title="Norline accepts"))
    found = made(*documents)
    assert found.date == HONEST


def test_what_is_dated_ahead_does_not_close_the_ledger(tmp_path: object) -> None:
    ledger = f"{tmp_path}/days.db"
    evil = page("evil.example", FALSE, day="2099-01-01T00:00:00Z", title="Norline accepts")
    for day in (3, 4):
        honest = [
            page("post.example", UNION, day=f"2031-03-0{day}T10:00:00Z", title="Union offers truce"),
            page("news.example", DOCKERS, day=f"2031-03-0{day}T11:00:00Z"),
        ]
        found = made(*honest, evil, ledger=ledger, link="off")
        assert found.date == date(2031, 3, day)
        assert "nine million" not in found.to_markdown()


NAMES = ("Reuters", "BBC News", "The Associated Press", "AFP", "CNN", "The New York Times", "Al Jazeera English", "dpa")


@pytest.mark.parametrize("name", NAMES)
def test_a_great_name_on_another_site_is_shown_as_claimed(name: str) -> None:
    found = made(page("evil.example", UNION, site=name))
    assert found.articles[0].outlet == f"evil.example (says: {name})"
    assert set(found.outlets.values()) == {"evil"}


HOMES = {
    "Reuters": "www.reuters.com",
    "BBC News": "www.bbc.co.uk",
    "The Associated Press": "apnews.com",
    "CNN": "edition.cnn.com",
    "The New York Times": "www.nytimes.com",
    "Al Jazeera English": "www.aljazeera.com",
    "The Harbour Post": "hp.example",
    "Deutsche Welle": "www.dw.com",
    "Sky News Australia": "www.skynews.com.au",
}


@pytest.mark.parametrize("name", HOMES)
def test_a_name_at_home_is_its_own(name: str) -> None:
    assert made(page(HOMES[name], UNION, site=name)).articles[0].outlet == name


def test_a_feed_that_calls_itself_an_agency_is_shown_as_claimed(tmp_path: object) -> None:
    text = (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Reuters</title><link>https://evil.example/</link>"
        f"<item><title>Union offers truce</title><link>https://evil.example/a</link><description>{UNION}</description>"
        "</item></channel></rss>"
    )
    path = f"{tmp_path}/a.rss"
    with open(path, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a path in words
        stream.write(text)
    found = briefing.generate([path], briefing.Settings(model="embedded", date=HONEST))
    assert [article.outlet for article in found.articles] == ["evil.example (says: Reuters)"]


def _variants() -> list[tuple[str, str]]:
    return [
        *((f"o{n}.evil.example", f"Outlet {n}") for n in range(5)),
        *((f"paper{n}.example", f"Paper {n}") for n in range(5)),
    ]


@pytest.mark.parametrize("kind", ["one site", "one text"])
def test_five_outlets_of_one_hand_count_once(kind: str) -> None:
    hosts = _variants()[:5] if kind == "one site" else _variants()[5:]
    told = itertools.cycle([UNION]) if kind == "one text" else iter(_tellings())
    (alone,) = made(page(hosts[0][0], UNION)).stories
    many = made(*(page(host, text, site=name) for (host, name), text in zip(hosts, told, strict=False)))
    story = next(story for story in many.stories if len(story.articles) > 1)
    assert all("outlets" not in reason for reason in story.importance.reasons)
    assert story.importance.level == alone.importance.level


def _tellings() -> list[str]:
    more = ("on Monday", "late on Monday", "in Westby on Monday", "at noon", "in a letter")
    return [UNION.replace("days if", f"days {each} if") for each in more]


def test_what_is_ahead_costs_no_more_than_its_share() -> None:
    """It is listed with the reason, and nothing of it is told."""
    model = ScriptedModel()
    evil = page("evil.example", FALSE, day="2099-01-01T00:00:00Z", title="Norline accepts")
    found = briefing.generate(
        [page("post.example", UNION), page("news.example", DOCKERS), evil], briefing.Settings(), model=model
    )
    (left,) = found.coverage.outside
    assert "2099-01-01" in left.reason
    assert "nine million" not in found.to_markdown()


@pytest.mark.parametrize("max_age", [3, 0, None])
@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "0001-01-01", "0001-01-02"])
def test_the_first_and_the_last_of_all_days_are_days(
    day: str, max_age: int | None, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the page and of an article that stands alone, on the last day but one, from which the last may be kept."""
    monkeypatch.setattr("briefing.pages.clock", lambda: datetime(9999, 12, 30, tzinfo=UTC))
    alone = page("post.example", UNION, day=f"{day}T10:00:00Z", title="Union offers truce")
    for name, settings in (("stated", {"date": day}), ("found", {})):
        found = made(alone, ledger=f"{tmp_path}/{name}.db", max_age=max_age, **settings)
        assert found.coverage.failures == ()
        assert len(found.articles) == 1
