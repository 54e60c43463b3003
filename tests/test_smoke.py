"""What CI asks of each way to install: `.ci/smoke.py`, here of the command as it stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_command_does_its_work_offline() -> None:
    command = Path(sys.executable).with_name("briefing")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFING_")}
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "smoke.py", command], env=clean, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
