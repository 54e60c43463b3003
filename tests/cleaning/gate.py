"""The quality gate of cleaning: floors of F1 on pages of our own writing.

    python tests/cleaning/gate.py                    measure and compare
    python tests/cleaning/gate.py --update           raise the floors to what is measured now
    python tests/cleaning/gate.py --update --lower   the same, and lower them where cleaning got worse, on purpose

``pages/`` holds the pages, each beside its true body (``NAME.body.txt``); ``floors.json`` the floors and the digest of
the pages, so that no floor is met by changing a page.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

from briefing.cleaning import clean
from briefing.schema.document import Document, MediaType

PAGES = Path(__file__).parent / "pages"
FLOORS = Path(__file__).parent / "floors.json"
_MEDIA = {".txt": MediaType.TEXT, ".md": MediaType.MARKDOWN, ".html": MediaType.HTML}


def pages() -> list[Path]:
    return sorted(path for path in PAGES.iterdir() if not path.name.endswith(".body.txt"))


def digest() -> str:
    """The digest of all pages and bodies, by name."""
    total = sha256()
    for path in sorted(PAGES.iterdir()):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def measure(path: Path) -> float:
    """F1 of four-word shingles between the body of a page and ours."""
    text = path.read_text(encoding="utf-8")
    article = clean(Document.of(text, path.name, _MEDIA[path.suffix]))
    wanted = _shingles((PAGES / f"{path.stem}.body.txt").read_text(encoding="utf-8"))
    given = _shingles(article.body)
    hits = sum((wanted & given).values())
    return round(2 * hits / (sum(wanted.values()) + sum(given.values())), 4)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def check(measured: dict[str, float], pinned: dict[str, float]) -> list[str]:
    """What fell below its floor, a line each."""
    return [
        f"{name}: {measured.get(name, 0.0):.4f} is below its floor {floor:.4f}"
        for name, floor in pinned.items()
        if measured.get(name, 0.0) < floor
    ]


def update(measured: dict[str, float], pinned: dict[str, float], *, lower: bool) -> dict[str, float]:
    """The new floors.

    Raises:
        ValueError: one would be lower than before, and ``lower`` is not given.
    """
    worse = check(measured, pinned)
    if worse and not lower:
        raise ValueError("refused to lower a floor (pass --lower to do so on purpose):\n" + "\n".join(worse))
    return measured


def main(arguments: list[str]) -> int:
    measured = {path.name: measure(path) for path in pages()}
    stored = json.loads(FLOORS.read_text()) if FLOORS.exists() else {"floors": {}}
    if "--update" in arguments:
        try:
            floors = update(measured, stored["floors"], lower="--lower" in arguments)
        except ValueError as refusal:
            print(refusal, file=sys.stderr)
            return 1
        draft = FLOORS.with_suffix(".tmp")
        draft.write_text(json.dumps({"digest": digest(), "floors": floors}, indent=2) + "\n")
        draft.replace(FLOORS)
        return 0
    print("\n".join(f"{name:14} {value:.4f}" for name, value in measured.items()))
    return 1 if check(measured, stored["floors"]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
