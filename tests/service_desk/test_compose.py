"""The compose file names commands and extras that there are. Containers are not started here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml
from typer.main import get_command

from briefing.cli import app

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "examples" / "docker"


def test_the_service_is_started_by_a_command_with_flags_that_there_are() -> None:
    told = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    [name, *rest] = told["services"]["service"]["command"]
    commands = get_command(app).commands  # type: ignore[attr-defined]
    known = {option for each in commands[name].params for option in each.opts}
    assert {flag for flag in rest if flag.startswith("--")} <= known
    assert (DOCKER / told["services"]["service"]["build"]["context"] / "pyproject.toml").resolve().is_file()


def test_the_image_installs_extras_that_are_declared() -> None:
    [extras] = re.findall(r'"/src\[([\w,]+)\]"', (DOCKER / "Dockerfile").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(extras.split(",")) <= set(project["optional-dependencies"])
