"""Attempts on the pages of schedules. With `tests/service/test_attacks.py` beside it, a run ends with the table."""

from __future__ import annotations

import pytest

from briefing.service.delivery.outbox import DeliveryState
from briefing.service.state import Service
from tests.service.owing import Owing
from tests.service_desk.test_schedule_pages import FORM, HOOK, Opened, added, desk, send, token_of

__all__ = ["desk"]

CHANGES = ("/schedules/new", "/schedules/{}/pause", "/schedules/{}/run", "/schedules/{}/remove", "/deliveries/{}/retry")


@pytest.mark.parametrize("address", CHANGES)
def test_only_who_has_the_scope_changes_anything(desk: tuple[Service, Opened], address: str) -> None:
    service, client_of = desk
    made = Owing(service.database).schedule()
    for name in ("Reader", "Writer"):
        client = client_of(name)
        assert send(client, address.format(made.id), **FORM)[0] == 403
        for page in ("/desk/schedules", f"/desk/schedules/{made.id}"):
            assert "<button>Sign out" in client.get(page).text
            assert client.get(page).text.count("<form") == 1
        assert client.get("/desk/schedules/new").status_code == 403
    assert [(each.id, each.paused) for each in service.schedules.listed("main")] == [(made.id, False)]


@pytest.mark.parametrize("address", CHANGES)
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none, cross-site"])
def test_no_form_of_another_site_changes_anything(desk: tuple[Service, Opened], address: str, site: str) -> None:
    service, client_of = desk
    made = Owing(service.database).schedule()
    ann, reader = client_of("Ann"), client_of("Reader")
    own = token_of(ann)
    forged = [
        ({"token": own}, {"sec-fetch-site": site}),
        ({"token": token_of(reader)}, {}),
        ({"token": token_of(client_of("Ann"))}, {}),  # of her other session
        ({"token": "0" * 64}, {"sec-fetch-site": "same-origin"}),
        ({"token": own[:-1]}, {}),
    ]
    for token, headers in forged:
        answer = ann.post(f"/desk{address.format(made.id)}", data={**FORM, **token}, headers=headers)
        assert answer.status_code == 403, (token, headers)
        assert answer.headers["content-type"].startswith("text/html")
    assert ann.post(f"/desk{address.format(made.id)}", data=FORM).status_code == 422
    assert ann.get(f"/desk{address.format(made.id)}", params={"token": own}).status_code in (200, 404, 405)
    ann.cookies.clear()
    answer = ann.post(f"/desk{address.format(made.id)}", data={**FORM, "token": own})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in")
    assert [(each.id, each.paused) for each in service.schedules.listed("main")] == [(made.id, False)]
    assert service.schedules.results("main", made.id) == ()


def test_no_tenant_sees_or_changes_another_s(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    owing = Owing(service.database)
    made = owing.schedule({"kind": "mail", "to": "a@b.example"}, name="Evening")
    owing.accept()
    claimed = owing.outbox.claim("test")
    assert claimed
    owing.outbox.failed(claimed, "gone", final=True)
    cy = client_of("Cy")
    assert "Evening" not in cy.get("/desk/schedules").text
    assert "a@b.example" not in cy.get("/desk/schedules").text
    assert cy.get(f"/desk/schedules/{made.id}").status_code == 404
    for act in ("pause", "resume", "run", "remove"):
        assert send(cy, f"/schedules/{made.id}/{act}")[0] == 404
    assert send(cy, f"/deliveries/{claimed.id}/retry")[0] == 404
    assert service.schedules.get("main", made.id) is not None
    assert [each.state for each in service.outbox.listed("main")] == [DeliveryState.DEAD]
    assert added(cy)
    assert [len(service.schedules.listed(tenant)) for tenant in ("main", "other")] == [1, 1]


@pytest.mark.parametrize("field", ["name", "editor"])
def test_no_word_of_a_form_is_markup_on_a_page(desk: tuple[Service, Opened], field: str) -> None:
    ann = desk[1]("Ann")
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\x1b[2J'
    ident = added(ann, **{field: evil})
    pages = [ann.get("/desk/schedules").text, ann.get(f"/desk/schedules/{ident}").text]
    pages.append(send(ann, "/schedules/new", **FORM | {field: evil, "cron": "x" * 9})[1])
    for text in pages:
        assert "<script" not in text
        assert "<img" not in text
        assert "\u202e" not in text
        assert "\x1b" not in text


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "file:///etc/passwd", "gopher://x/", "//x/y"],
)
def test_no_form_names_an_address_inside(desk: tuple[Service, Opened], url: str) -> None:
    service, client_of = desk
    ann = client_of("Ann")
    assert send(ann, "/schedules/new", **FORM | {"urls": url})[0] == 422
    assert send(ann, "/schedules/new", **FORM, **HOOK | {"webhook": url})[0] == 422
    assert service.schedules.listed("main") == ()


def test_a_form_of_many_fields_or_of_a_large_one_breaks_nothing(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann = client_of("Ann")
    token = token_of(ann)
    for form in (
        {"token": token, **FORM, "urls": "x" * 300_000},
        {"token": token, **FORM, "name": "x" * 2_001},
        {"token": token, **FORM, "urls": "\n".join(f"https://news.example/{n}" for n in range(101))},
        {f"f{n}": "x" for n in range(2_000)},
    ):
        answer = ann.post("/desk/schedules/new", data=form)
        assert answer.status_code in (400, 413, 422)
        assert answer.headers["content-type"].startswith("text/html")
    assert service.schedules.listed("main") == ()


def test_who_lost_the_scope_meanwhile_changes_nothing(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann = client_of("Ann")
    made, token = Owing(service.database).schedule(), token_of(ann)
    people = service.options.people
    assert people
    people.write_text(people.read_text().replace('["admin", "read"], "password"', '["read"], "password"'))
    answer = ann.post(f"/desk/schedules/{made.id}/remove", data={"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/sign-in")
    assert service.schedules.get("main", made.id) is not None
