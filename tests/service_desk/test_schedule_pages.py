"""Schedules and deliveries at the desk: who sees them, who changes them, and what an outsider's form does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import briefing
from briefing.service.app import make_app
from briefing.service.database import audit_lines
from briefing.service.delivery.outbox import DeliveryState
from briefing.service.delivery.targets import DeliveryOptions
from briefing.service.options import ServiceOptions
from briefing.service.state import Service
from tests.service.conftest import new_database, page_of
from tests.service.owing import SECRET, Owing
from tests.service.people import set_password

PASSWORD = "a password of the tests"
PEOPLE = {
    "Ann": ("main", ["read", "admin"]),
    "Reader": ("main", ["read"]),
    "Writer": ("main", ["read", "write", "review"]),
    "Blind": ("main", ["admin"]),
    "Cy": ("other", ["read", "admin"]),
}
URLS = "https://news.example/feed.xml\nhttps://other.example/feed.xml"
FORM = {"name": "Morning", "cron": "30 6 * * 1-5", "zone": "Europe/Berlin", "urls": URLS}
HOOK = {"webhook": "https://desk.example/T0K3N", "secret": SECRET}
Opened = Callable[[str], TestClient]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Service, Opened]]:
    people = tmp_path / "people.jsonl"
    for name, (tenant, scopes) in PEOPLE.items():
        set_password(people, name, PASSWORD, tenant=tenant, scopes=scopes)
    ways = DeliveryOptions.model_validate({"stores": {"archive": str(tmp_path / "store")}, "couriers": 0})
    options = ServiceOptions(database=str(new_database(tmp_path)), people=people, jobs=0, delivery=ways)
    app = make_app(options, briefing.Settings())

    def client_of(name: str) -> TestClient:
        client = TestClient(app, base_url="https://service.test", follow_redirects=False)
        assert client.post("/desk/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
        return client

    service: Service = app.state.service
    yield service, client_of
    service.close()


def token_of(client: TestClient) -> str:
    found = re.search(r'name="token" value="(\w+)"', client.get("/desk/ledger").text)
    assert found
    return found[1]


def send(client: TestClient, address: str, **form: str) -> tuple[int, str]:
    """Send a form with the token of the person's own pages."""
    answer = client.post(f"/desk{address}", data={"token": token_of(client), **form})
    return answer.status_code, answer.headers.get("location", answer.text)


def added(client: TestClient, **form: str) -> str:
    status, where = send(client, "/schedules/new", **{**FORM, **form})
    assert status == 303, where
    return where.rpartition("/")[2]


def test_a_schedule_is_made_and_shown_without_its_secrets(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann = client_of("Ann")
    ident = added(ann, **HOOK, store="archive", max_age="3", replace="true")
    (made,) = service.schedules.listed("main")
    assert (made.id, made.asked.cron, made.asked.zone) == (ident, "30 6 * * 1-5", "Europe/Berlin")
    assert made.asked.urls == tuple(URLS.split())
    assert (made.asked.max_age, made.asked.replace) == (3, True)
    assert [target.kind for target in made.asked.deliver] == ["webhook", "store"]
    for address in ("/desk/schedules", f"/desk/schedules/{ident}"):
        text = ann.get(address).text
        assert "Morning" in text
        assert "06:30 Europe/Berlin" in text
        assert "T0K3N" not in text
        assert "whsec_" not in text
    assert "webhook https://desk.example" in ann.get(f"/desk/schedules/{ident}").text
    did = [(line["who"], line["did"]) for line in audit_lines(service.database, "main")]
    assert ("Ann", "schedule.add") in did


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"cron": "30 6 * *"}, "cron"),
        ({"cron": "61 6 * * 1"}, "no cron expression"),
        ({"zone": "Europe/Nowhere"}, "there is no such time zone"),
        ({"urls": ""}, "neither urls nor the inbox"),
        ({"urls": "file:///etc/passwd"}, "urls"),
        ({"urls": "http://127.0.0.1/"}, "no public address"),
        ({"max_age": "x"}, "max age"),
        ({"date": "x"}, "date"),
        ({"inbox": "true"}, "no folder for this tenant"),
        ({"mail": "a@b.example"}, "no mail server"),
        ({"store": "secret"}, "no store of this name"),
        ({"webhook": "https://desk.example/"}, "webhook secret"),
        ({"secret": SECRET}, "webhook url"),
        ({"webhook": "http://169.254.169.254/", "secret": SECRET}, "no public address"),
    ],
)
def test_what_can_be_no_schedule_is_told_beside_the_form(
    desk: tuple[Service, Opened], form: dict[str, str], why: str
) -> None:
    service, client_of = desk
    status, text = send(client_of("Ann"), "/schedules/new", **{**FORM, **form})
    assert status == 422
    fault = re.search(r'role="alert">([^<]+)<', text)
    assert fault
    assert why in fault[1]
    assert 'value="Morning"' in text, "what was typed is there still"
    assert "whsec_M" not in text, "a secret is not"
    assert service.schedules.listed("main") == ()


