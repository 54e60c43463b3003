"""A settings file that came with its folder: what it may not do, and how it is trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import UsageError
from briefing.settings import load_settings
from briefing.settings.trust import distrust, is_trusted, trust
from tests.settings.conftest import Write

REFUSED = {
    "a ledger above": 'ledger = "../days.db"',
    "a ledger elsewhere": 'ledger = "/somewhere/days.db"',
    "a ledger by link": 'ledger = "link/days.db"',
    "a ledger that is a link": 'ledger = "days-link.db"',
    "a database": 'ledger = "postgresql://user@127.0.0.1/days"',
    "a database file by URL": 'ledger = "sqlite:////somewhere/days.db"',
    "a reply store": '[llm]\ncache = "../replies.db"',
    "a recording": '[llm]\nrecord = "/somewhere/run.json"',
    "a folder of pages": '[sources]\ncache_dir = "../pages"',
    "a file of names": 'wikidata = "/etc/passwd"',
    "replies": 'model = "replay:../run.json"',
    "replies of a fallback": 'fallback = ["embedded", "replay:/somewhere/run.json"]',
    "a template": '[rendering]\nmarkdown_template = "page.md.j2"',
    "another template": '[rendering]\nhtml_template = "page.html.j2"',
    "private addresses": "[sources]\nallow_private = true",
    "a rewritten day": "replace_day = true",
    "headers": 'model = "openai/x"\n[llm]\nheaders = {Host = "stranger"}',
    "headers of a provider": 'model = "openai/x"\n[llm.providers.openai]\nheaders = {Host = "stranger"}',
    "variables": 'model = "openai/x"\n[llm]\nvariables = {OPENAI_BASE_URL = "http://stranger"}',
    "variables of a provider": '[llm.providers.bedrock]\nvariables = {AWS_ENDPOINT_URL = "http://stranger"}',
}
ALLOWED = {
    "a ledger": 'ledger = "days.db"',
    "a ledger below": 'ledger = "kept/days.db"',
    "a reply store": '[llm]\ncache = "replies.db"',
    "a recording": '[llm]\nrecord = "run.json"',
    "a folder of pages": '[sources]\ncache_dir = "pages"',
    "a file of names": 'wikidata = "items.csv"',
    "replies": 'model = "replay:run.json"',
    "a model": 'model = "openai/x"',
    "an address": 'model = "x"\n[llm]\napi_base = "http://127.0.0.1:1"\napi_key = "own"\nheaders = {X = "own"}',
    "public addresses": "[sources]\nallow_private = false",
}


@pytest.fixture
def links(folder: Path, tmp_path: Path) -> None:
    (folder / "link").symlink_to(tmp_path)
    (folder / "days-link.db").symlink_to(tmp_path / "days.db")


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_a_strange_file_may_not_do_is_told_until_it_is_trusted(text: str, write: Write) -> None:
    file = write(text)
    with pytest.raises(UsageError, match=r"in briefing\.toml are not trusted, and .*`briefing trust`"):
        load_settings()
    load_settings(file=file)  # named: the user's own
    trust(file)
    load_settings()


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_what_a_strange_file_may_do(text: str, write: Write) -> None:
    write(text)
    load_settings()


def test_all_that_is_refused_is_told_at_once(write: Write) -> None:
    write('ledger = "../a.db"\nreplace_day = true\n[sources]\nallow_private = true\n')
    with pytest.raises(UsageError) as caught:
        load_settings()
    for name in ("ledger is outside", "replace_day", "sources.allow_private"):
        assert name in str(caught.value)


def test_what_another_place_says_is_not_the_files(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write('ledger = "../a.db"\n[sources]\nallow_private = true\n')
    monkeypatch.setenv("BRIEFING_SOURCES__ALLOW_PRIVATE", "true")
    found = load_settings({"ledger": "../mine.db"})
    assert (found.ledger, found.sources.allow_private) == ("../mine.db", True)


def test_headers_of_several_places_are_sent_together_and_are_refused_all_the_same(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('model = "openai/x"\n[llm]\nheaders = {Host = "stranger"}')
    monkeypatch.setenv("BRIEFING_LLM__HEADERS__X_TEAM", "desk")
    with pytest.raises(UsageError):
        load_settings({"model": "openai/x"})


def test_a_file_is_trusted_as_it_reads_and_where_it_stands(write: Write, tmp_path: Path) -> None:
    file = write("replace_day = true")
    trust(file)
    assert load_settings().replace_day
    write("replace_day = true\n# changed")
    with pytest.raises(UsageError):
        load_settings()
    write("replace_day = true")
    assert load_settings().replace_day
    elsewhere = tmp_path / "briefing.toml"
    elsewhere.write_bytes(file.read_bytes())
    assert not is_trusted(elsewhere, elsewhere.read_bytes())
    distrust(file)
    with pytest.raises(UsageError):
        load_settings()


def test_trust_is_recorded_in_the_users_own_folder(write: Write, folder: Path, tmp_path: Path) -> None:
    trust(write(""))
    [record] = (tmp_path / "home" / "briefing" / "trusted").iterdir()
    assert record.read_text().strip() == str((folder / "briefing.toml").resolve())
    assert [path.name for path in folder.iterdir()] == ["briefing.toml"]


def test_a_file_that_can_not_be_trusted_is_told(write: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        trust(Path("absent.toml"))
    (tmp_path / "home").write_text("no folder")
    with pytest.raises(UsageError, match="can't be written"):
        trust(write(""))
    assert not is_trusted(Path("briefing.toml"), b"")


@pytest.mark.parametrize(("address", "told"), [("http://192.0.2.1", True), ("http://localhost:8000/v1", False)])
def test_where_a_strange_file_sends_articles_is_told(
    address: str, told: bool, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    file = write(f'model = "x"\n[llm]\napi_base = "{address}"')
    load_settings()
    assert (f"articles are sent to {address}" in caplog.text) is told
    caplog.clear()
    trust(file)
    load_settings()
    assert caplog.text == ""
