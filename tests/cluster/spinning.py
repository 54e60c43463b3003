"""What makes a worker slow: a thread that takes what it can get of the interpreter."""

from __future__ import annotations

import threading

_over = threading.Event()


def begin() -> None:
    """Spin beside the worker's own work."""
    _over.clear()
    threading.Thread(target=_spin, daemon=True).start()


def end() -> None:
    _over.set()


def _spin() -> None:
    while not _over.is_set():
        sum(range(1000))
