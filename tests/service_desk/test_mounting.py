"""The desk within a running service: who is let in, and to whose pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import briefing
from briefing.errors import DataError
from briefing.service.app import make_app
from briefing.service.database import audit_lines
from briefing.service.desk.mounting import TRIES_PER_MINUTE
from briefing.service.keys import Rates
from briefing.service.options import ServiceOptions
from briefing.service.requests import JobRequest
from briefing.service.state import Service
from tests.factories import STORY
from tests.service.conftest import new_database
from tests.service.people import set_password

PASSWORD = "a password of the tests"


@cache
def harbour_page() -> briefing.Briefing:
    return briefing.generate([briefing.Document.of(STORY, "harbour")])


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    people = tmp_path / "people.jsonl"
    set_password(people, "Ann", PASSWORD, tenant="main", scopes=["read", "review"])
    set_password(people, "Ben", PASSWORD, tenant="other", scopes=["read"])
    app = make_app(ServiceOptions(database=str(new_database(tmp_path)), people=people), briefing.Settings())
    service: Service = app.state.service
    service.archive.add("main", harbour_page())
    yield TestClient(app, base_url="https://service.test", follow_redirects=False)
    service.close()


def sign_in(client: TestClient, name: str, password: str = PASSWORD, site: str = "same-origin") -> int:
    form = {"name": name, "password": password}
    return client.post("/desk/sign-in", data=form, headers={"sec-fetch-site": site}).status_code


def test_who_is_not_signed_in_is_sent_to_sign_in(client: TestClient) -> None:
    for address in ("/desk/", "/desk/ledger", "/desk/archive", "/desk/runs", "/desk/entries/O1"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in")
    assert client.get("/desk/sign-in").status_code == 200


def test_who_signs_in_sees_the_pages_of_their_own_tenant(client: TestClient) -> None:
    assert sign_in(client, "Ann") == 303
    assert "Harbour" in client.get("/desk/").text
    client.cookies.clear()
    assert sign_in(client, "Ben") == 303
    assert "there is no page yet" in client.get("/desk/").text


def test_the_cookie_goes_to_no_script_and_no_other_site(client: TestClient) -> None:
    answer = client.post("/desk/sign-in", data={"name": "Ann", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-briefing=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))


def test_who_failed_to_sign_in_is_written_down_and_no_name_that_nobody_has(client: TestClient) -> None:
    app = client.app
    assert isinstance(app, FastAPI)
    database = app.state.service.database
    sign_in(client, "Ben", "a wrong password")
    sign_in(client, PASSWORD[::-1])
    (theirs,), (ours,) = (audit_lines(database, tenant) for tenant in ("other", "main"))
    assert (theirs["who"], theirs["did"], theirs["what"]) == ("Ben", "session.refused", "from testclient")
    assert (ours["who"], ours["did"]) == ("unknown", "session.refused")
    assert sign_in(client, "Ben") == 303
    assert [line["did"] for line in audit_lines(database, "other")] == ["session.begin", "session.refused"]


def test_a_new_password_ends_what_was_begun_with_the_one_before(client: TestClient, tmp_path: Path) -> None:
    assert sign_in(client, "Ann") == 303
    assert client.get("/desk/").status_code == 200
    set_password(tmp_path / "people.jsonl", "Ann", PASSWORD + "!", tenant="main", scopes=["read", "review"])
    assert client.get("/desk/").status_code == 303


def test_wrong_passwords_and_forms_of_other_sites_are_refused(client: TestClient) -> None:
    assert sign_in(client, "Ann", "a wrong password") == 403
    assert sign_in(client, "Nobody") == 403
    assert sign_in(client, "Ann", site="cross-site") == 403
    assert client.get("/desk/").status_code == 303


def test_tries_are_bounded(client: TestClient) -> None:
    service: Service = client.app.state.service  # type: ignore[attr-defined]  # the app is typed as any
    service.rates = Rates(now=lambda: 0.0)  # a busy machine takes longer for them than one more is let in after
    tried = [sign_in(client, "Ann", "x" * 1_000) for _ in range(TRIES_PER_MINUTE + 1)]
    assert tried[:-1] == [403] * TRIES_PER_MINUTE
    assert tried[-1] == 429


def test_files_are_taken_from_those_alone_who_may_write(client: TestClient, tmp_path: Path) -> None:
    sent = {"files": ("../../evil.txt", STORY.encode())}
    assert client.post("/desk/make", data={"token": "none"}, files=sent).status_code == 303
    assert sign_in(client, "Ann") == 303
    assert client.get("/desk/make").status_code == 403
    assert client.post("/desk/make", data={"token": "none"}, files=sent).status_code == 403
    client.cookies.clear()
    set_password(tmp_path / "people.jsonl", "Cid", PASSWORD, tenant="main", scopes=["read", "write"])
    assert sign_in(client, "Cid") == 303
    assert client.post("/desk/make", data={"token": "none"}, files=sent).status_code == 403
    token = client.get("/desk/make").text.partition('name="token" value="')[2][:64]
    answer = client.post("/desk/make", data={"token": token}, files=sent)
    assert answer.status_code == 303
    watched = client.get(answer.headers["location"])
    assert "queued" in watched.text
    assert watched.headers["refresh"] == "1"


@pytest.mark.parametrize("replace", [False, True])
def test_who_sends_files_says_whether_a_day_is_rewritten(client: TestClient, tmp_path: Path, replace: bool) -> None:
    service: Service = client.app.state.service  # type: ignore[attr-defined]  # the app is typed as any
    set_password(tmp_path / "people.jsonl", "Cid", PASSWORD, tenant="main", scopes=["read", "write"])
    assert sign_in(client, "Cid") == 303
    form = client.get("/desk/make").text
    assert re.search(r'<input type="checkbox" name="replace" value="true">', form)
    data = {"token": token_in(form), **({"replace": "true"} if replace else {})}
    answer = client.post("/desk/make", data=data, files={"files": ("story.txt", STORY.encode())})
    assert answer.status_code == 303
    job = service.jobs.get("main", answer.headers["location"].rpartition("/")[2])
    assert job is not None
    assert JobRequest.model_validate_json(job.request).wishes.replace is replace


def token_in(html: str) -> str:
    return html.partition('name="token" value="')[2][:64]


def test_the_address_without_its_slash_leads_to_the_desk(client: TestClient) -> None:
    answer = client.get("/desk")
    assert (answer.status_code, answer.headers["location"]) == (308, "/desk/")


def test_who_signs_out_has_no_session_any_more(client: TestClient) -> None:
    assert sign_in(client, "Ann") == 303
    cookie, token = client.cookies["__Host-briefing"], token_in(client.get("/desk/").text)
    assert client.post("/desk/sign-out", data={"token": "x" * 64}).status_code == 403
    assert client.get("/desk/").status_code == 200
    answer = client.post("/desk/sign-out", data={"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in")
    assert "__Host-briefing" not in client.cookies
    client.cookies.set("__Host-briefing", cookie)  # somebody kept it
    assert client.get("/desk/").status_code == 303


def test_the_way_to_the_form_for_articles_is_shown_to_those_who_may_write(client: TestClient, tmp_path: Path) -> None:
    assert sign_in(client, "Ann") == 303
    assert 'href="/desk/make"' not in client.get("/desk/").text
    client.cookies.clear()
    set_password(tmp_path / "people.jsonl", "Cid", PASSWORD, tenant="main", scopes=["read", "write"])
    assert sign_in(client, "Cid") == 303
    assert 'href="/desk/make"' in client.get("/desk/").text


def test_a_refusal_at_the_desk_is_a_page_that_says_why(client: TestClient) -> None:
    assert sign_in(client, "Ann") == 303
    form = {"kind": "note", "value": "seen", "token": "x" * 64}
    for answer, why in (
        (client.get("/desk/make"), "may write"),
        (client.post("/desk/entries/O1/review", data=form), "open the page again"),
    ):
        assert answer.status_code == 403
        assert answer.headers["content-type"].startswith("text/html")
        assert why in answer.text


@pytest.mark.parametrize(
    "address",
    [
        *("/?day=x", "/?day=2026-13-01", "/stories/S1?day=x", "/articles/x/a", f"/archive?q={'x' * 201}"),
        *("/ledger?open_only=perhaps", "/ledger?since=x", f"/ledger?actor={'x' * 201}", "/archive?cursor=x"),
        *("/nowhere", "/jobs/", "/entries/"),
    ],
)
def test_a_value_that_can_not_be_read_is_told_on_a_page(client: TestClient, address: str) -> None:
    assert sign_in(client, "Ann") == 303
    answer = client.get(f"/desk{address}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert 'class="fault"' in answer.text
    assert "xxxx" not in answer.text


def test_a_form_that_lacks_a_field_is_told_on_a_page(client: TestClient) -> None:
    assert sign_in(client, "Ann") == 303
    for address in ("/entries/O1/review", "/corrections/x/undo", "/make", "/sign-in", "/sign-out"):
        answer = client.post(f"/desk{address}")
        assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8"), address
    assert "token: Field required" in answer.text


def test_a_fault_at_the_desk_is_told_on_a_page_and_in_no_detail(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the service")

    assert sign_in(client, "Ann") == 303
    service: Service = client.app.state.service  # type: ignore[attr-defined]  # the app is typed as any
    monkeypatch.setattr(service.archive, "days", fails)
    answer = TestClient(client.app, "https://service.test", False, cookies=client.cookies).get("/desk/")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "the service failed" in answer.text
    assert "secret" not in answer.text


def test_a_method_that_is_not_for_a_page_says_so_on_one(client: TestClient) -> None:
    answer = client.delete("/desk/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.headers["content-type"].startswith("text/html")


def test_beside_the_desk_problems_are_json(client: TestClient) -> None:
    for address in ("/desks", "/v1/nowhere"):
        assert client.get(address).headers["content-type"] == "application/problem+json"


def test_a_database_that_fails_is_told_without_where_it_is(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise DataError("the service's database fails: connection to 10.1.2.3 as briefing")

    assert sign_in(client, "Ann") == 303
    service: Service = client.app.state.service  # type: ignore[attr-defined]  # the app is typed as any
    monkeypatch.setattr(service.archive, "days", fails)
    answer = client.get("/desk/")
    assert answer.status_code == 500
    assert "can&#39;t be used" in answer.text
    assert "10.1.2.3" not in answer.text