def test_it_is_paused_run_and_removed(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann = client_of("Ann")
    ident = added(ann)
    where = f"/schedules/{ident}"
    assert send(ann, f"{where}/pause") == (303, f"/desk{where}")
    assert "paused" in ann.get("/desk/schedules").text
    assert send(ann, f"{where}/resume")[0] == 303
    assert send(ann, f"{where}/run")[0] == 303
    status, text = send(ann, f"{where}/run")
    assert (status, "is being made" in text) == (409, True)
    (result,) = service.schedules.results("main", ident)
    assert result.state == "queued"
    assert "queued" in ann.get(f"/desk{where}").text
    assert send(ann, f"{where}/remove") == (303, "/desk/schedules")
    assert ann.get(f"/desk{where}").status_code == 404
    assert service.schedules.listed("main") == ()
    who = {(line["who"], line["did"]) for line in audit_lines(service.database, "main")}
    assert {("Ann", f"schedule.{act}") for act in ("pause", "resume", "run", "remove")} <= who


def test_the_last_results_and_their_errors_are_shown(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    owing = Owing(service.database)
    made = owing.schedule({"kind": "store", "store": "archive"}, name="Evening <b>")
    owing.accept()
    claimed = owing.outbox.claim("test")
    assert claimed
    owing.outbox.failed(claimed, "the store can't be written to", final=True)
    owing.clock.at += 86_400
    (due,) = owing.schedules.due()
    assert owing.schedules.enqueue(due)
    job = owing.jobs.claim("test")
    assert job
    owing.jobs.fail(job, {"detail": "no article could be briefed: <script>"})
    ann, reader = client_of("Ann"), client_of("Reader")
    for client in (ann, reader):
        shown = client.get(f"/desk/schedules/{made.id}").text
        assert "no article could be briefed: &lt;script&gt;" in shown
        assert "page of 2026-04-06" in shown
        listed = client.get("/desk/schedules").text
        assert "Evening &lt;b&gt;" in listed
        assert "the store can&#39;t be written to" in listed
    assert "Try again" in ann.get("/desk/schedules").text
    assert "Try again" not in reader.get("/desk/schedules").text
    assert send(ann, f"/deliveries/{claimed.id}/retry") == (303, f"/desk/schedules/{made.id}")
    assert [each.state for each in service.outbox.listed("main")] == [DeliveryState.WAITING]
    assert send(ann, f"/deliveries/{claimed.id}/retry")[0] == 409
    assert send(ann, f"/deliveries/{'0' * 32}/retry")[0] == 404


@pytest.mark.parametrize("address", ["/schedules/x", f"/schedules/{'0' * 32}", f"/schedules/{'A' * 32}", "/schedules/"])
def test_what_is_no_schedule_is_told_on_a_page(desk: tuple[Service, Opened], address: str) -> None:
    answer = desk[1]("Ann").get(f"/desk{address}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("text/html")


def test_who_may_not_read_is_shown_nothing(desk: tuple[Service, Opened]) -> None:
    _, client_of = desk
    blind = client_of("Blind")
    for address in ("/schedules", "/schedules/new", f"/schedules/{'0' * 32}"):
        assert blind.get(f"/desk{address}").status_code == 403


def test_the_pages_are_as_guarded_as_the_others(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    service.archive.add("main", page_of("2026-04-06"))
    ann = client_of("Ann")
    ident = added(ann, **HOOK)
    assert 'href="/desk/schedules"' in ann.get("/desk/").text
    for address in ("/schedules", "/schedules/new", f"/schedules/{ident}"):
        answer = ann.get(f"/desk{address}")
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "form-action 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"
        assert re.findall(r"<script|\son\w+=|\sstyle=|<style", answer.text) == []
        assert answer.text.count("<h1") == 1
