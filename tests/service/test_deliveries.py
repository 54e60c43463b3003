"""Deliveries: signed, tried again, given up, made once."""

from __future__ import annotations

import datetime as dt
import json
import logging
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from briefing import UsageError
from briefing.service.database import ServiceDatabase
from briefing.service.delivery.outbox import WAITS, DeliveryState
from briefing.service.delivery.targets import load_delivery
from briefing.service.delivery.webhook import signed_headers
from tests.service.conftest import Desk
from tests.service.owing import SECRET, Owing, mail_server, receiver


def hook(url: str, **more: str) -> dict[str, Any]:
    return {"kind": "webhook", "url": url, "secret": SECRET} | more


def test_a_webhook_is_signed_as_the_scheme_s_own_example() -> None:
    at = dt.datetime.fromtimestamp(1_614_265_330, dt.UTC)
    headers = signed_headers([SECRET], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-timestamp"] == "1614265330"


def test_a_receiver_can_tell_that_it_is_ours(opened: ServiceDatabase) -> None:
    owing = Owing(opened)
    with receiver() as heard:
        owing.schedule(hook(heard.url))
        owing.accept()
        assert owing.couriers.one()
    ((headers, body),) = heard.requests
    said = Webhook(SECRET).verify(body, headers)
    assert (said["type"], said["data"]["date"], said["data"]["revision"]) == ("briefing.accepted", "2026-04-06", 1)
    assert len(body) < 2_000
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"2026-04-06", b"2026-04-07"), headers)
    (delivery,) = owing.outbox.listed("main")
    assert (delivery.state, delivery.id) == (DeliveryState.DONE, headers["webhook-id"])


def test_a_webhook_that_is_sent_again_later_is_refused(opened: ServiceDatabase) -> None:
    """Whoever recorded one has five minutes, and within those the id gives it away."""
    body = json.dumps({"type": "briefing.accepted"})
    now = dt.datetime.now(dt.UTC)
    Webhook(SECRET).verify(body, signed_headers([SECRET], "a", now - dt.timedelta(minutes=4), body))
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(SECRET).verify(body, signed_headers([SECRET], "a", now - dt.timedelta(minutes=6), body))
    moved = signed_headers([SECRET], "a", now - dt.timedelta(minutes=6), body)
    moved["webhook-timestamp"] = str(int(now.timestamp()))
    with pytest.raises(WebhookVerificationError, match="No matching"):
        Webhook(SECRET).verify(body, moved)


def test_what_fails_is_tried_again_and_then_left_alone(opened: ServiceDatabase) -> None:
    owing = Owing(opened)
    with receiver(500, 503, 200) as heard:
        owing.schedule(hook(heard.url))
        owing.accept()
        assert owing.couriers.one()
        assert not owing.couriers.one(), "it is not due before its wait is over"
        (failed,) = owing.outbox.listed("main")
        assert (failed.state, failed.attempts, failed.error) == (DeliveryState.WAITING, 1, "answered 500")
        for _ in range(2):
            owing.clock.at += 86_400
            assert owing.couriers.one()
        owing.clock.at += 30 * 86_400
        assert not owing.couriers.one()
    (done,) = owing.outbox.listed("main")
    assert (done.state, done.attempts, done.error) == (DeliveryState.DONE, 3, None)
    assert len({headers["webhook-id"] for headers, _ in heard.requests}) == 1
    assert len(heard.requests) == 3


def test_waits_grow_and_end(opened: ServiceDatabase) -> None:
    owing = Owing(opened)
    with receiver(500) as heard:
        owing.schedule(hook(heard.url))
        owing.accept()
        waits = []
        for _ in WAITS:
            assert owing.couriers.one()
            (delivery,) = owing.outbox.listed("main")
            assert delivery.next is not None
            waits.append(delivery.next - owing.clock.at)
            owing.clock.at = delivery.next - 0.01
            assert not owing.couriers.one()
            owing.clock.at = delivery.next
        assert owing.couriers.one()
        assert all(least <= wait <= least * 1.1 + 0.01 for least, wait in zip(WAITS, waits, strict=True))
        (dead,) = owing.outbox.listed("main", DeliveryState.DEAD)
        assert (dead.attempts, dead.next) == (len(WAITS) + 1, None)
        owing.clock.at += 365 * 86_400
        assert not owing.couriers.one()
        heard.answers[:] = [204]
        assert owing.outbox.again("main", dead.id, who="test")
        assert owing.couriers.one()
        assert not owing.outbox.again("main", dead.id, who="test"), "what was delivered is not delivered again"
    assert [each.state for each in owing.outbox.listed("main")] == [DeliveryState.DONE]


@pytest.mark.parametrize(("said", "wait"), [("3600", 3_600.0), ("9" * 6, 86_400.0), ("soon", 5.0), ("-1", 5.0)])
def test_a_receiver_says_when_it_can_be_asked_again(database: ServiceDatabase, said: str, wait: float) -> None:
    owing = Owing(database)
    with receiver(429, retry_after=said) as heard:
        owing.schedule(hook(heard.url))
        owing.accept()
        owing.couriers.one()
    (delivery,) = owing.outbox.listed("main")
    assert delivery.next is not None
    assert wait <= delivery.next - owing.clock.at <= wait * 1.1


