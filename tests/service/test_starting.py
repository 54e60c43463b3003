"""Starting a service, and its keys on the command line: what is wrong is said at once, nothing is made by mistake."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from briefing import DataError, UsageError
from briefing.service.database import ServiceDatabase
from briefing.service.keys import DAY, Keys, Scope
from briefing.service.options import ServiceOptions
from briefing.service.people import set_password
from briefing.service.state import Service
from briefing.settings import Settings
from tests.patience import PATIENCE
from tests.service.test_who import Clock
from tests.shell import Shell, shell

__all__ = ["shell"]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`briefing serve` in a process of its own, and the address that it says."""
    command = [sys.executable, "-m", "briefing", "serve", "--db", str(folder / "s.db"), "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, said
            yield process, found[0]
        finally:
            process.kill()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_service_says_where_it_listens_and_ends_when_it_is_asked_to(tmp_path: Path, sent: signal.Signals) -> None:
    with serving(tmp_path) as (process, address):
        assert httpx.get(f"{address}/readyz", timeout=PATIENCE).json() == {"status": "ready"}
        os.kill(process.pid, sent)
        assert process.wait(PATIENCE) in (0, -sent)
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_port_that_another_has_is_an_error_and_no_address_is_said(shell: Shell, tmp_path: Path) -> None:
    with serving(tmp_path) as (_, address):
        done = shell("serve", "--db", "other.db", "--port", address.rpartition(":")[2])
    assert done.code == 3
    assert "serving at" not in done.err
    assert re.search(r"can't listen on 127\.0\.0\.1, port \d+ \(address already in use\); name another", done.err)
    assert not (tmp_path / "other.db").exists()


def test_two_people_are_not_asked_for_where_nobody_can_sign_in(shell: Shell) -> None:
    done = shell("serve", "--db", "other.db", "--two-people")
    assert done.code == 2
    assert "pass --people FILE too" in done.err


@pytest.mark.parametrize("written", [None, "{bad"])
def test_people_that_can_not_be_read_are_known_before_anybody_signs_in(tmp_path: Path, written: str | None) -> None:
    people = tmp_path / "people.jsonl"
    if written is not None:
        people.write_text(written, "utf-8")
    with pytest.raises(DataError, match="people"):
        Service(ServiceOptions(database=str(tmp_path / "s.db"), people=people), Settings())


def test_a_ledger_that_can_not_be_opened_is_known_before_a_job_needs_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises((DataError, UsageError), match="ledger"):
        Service(ServiceOptions(database=str(tmp_path / "s.db")), Settings(ledger=str(tmp_path / "file" / "l.db")))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (["-m", "nonsense/model"], "nonsense/model can't be asked: there is no provider 'nonsense'; write PROVIDER/"),
        (["-m", "anthropic/claude"], "there is no key for anthropic; set ANTHROPIC_API_KEY, or llm.api_key"),
        (["-m", "replay:none.json"], "none.json"),
    ],
)
def test_a_model_that_nobody_can_ask_is_refused_at_the_start(shell: Shell, asked: list[str], why: str) -> None:
    done = shell("serve", "--db", "s.db", "--port", "0", *asked)
    assert why in done.err
    assert (done.code, "serving at" in done.err, "unexpected fault" in done.err) in (
        (2, False, False),
        (3, False, False),
    )
    assert not Path("s.db").exists(), "it is refused before anything is made"


@pytest.mark.parametrize("asked", [{"proof": "nonsense/a"}, {"fallback": ["nonsense/a"]}, {"link": "nonsense/a"}])
def test_so_are_those_that_proof_read_link_or_take_over(tmp_path: Path, asked: dict[str, object]) -> None:
    own = {"model": "openai/local", "llm": {"api_base": "http://127.0.0.1:9/v1"}, "ledger": str(tmp_path / "l.db")}
    options = ServiceOptions(database=str(tmp_path / "s.db"))
    with pytest.raises(UsageError, match="nonsense/a can't be asked"):
        Service(options, Settings.model_validate(own | asked))
    Service(options, Settings.model_validate(own)).close()


def test_places_where_nothing_can_be_made_are_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = shell("keys", "new", "--scope", "read", "--db", "file/s.db")
    assert (done.code, "unexpected fault" in done.err) == (3, False)
    with pytest.raises(DataError, match="can't be written"):
        set_password(tmp_path / "nowhere" / "people.jsonl", "Ann", "a long password", tenant="main", scopes=["read"])


@pytest.mark.parametrize(
    "asked", [["keys", "list"], ["keys", "revoke", "x"], ["keys", "rotate", "x"], ["mcp", "--db", "none.db"]]
)
def test_who_only_looks_makes_no_database(shell: Shell, asked: list[str]) -> None:
    done = shell(*asked, *([] if "--db" in asked else ["--db", "none.db"]))
    assert (done.code, "there is no database none.db" in done.err) == (2, True)
    assert not Path("none.db").exists()


@pytest.mark.parametrize("days", [0.0, -1.0, 36_501.0, float("nan"), float("inf")])
def test_a_key_for_no_days_is_none(database: ServiceDatabase, days: float) -> None:
    with pytest.raises(UsageError, match="days"):
        Keys(database).new("main", "", [Scope.READ], days=days)
    assert Keys(database).listed() == ()


@pytest.mark.parametrize("days", [0.01, 36_500.0])
def test_a_key_for_some_days_is_one(database: ServiceDatabase, days: float) -> None:
    token, key = Keys(database).new("main", "", [Scope.READ], days=days)
    assert key.expires is not None
    assert Keys(database).find(token) == key


def test_a_key_for_more_requests_than_there_can_be_is_refused(shell: Shell) -> None:
    for number, code in (("1000000", 0), ("1000001", 2), ("9" * 20, 2)):
        assert shell("keys", "new", "--scope", "read", "--per-minute", number).code == code


def test_a_key_in_the_place_of_another_ends_when_that_would_have(database: ServiceDatabase) -> None:
    clock = Clock()
    keys = Keys(database, now=clock)
    _, old = keys.new("main", "", [Scope.READ], days=90)
    clock.at += 30 * DAY
    token, new = keys.rotate(old.id)
    assert new.expires == pytest.approx(old.expires)
    clock.at += 60 * DAY - 1
    assert keys.find(token)
    clock.at += 2
    assert keys.find(token) is None
    with pytest.raises(UsageError):
        keys.rotate(new.id)
