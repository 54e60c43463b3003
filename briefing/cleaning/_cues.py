"""Signs by which a line shows what it is. All patterns are bounded, and are tried on a line's first characters.

The words are those of page furniture (labels, buttons, notes), in the languages of the larger news markets; none
of them are words of ordinary prose.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from briefing.schema.article import DropReason

LOOK = 400
"""How much of a line is looked at for signs, from its start (and from its end)."""

_I = re.IGNORECASE

_CAPTION = re.compile(
    r"""\(\s?(?:photo|image|picture|pic|foto|photograph|bild|video|file\sphoto|credit|representational)\b[^()]{0,80}\)
      | \b(?:photo|image|picture|pic|video|foto|bild)\s?(?:credits?|source|courtesy|by|nachweis|quelle)\s?[:\s/]
      | \b(?:photograph|foto|crédit|bildquelle)\s?[:/]
      | \b(?:AP|AFP|Reuters|PTI|EPA|ANI|Getty)\s(?:file\s)?(?:photo|images)\b
      | ^(?:photos?|picture|image|caption|file\sphoto|foto|bild|pictured(?:\sabove)?)\s?[:|]
      | \bgetty\simages\b | \bfile\sphoto\b | \b(?:via|/)\s?(?:AP|Getty|Reuters|Shutterstock)\s?(?:images)?\)?$
      | ©\s?(?:getty|AP\b|reuters|AFP\b|epa\b|imago)""",
    _I | re.VERBOSE,
)
_AGENCY_NOTE = re.compile(
    r"""syndicated\s(?:news\s)?feed | auto-?\s?generated\sfrom | (?:has\snot|hasn't|not)\sbeen\sedited\sby
      | \bhas\sbeen\spublished\s(?:from|without)\b.{0,60}(?:agency|feed|wire)
      | published\sfrom\sa\s(?:wire|third\sparty) | \bwith\s(?:agency\s)?inputs?\sfrom\b
      | ^\(?(?:additional\s)?reporting\sby\b.{0,200}\b(?:editing|writing)\sby\b
      | ^[([]?(?:with|from)\s(?:agency|agencies|wire)\s(?:inputs|reports) | unedited\sand\s""",
    _I | re.VERBOSE,
)
CORRECTION = re.compile(
    r"""^[\[(]?(?:correction|corrections|clarification|editor'?s?’?s?\snote|update(?:d)?|korrektur|correctif)
        (?:\s\(?[\w.,: ]{0,30}\)?)?\s?[:—–-]\s?\w
      | ^[\[(]?this\s(?:article|story|post|report|piece|headline)\s(?:has\sbeen|was)\s
        (?:updated|amended|corrected|edited|revised|changed)
      | ^an?\s(?:earlier|previous)\sversion\sof\sthis\s(?:article|story|post|report)""",
    _I | re.VERBOSE,
)
PAYWALL = re.compile(
    r"""\bsubscri(?:be|ber|bers|ption)\b | \balready\s(?:a\s(?:member|subscriber)|subscribed|registered)\b
      | \b(?:log|sign)\s?in\b | \bbecome\s(?:a|an)\s(?:\w+\s)?(?:member|subscriber)\b | \bsupporting\smember
      | \b(?:free|remaining)\sarticles?\b | \bto\s(?:continue|keep)\sreading\b | \bcontinue\sreading\b
      | \bunlock\s(?:this|the)\b | \bpremium\s(?:content|article)\b | \bstart\s(?:your\s)?(?:free\s)?trial\b
      | \babonn(?:ez|ieren|ement|é) | \bsuscr[ií]b | \babbonat | \bjetzt\s(?:testen|weiterlesen)""",
    _I | re.VERBOSE,
)
MORE = re.compile(r"\b(?:read|see|learn|show|load)\s(?:the\s)?(?:more|full|rest)\b|\bfull\sstory\b|\bread\son\b", _I)

SECTION_STARTS: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.BIO,
        re.compile(
            r"^(?:about the authors?|author (?:bio|info|profile|details)|author|bio|über den autor|written by|"
            r"contributors?|meet the author)\W{0,3}$",
            _I,
        ),
    ),
    (
        DropReason.RELATED,
        re.compile(
            r"^(?:related(?: \w{1,14}){0,2}|more (?:from|on|in|stories|news|like|to)\b.{0,40}|read (?:more|next|also)|"
            r"(?:also|you (?:may|might) also) (?:read|like).{0,20}|see also|trending(?: \w+){0,2}|"
            r"(?:most|top) \w+(?: \w+)?|latest(?: \w+){0,2}|popular(?: \w+){0,2}|recommended.{0,30}|"
            r"editor['’]?s?['’]? picks?|don['’]?t miss.{0,20}|up next|what to read next|next (?:article|story)|"
            r"breaking(?: news)?|headlines|in (?:other|this) .{0,20}|mehr zum thema|lesen sie auch|à lire aussi|"
            r"lire aussi|lee también|leggi anche|leia também)\W{0,3}$",
            _I,
        ),
    ),
    (
        DropReason.COMMENTS,
        re.compile(
            r"^(?:\(?\d{0,6}\)?\s?comments?(?: \(?\d{1,6}\)?| section)?|leave a (?:reply|comment).{0,30}|"
            r"join the (?:conversation|discussion)|post a comment|kommentare?|commentaires?|comentarios|"
            r"reader comments|add (?:a|your) comment.{0,20}|"
            r"\d{1,5} (?:replies|responses|thoughts on .{0,100}))\W{0,3}$",
            _I,
        ),
    ),
)

# One of these words stands in every label that opens a passage.
_START_WORDS = frozenset(
    """about author autor bio written contributor contributors meet related more read also may might see trending most
    top latest popular recommended editor editors picks don miss up next what breaking headlines in mehr lesen lire lee
    leggi leia comment comments leave join post kommentar kommentare commentaire commentaires comentarios reader add
    replies responses thoughts""".split()  # noqa: SIM905 - a word list reads better than forty quoted strings
)

_LINE_REASONS: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.COOKIES,
        re.compile(r"\bcookies?\b|\bgdpr\b|\bconsent\b.{0,60}\b(?:data|partners)\b|\bdatenschutz", _I),
    ),
    (
        DropReason.LEGAL,
        re.compile(
            r"©|\(c\) ?\d{4}|\bcopyright\b|\ball rights reserved\b|\bprivacy (?:policy|notice)\b|"
            r"\bterms (?:of|and)\b|\bdisclaimer\b|\bimpressum\b|\breprint permission",
            _I,
        ),
    ),
    (
        DropReason.ADVERT,
        re.compile(
            r"^(?:ads?|advert|advertisement|advertising|sponsored(?: content)?|anzeige|publicité|publicidad|promoted)"
            r"\W{0,3}$|\bsponsored by\b|\badvertisement\b",
            _I,
        ),
    ),
    (DropReason.PAYWALL, PAYWALL),
    (
        DropReason.COMMENTS,
        re.compile(
            r"^(?:reply|report abuse|upvote|log ?in to reply)\W{0,3}$|\b(?:leave a|post) (?:comment|reply)\b", _I
        ),
    ),
    (
        DropReason.RELATED,
        re.compile(r"^(?:read (?:more|also|next)|also read|see also|related|watch|recommended|trending|more)\s?:", _I),
    ),
)

# One of these words stands in every line that a pattern of `_LINE_REASONS` finds: most lines need no pattern.
_SIGNAL_WORDS = frozenset(
    """cookie cookies gdpr consent c copyright rights privacy terms disclaimer impressum reprint ad ads advert
    advertisement advertising sponsored anzeige publicité publicidad promoted subscribe subscriber subscribers
    subscription already log login sign signin become supporting article articles reading unlock premium start trial
    abonnez abonnieren abonnement abonné reply report upvote comment read also see related watch recommended trending
    more jetzt datenschutz datenschutzerklärung datenschutzhinweise suscríbete suscríbase suscribirse abbonati
    abbonamento""".split()  # noqa: SIM905 - a word list reads better than forty quoted strings
)
_CAPTION_WORDS = frozenset(
    """photo photos image images picture pictured pic foto photograph bild video file credit crédit bildquelle getty ap
    afp reuters pti epa ani caption via representational""".split()  # noqa: SIM905 - as above
)
_NOTE_WORDS = frozenset(
    "feed generated autogenerated edited published inputs input reporting unedited agency agencies wire".split()  # noqa: SIM905 - as above
)


def reason_of(text: str, words: Collection[str]) -> DropReason | None:
    """Why a line would be left out by what it says itself, None where it shows no sign.

    ``words`` are the line's words in lower case.
    """
    if "©" not in text and _SIGNAL_WORDS.isdisjoint(words):
        return None
    head = text[:LOOK]
    for reason, pattern in _LINE_REASONS:
        if pattern.search(head):
            return reason
    return None


def section_start(text: str, words: Collection[str]) -> DropReason | None:
    """What the lines below this one are, where it is the label of a passage that is not the story."""
    if len(text) > 60 or _START_WORDS.isdisjoint(words):
        return None
    for reason, pattern in SECTION_STARTS:
        if pattern.match(text):
            return reason
    return None


def is_caption(text: str, words: Collection[str]) -> bool:
    """Whether a line shows at its start or end that it describes a picture."""
    if "©" not in text and _CAPTION_WORDS.isdisjoint(words):
        return False
    return bool(_CAPTION.search(text[:LOOK]) or (len(text) > LOOK and _CAPTION.search(text[-LOOK // 2 :])))


def is_agency_note(text: str, words: Collection[str]) -> bool:
    """Whether a line says that an agency's text was taken over."""
    return not _NOTE_WORDS.isdisjoint(words) and bool(_AGENCY_NOTE.search(text[:LOOK]))