def test_a_receiver_that_is_gone_is_not_asked_again(database: ServiceDatabase) -> None:
    owing = Owing(database)
    with receiver(410) as heard:
        owing.schedule(hook(heard.url))
        owing.accept()
        owing.couriers.one()
    assert [each.error for each in owing.outbox.listed("main", DeliveryState.DEAD)] == ["answered 410"]


def test_a_courier_that_was_lost_says_nothing_any_more(opened: ServiceDatabase) -> None:
    owing = Owing(opened)
    owing.schedule(hook("https://desk.example/hook"))
    owing.accept()
    first = owing.outbox.claim("one")
    assert first
    assert owing.outbox.claim("two") is None
    owing.clock.at += 121
    second = owing.outbox.claim("two")
    assert second
    assert (second.id, second.attempts) == (first.id, 2)
    assert not owing.outbox.failed(first, "late")
    assert owing.outbox.done(second)
    assert not owing.outbox.done(second)


def test_each_page_goes_to_each_target_once(opened: ServiceDatabase) -> None:
    owing = Owing(opened)
    with receiver() as one, receiver(500) as other:
        owing.schedule(hook(one.url), hook(other.url))
        owing.accept()
        while owing.couriers.one():
            pass
        owing.clock.at += 600
        while owing.couriers.one():
            pass
    assert (len(one.requests), len(other.requests)) == (1, 2)


def test_a_schedule_that_is_forgotten_delivers_nothing_more(opened: ServiceDatabase) -> None:
    owing = Owing(opened)
    with receiver(500) as heard:
        made = owing.schedule(hook(heard.url))
        owing.accept()
        owing.couriers.one()
        assert not owing.schedules.remove("other", made.id, who="test")
        assert owing.schedules.remove("main", made.id, who="test")
        owing.clock.at += 86_400
        assert not owing.couriers.one()
    (left,) = owing.outbox.listed("main")
    assert (left.state, left.target) == (DeliveryState.CANCELLED, None)


def test_a_page_is_mailed(database: ServiceDatabase) -> None:
    with mail_server() as (smtp, mails):
        owing = Owing(database, smtp=smtp)
        owing.schedule({"kind": "mail", "to": "editor@news.example"})
        owing.accept()
        assert owing.couriers.one()
    (delivery,) = owing.outbox.listed("main")
    assert delivery.state is DeliveryState.DONE, delivery.error
    (mail,) = map(message_from_bytes, mails)
    assert (mail["From"], mail["To"]) == ("desk@news.example", "editor@news.example")
    assert mail["Message-ID"] == f"<{delivery.id}@news.example>"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert b"truce" in mails[0]


@pytest.mark.parametrize(
    ("refusal", "state", "error"),
    [
        (b"550 nobody", DeliveryState.DEAD, "the address was refused (550)"),
        (b"451 later", DeliveryState.WAITING, "the address was refused (451)"),
    ],
)
def test_a_mail_that_is_refused(database: ServiceDatabase, refusal: bytes, state: DeliveryState, error: str) -> None:
    with mail_server(refusal) as (smtp, mails):
        owing = Owing(database, smtp=smtp)
        owing.schedule({"kind": "mail", "to": "editor@news.example"})
        owing.accept()
        owing.couriers.one()
        (delivery,) = owing.outbox.listed("main")
        assert (delivery.state, delivery.error, mails) == (state, error, [])
        owing.clock.at += 60
        assert owing.couriers.one() is (state is DeliveryState.WAITING)
    assert len(mails) == (state is DeliveryState.WAITING)


def test_a_mail_server_without_encryption_is_given_nothing(database: ServiceDatabase) -> None:
    with mail_server() as (smtp, mails):
        secret = {"security": "starttls", "user": "desk", "password": "s3cr3t"}
        owing = Owing(database, smtp=smtp | secret)
        owing.schedule({"kind": "mail", "to": "editor@news.example"})
        owing.accept()
        owing.couriers.one()
    (delivery,) = owing.outbox.listed("main")
    assert (delivery.state, mails) == (DeliveryState.WAITING, [])
    assert "s3cr3t" not in repr(owing.couriers._options)


def test_mail_goes_to_the_domains_that_the_operator_names(database: ServiceDatabase) -> None:
    with mail_server() as (smtp, mails):
        owing = Owing(database, smtp=smtp | {"domains": ["news.example"]})
        owing.schedule({"kind": "mail", "to": "a@News.Example"}, {"kind": "mail", "to": "a@evil.example"})
        owing.accept()
        while owing.couriers.one():
            pass
    assert [message_from_bytes(mail)["To"] for mail in mails] == ["a@News.Example"]
    assert [each.error for each in owing.outbox.listed("main", DeliveryState.DEAD)] == ["no mail goes to this domain"]


