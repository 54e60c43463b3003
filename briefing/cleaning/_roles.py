"""What each line of a text is: a kind of paragraph, or a reason to leave it out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.cleaning import _cues
from briefing.cleaning._bylines import read_dateline
from briefing.cleaning._lines import TextLine
from briefing.cleaning._pieces import Role
from briefing.cleaning._story import is_sentence
from briefing.schema.article import DropReason, ParagraphKind

_TITLE_WORDS = range(2, 36)
_BLOCK_GAP = 12
"""How many lines that are left out may stand inside one block of a story."""
_LINK_WORDS = 4
_BYLINE_REACH = 4
"""How many lines below its title the byline stands."""
_PROSE = 12
"""From this many words on a line is prose rather than a label."""
_HEAD_REACH = 40
"""How many lines above the story are searched for its title and standfirst."""
_FOOT_REACH = 4
"""How many lines below the story a note or a caption may stand and still belong to it."""
_ABOVE_REACH = 3
"""How many lines above its title an article's lead picture may stand."""
_LONGEST_CAPTION = 80
"""Words."""
_SENTENCE_END = re.compile(r"""[.!?…:;]["'”’»)\]]{0,3}$""")
_ELLIPSIS_END = re.compile(r"""(?:\.\.\.|…)\s?["”»]?$""")
_OPENING, _CLOSING = "“„«", "”“»"


@dataclass(frozen=True, slots=True)
class Labels:
    """The role of each line; ``title`` is the index of the title's line, ``cut`` why the text is incomplete."""

    roles: tuple[Role, ...]
    title: int | None
    cut: str | None


def label(lines: Sequence[TextLine], story: Sequence[bool], carried_title: str | None = None) -> Labels:
    """The role of each line, given which of them tell the story."""
    kept = [i for i, tells in enumerate(story) if tells]
    roles = _outside(lines)
    if not kept:
        return Labels(tuple(roles), None, None)
    opening = _opening(lines, kept)
    metadata = frozenset(i for i, role in enumerate(roles) if role is DropReason.METADATA)
    title = _find_title(lines, kept, opening, metadata, carried_title)
    first = _first_of_body(lines, kept, title, metadata)
    for i in kept:
        if i >= first:
            roles[i] = ParagraphKind.BODY
        elif title is None or i < title:
            roles[i] = _above(lines[i], roles[i])
    if title is not None:
        roles[title] = ParagraphKind.TITLE
        _read_head(lines, roles, range(title + 1, first))
        _read_above(lines, roles, range(max(0, title - _ABOVE_REACH), title))
    _read_foot(lines, roles, kept[-1])
    _refine_story(lines, roles, [i for i in kept if roles[i] is ParagraphKind.BODY])
    _mark_credited(lines, roles)
    cut = _mark_cut(lines, roles)
    _drop_repeats(lines, roles)
    return Labels(tuple(roles), title, cut)


def label_extracted(lines: Sequence[TextLine], roles: Sequence[ParagraphKind], below: Sequence[TextLine]) -> Labels:
    """The roles of paragraphs that an extractor chose; ``below`` are lines that follow the last of them.

    Bylines and dates among the first of them are metadata; captions and notes stand beside the story.
    """
    sorted_roles: list[Role] = list(roles)
    body = [i for i, role in enumerate(roles) if role is ParagraphKind.BODY]
    for i in body[:_BYLINE_REACH]:
        if lines[i].size < _PROSE and lines[i].signs.metadata:
            sorted_roles[i] = DropReason.METADATA
    for i in body:
        line = lines[i]
        role: Role | None = _beside(line) if sorted_roles[i] is ParagraphKind.BODY else None
        if line.signs.more and line.size <= _LINK_WORDS and not _SENTENCE_END.search(line.text):
            role = DropReason.RELATED  # it does no more than send its reader on
        if role and len(body) > 1:
            sorted_roles[i] = role
    _mark_credited(lines, sorted_roles)
    everything = [*sorted_roles, *(DropReason.OTHER for _ in below)]
    cut = _mark_cut([*lines, *below], everything)
    title = roles.index(ParagraphKind.TITLE) if ParagraphKind.TITLE in roles else None
    return Labels(tuple(everything[: len(lines)]), title, cut)


