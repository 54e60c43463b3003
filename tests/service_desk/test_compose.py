"""The compose files name commands, extras, variables and ports that there are. Containers are not started here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from typer.main import get_command

from briefing.cli import app
from briefing.llm.providers import prefixes
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "examples" / "docker"
SERVED, ONCE = DOCKER / "compose.yaml", ROOT / "compose.yaml"
INNER = re.compile(r"\$\{(\w+)[^}]*\}")


def read(file: Path) -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]
    return told


def options(command: str) -> dict[str, Any]:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    return {option: each for each in commands[command].params for option in each.opts}


def test_the_service_is_started_by_a_command_with_flags_that_there_are() -> None:
    told = read(SERVED)["service"]
    [name, *rest] = told["command"]
    assert {flag for flag in rest if flag.startswith("--")} <= {*options(name)}
    assert (DOCKER / told["build"]["context"] / "pyproject.toml").resolve().is_file()
    assert (DOCKER / told["build"]["context"] / told["build"]["dockerfile"]).resolve() == DOCKER / "Dockerfile"


def test_the_image_installs_extras_that_are_declared() -> None:
    [extras] = re.findall(r'"/src\[([\w,]+)\]"', (DOCKER / "Dockerfile").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_the_port_that_is_published_is_the_one_that_it_listens_on() -> None:
    told = read(SERVED)["service"]
    listens = options("serve")["--port"].default
    assert "--port" not in told["command"]
    [(host, outer, inner)] = [each.rsplit(":", 2) for each in told["ports"]]
    assert int(inner) == listens
    assert (host, int(outer)) == ("127.0.0.1", listens), "without TLS it is for this machine alone"
    exposed = re.findall(r"^EXPOSE (\d+)$", (DOCKER / "Dockerfile").read_text(encoding="utf-8"), re.M)
    assert exposed == [inner]


def test_the_database_is_where_the_service_looks_for_it() -> None:
    told = read(SERVED)
    database, service = told["database"]["environment"], told["service"]["environment"]
    named = {name: make_url(INNER.sub("secret", value)) for name, value in service.items()}
    assert {name: (url.host, url.username, url.database, url.password) for name, url in named.items()} == dict.fromkeys(
        ("BRIEFING_LEDGER", "BRIEFING_SERVICE_DB"),
        (
            "database",
            database["POSTGRES_USER"],
            database["POSTGRES_DB"],
            INNER.sub("secret", database["POSTGRES_PASSWORD"]),
        ),
    )
    assert {*INNER.findall(str(service))} == {*INNER.findall(str(database))} == {"POSTGRES_PASSWORD"}
    assert f"-U {database['POSTGRES_USER']}" in str(told["database"]["healthcheck"]["test"])
    assert told["service"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_the_service_reads_the_variables_that_it_is_given(tmp_path: Path) -> None:
    """It is started with them, on files in the place of the server, and both are there then."""
    told = read(SERVED)["service"]
    files = {name: tmp_path / f"{name.lower()}.db" for name in told["environment"]}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFING_")}
    command = [sys.executable, "-m", "briefing", *told["command"], "--port", "0"]
    command[command.index("0.0.0.0")] = "127.0.0.1"
    given = kept | {name: str(file) for name, file in files.items()}
    with subprocess.Popen(command, cwd=tmp_path, env=given, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
            assert found, "nothing is said before, such as that a variable is not read"
            assert httpx.get(f"{found[0]}/readyz", timeout=PATIENCE).json() == {"status": "ready"}
        finally:
            process.kill()
    tables = {name: inspect(create_engine(f"sqlite:///{file}")).get_table_names() for name, file in files.items()}
    assert "service_jobs" in tables["BRIEFING_SERVICE_DB"]
    assert "service_jobs" not in tables["BRIEFING_LEDGER"]
    assert len(tables["BRIEFING_LEDGER"]) > 1
    assert not (tmp_path / "service.db").exists()


def test_the_command_once_run_is_given_keys_that_providers_read() -> None:
    told = read(ONCE)["briefing"]
    for name in told["environment"]:
        provider = name.partition("_")[0].lower()
        assert name == f"{provider.upper()}_API_KEY"
        assert name.startswith(prefixes(provider))
    mounted = {each.split(":")[1] for each in told["volumes"]}
    assert mounted == {"/in", "/out"}
    assert (ROOT / told["build"] / "Dockerfile").is_file()


@pytest.mark.parametrize("file", [SERVED, ONCE], ids=["service", "command"])
def test_docker_takes_the_file(file: Path) -> None:
    """Where there is `docker compose`; it needs no daemon for that."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("no docker compose")
    asked = [docker, "compose", "-f", str(file), "config", "--quiet"]
    done = subprocess.run(asked, capture_output=True, text=True, env={**os.environ, "POSTGRES_PASSWORD": "secret"})
    assert done.returncode == 0, done.stderr
