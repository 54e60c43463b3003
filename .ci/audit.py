"""Looks the locked packages up among the known advisories: `python .ci/audit.py requirements.lock ...`, by pip-audit.

Every package of a lock file is asked for, also those for other systems and Pythons, and nothing is installed. Exits
with 1 where an advisory is known or a package is gone from the index. Where the advisories cannot be had, it says so in
a line and exits with 0: that is no word about the packages.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SECONDS = 900
"""For the packages of one lock file, asked one after another."""
_UNREACHED = re.compile(
    r"\w*(?:Connect|Proxy|SSL|Timeout|HTTP|Service)\w*Error\b|(?:Connect|Read)Timeout|network may be blocking"
)
"""In the last line that pip-audit says, be it of a traceback or a tip."""
_MARKER = re.compile(r" ; [^\\\n]+")


def main(locks: list[str]) -> int:
    """The worst that came of any lock file."""
    worst = 0
    for lock in locks:
        failed, said = verdict(Path(lock).name, *asked(Path(lock)))
        print(said, file=sys.stderr if failed else sys.stdout, flush=True)
        worst = max(worst, failed)
    return worst


def asked(lock: Path) -> tuple[int, str, str]:
    """What pip-audit exits with, and what it says on stdout and stderr."""
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / lock.name
        everything.write_text(unconditional(lock.read_text("utf-8")), "utf-8")
        command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
        command += ["--format", "json", "--requirement", str(everything)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return 1, "", f"TimeoutError: no answer within {SECONDS} s"
    return done.returncode, done.stdout, done.stderr


def unconditional(lock: str) -> str:
    """A lock file without its markers, by which pip-audit would leave out what this machine does not need."""
    return _MARKER.sub(" ", lock)


def verdict(lock: str, code: int, out: str, err: str) -> tuple[int, str]:
    """What to exit with, and the sentence that says why.

    pip-audit calls it a success where an index knows none of the packages, as an index beside the public one does.
    """
    try:
        packages: list[dict[str, Any]] = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = next((line for line in reversed(err.splitlines()) if line.strip()), "nothing was said")
        if _UNREACHED.search(last):
            return 0, f"{lock}: not audited: the advisories cannot be reached ({last.strip()[:200]})"
        return 1, f"{lock}: pip-audit failed (exit code {code}): {last.strip()[:200]}"
    gone = [package["name"] for package in packages if "skip_reason" in package]
    if len(gone) == len(packages):
        return 0, f"{lock}: not audited: the index that is reached here knows none of the {len(packages)} packages"
    known = [f"{package['name']} {package['version']}: {_ids(package)}" for package in packages if package.get("vulns")]
    missing = [f"{name}: not on the index, so nothing is known of it" for name in gone]
    if known or missing or code:
        return 1, "\n  ".join([f"{lock}: {len(known)} of {len(packages)} packages with advisories", *known, *missing])
    return 0, f"{lock}: no advisory is known for any of the {len(packages)} packages"


def _ids(package: dict[str, Any]) -> str:
    return ", ".join(
        f"{vuln['id']}, mended in {' or '.join(vuln['fix_versions']) or 'no release'}" for vuln in package["vulns"]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