def _opening(lines: Sequence[TextLine], kept: Sequence[int]) -> int:
    """Where the story's largest block starts: a stray line far above it has no say in where its title is."""
    starts = [kept[0]]
    masses = [0]
    for previous, i in zip([kept[0], *kept], kept, strict=False):
        if i - previous > _BLOCK_GAP:
            starts.append(i)
            masses.append(0)
        masses[-1] += lines[i].size
    return starts[masses.index(max(masses))]


def _first_of_body(lines: Sequence[TextLine], kept: Sequence[int], title: int | None, metadata: Collection[int]) -> int:
    """The first line of the body below the title.

    A byline or a date close below the title ends the head: what is kept between the two is the standfirst. A
    label of one to three words opens no story either.
    """
    below = [i for i in kept if title is None or i > title]
    if not below or title is None:
        return kept[0]
    head = range(title + 1, min(len(lines), title + 1 + _BYLINE_REACH))
    byline = next((i for i in head if i in metadata), title)
    for i in below:
        if i > byline and (lines[i].size > 3 or _SENTENCE_END.search(lines[i].text)):
            return i
    return below[0]


def _find_title(
    lines: Sequence[TextLine], kept: Sequence[int], opening: int, metadata: Collection[int], carried: str | None
) -> int | None:
    """The line above (or at the head of) the story that names what the story is about, None where none does."""
    window = range(max(0, opening - _HEAD_REACH), min(len(lines), opening + 3))
    if carried:
        wanted = carried.strip().lower()
        return next((i for i in reversed(window) if lines[i].text.lower() == wanted), None)
    told = set(kept)
    if (headline := _headline_of_plain(lines, told, metadata)) is not None:
        return headline
    prose: Counter[str] = Counter()
    for i in kept:
        prose.update(_terms(lines[i]))
    page = _TitleEvidence(prose, Counter(line.words for line in lines), metadata)
    scored = [
        (page.score(lines[i], i, opening, i in told, i == opening and _heads_story(lines, i)), -i)
        for i in window
        if i not in metadata and _may_title(lines[i])
    ]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] > _TITLE_THRESHOLD else None


def _headline_of_plain(lines: Sequence[TextLine], told: Collection[int], metadata: Collection[int]) -> int | None:
    """The line that opens a text, where the story follows it at once: with a dateline, or with a lead that shares
    a longer word with it."""
    opening = [i for i in range(min(len(lines), _BYLINE_REACH + 2)) if i not in metadata][:2]
    if len(opening) < 2:
        return None
    first, lead = opening
    headline, following = lines[first], lines[lead]
    if lead not in told or not _may_title(headline) or headline.text.endswith("."):
        return None
    if read_dateline(following.text):
        return first
    terms = _terms(headline)
    shared = any(not terms.isdisjoint(_terms(lines[i])) for i in told if i > first)
    return first if shared and following.size >= _PROSE and is_sentence(following) else None


def _heads_story(lines: Sequence[TextLine], opening: int) -> bool:
    """Whether the first line of a story stands above it by its shape: no sentence, set apart from a longer one."""
    line, following = lines[opening], lines[opening + 1 : opening + 2]
    return (
        not _SENTENCE_END.search(line.text[-6:])
        and bool(following and following[0].gap and line.gap)
        and following[0].size >= _PROSE
        and is_sentence(following[0])
    )


# A title shares most of its longer words with the story and stands above the byline. The weights were set by hand,
# in steps of a tenth or so, for the share of exact titles on the development pages; few of them matter alone.
_TITLE_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class _TitleEvidence:
    """What a page knows about its possible titles."""

    prose: Counter[str]
    copies: Counter[tuple[str, ...]]
    dated: Collection[int]

    def score(self, line: TextLine, at: int, opening: int, told: bool, heads: bool = False) -> float:
        """How much speaks for the line ``at``; one that tells the story does so only where it ``heads`` it."""
        longer = _terms(line)
        score = sum(self.prose.get(word, 0) > told for word in longer) / len(longer) if longer else 0.0
        score += 0.25 if self.copies[line.words] > 1 else 0.0
        score += 0.1 if line.gap else 0.0
        score += 0.4 if any(i in self.dated for i in range(at + 1, at + 1 + _BYLINE_REACH)) else 0.0
        score -= 0.8 if line.text.endswith((".", "。")) else 0.0
        score -= 0.3 if line.bullet else 0.0
        score -= 0.2 if line.size > 18 else 0.0
        score -= 0.3 if line.size < 4 else 0.0
        score -= 0.02 * max(0, opening - at)
        score -= 0.5 if told and not heads else 0.0
        return score + (0.5 if line.heading else 0.0)


