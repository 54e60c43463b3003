"""What is said of the packages that we build on: the bill of materials, and the audit of the lock files."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
AUDIT = runpy.run_path(str(ROOT / ".ci" / "audit.py"))
LOCK = "requirements.lock"
CLEAN = {"name": "safe", "version": "1.0", "vulns": []}
WEAK = {"name": "weak", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
GONE = {"name": "gone", "skip_reason": "Dependency not found on PyPI and could not be audited: gone (3.0)"}
TRACEBACK = """Traceback (most recent call last):
    response = self.session.get(url=url, timeout=self.timeout)
"""
CUT_OFF = (
    TRACEBACK + "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries",
    TRACEBACK + "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='pypi.org', port=443): Read timed out.",
    TRACEBACK + "pip_audit._service.interface.ServiceError",
    "ERROR: Could not connect\nTip: your network may be blocking this service. Try another service with `-s SERVICE`",
)


def verdict(packages: list[dict[str, Any]], code: int = 0) -> tuple[int, str]:
    told: tuple[int, str] = AUDIT["verdict"](LOCK, code, json.dumps({"dependencies": packages, "fixes": []}), "")
    return told


def test_an_audit_without_a_finding_is_said_with_its_size() -> None:
    assert verdict([CLEAN, CLEAN]) == (0, f"{LOCK}: no advisory is known for any of the 2 packages")


def test_an_advisory_fails_the_audit_and_is_named_with_the_release_that_mends_it() -> None:
    failed, said = verdict([CLEAN, WEAK], code=1)
    assert failed == 1
    assert "1 of 2 packages with advisories\n  weak 2.0: PYSEC-1, mended in 2.1" in said


def test_a_package_that_is_gone_from_the_index_fails_the_audit() -> None:
    failed, said = verdict([CLEAN, GONE])
    assert failed == 1
    assert "gone: not on the index" in said


def test_an_index_that_knows_no_package_is_no_audit() -> None:
    """pip-audit says "No known vulnerabilities found" there, and exits with 0."""
    failed, said = verdict([GONE, GONE])
    assert (failed, len(said.splitlines())) == (0, 1)
    assert "not audited" in said


@pytest.mark.parametrize("err", CUT_OFF)
def test_advisories_that_cannot_be_reached_are_said_in_one_line_and_fail_nothing(err: str) -> None:
    failed, said = AUDIT["verdict"](LOCK, 1, "", err)
    assert (failed, len(said.splitlines())) == (0, 1)
    assert "not audited: the advisories cannot be reached" in said


@pytest.mark.parametrize(
    "err", ["", "ERROR: weak has no hash", "No module named pip_audit", TRACEBACK + "KeyError: 'id'"]
)
def test_an_audit_that_fails_for_another_reason_fails(err: str) -> None:
    failed, said = AUDIT["verdict"](LOCK, 1, "", err)
    assert failed == 1
    assert "pip-audit failed (exit code 1)" in said


def test_what_other_systems_need_is_asked_for_too() -> None:
    text = (ROOT / LOCK).read_text("utf-8")
    assert "; sys_platform" in text
    bare = AUDIT["unconditional"](text)
    assert " ; " not in bare
    assert bare.count("==") == len(re.findall(r"^[a-z]\S*==", text, re.MULTILINE))
    assert bare.count("--hash=sha256:") == text.count("--hash=sha256:")


def test_the_bill_of_materials_names_each_locked_package_with_version_and_hashes(tmp_path: Path) -> None:
    """By the Makefile's own command; the same each time: no date, no random number."""
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom is not installed: `make sbom` installs it")
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    [command] = re.findall(r"^\t\$\(BIN\)/python (.* cyclonedx_py .*) -o \S+$", makefile, re.MULTILINE)
    made = tmp_path / "bom.json"
    environment = {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, *shlex.split(command), "-o", str(made)]
    subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)
    bill = json.loads(made.read_text("utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "auditable-briefing")
    assert "serialNumber" not in bill
    assert "timestamp" not in bill["metadata"]
    named = {
        (part["name"], part["version"]): {
            entry["content"] for place in part["externalReferences"] for entry in place["hashes"]
        }
        for part in bill["components"]
    }
    assert named == locked()


def locked() -> dict[tuple[str, str], set[str]]:
    """Name, version and hashes of each package in the lock file."""
    text = (ROOT / LOCK).read_text("utf-8").replace("\\\n", " ")
    lines = re.findall(r"^([a-z0-9.-]+)(?:\[\S+\])?==(\S+)(.*)$", text, re.MULTILINE)
    return {(name, version): set(re.findall(r"sha256:(\w{64})", rest)) for name, version, rest in lines}
