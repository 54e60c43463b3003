"""The desk's search: the archive's own full text, of the tenant of whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import briefing
from briefing.service.app import make_app
from briefing.service.desk.routes import MOST_HITS
from briefing.service.options import ServiceOptions
from briefing.service.state import Service
from tests.factories import STORY
from tests.service.people import set_password

PASSWORD = "a password of the tests"
EVIL = '<script>alert(1)</script> "><img src=x>\n\nWestby offered <b>Eastby</b> a new pier on Monday 3 May 2021.'


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Service, FastAPI]]:
    people = folder / "people.jsonl"
    set_password(people, "Ann", PASSWORD, tenant="main", scopes=["read"])
    set_password(people, "Ben", PASSWORD, tenant="other", scopes=["read"])
    app = make_app(ServiceOptions(database=str(folder / "service.db"), people=people), briefing.Settings())
    service: Service = app.state.service
    documents = [briefing.Document.of(STORY, "harbour"), briefing.Document.of(EVIL, "evil")]
    service.archive.add("main", briefing.generate(documents))
    yield service, app
    service.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A service for the tests that only read there."""
    with opened(tmp_path_factory.mktemp("searched")) as (_, app):
        yield app


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    """Signed in once: a service bounds how often anybody may try."""
    return client_of(app)


def client_of(app: FastAPI) -> TestClient:
    return signed_in(TestClient(app, base_url="https://service.test", follow_redirects=False), "Ann")


def signed_in(client: TestClient, name: str) -> TestClient:
    client.cookies.clear()
    assert client.post("/desk/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
    return client


def links(client: TestClient, words: str, **more: str) -> list[str]:
    answer = client.get("/desk/archive", params={"q": words, **more})
    assert answer.status_code == 200
    return re.findall(r'href="(/desk/(?:articles|stories)/[^"]+)"', answer.text)


def test_a_hit_leads_to_what_has_the_words(client: TestClient) -> None:
    found = links(client, "DISMISSED deckhands")
    assert any(link.startswith("/desk/articles/") for link in found)
    assert any(link.startswith("/desk/stories/") for link in links(client, "norline truce"))
    for link in found:
        assert client.get(link).status_code == 200
    assert "Harbour union offers ferry firm a truce</a>" in client.get("/desk/archive?q=deckhands").text


@pytest.mark.parametrize("words", ["deckhands elephants", '"', "ferry OR NOT", "NEAR(a b)", "'; DROP TABLE x; --", "-"])
def test_without_all_the_words_there_is_no_hit(client: TestClient, words: str) -> None:
    assert links(client, words) == []
    assert "has all of these words" in client.get("/desk/archive", params={"q": words}).text


def test_odd_queries_and_what_articles_say_are_no_markup(client: TestClient) -> None:
    for words in ("<script>alert(1)</script>", '"><img src=x>', "pier", "ferry*"):
        assert bool(links(client, words)) == (words in ("pier", "ferry*"))
        text = client.get("/desk/archive", params={"q": words}).text
        assert "<script" not in text
        assert "<img" not in text
        assert "<b>Eastby" not in text


def test_a_list_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    with opened(tmp_path) as (service, app):
        goes_on_where_it_was_cut(service, client_of(app))


def goes_on_where_it_was_cut(service: Service, client: TestClient) -> None:
    page = service.archive.latest("main")
    assert page is not None
    article = next(each for each in page.briefing().articles if "deckhands" in each.text)
    copies = tuple(article.model_copy(update={"id": f"copy-{number}"}) for number in range(MOST_HITS + 1))
    whole = page.briefing().model_copy(update={"articles": copies, "stories": ()})
    service.archive.add("main", whole.model_copy(update={"articles": copies[:-1]}))
    assert len(links(client, "deckhands")) == MOST_HITS
    assert "cursor=" not in client.get("/desk/archive?q=deckhands").text
    service.archive.add("main", whole)
    first = links(client, "deckhands")
    assert f"/desk/archive?q=deckhands&amp;cursor={MOST_HITS}" in client.get("/desk/archive?q=deckhands").text
    rest = links(client, "deckhands", cursor=str(MOST_HITS))
    assert (len(first), len(rest)) == (MOST_HITS, 1)
    assert len({*first, *rest}) == MOST_HITS + 1


@pytest.mark.parametrize("cursor", ["-1", "x", "²", "9999999999"])
def test_a_cursor_of_no_list_is_told(client: TestClient, cursor: str) -> None:
    answer = client.get("/desk/archive", params={"q": "deckhands", "cursor": cursor})
    assert answer.status_code == 404
    assert "no list goes on there" in answer.text
    assert links(client, "deckhands", cursor="999999999") == []


def test_another_tenant_finds_nothing(app: FastAPI) -> None:
    client = client_of(app)
    assert links(client, "deckhands")
    assert links(signed_in(client, "Ben"), "deckhands") == []