def _terms(line: TextLine) -> set[str]:
    """The longer words of a line; where a script sets no spaces, each two characters that stand side by side."""
    if line.size <= len(line.words):
        return {word for word in line.words if len(word) > 3}
    return {word[i : i + 2] for word in line.words for i in range(len(word) - 1)}


def _may_title(line: TextLine) -> bool:
    text = line.text
    return (
        line.size in _TITLE_WORDS
        and len(text) < 250
        and not _ELLIPSIS_END.search(text)
        and not _cues.is_caption(text, line.words)
        and not text.startswith(("(", "•"))
        and line.signs.section is None
        and line.signs.reason is None
    )


def _outside(lines: Sequence[TextLine]) -> list[Role]:
    """Why each line is left out, as if none told the story: its own signs, else the section that it stands in."""
    roles: list[Role] = []
    section: DropReason | None = None
    seen: set[str] = set()
    for line in lines:
        starts, own = line.signs.section, line.signs.reason
        if starts:
            section = starts
        elif own is not None or (section and _is_label(line)):
            section = None
        if line.signs.metadata:
            roles.append(DropReason.METADATA)
        elif starts or own or section:
            roles.append(starts or own or section or DropReason.OTHER)
        elif line.text in seen and len(line.words) > 4:
            roles.append(DropReason.REPEATED)
        else:
            roles.append(DropReason.MENU if len(line.words) < 12 else DropReason.OTHER)
        seen.add(line.text)
    return roles


def _is_label(line: TextLine) -> bool:
    return len(line.words) <= 2 and line.gap > 0 and not line.bullet and not line.text[:1].isdigit()


def _above(line: TextLine, outside: Role) -> Role:
    """A kept line that stands above the title: the lead picture's caption, prose, or nothing of the story."""
    if _is_caption(line):
        return ParagraphKind.CAPTION
    return ParagraphKind.BODY if line.size >= _PROSE else outside


def _is_caption(line: TextLine) -> bool:
    text, words = line.text, line.words
    return len(words) <= _LONGEST_CAPTION and (_cues.is_caption(text, words) or _cues.opens_as_caption(text))


def _read_head(lines: Sequence[TextLine], roles: list[Role], head: range) -> None:
    """Between title and story: standfirst, captions, byline and dates."""
    for i in head:
        line = lines[i]
        if _cues.CORRECTION.match(line.text[: _cues.LOOK]):
            roles[i] = ParagraphKind.CORRECTION
        elif line.signs.metadata:
            roles[i] = DropReason.METADATA
        elif _is_caption(line):
            roles[i] = ParagraphKind.CAPTION
        elif roles[i] in (DropReason.MENU, DropReason.OTHER) and _may_lead(line):
            roles[i] = ParagraphKind.STANDFIRST


def _read_above(lines: Sequence[TextLine], roles: list[Role], above: range) -> None:
    """Just above the title: the caption of the lead picture."""
    for i in above:
        if isinstance(roles[i], DropReason) and len(lines[i].words) >= 4 and _is_caption(lines[i]):
            roles[i] = ParagraphKind.CAPTION


def _may_lead(line: TextLine) -> bool:
    is_long = len(line.words) >= 8 and (bool(_SENTENCE_END.search(line.text)) or len(line.text) >= 60)
    return is_long and not line.bullet


def _read_foot(lines: Sequence[TextLine], roles: list[Role], last: int) -> None:
    """Just below the story: notes of the agency or the outlet."""
    for i in range(last + 1, min(len(lines), last + 1 + _FOOT_REACH)):
        text = lines[i].text[: _cues.LOOK]
        if _cues.is_agency_note(text, lines[i].words):
            roles[i] = ParagraphKind.AGENCY_NOTE
        elif _cues.CORRECTION.match(text):
            roles[i] = ParagraphKind.CORRECTION


