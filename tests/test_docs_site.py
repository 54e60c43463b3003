"""The pages of docs/ hang together: links, navigation, and what CI and the container build on."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import yaml

import briefing

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "examples" / "README.md"]
REFERENCE = runpy.run_path(str(ROOT / ".ci" / "reference.py"))
WRITTEN = {
    ROOT / "docs" / "reference" / f"{name}.md": REFERENCE[written]()
    for name, written in (("cli", "command_line"), ("settings", "settings"), ("library", "library"))
}
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


def prose(path: Path) -> str:
    """A page without its code blocks."""
    text = WRITTEN.get(path) or path.read_text("utf-8")
    return re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


def broken(path: Path) -> list[str]:
    """The relative links of a page that lead nowhere."""
    found = []
    for target, anchor in _LINK.findall(prose(path)):
        to = (path.parent / target).resolve() if target else path
        if not (to.exists() or to in WRITTEN) or (anchor and anchor not in anchors(to)):
            found.append(f"{target}#{anchor}")
    return found


@pytest.mark.parametrize("path", sorted({*PAGES, *WRITTEN}), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(path: Path) -> None:
    assert broken(path) == []


def test_a_broken_link_and_a_broken_anchor_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](#one) [b](#two) [c](none.md) [d](page.md#one)\n", "utf-8")
    assert broken(page) == ["#two", "none.md#"]


def test_every_page_is_in_the_navigation_and_no_other() -> None:
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    named = set(re.findall(r"[\w/-]+\.md", str(nav)))
    docs = ROOT / "docs"
    assert named == {path.relative_to(docs).as_posix() for path in {*docs.rglob("*.md"), *WRITTEN}}


def test_the_reference_has_every_command_setting_and_public_name() -> None:
    cli, settings, library = WRITTEN.values()
    assert "\n## briefing ledger timeline\n" in cli
    assert "Traceback" not in cli
    assert set(re.findall(r"^\| `(\w+)`", settings, re.MULTILINE)) <= set(briefing.Settings.model_fields)
    assert "| `llm.api_base` |" in settings
    listed = set(re.findall(r"^::: [\w.]+\.(\w+)$", library, re.MULTILINE))
    assert listed == set(briefing.__all__) - {"__version__"}


def test_the_readme_is_one_screen_or_two() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 120


def test_ci_runs_what_a_person_runs() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    ours = [run for run in runs if not run.startswith("sudo apt-get ")]
    assert ours == [".ci/run", "make audit", "make explore", "make docs"]
    assert {"audit", "explore", "docs"} <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_the_container_copies_what_there_is_and_runs_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    copied = {name for first, *rest in words if first == "COPY" and "--from=build" not in rest for name in rest[:-1]}
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert copied == let_in
    order = [first for first, *_ in words]
    assert order.count("FROM") == 2
    assert order.index("USER") < order.index("ENTRYPOINT")
    assert any("--require-hashes" in line for line in lines)
