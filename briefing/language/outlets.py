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
    forms = {squashed} | {initials[:k] + "".join(words[k:]) for k in range(1, len(words) + 1)}
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


# Some large publishers whose titles share their reports: the sites of each, and the names that its titles begin with.
_FAMILIES: dict[str, tuple[str, str]] = {
    "bbc": ("bbc bbci", "bbc"),
    "reuters": ("reuters reutersagency reutersconnect", "reuters|thomson reuters"),
    "ap": ("apnews ap", "associated press|the associated press|ap news|ap"),
    "afp": ("afp", "afp|agence france-presse|agence france presse"),
    "dpa": ("dpa dpa-international", "dpa|deutsche presse-agentur"),
    "cnn": ("cnn", "cnn"),
    "cnbc": ("cnbc cnbctv18", "cnbc"),
    "nbc": ("nbcnews msnbc", "nbc|msnbc"),
    "abcnews": ("abcnews", "abc news"),
    "cbs": ("cbsnews cbs", "cbs"),
    "fox": ("foxnews foxbusiness", "fox news|fox business"),
    "sky": ("sky skynews", "sky news"),
    "nytimes": ("nytimes nyti", "the new york times|new york times"),
    "washingtonpost": ("washingtonpost wapo", "the washington post|washington post"),
    "wsj": (
        "wsj barrons marketwatch dowjones",
        "the wall street journal|wall street journal|barron|marketwatch|dow jones",
    ),
    "guardian": ("theguardian guardian", "the guardian"),
    "bloomberg": ("bloomberg bloombergquint bloomberglinea", "bloomberg"),
    "aljazeera": ("aljazeera", "al jazeera|al-jazeera"),
    "dw": ("dw", "dw|deutsche welle"),
    "france24": ("france24 rfi", "france 24|rfi"),
    "mail": ("dailymail mailonsunday mailonline thisismoney", "daily mail|mail on sunday|mailonline"),
    "reach": ("dailyrecord manchestereveningnews liverpoolecho", "daily mirror"),
    "telegraph": ("telegraph", "the daily telegraph|the sunday telegraph"),
    "newsuk": ("thetimes thesundaytimes thesun", "the sunday times"),
    "springer": ("welt bild", "die welt|bild"),
    "spiegel": ("spiegel manager-magazin", "der spiegel"),
    "newscorpau": ("theaustralian heraldsun couriermail", "the australian|herald sun|courier mail"),
    "nine": ("smh theage brisbanetimes watoday", "the sydney morning herald"),
    "times group": ("indiatimes timesofindia economictimes", "the times of india|times of india|the economic times"),
    "hindu": ("thehindu thehindubusinessline", "the hindu"),
    "tass": ("tass", "tass"),
    "xinhua": ("xinhuanet", "xinhua"),
}
_BY_SITE = {site: key for key, (sites, _) in _FAMILIES.items() for site in sites.split()}
_BY_NAME = re.compile(
    r"(?:" + "|".join(f"(?P<f{i}>{names})" for i, (_, names) in enumerate(_FAMILIES.values())) + r")(?!\w)",
    re.IGNORECASE,
)


def as_claimed(name: str | None, url: str | None) -> str | None:
    """What an outlet is called that says it is ``name``: that, unless it is the name of a large publisher and the
    address is not one of its own: then ``evil.example (says: Reuters)``."""
    host = host_of(url)
    named = _BY_NAME.match(name) if name and host else None
    if not (name and host and named and named.lastgroup):
        return name
    sites, _ = list(_FAMILIES.values())[int(named.lastgroup[1:])]
    return name if site_of(host) in sites.split() or belongs(name, host) else f"{host} (says: {name})"


def publisher(name: str | None, url: str | None) -> str | None:
    """Whoever can publish under an address, for counting: titles of one publisher, and all that stands on one site,
    are one. None where there is neither a name nor an address."""
    host = host_of(url)
    return family(name, url) or (site_of(host) if host else name.casefold() if name else None)


def family(name: str | None, url: str | None) -> str | None:
    """The short name of the publisher that an outlet belongs to, where its name or its address tells: ``bbc`` for BBC
    News, ``bbc.com`` and ``bbc.co.uk``; ``reuters`` for Reuters Business. None where neither tells.

    What an outlet calls itself counts before the address that it was read at: an agency's report on another's pages is
    the agency's.
    """
    host = host_of(url) or (name if name and "." in name and " " not in name else None)
    site = site_of(host.lower()) if host else None
    if name and (named := _BY_NAME.match(name)) and named.lastgroup:
        return list(_FAMILIES)[int(named.lastgroup[1:])]
    if site is None or (name and not belongs(name, str(host).lower()) and name.lower() != host):
        return None
    if known := _BY_SITE.get(site):
        return known
    squashed = re.sub(r"\W", "", site)
    squashed_name = re.sub(r"\W", "", name.casefold().removeprefix("the ")) if name else ""
    return squashed if len(squashed) >= _SHORTEST and squashed_name.startswith(squashed) else None