def _refine_story(lines: Sequence[TextLine], roles: list[Role], body: Sequence[int]) -> None:
    """Inside the story: headings, captions and notes."""
    for position, i in enumerate(body):
        if beside := _beside(lines[i]):
            roles[i] = beside
        elif position + 1 < len(body) and _is_heading(lines[i], lines[body[position + 1]]):
            roles[i] = ParagraphKind.HEADING


def _mark_credited(lines: Sequence[TextLine], roles: list[Role]) -> None:
    """The credits of pictures, and what stands above one and describes the picture, while there is a story besides."""
    told = sum(role is ParagraphKind.BODY for role in roles)
    for i, (line, below) in enumerate(pairwise(lines)):
        if told > 1 and roles[i] in (ParagraphKind.BODY, ParagraphKind.STANDFIRST) and _is_credited(line, below):
            told -= roles[i] is ParagraphKind.BODY
            roles[i] = ParagraphKind.CAPTION
            if isinstance(roles[i + 1], ParagraphKind):
                told -= roles[i + 1] is ParagraphKind.BODY
                roles[i + 1] = ParagraphKind.CAPTION


def _is_credited(line: TextLine, below: TextLine) -> bool:
    if not 4 <= len(line.words) <= _LONGEST_CAPTION or not _cues.is_credit(below.text, below.words):
        return False
    return _cues.ends_as_caption(line.text)


def _beside(line: TextLine) -> ParagraphKind | None:
    """What a line of the story is that stands beside it: a note, a correction, a caption; None for the story."""
    if len(line.words) < 60 and _cues.is_agency_note(line.text, line.words):
        return ParagraphKind.AGENCY_NOTE
    if _cues.CORRECTION.match(line.text[: _cues.LOOK]):
        return ParagraphKind.CORRECTION
    return ParagraphKind.CAPTION if len(line.words) < 40 and _is_caption(line) else None


def _is_heading(line: TextLine, following: TextLine) -> bool:
    if line.heading:
        return True
    return (
        len(line.words) <= 12
        and not line.bullet
        and not _SENTENCE_END.search(line.text)
        and len(following.words) > 2 * len(line.words)
        and line.text[:1] not in "\"“'‘(—–-"
    )


def _mark_cut(lines: Sequence[TextLine], roles: list[Role]) -> str | None:
    """Why the story ends early, where its last line breaks off: what follows tells a paywall from a teaser."""
    last = max((i for i, role in enumerate(roles) if role is ParagraphKind.BODY), default=None)
    if last is None or not _ELLIPSIS_END.search(lines[last].text[-8:]):
        return None
    below = [line.text[: _cues.LOOK] for line in lines[last + 1 : last + 9]]
    if any(map(_cues.names_paywall, below)):
        cut = "paywall"
    elif any(_cues.MORE.search(text) for text in below) or last == len(lines) - 1:
        cut = "teaser"
    else:
        return None
    if _is_open_quote(lines[last].text):
        roles[last] = ParagraphKind.CUT_QUOTE
    return cut


def _is_open_quote(text: str) -> bool:
    """Whether a quotation is opened and not closed in ``text``."""
    if text.count('"') % 2:
        return True
    return max(text.rfind(mark) for mark in _OPENING) > max(text.rfind(mark) for mark in ("”", "»"))


def _drop_repeats(lines: Sequence[TextLine], roles: list[Role]) -> None:
    """A caption or note that stands twice is kept once; so is a line that repeats the title."""
    seen: set[str] = set()
    for i, role in enumerate(roles):
        if isinstance(role, DropReason) or role is ParagraphKind.BODY:
            continue
        if lines[i].text in seen:
            roles[i] = DropReason.REPEATED
        seen.add(lines[i].text)
    for i, role in enumerate(roles):
        if role in (DropReason.MENU, DropReason.OTHER, DropReason.RELATED) and lines[i].text in seen:
            roles[i] = DropReason.REPEATED
