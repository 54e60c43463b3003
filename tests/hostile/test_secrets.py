"""Commands that fail, with keys and passwords planted wherever they can stand: no message and no file shows one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.llm.planted import MARK, clear
from tests.shell import Outcome, Shell, shell

__all__ = ["shell"]

PASSWORD = f"{MARK}p@ss/word:1"
ENCODED = quote(PASSWORD, safe="")
KEY = f"{MARK}key-1234567890"
TRACES = (MARK, "p%40ss", "p@ss/word", "ss/word:1")

URLS = [
    f"postgresql://me:{ENCODED}@127.0.0.1:1/days",
    f"postgresql+psycopg://me:{ENCODED}@127.0.0.1:1/days",
    f"postgresql+psycopg2://me:{ENCODED}@127.0.0.1:1/days",
    f"postgresql+nosuch://me:{ENCODED}@127.0.0.1:1/days",
    f"postgres://me:{ENCODED}@127.0.0.1:1/days",
    f"PostgreSQL://me:{ENCODED}@127.0.0.1:1/days",
    f"postgresql://me:{PASSWORD}@127.0.0.1:1/days",
    f"postgresql://127.0.0.1:1/days?user=me&password={ENCODED}",
    f"postgresql://me@127.0.0.1:1/days?sslpassword={ENCODED}&sslmode=nonsense",
    f"postgresql://me:{ENCODED}@127.0.0.1:1/days?connect_timeout=x",
    f"postgresql://me:{ENCODED}@127.0.0.1:1/days?nosuch=option",
    f"postgresql://me:{ENCODED}@127.0.0.1:notaport/days",
    f"postgresql://me:{ENCODED}@[::1/days",
    f"postgresql://me:{ENCODED}@127.0.0.1:99999999/days",
    f"postgresql:/me:{ENCODED}@127.0.0.1/days",
    f"postgresql:me:{ENCODED}@127.0.0.1/days",
    f"postgresql//me:{ENCODED}@127.0.0.1/days",
    f"me:{ENCODED}@127.0.0.1/days",
    f"host=127.0.0.1 port=1 user=me password={ENCODED} dbname=days",
    f"mysql://me:{ENCODED}@127.0.0.1/days",
    f"sqlite://me:{ENCODED}@127.0.0.1/days.db",
    f"nosuch://me:{ENCODED}@127.0.0.1/days",
]


@pytest.fixture(autouse=True)
def planted(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clear(monkeypatch)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


@pytest.fixture
def one() -> str:
    return str(next(Path("seeds").glob("002*")))


def written(folder: Path) -> Iterator[str]:
    """Names and contents of all files but the settings and the seeds."""
    for path in folder.rglob("*"):
        if "seeds" not in path.parts and path.suffix != ".toml":
            yield str(path.relative_to(folder))
            if path.is_file():
                yield path.read_bytes().decode(errors="replace")


def check(done: Outcome, folder: Path, code: int | None = None) -> None:
    assert done.code != 0
    if code is not None:
        assert done.code == code
    assert "Traceback" not in done.err
    for text in (done.out, done.err, *written(folder)):
        for trace in TRACES:
            assert trace not in text


@pytest.mark.parametrize("level", ["warning", "debug"])
@pytest.mark.parametrize("url", URLS)
def test_no_password_of_a_ledger_is_shown(shell: Shell, tmp_path: Path, one: str, url: str, level: str) -> None:
    for command in (("ledger",), ("diff", "2022-01-12", "2022-01-13")):
        check(shell("--log-level", level, *command, "--ledger", url), tmp_path)
    check(shell("--log-level", level, "generate", one, "--out", "out", "--ledger", url), tmp_path)
    assert not Path("out").exists()


def test_a_ledger_of_the_environment_and_of_the_file_is_shown_no_more(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_LEDGER", URLS[0])
    check(shell("ledger"), tmp_path, 3)
    monkeypatch.delenv("BRIEFING_LEDGER")
    Path("own.toml").write_text(f"ledger = '{URLS[0]}'\n")
    check(shell("ledger", "--config", "own.toml"), tmp_path, 3)
    Path("briefing.toml").write_text(f"ledger = '{URLS[0]}'\n")
    check(shell("ledger"), tmp_path, 2)


@pytest.mark.parametrize("revision", ["0000", "9999", "abc", f"{MARK}x"])
def test_a_ledger_of_an_unknown_revision_is_told_in_a_line(
    shell: Shell, tmp_path: Path, one: str, revision: str
) -> None:
    shell("generate", one, "--out", "o.md", "--ledger", "days.db", "--quiet")
    with sqlite3.connect("days.db") as connection:
        connection.execute("UPDATE ledger_version SET version_num = ?", (revision,))
    connection.close()
    done = shell("ledger", "--ledger", "days.db")
    assert done.code == 3
    assert "Traceback" not in done.err
    assert "written by" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("ledger", URLS[0]),  # the flag was forgotten: the parser quotes what it does not expect
        ("ledger", "--since", URLS[0]),
        ("generate", URLS[0]),
        ("generate", "seeds", "--date", URLS[0]),
        ("generate", "seeds", "--max-cost", URLS[0]),
        ("generate", "seeds", "--format", URLS[0]),
        ("generate", "seeds", "--out", f"{URLS[0]}.pdf"),
        ("generate", "seeds", "--model", f"openai/{URLS[0]}"),
        ("generate", f"https://me:{ENCODED}@127.0.0.1:1/feed"),
        ("generate", f"https://me:{ENCODED}@127.0.0.1:x/feed"),
        ("generate", f"https://127.0.0.1:1/feed?token={ENCODED}"),
        ("verify", URLS[0]),
        ("brief", URLS[0]),
        ("clean", URLS[0]),
        ("schemas", URLS[0]),
        ("trust", URLS[0]),
        ("models", "--config", URLS[0]),
        (URLS[0],),
        (f"--password={ENCODED}",),
    ],
)
def test_no_command_quotes_the_password_that_it_was_given(
    shell: Shell, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    check(shell(*arguments), tmp_path)


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize(
    "model",
    ["openai/gpt-4o-mini", "my-model", "anthropic/claude-sonnet-4-5", "gemini/gemini-2.0-flash", "azure/gpt-4o"],
)
def test_no_key_of_a_failing_run_is_shown(shell: Shell, tmp_path: Path, one: str, model: str, log_format: str) -> None:
    """Nobody listens at the address, so that every way of failing before a reply is gone through."""
    lines = [
        f"model = '{model}'",
        "[llm]",
        f"api_base = 'http://me:{ENCODED}@127.0.0.1:1'",
        f"api_key = '{KEY}'",
        f"headers = {{X-Token = '{MARK}header'}}",
        "attempts = 1",
    ]
    Path("own.toml").write_text("\n".join(lines))
    logged = ("--log-level", "debug", "--log-format", log_format)
    done = shell(*logged, "generate", one, "--config", "own.toml", "--out", "out")
    check(done, tmp_path, 3)
    assert "extraction: " in done.err


@pytest.mark.parametrize(
    "lines",
    [
        f"[llm]\napi_key = '{KEY}'\napi_key = '{KEY}'",
        f"[llm]\napi_key = '{KEY}–'",
        f"[llm]\napi_base = '{KEY}'",
        f"[llm]\napi_base = 'http://me:{ENCODED}@h:x/'",
        f"[llm]\nheaders = '{KEY}'",
        f"[llm]\napi_kee = '{KEY}'",
        f"ledger = ['{URLS[0]}']",
        f"ledgr = '{URLS[0]}'",
        f"model = '{URLS[0]}'",
    ],
)
def test_no_wrong_setting_is_quoted(shell: Shell, tmp_path: Path, one: str, lines: str) -> None:
    Path("own.toml").write_text(lines)
    check(shell("generate", one, "--config", "own.toml"), tmp_path, 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRIEFING_LLM__API_KEY", f"{KEY}–"),
        ("BRIEFING_LLM__API_BASE", KEY),
        ("BRIEFING_LLM__HEADERS", f"[{KEY}"),
        ("BRIEFING_LLM", f"{{{KEY}"),
        ("BRIEFING_LEDGR", URLS[0]),
        ("BRIEFING_DATE", KEY),
    ],
)
def test_no_wrong_variable_is_quoted(
    shell: Shell, tmp_path: Path, one: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    done = shell("generate", one)
    check(done, tmp_path, 2)
    assert name in done.err


def test_a_fault_of_ours_is_told_in_a_line_without_its_words(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"connecting with {PASSWORD} to {URLS[0]}")

    monkeypatch.setattr("briefing.api.verify", broken)
    Path("page.json").write_text(json.dumps({}))
    monkeypatch.setattr("briefing.cli.finished.read_briefing", lambda _: None)
    done = shell("verify", "page.json")
    check(done, tmp_path, 3)
    assert "unexpected fault: RuntimeError in broken, test_secrets.py" in done.err
    shown = shell("--log-level", "debug", "verify", "page.json")
    assert "Traceback" in shown.err
    assert not any(trace in shown.err for trace in TRACES)