FILE = """
[smtp]
host = "mail.news.example"
sender = "desk@news.example"
password = "of the file"
[stores]
archive = "s3://pages/briefing"
[inboxes]
main = "/srv/inbox"
"""


def test_the_operator_s_file(tmp_path: Path) -> None:
    (tmp_path / "delivery.toml").write_text(FILE)
    read = load_delivery(tmp_path / "delivery.toml", "of the environment")
    assert read.smtp
    assert read.smtp.password
    assert read.smtp.password.get_secret_value() == "of the environment"
    assert (read.stores, read.inboxes) == ({"archive": "s3://pages/briefing"}, {"main": Path("/srv/inbox")})


@pytest.mark.parametrize("wrong", ["port = 'pa55'", "[", "[smtp]\nhost = 'h'", "unknown = 'pa55'"])
def test_a_file_that_can_not_be_read_is_named(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "delivery.toml"
    file.write_text(wrong)
    with pytest.raises(UsageError, match=r"delivery\.toml") as told:
        load_delivery(file)
    assert "pa55" not in str(told.value)
    with pytest.raises(UsageError, match="FileNotFoundError"):
        load_delivery(tmp_path / "none")


def test_what_is_wrong_with_the_file_is_said_by_place(tmp_path: Path) -> None:
    file = tmp_path / "delivery.toml"
    file.write_text("[smtp]\nhots = 'pa55'\nport = 'pa55'\n[stores]\narchive = 3\n")
    with pytest.raises(UsageError, match=r"smtp\.port: Input should be a valid integer") as told:
        load_delivery(file)
    for place in ("smtp.host: Field required", "smtp.hots: Extra inputs", "stores.archive: "):
        assert place in str(told.value)
    assert "pa55" not in str(told.value)


@pytest.fixture(params=["folder", "memory", "bucket"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store is."""
    if request.param == "bucket":
        return f"{request.getfixturevalue('bucket')}/pages"
    return str(tmp_path / "pages") if request.param == "folder" else f"memory://{tmp_path.name}"


def test_a_page_is_put_into_a_store(database: ServiceDatabase, where: str) -> None:
    import fsspec

    owing = Owing(database, stores={"archive": where})
    forms = ["html", "json", "markdown", "mail", "annotations"]
    owing.schedule({"kind": "store", "store": "archive", "forms": forms})
    owing.accept()
    assert owing.couriers.one()
    system, root = fsspec.core.url_to_fs(where)
    names = sorted(name.rpartition("/")[2] for name in system.ls(f"{root}/main", detail=False))
    assert names == [f"2026-04-06.1.{ending}" for ending in ("eml", "html", "json", "jsonld", "md")]
    assert json.loads(system.cat_file(f"{root}/main/2026-04-06.1.json"))["date"] == "2026-04-06"


def test_a_store_that_is_not_there_is_tried_again(database: ServiceDatabase, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    owing = Owing(database, stores={"archive": str(tmp_path / "file" / "below")})
    owing.schedule({"kind": "store", "store": "archive"})
    owing.accept()
    owing.couriers.one()
    (delivery,) = owing.outbox.listed("main")
    assert delivery.state is DeliveryState.WAITING
    assert str(tmp_path) not in (delivery.error or "")


async def test_dead_deliveries_are_listed_and_tried_again(desk: Desk) -> None:
    owing = Owing(desk.service.database)
    owing.schedule(hook("https://desk.example/hooks/T0K3N"), {"kind": "mail", "to": "a@b.example"})
    desk.service.runner.stop()
    desk.service.couriers.stop()
    owing.accept()
    while claimed := owing.outbox.claim("test"):
        owing.outbox.failed(claimed, "answered 500", final=claimed.kind == "webhook")
    async with desk.client("main:read") as reader, desk.client("main:admin") as admin:
        found = (await reader.get("/v1/deliveries", params={"state": "dead"})).json()["items"]
        assert [(each["kind"], each["to"], each["error"]) for each in found] == [
            ("webhook", "https://desk.example", "answered 500")
        ]
        again = await admin.post(f"/v1/deliveries/{found[0]['id']}/retry")
        assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (202, "waiting", 0)
        twice = await admin.post(f"/v1/deliveries/{found[0]['id']}/retry")
        assert (twice.status_code, twice.json()["code"]) == (409, "not_dead")
        first = (await reader.get("/v1/deliveries", params={"limit": 1})).json()
        rest = (await reader.get("/v1/deliveries", params={"limit": 5, "cursor": first["next"]})).json()
        assert [each["kind"] for each in first["items"] + rest["items"]] == ["mail", "webhook"]
        log = (await admin.get("/v1/audit")).json()["items"]
        assert "delivery.again" in {line["did"] for line in log}


def test_no_log_holds_a_secret(database: ServiceDatabase, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    owing = Owing(database)
    with receiver(500) as heard:
        owing.schedule(hook(heard.url))
        owing.accept()
        owing.couriers.one()
    owing.clock.at += 86_400
    owing.couriers.one()  # nobody listens there any more
    assert "failed" in caplog.text
    assert SECRET not in caplog.text
    assert "T0K3N" not in caplog.text
