"""The desk's pages, through HTTP: what they show, what they escape, and who may send their forms."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

import briefing
from briefing.ledger import Ledger
from briefing.service.desk import Desk, SignedIn, desk_router
from briefing.service.desk.members import form_token, is_ours
from briefing.service.desk.views import marked
from briefing.service.shelf import FolderShelf
from tests.ledger.pages import PAGES
from tests.ledger.reckoned import NEXT_DAY
from tests.service_mcp.conftest import written

SECRET = b"a secret of the tests"
ANN = SignedIn("Ann", "session of Ann", may_review=True)
BEN = SignedIn("Ben", "session of Ben")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Ledger.open(tmp_path / "days.db") as ledger:
        for day in range(1, 5):
            written(ledger.record(PAGES[day], options=NEXT_DAY), tmp_path)
    return tmp_path


def client_of(folder: Path, person: SignedIn | None = ANN, *, ledger: bool = True) -> TestClient:
    shelf = FolderShelf(folder, str(folder / "days.db") if ledger else None)

    def shelf_of(request: Request) -> FolderShelf:
        return shelf

    def who(request: Request) -> SignedIn | None:
        return person

    app = FastAPI()
    app.include_router(desk_router(Desk(shelf_of, who, SECRET)))
    return TestClient(app, follow_redirects=False)


ADDRESSES = ("/", "/?day=2023-03-02", "/stories/S1", "/ledger", "/entries/O1", "/archive", "/runs")


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_is_shown_without_scripts(folder: Path, address: str) -> None:
    answer = client_of(folder).get(f"/desk{address}")
    assert answer.status_code == 200, answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert re.findall(r"<script|\son\w+=|\sstyle=|<style", answer.text) == []
    assert answer.text.count("<h1") == 1


def test_every_link_of_the_pages_leads_somewhere(folder: Path) -> None:
    client = client_of(folder)
    seen: set[str] = set()
    wanted = ["/desk/"]
    while wanted:
        address = wanted.pop()
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text)
        seen.add(address)
        links = {link.replace("&amp;", "&").partition("#")[0] for link in re.findall(r'href="([^"]+)"', answer.text)}
        wanted += [link for link in links if link and link not in seen and link not in wanted]
    assert {"/desk/ledger", "/desk/runs", "/desk/entries/O1"} <= seen
    assert any("/articles/" in address for address in seen)


def test_pages_that_are_not_indexed_have_no_search(folder: Path) -> None:
    text = client_of(folder).get("/desk/archive?q=cod").text
    assert 'role="search"' not in text
    assert "2023-03-04" in text


def test_a_passage_links_to_the_place_that_is_marked(folder: Path) -> None:
    client = client_of(folder)
    links = re.findall(r'href="(/desk/articles/[^"]+)#(c\d+)"', client.get("/desk/stories/S1").text)
    assert links
    for address, place in links:
        assert f'<mark id="{place}"' in client.get(address).text


def test_the_pieces_of_an_article_are_all_of_it(folder: Path) -> None:
    page = FolderShelf(folder).page(FolderShelf(folder).days()[0])
    for article in page.articles:
        pieces = marked(page, article)
        assert "".join(piece.text for piece in pieces) == article.text
        assert any(piece.items for piece in pieces)


@pytest.mark.parametrize("address", ["/?day=1999-01-01", "/stories/S99", "/entries/O99", "/articles/2023-03-01/none"])
def test_what_is_not_there_is_told(folder: Path, address: str) -> None:
    answer = client_of(folder).get(f"/desk{address}")
    assert answer.status_code == 404
    assert 'class="fault"' in answer.text


def test_without_a_ledger_pages_are_read_all_the_same(folder: Path) -> None:
    client = client_of(folder, ledger=False)
    assert client.get("/desk/").status_code == 200
    assert "no ledger is named" in client.get("/desk/ledger").text


def test_what_articles_say_is_no_markup(tmp_path: Path) -> None:
    story = '<script>alert(1)</script> "><img src=x>\n\nWestby offered <b>Eastby</b> a new pier on Monday 3 May 2021.'
    made = briefing.generate([briefing.Document.of(story, "evil")])
    written(made, tmp_path)
    client = client_of(tmp_path, ledger=False)
    article = made.articles[0]
    for address in ("/", f"/articles/{made.date}/{article.id}"):
        text = client.get(f"/desk{address}").text
        assert "<script" not in text
        assert "<img" not in text
        assert "<b>Eastby" not in text


def post(
    client: TestClient, address: str, person: SignedIn = ANN, site: str | None = "same-origin", **form: str
) -> int:
    headers = {"sec-fetch-site": site} if site else {}
    data = {"token": form_token(SECRET, person.session), **form}
    return client.post(f"/desk{address}", data=data, headers=headers).status_code


def test_what_a_person_says_stands_beside_what_sources_say(folder: Path) -> None:
    client = client_of(folder)
    for kind, value in (
        ("confirm", ""),
        ("status", "withdrawn"),
        ("note", "By <i>telephone</i>."),
        ("strike", "Other cod."),
    ):
        assert post(client, "/entries/O1/review", kind=kind, value=value) == 303
    shown = client.get("/desk/entries/O1").text
    assert "set by Ann" in shown
    assert "O1 is confirmed (Ann, " in shown
    assert "O1 is struck: Other cod. (Ann, " in shown
    assert "By &lt;i&gt;telephone&lt;/i&gt;." in shown
    assert post(client, "/corrections/2/undo") == 303
    assert "set by Ann" not in client.get("/desk/entries/O1").text.split("What people said")[0].replace(
        "O1 is withdrawn", ""
    )


@pytest.mark.parametrize(
    ("kind", "value"), [("status", "no such status"), ("link", "O99"), ("strike", ""), ("note", "")]
)
def test_what_makes_no_sense_is_refused_beside_the_form(folder: Path, kind: str, value: str) -> None:
    client = client_of(folder)
    answer = client.post(
        "/desk/entries/O1/review", data={"token": form_token(SECRET, ANN.session), "kind": kind, "value": value}
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_forms_of_others_change_nothing(folder: Path) -> None:
    form = {"kind": "note", "value": "forged"}
    assert post(client_of(folder, None), "/entries/O1/review", **form) == 403
    assert post(client_of(folder, BEN), "/entries/O1/review", BEN, **form) == 403
    assert post(client_of(folder), "/entries/O1/review", site="cross-site", **form) == 403
    assert post(client_of(folder), "/entries/O1/review", site="same-site", **form) == 403
    assert post(client_of(folder), "/entries/O1/review", BEN, **form) == 403
    with Ledger.open(folder / "days.db") as ledger:
        assert ledger.corrections() == ()
    assert post(client_of(folder), "/entries/O1/review", site=None, **form) == 303


def test_only_reviewers_see_forms_that_write(folder: Path) -> None:
    assert 'method="post"' in client_of(folder).get("/desk/entries/O1").text
    assert 'method="post"' not in client_of(folder, BEN).get("/desk/entries/O1").text
    assert 'method="post"' not in client_of(folder, None).get("/desk/entries/O1").text


def test_reviewers_export_what_they_said_as_drafts(folder: Path) -> None:
    client = client_of(folder)
    assert client.get("/desk/corrections.jsonl").text == ""
    assert post(client, "/entries/O1/review", kind="confirm", value="") == 303
    lines = client.get("/desk/corrections.jsonl").text.splitlines()
    assert {line["said"][0]["kind"] for line in map(json.loads, lines)} == {"confirm"}
    assert client_of(folder, BEN).get("/desk/corrections.jsonl").status_code == 403


def test_a_token_is_good_for_its_session_alone() -> None:
    token = form_token(SECRET, "one")
    assert is_ours(SECRET, "one", token, None)
    assert not is_ours(SECRET, "two", token, None)
    assert not is_ours(b"another", "one", token, None)
    assert not is_ours(SECRET, "one", token + "é", None)


CANAL = "Canal talks\n\nPortwick offered Eastmere a new lock on the canal. Eastmere has not answered the offer yet."


def test_what_people_said_is_on_pages_to_come_and_part_of_what_is_verified(tmp_path: Path) -> None:
    def page_of(day: str) -> briefing.Briefing:
        asked = {"ledger": str(tmp_path / "days.db"), "date": day, "max_age": None}
        made = briefing.generate([briefing.Document.of(CANAL, "canal")], briefing.Settings.model_validate(asked))
        written(made, tmp_path)
        return made

    assert page_of("2030-05-01").stories[0].offers[0].id == "O1"
    client = client_of(tmp_path)
    assert post(client, "/entries/O1/review", kind="strike", value="Another lock.") == 303
    assert post(client, "/entries/O1/review", kind="confirm", value="") == 303
    page = page_of("2030-05-02")
    assert "Struck: “Another lock.” (an editor: Ann" in page.to_markdown()
    assert "Confirmed (an editor: Ann" in page.to_markdown()
    assert briefing.verify(page).ok
    known = page.known
    assert known is not None
    without = page.model_copy(update={"known": known.model_copy(update={"corrections": known.corrections[:1]})})
    assert not briefing.verify(without).ok


def test_what_was_struck_is_marked_wherever_the_desk_shows_it(folder: Path) -> None:
    client = client_of(folder)
    pages = ("/stories/S1?day=2023-03-02", "/stories/S1", "/ledger", "/entries/O1")
    before = {address: client.get(f"/desk{address}").text for address in pages}
    assert post(client, "/entries/O1/review", kind="strike", value="Other <b>cod</b>.") == 303
    for address in pages:
        assert '<span class="badge">struck</span>' not in before[address]
        assert '<span class="badge">struck</span>' in client.get(f"/desk{address}").text, address
    story = client.get("/desk/stories/S1?day=2023-03-02").text
    assert "O1 is struck: Other &lt;b&gt;cod&lt;/b&gt;. (Ann, " in story
    [article, *_] = re.findall(r'href="(/desk/articles/2023-03-02/[^"#]+)', story)
    assert re.search(r'title="[^"]*O1 [^"]*\(struck\)', client.get(article).text)
    assert "O1" not in client.get("/desk/ledger?open_only=true&kind=offer").text.split("<tbody>")[1].split("O2")[0]
    assert post(client, "/corrections/1/undo") == 303
    assert {address: client.get(f"/desk{address}").text for address in pages[:3]} == {
        address: before[address] for address in pages[:3]
    }
