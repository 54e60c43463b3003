"""Who asks: keys and people, what opens a service and what does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing import UsageError
from briefing.service.database import ServiceDatabase
from briefing.service.keys import Keys, Scope
from briefing.service.people import IDLE, LONGEST, People, Sessions, set_password
from tests.service.conftest import Desk

PASSWORD = "a long password of nobody"


class Clock:
    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


def test_a_key_is_kept_as_a_digest_alone(database: ServiceDatabase, tmp_path: Path) -> None:
    token, key = Keys(database).new("main", "for a test", [Scope.READ])
    assert Keys(database).find(token) == key
    database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in kept
    assert token.split("_", 2)[2].encode() not in kept


@pytest.mark.parametrize("change", ["upper", "cut", "longer", "other"])
def test_a_key_that_is_nearly_right_opens_nothing(database: ServiceDatabase, change: str) -> None:
    token, _ = Keys(database).new("main", "", [Scope.READ])
    last = "A" if token[-1] != "A" else "B"
    nearly = {"upper": token.upper(), "cut": token[:-1], "longer": token + "A", "other": token[:-1] + last}[change]
    assert Keys(database).find(nearly) is None


def test_a_key_ends_with_its_time(database: ServiceDatabase) -> None:
    clock = Clock()
    keys = Keys(database, now=clock)
    token, _ = keys.new("main", "", [Scope.READ], days=1)
    clock.at += 86_399
    assert keys.find(token)
    clock.at += 1
    assert keys.find(token) is None


def test_a_rotated_key_goes_on_for_a_while(database: ServiceDatabase) -> None:
    clock = Clock()
    keys = Keys(database, now=clock)
    old, key = keys.new("main", "wire", [Scope.READ, Scope.WRITE], per_minute=7)
    new, other = keys.rotate(key.id, overlap=60)
    assert (other.tenant, other.scopes, other.per_minute) == (key.tenant, key.scopes, 7)
    assert keys.find(old)
    clock.at += 61
    assert keys.find(old) is None
    assert keys.find(new)
    keys.revoke(other.id)
    assert keys.find(new) is None
    with pytest.raises(UsageError):
        keys.revoke(other.id)


@pytest.mark.parametrize("tenant", ["", "A", "a b", "../etc", "a;drop", "1a", "a" * 33])
def test_no_tenant_has_a_name_that_is_more_than_a_name(database: ServiceDatabase, tenant: str) -> None:
    with pytest.raises(UsageError):
        Keys(database).new(tenant, "", [Scope.READ])


async def test_a_revoked_key_is_refused_at_once(desk: Desk) -> None:
    token, key = desk.service.keys.new("main", "", [Scope.READ])
    async with desk.client() as client:
        headers = {"authorization": f"Bearer {token}"}
        assert (await client.get("/v1/briefings", headers=headers)).status_code == 200
        desk.service.keys.revoke(key.id)
        assert (await client.get("/v1/briefings", headers=headers)).status_code == 401


async def test_a_key_that_asks_too_often_waits(desk: Desk) -> None:
    token, _ = desk.service.keys.new("main", "", [Scope.READ], per_minute=3)
    async with desk.client() as client:
        headers = {"authorization": f"Bearer {token}"}
        found = [(await client.get("/v1/briefings", headers=headers)) for _ in range(4)]
    assert [answer.status_code for answer in found] == [200, 200, 200, 429]
    assert int(found[-1].headers["retry-after"]) >= 1
    assert found[-1].json()["code"] == "too_many"


def test_people_sign_in_by_their_own_password(tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    anna = set_password(file, "anna", PASSWORD, tenant="main", scopes=["read", "review"])
    set_password(file, "bert", PASSWORD + "!", tenant="other", scopes=["read"])
    people = People(file)
    assert people.check("anna", PASSWORD) == anna
    assert people.check("anna", PASSWORD + "!") is None
    assert people.check("nobody", PASSWORD) is None
    assert file.stat().st_mode & 0o077 == 0
    assert PASSWORD not in file.read_text()
    assert file.read_text().count("$argon2id$v=19$m=65536,t=3,p=4$") == 2
    assert people.still(anna)
    set_password(file, "anna", PASSWORD, tenant="main", scopes=["read"])
    assert not people.still(anna)


@pytest.mark.parametrize(("name", "password"), [("a b", PASSWORD), ("", PASSWORD), ("anna", "x" * 11)])
def test_what_is_no_name_or_password_is_refused(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(UsageError):
        set_password(tmp_path / "people", name, password, tenant="main", scopes=["read"])
    set_password(tmp_path / "people", "anna", "x" * 12, tenant="main", scopes=["read"])


def test_a_session_ends(database: ServiceDatabase, tmp_path: Path) -> None:
    anna = set_password(tmp_path / "people", "anna", PASSWORD, tenant="main", scopes=["read"])
    clock = Clock()
    sessions = Sessions(database, now=clock)
    idle, _ = sessions.begin(anna)
    clock.at += IDLE
    assert sessions.find(idle)
    clock.at += IDLE + 1
    assert sessions.find(idle) is None
    token, session = sessions.begin(anna)
    for _ in range(int(LONGEST // IDLE)):
        clock.at += IDLE
        assert sessions.find(token) == session
    clock.at += 1
    assert sessions.find(token) is None
    token, _ = sessions.begin(anna)
    sessions.end(token)
    assert sessions.find(token) is None


def test_a_new_password_ends_the_sessions_of_before(database: ServiceDatabase, tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    anna = set_password(file, "anna", PASSWORD, tenant="main", scopes=["read"])
    bert = set_password(file, "bert", PASSWORD, tenant="main", scopes=["read"])
    sessions, people = Sessions(database), People(file)
    begun = [sessions.begin(person)[0] for person in (anna, bert)]

    def standing() -> list[bool]:
        found = [sessions.find(token) for token in begun]
        return [session is not None and people.still(session.person) for session in found]

    assert standing() == [True, True]
    set_password(file, "anna", PASSWORD, tenant="main", scopes=["read"])
    assert standing() == [False, True], "whoever knew it no more may know that it was the same"
    assert "argon2" not in repr(sessions.find(begun[0]))


def test_the_database_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        opened = ServiceDatabase.open(tmp_path / "new" / "service.db")
        with opened.writing():
            modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}
        opened.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("service.db", "service.db-wal", "service.db-shm"), 0o600)


def test_the_mode_that_an_operator_gave_a_database_stays(tmp_path: Path) -> None:
    file = tmp_path / "service.db"
    ServiceDatabase.open(file).close()
    file.chmod(0o640)
    ServiceDatabase.open(file).close()
    assert file.stat().st_mode & 0o777 == 0o640
