"""The same parsers led by coverage: ``python -m tests.hostile.fuzz_guided "a letter" -max_total_time=600``.

Needs atheris (``uv pip install atheris``; it has wheels for some Pythons alone, and so stands in no group). What
follows the name of the parser goes to libFuzzer. It begins with whole inputs of the parser; what raises anything but an
error of ours, or takes longer than a minute, is written to a file and ends the run.
"""

from __future__ import annotations

import random
import sys
import tempfile
from importlib import import_module
from pathlib import Path

_SEEDS = 40


def main() -> None:
    try:
        atheris = import_module("atheris")
    except ImportError:
        sys.exit("atheris is not installed: uv pip install atheris")
    with atheris.instrument_imports(include=["briefing.sources", "briefing.cleaning", "feedparser", "email"]):
        from tests.hostile.fuzz import PARSERS, attempt, corpus

    from briefing.errors import BriefingError

    names = [each for each in sys.argv[1:2] if each in PARSERS]
    if not names:
        sys.exit(f"name a parser: {', '.join(PARSERS)}")
    parser = PARSERS[names[0]]

    def one(data: bytes) -> None:
        try:
            parser(data.decode("utf-8", "surrogatepass" if data.isascii() else "replace"))
        except BriefingError:
            return

    with tempfile.TemporaryDirectory() as folder:
        texts = corpus()
        for number in range(_SEEDS):
            made = attempt(names[0], texts, random.Random(number))
            (Path(folder) / str(number)).write_bytes(made.encode("utf-8", "replace"))
        atheris.Setup([sys.argv[0], *sys.argv[2:], "-timeout=60", "-max_len=60000", folder], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
