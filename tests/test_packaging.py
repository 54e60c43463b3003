"""What is declared, locked and built is what is needed, on every Python that is allowed."""

from __future__ import annotations

import ast
import email
import re
import sys
import tarfile
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hatchling import build

from briefing import __version__

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-install.lock")
OURS = {"examples", "briefing", "tests", "benchmarks", *(path.stem for path in (ROOT / "benchmarks").glob("*.py"))}
NEVER_IMPORTED = {
    "dateparser",  # its tables are imported by the name of their language
    "lxml-html-clean",  # justext imports it, and old pips do not find it by justext's own word
    "python-multipart",  # starlette imports it where it reads a form
    "psycopg",  # SQLAlchemy imports the driver of a URL
    "tzdata",  # zoneinfo reads it where the system has no time zones
    "spacy",  # imported by its name where a model asks for it
}
UNLOCKED = {"spacy"}
"""Of the extra ``nlp``: hundreds of megabytes, which no test needs and no environment of ours holds."""
ONE_OR_OTHER = {"fasttext-predict", "fasttext-predict-v2"}
"""By the version of Python."""


def name_of(requirement: str) -> str:
    """The distribution that a requirement names, in its normal form."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def declared(*groups: str) -> set[str]:
    """The distributions that the package and some dependency groups depend on directly, with all extras."""
    project = PROJECT["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    lists += [PROJECT["dependency-groups"][group] for group in groups]
    return {name_of(requirement) for requirements in lists for requirement in requirements}


def imported(folder: str) -> set[str]:
    """The top-level packages that a folder imports, less the standard library and our own."""
    modules = {name.split(".")[0] for path in (ROOT / folder).rglob("*.py") for name in _imports(path)}
    return modules - OURS - set(sys.stdlib_module_names)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case ast.Call(func=ast.Name(id="find_spec"), args=[ast.Constant(value=str(module))]):
                yield module


def undeclared(modules: Iterable[str], names: set[str]) -> list[str]:
    """The packages that none of the distributions named brings along."""
    homes = packages_distributions()
    return sorted(module for module in modules if not names & {name_of(home) for home in homes.get(module, [])})


def test_every_import_of_the_package_is_declared() -> None:
    assert undeclared(imported("briefing"), declared()) == []


def test_every_import_of_the_tests_is_declared() -> None:
    assert undeclared(imported("tests"), declared("dev")) == []


def test_an_import_that_is_not_declared_is_found() -> None:
    assert undeclared({"pydantic", "pluggy", "nowhere"}, declared()) == ["nowhere", "pluggy"]


def test_every_dependency_is_imported() -> None:
    homes = packages_distributions()
    used = {name_of(home) for module in imported("briefing") for home in homes.get(module, [])}
    assert used & ONE_OR_OTHER
    assert declared() - NEVER_IMPORTED - ONE_OR_OTHER - used == set()


def requirements(lock: str) -> list[str]:
    """The requirements of a lock file, each with its continuation lines."""
    lines = (ROOT / lock).read_text("utf-8").replace("\\\n", " ").splitlines()
    return [line for line in lines if line and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert re.findall(r"\w+://\S+|^-\S+|\s@\s.*", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_has_one_version_and_its_hashes(lock: str) -> None:
    pinned = re.compile(r"[a-z0-9.-]+(\[\w+(,\w+)*\])?==\S+( ; [^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [line[:60] for line in requirements(lock) if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize(("lock", "extra"), [(LOCKS[0], "lxml[html_clean]"), (LOCKS[1], "coverage[toml]")])
def test_extras_that_are_asked_for_stand_in_the_lock(lock: str, extra: str) -> None:
    """Else pip before 23.3 takes the newest release for the extra, which no hash is known of."""
    assert [line for line in requirements(lock) if line.startswith(f"{extra}==")] != []


def test_the_locks_hold_what_is_declared_and_the_same_versions() -> None:
    def versions(lock: str) -> dict[str, str]:
        return {name_of(line): line.split("==")[1].split()[0] for line in requirements(lock)}

    runtime, development, install = map(versions, LOCKS)
    assert declared("dev") - set(development) == UNLOCKED
    needed = {name_of(requirement) for requirement in PROJECT["project"]["dependencies"]} | {"pypdfium2"}
    assert needed - set(runtime) == set()
    assert {name: version for name, version in runtime.items() if development.get(name) != version} == {}
    assert {name_of(requirement) for requirement in PROJECT["dependency-groups"]["install"]} - set(install) == set()
    shared = set(install) & set(development)
    assert {name: install[name] for name in shared if development[name] != install[name]} == {}


def test_the_pip_that_an_interpreter_bundles_installs_its_successor_alone() -> None:
    """And nothing is built by what no lock holds: each installation of the package is without isolation."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = dict(re.findall(r"^(\$\(VENV\)/\.\w+):(.*)$", makefile, re.MULTILINE))
    assert set(targets) == {f"$(VENV)/.{name}" for name in ("pip", "runtime", "dev")}
    assert targets["$(VENV)/.pip"].split()[0] == LOCKS[2]
    assert all("$(VENV)/.pip" in targets[f"$(VENV)/.{name}"].split() for name in ("runtime", "dev"))
    for file in ("Makefile", "Dockerfile"):
        text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
        lines = re.findall(r"(?<!/uv pip )\b(?:install|wheel) (--.*)", re.sub(r"&& *", "\n", text))
        assert len(lines) >= 2, file
        held = "--require-hashes .*-r|--no-build-isolation|[.]whl$"
        assert [line for line in lines if not re.search(held, line)] == []


