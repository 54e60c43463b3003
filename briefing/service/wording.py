"""Errors of the library in the words of the API: a caller has no command line, and sets nothing of the service."""

from __future__ import annotations

import re

_INSTEAD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"--replace-day\b"), 'send "replace": true to have the day rewritten'),
    (re.compile(r"\braise max_(bytes|characters)\b"), "split it"),
    (re.compile(r"--fallback\b"), "send the request again later"),
    (re.compile(r"--(base|allow)\b"), "only what the page itself keeps of its sources is read here"),
)
"""What a caller can do instead of what a hint tells whoever is at a command line."""
_OPERATORS = re.compile(
    r"(?<![\w-])--[a-z]"  # flags
    r"|`?\bbriefing (models|generate|ledger|people|keys|trust|serve|mcp)\b"
    r"|\b(llm|extraction|sources|cleaning|rendering)\.[a-z_]+"  # settings
    r"|\b(unset|set) [a-z]+_[a-z_]+\b"
    r"|\b[A-Z]+_API_KEY\b|\bBRIEFING_[A-Z]+\b"
    r"|benchmarks/|`make "
)
_LEDGER = re.compile(r"^ledger \S+: ")
"""Where the ledger is, is for whoever runs the service to know."""


def spoken(text: str) -> str:
    """A message without hints that a caller can't follow, and with those that they can."""
    clauses = [_clause(clause) for clause in _LEDGER.sub("the ledger: ", text).split("; ")]
    return "; ".join(dict.fromkeys(clause for clause in clauses if clause))


def _clause(clause: str) -> str:
    for flag, instead in _INSTEAD:
        if flag.search(clause):
            return instead
    return "" if _OPERATORS.search(clause) else clause
