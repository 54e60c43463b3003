"""Names of outlets and the addresses that they publish under: which belong together."""

from __future__ import annotations

import re

_HOST = re.compile(r"https?://(?:[^/@\s]{1,100}@)?([^/:?#\s]{1,253})", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|–—·»•>:-]+\s+|\s*[|»•>]\s*|:\s+")
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset(
    {"the", "der", "die", "das", "le", "la", "les", "el", "los", "il", "lo", "o", "os", "a", "de", "het"}
)
# Second levels that stand for a kind of owner: co.uk, com.au.
_KINDS = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "go", "or", "ne", "in"})
_NO_NAME = frozenset({"unknown", "none", "null", "nan", "na", "n/a", "undefined", "-", "--", "?", "source", "author"})
_SHORTEST = 3


def host_of(url: str | None) -> str | None:
    """The host of an address in lower case, without ``www``."""
    match = _HOST.match(url or "")
    return re.sub(r"^www\d?\.", "", match[1].lower()) if match else None


def site_of(host: str) -> str:
    """The label of a host that its owner chose: ``bbc`` of ``feeds.bbc.co.uk``."""
    labels = host.split(".")
    while len(labels) > 2 and (len(labels[-1]) <= _SHORTEST and labels[-2] in _KINDS):
        labels = labels[:-1]
    return labels[-2] if len(labels) > 1 else labels[0]


def says_unknown(name: str) -> bool:
    """Whether a name says that there is none."""
    return " ".join(name.split()).casefold() in _NO_NAME


def belongs(name: str, host: str) -> bool:
    """Whether an outlet of this name publishes under a host, as far as letters tell: ``The New York Times`` under
    ``nytimes.com``, ``BBC News`` under ``bbc.co.uk``, ``Financial Times`` under ``ft.com``."""
    words = [word for word in _WORD.findall(name.casefold()) if word not in _ARTICLES] or _WORD.findall(name.casefold())
    squashed, site = "".join(words), re.sub(r"\W", "", site_of(host))
    if not squashed:
        return False
    if len(squashed) >= _SHORTEST and (
        squashed in re.sub(r"\W", "", host) or (len(site) >= _SHORTEST and site in squashed)
    ):
        return True
    initials = "".join(word[0] for word in words)
    forms = {initials[:k] + "".join(words[k:]) for k in range(1, len(words) + 1)}
    return site in forms or site.removesuffix("news") in forms


def short_name(stated: str | None, url: str | None) -> str | None:
    """The outlet in the title of a feed or a page: the part that its address confirms, or that the rest repeats.

    ``Al Jazeera – Breaking News, World News and Video from Al Jazeera`` is Al Jazeera.
    """
    if not stated:
        return None
    parts = [part.strip() for part in _SEPARATOR.split(stated) if part.strip()]
    if len(parts) < 2:
        return stated
    host = host_of(url)
    confirmed = [part for part in parts if host and belongs(part, host)]
    if confirmed:
        return min(confirmed, key=len)
    repeated = [part for part in parts if stated.casefold().count(part.casefold()) > 1]
    return repeated[0] if repeated else stated
