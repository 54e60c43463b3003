"""Pages that hold no article, since their reader was not let in: named, so that nobody takes them for a story.

A page is one of them where most of what it tells is told to the one who asked for it. Their words are those of the
makers of such pages: a handful of companies and server programs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

ASKS_CONSENT = re.compile(
    r"\b(?:we|our|us|site|website|page|publishers?)\b[^.!?]{0,120}\b(?:cookies|partners[^.!?]{0,80}\b(?:data|device"
    r"|information))\b|\b(?:use|uses|using|storing) (?:of )?(?:all )?(?:the )?cookies\b"
    r"|\baccept(?:ing)? (?:all )?(?:the )?cookies\b|\b(?:give|withdraw|manage|change) (?:your )?consent\b"
    r"|\bconsent to (?:the|our)\b|\blegitimate interests?\b|\bstore (?:and|or|and/or) (?:read|access) information\b"
    r"|\byour (?:privacy|cookie) (?:choices|settings|preferences)\b|\b(?:wir|unsere)\b[^.!?]{0,120}\bcookies\b"
    r"|\b(?:nous|nos)\b[^.!?]{0,120}\bcookies\b"
    r"|\b(?:utilizamos|usamos|utilizziamo|usiamo|wij gebruiken)\b[^.!?]{0,60}\bcookies\b",
    re.IGNORECASE,
)
"""Words in which a site asks for leave to store and to pass on what it learns about its reader."""


class Wall(StrEnum):
    """What was sent in the place of an article."""

    BOTS = "a bot wall"
    ERROR = "an error page"
    SCRIPT = "a page that needs JavaScript"
    CONSENT = "a consent wall"


_PATTERNS = {
    Wall.BOTS: (
        r"\bverif\w+ (?:that )?(?:you(?:'re|’re| are)|if you(?:'re|’re| are)|your browser)\b"
        r"|\b(?:confirm|prove|show|checking|make sure|ensure)\b.{0,30}\byou(?:'re|’re| are) (?:a human|human"
        r"|not a)\b|\bare you a (?:human|robot)\b|\bi(?:'m|’m| am) not a robot\b|\bhuman verification\b"
        r"|\bverifying (?:connection|your)\b"
        r"|\bchecking (?:your browser|if the site connection|the site connection)|^just a moment\W*$"
        r"|\bunusual (?:traffic|activity)\b.{0,40}\b(?:your|from)\b|\bpardon our interruption\b"
        r"|^attention required\b|\b(?:complete|solve|enter|pass)\b.{0,30}\b(?:captcha|security check|challenge)\b"
        r"|\bhcaptcha|\brecaptcha|\byou (?:have been|are|were) (?:temporarily )?blocked\b"
        r"|\byour (?:access|request|ip|device|connection)\b.{0,60}\bblocked\b"
        r"|\baccess to this (?:page|site|website|resource)\b.{0,30}\b(?:denied|blocked|restricted)\b"
        r"|^access (?:is )?denied\W*$|\byou don(?:'|’)?t have permission to access\b"
        r"|\bautomated (?:access|requests|queries|tools?)\b.{0,60}\b(?:you|your|this site|our)\b"
        r"|\byou (?:are|may be|might be) (?:using|a) .{0,20}\b(?:bot|robot|automat)"
        r"|\bmade us think you were a bot\b|\b(?:cloudflare )?ray id\b|\bincident id\b|\bddos protection by\b"
        r"|\bperformance (?:& |and )security by\b|\bprotect itself from online attacks\b"
        r"|\b(?:request|reference|support) (?:id|#|number)\W{0,3}[\da-f.-]{8,}|\bhelp our support team\b"
        r"|\bpress (?:and|&) hold\b|\bneeds to review the security of your connection\b"
        r"|\benable cookies\b.{0,40}\b(?:continue|reload|browser|javascript)\b"
        r"|\bthis (?:question|check) is for testing\b|\bapologi[sz]e for (?:any|the) inconvenience\b"
        r"|\bfor help,? please (?:visit|contact)\b|^(?:reason )?challenge$"
        r"|\b(?:vérifi\w+|prouv\w+) que vous (?:êtes|n['’]êtes)|\bbestätigen sie,? dass sie"
        r"|\bverifi\w+ que (?:eres|usted)"
    ),
    Wall.ERROR: (
        r"\b(?:page|article|url|file|document|resource|content|link)\b.{0,50}\b(?:not found|(?:can|could|was|does"
        r"|is)(?: not|n['’]t|not)(?: be)? (?:found|exist|available)|no longer (?:available|exists?)|(?:been"
        r"|was) (?:moved|removed|deleted)|doesn['’]t exist)\b"
        r"|\b(?:can['’]?t|cannot|could not|couldn['’]t) find (?:the|that|this) (?:page|article|url)\b"
        r"|^(?:page )?not found\W*$"
        r"|^(?:http |error |status )?(?:code )?\W*(?:40[0-9]|410|429|451|50[0-4]|52\d)\b.{0,60}$"
        r"|^(?:.{0,12}\b)?(?:forbidden|bad request|bad gateway|internal server error|gateway time-?out"
        r"|too many requests|service (?:temporarily )?unavailable)\W*$"
        r"|\bthe server (?:is|was|encountered|returned|could|cannot|did)\b.{0,60}\b(?:error|unable|unavailable"
        r"|request|temporarily)\b|\b(?:back to|return to|go to|visit) (?:the |our )?home ?page\b"
        r"|\btry (?:again|refreshing)\b.{0,20}$|^(?:oops|sorry|error)\W|\bsomething went wrong\b"
        r"|\bseite (?:wurde )?(?:leider )?nicht gefunden\b|\bpage (?:est )?(?:introuvable|non trouvée)"
        r"|\bpágina no (?:encontrada|existe)|\bpagina non trovata\b|\bnginx\b|\bapache/|\bvarnish\b"
        r"|\bguru meditation\b"
    ),
    Wall.SCRIPT: (
        r"\b(?:enable|turn on|activate|allow|requires?|needs?|without|disabled?|habilit\w+|aktivier\w+|activ\w+"
        r"|attiv\w+)\b.{0,40}\bjavascript\b"
        r"|\bjavascript\b.{0,60}\b(?:enabled?|disabled|required|turned (?:on|off)|to (?:view|run|use|read|work)"
        r"|not (?:supported|available)|aktivier\w+|activ\w+|attiv\w+)\b"
        r"|\bbrowser\b.{0,40}\b(?:not supported|unsupported|out of date|outdated|too old)\b|^loading\W*$"
    ),
}
_SIGNS = (
    *((wall, re.compile(pattern, re.IGNORECASE)) for wall, pattern in _PATTERNS.items()),
    (Wall.CONSENT, ASKS_CONSENT),
)
_HINTS = frozenset(
    """human robot bot browser connection traffic activity interruption attention captcha challenge hcaptcha recaptcha
    blocked access denied restricted automated ray incident ddos performance online request reference support hold
    security cookies cookie question check inconvenience help moment vous bestätigen verifica verifique verificar found
    exist exists available moved removed deleted find forbidden bad gateway error requests unavailable server homepage
    home again refreshing oops sorry wrong seite introuvable trouvée página pagina nginx apache varnish guru javascript
    loading partners consent legitimate information privacy 400 401 402 403 404 405 406 407 408 409 410 429 451 500 501
    502 503 504 520 521 522 523 524 525 526 527 528 529""".split()  # noqa: SIM905 - a word list reads better so
)
"""One of these words stands in every sentence that shows a sign."""
_MOST_WORDS = 220
"""More than that nobody writes on a wall, but for a consent wall with its list of purposes."""
_LEAST_SHARE = 0.5
"""The share of a text's sentences that address whoever asked for it."""
_ASKED = 4
"""How often a long text that asks for consent names what it asks for."""
_LABEL = 4
"""A line of so few words counts only where it shows a sign."""
_LOOK = 400