def test_nothing_locked_asks_for_setuptools_which_is_taken_away() -> None:
    assert [lock for lock in LOCKS if "setuptools" in {name_of(line) for line in requirements(lock)}] == []


def test_make_lock_makes_every_lock_file() -> None:
    made = re.findall(r"^\t\$\(call lock,.* -o (\S+)\)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(made) == set(LOCKS) == {path.name for path in ROOT.glob("*.lock")}


def test_extras_that_messages_name_are_declared() -> None:
    name = PROJECT["project"]["name"]
    texts = [path.read_text("utf-8") for path in (ROOT / "briefing").rglob("*.py")] + [(ROOT / "README.md").read_text()]
    named = re.findall(r"([\w-]*briefing)\[(\w+)\]", "\n".join(texts))
    assert {home for home, _ in named} == {name}
    assert {extra for _, extra in named} <= set(PROJECT["project"]["optional-dependencies"])


def test_the_wheel_has_a_name_of_its_own_and_all_that_is_read_at_run_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with ZipFile(tmp_path / build.build_wheel(str(tmp_path))) as wheel:
        held = set(wheel.namelist())
        stem = f"auditable_briefing-{__version__}.dist-info"
        metadata = email.message_from_bytes(wheel.read(f"{stem}/METADATA"))
        commands = wheel.read(f"{stem}/entry_points.txt").decode()
    assert (metadata["Name"], metadata["Version"]) == ("auditable-briefing", __version__)
    assert metadata["Requires-Python"] == ">=3.11"
    assert commands.split() == ["[console_scripts]", "briefing", "=", "briefing.cli:main"]
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "briefing").rglob("*") if path.is_file()}
    ours |= {f"briefing/_data/{path.relative_to(ROOT)}" for path in (*ROOT.glob("prompts/*"), *ROOT.glob("schemas/*"))}
    assert {name for name in ours if "__pycache__" not in name} - held == set()
    assert {name for name in held if not name.startswith(("briefing/", stem))} == set()


def test_the_source_archive_holds_what_the_makefile_works_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with tarfile.open(tmp_path / build.build_sdist(str(tmp_path))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    needed = {*LOCKS, "Makefile", "pyproject.toml", "README.md", ".ci/run", ".ci/audit.py", "tests/test_packaging.py"}
    assert needed - held == set()
    assert {name for name in held if name.endswith((".pyc", ".db", ".lock.bak"))} == set()