_CONSENT = re.compile(r"[Cc]ookie|COOKIE|[Cc]onsent|[Pp]artner|[Ee]inwillig|[Zz]ustimm")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_WORD = re.compile(r"\w+")


def wall_of(lines: Iterable[str]) -> Wall | None:
    """What a text is in the place of an article; None where most of its sentences show no sign of that."""
    lines = list(lines)
    if sum(len(line.split()) for line in lines) > _MOST_WORDS and not _CONSENT.search("\n".join(lines)):
        return None
    shown: Counter[Wall] = Counter()
    words = told = 0
    for sentence in _sentences(lines):
        size = len(_WORD.findall(sentence))
        words += size
        wall = _sign(sentence[:_LOOK])
        if wall:
            shown[wall] += max(size, _LABEL)
        if wall or size >= _LABEL:
            told += max(size, _LABEL)
    if not shown or sum(shown.values()) < _LEAST_SHARE * told:
        return None
    wall = max(shown, key=lambda each: (shown[each], each))
    return wall if words <= _MOST_WORDS or wall is Wall.CONSENT else None


def sign_of_wall(lines: Iterable[str]) -> Wall | None:
    """What a text without any story seems to be: the first sign tells."""
    return next((wall for sentence in _sentences(lines) if (wall := _sign(sentence[:_LOOK]))), None)


def asks_much(paragraphs: Iterable[str]) -> bool:
    """Whether a long text may be one that asks for consent."""
    return sum(paragraph.lower().count("cookie") + paragraph.count("onsent") for paragraph in paragraphs) >= _ASKED


def _sentences(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from (part.strip() for part in _SENTENCE.split(line) if part.strip())


def _sign(sentence: str) -> Wall | None:
    if _HINTS.isdisjoint(_WORD.findall(sentence.lower())):
        return None
    return next((wall for wall, pattern in _SIGNS if pattern.search(sentence)), None)
