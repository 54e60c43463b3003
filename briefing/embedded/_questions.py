"""Open questions: the gaps that a text shows by its own words, each asked in those words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.embedded._answers import Response
from briefing.embedded._cues import GAPS, VERBS
from briefing.embedded._lexicon import Form, Tag, words
from briefing.embedded._offer import MOST_COMPARED
from briefing.embedded._phrases import Phrase
from briefing.embedded._read import Reading
from briefing.embedded._spans import clause_bounds, clause_end, quote_of, trimmed
from briefing.embedded._stems import stems
from briefing.embedded._syntax import Clause
from briefing.schema.terms import Stance

MOST = 4
_LIMIT = 3
_LONGEST = 40
"""Words of a question; longer ones are asked in the fallback's form, which is as long as its quote."""
_WEIGHTS = dict(GAPS)
_OPEN_CLAUSE = words("whether how what when who why where which")
_UNTOLD = words("unclear unknown uncertain undisclosed disclosed secret clear known")
_BEING = words("is are was were be been remain remains remained kept")
_DECIDING = words("decide vote rule")
_PLURAL_PRONOUNS = words("they we these those both")


@dataclass(frozen=True, slots=True)
class Question:
    """A gap as found: asked, and the words that show it. ``place`` is its sentence."""

    question: str
    quote: str
    weight: int
    place: int
    stems: frozenset[str]


def find_questions(reading: Reading, responses: Sequence[Response], parties: frozenset[int]) -> list[Question]:
    """The strongest gaps about the story's parties, in reading order."""
    found = list(_of_pending(reading, responses))
    for clause in reading.clauses:
        if not clause.sentence.title:
            found.extend(_in_clause(reading, clause, parties))
    kept: list[Question] = []
    for question in sorted(found, key=lambda q: (-q.weight, q.place))[:MOST_COMPARED]:
        if question.weight >= _LIMIT and not any(_same(question, other) for other in kept):
            kept.append(question)
    return sorted(kept[:MOST], key=lambda q: q.place)


def _same(a: Question, b: Question) -> bool:
    return a.place == b.place or len(a.stems & b.stems) >= 0.6 * max(1, min(len(a.stems), len(b.stems)))


def _of_pending(reading: Reading, responses: Sequence[Response]) -> Iterator[Question]:
    """Will it answer? A refusal to comment is no gap of the story, so its weight is small."""
    for response in responses:
        if response.stance is Stance.PENDING:
            clause = reading.clauses[response.place[0]]
            at = min(response.place[1], len(clause.tokens) - 1)
            asked = _what_is(reading, clause, at, at) if clause.tokens[at].low in _UNTOLD else None
            asked = asked or _will(reading, clause, at) or _fallback(response.quote)
            weight = 2 if "comment" in response.quote else 5
            yield Question(asked, response.quote, weight, response.place[0],
                           stems(response.quote))  # fmt: skip


def _in_clause(reading: Reading, clause: Clause, parties: frozenset[int]) -> Iterator[Question]:
    sentence = reading.story.text[clause.sentence.start : clause.sentence.end]
    for start, phrase in _gaps(sentence)[:3]:
        first = _token_at(clause, clause.sentence.start + start)
        last = _token_at(clause, clause.sentence.start + start + len(phrase) - 1)
        if not _is_gap(clause, first):
            continue
        weight = _WEIGHTS[phrase]
        begin, end = clause_bounds(clause, first, None)
        quote = quote_of(reading.story, clause, begin, max(end, last))
        asked = _asked(reading, clause, first, last)
        if asked is None:
            quote = _whole(sentence) or quote
            asked = _fallback(quote)
        if any(e in parties for e in clause.inside.values()):
            weight += 1
        yield Question(asked, quote, weight, clause.sentence.index, stems(quote))
        return


def _gaps(sentence: str) -> list[tuple[int, str]]:
    """Where phrases of `GAPS` stand, the strongest first. A find for each is far faster than one pattern of all."""
    low = sentence.lower()
    if len(low) != len(sentence):
        low = "".join(c.lower() if c.isascii() else c for c in sentence)
    found = []
    for phrase, weight in GAPS:
        at = low.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            bounded = not (at and low[at - 1].isalnum() and phrase[0].isalnum())
            if bounded and not (end < len(low) and low[end].isalnum()):
                found.append((-weight, at, phrase))
                break
            at = low.find(phrase, at + 1)
    return [(at, phrase) for _, at, phrase in sorted(found)]


def _whole(sentence: str) -> str | None:
    """The sentence, where it is short enough to be asked about as it stands."""
    return trimmed(sentence) if len(sentence.split()) <= _LONGEST else None


def _token_at(clause: Clause, offset: int) -> int:
    return next((n for n, t in enumerate(clause.tokens) if t.end > offset), len(clause.tokens) - 1)


def _is_gap(clause: Clause, at: int) -> bool:
    """Not the month of May, not "was questioned about it", not what only a condition says."""
    token = clause.tokens[at]
    if token.low == "may":
        return token.tag is Tag.MODAL and at > 0  # "May he rest in peace" is a wish
    if token.low == "disputed" and at and clause.tokens[at - 1].tag is Tag.DET:
        return False  # "the disputed island"
    return token.low != "questioned" or not clause.group(at).passive


def _fallback(quote: str) -> str:
    return f"What will come of this: {quote.rstrip('.?! ')}?"


def _asked(reading: Reading, clause: Clause, first: int, last: int) -> str | None:
    """The gap as a question in the words of the text, None where no form fits."""
    tokens = clause.tokens
    following = tokens[last + 1].low if last + 1 < len(tokens) else ""
    opening = last if tokens[last].low == "whether" else last + 1
    if following in _OPEN_CLAUSE or opening == last:
        return _known(reading, clause, opening)
    if tokens[last].low in _UNTOLD:
        return _what_is(reading, clause, first, last)
    for verb in _verbs_near(clause, first, last):
        asked = _will(reading, clause, verb)
        if asked:
            return asked
    return None


def _verbs_near(clause: Clause, first: int, last: int) -> Iterator[int]:
    """The verbs that the gap is about: behind its modal, its "to" or its "not yet"."""
    tokens = clause.tokens
    if tokens[last].tag is Tag.VERB and last > first and tokens[last - 1].tag in (Tag.TO, Tag.MODAL):
        yield last
        return
    for at in range(first, min(last + 14, len(tokens) - 1)):
        if tokens[at].tag is Tag.MODAL or (tokens[at].tag is Tag.TO and at >= last):
            verb = at + 1
            while verb < len(tokens) - 1 and tokens[verb].tag is Tag.ADV:
                verb += 1
            if tokens[verb].tag is not Tag.NEG:
                yield verb
            return
        if at > last and tokens[at].tag is Tag.VERB and tokens[last].low in {"yet", "not"}:
            yield at
            return


def _known(reading: Reading, clause: Clause, opening: int) -> str | None:
    """ "would not say whether the mine closes" → "Is it known whether the mine closes?"."""
    end = clause_end(clause, opening)
    text = _slice(reading, clause, opening, end)
    return _checked(f"Is it known {text[0].lower()}{text[1:]}?")


def _what_is(reading: Reading, clause: Clause, first: int, last: int) -> str | None:
    """ "the exact figure was kept secret" → "What is the exact figure?"; "an undisclosed sum" → the sum."""
    tokens = clause.tokens
    if last + 1 < len(tokens) and tokens[last].low == "undisclosed" and tokens[last + 1].tag is Tag.WORD:
        return f"What is the undisclosed {tokens[last + 1].text}?"
    verb = next((n for n in range(min(last, first + 1), max(-1, first - 4), -1) if tokens[n].low in _BEING), None)
    subject = clause.subject(verb) if verb else None
    if subject is None or tokens[subject.last].tag is Tag.PRON or subject.last >= last:
        return None
    if (
        subject.first
        and tokens[subject.first - 1].tag in (Tag.PREP, Tag.POSS, Tag.TO, Tag.PUNCT)
        and tokens[subject.first - 1].text != ","
    ):
        return None
    name = _named(reading, clause, subject)
    plural = tokens[subject.last].low.endswith("s") and subject.entity is None
    return _checked(f"What {'are' if plural else 'is'} {name}?") if name else None


def _will(reading: Reading, clause: Clause, verb: int) -> str | None:
    """ "Oslo has not yet answered the letter" → "Will Oslo answer the letter?"."""
    tokens = clause.tokens
    word = tokens[verb].low
    form = VERBS.get(word)
    subject = clause.subject(verb)
    if subject is None or subject.last >= verb or tokens[verb].tag not in (Tag.VERB, Tag.WORD, Tag.AUX):
        return None
    if tokens[verb].tag is Tag.AUX and (word not in {"be", "do", "have"} or _participle_at(clause, verb + 1)):
        return None
    if form is None and tokens[verb].tag is Tag.WORD and tokens[verb - 1].tag not in (Tag.MODAL, Tag.TO, Tag.ADV):
        return None
    if form and form.form is Form.GERUND:
        return None  # "was reviewing it"
    lemma = form.lemma if form else word
    if clause.group(verb).passive:
        lemma = f"be {tokens[verb].text}"
    name = _named(reading, clause, subject)
    if name is None:
        return None
    end = _before_joined(clause, verb, clause_end(clause, verb))
    rest = _slice(reading, clause, verb + 1, end) if end > verb else ""
    ask = "How will" if lemma in _DECIDING and not rest.startswith("whether") else "Will"
    return _checked(f"{ask} {name} {lemma} {rest}".rstrip(" ,") + "?")


def _before_joined(clause: Clause, verb: int, end: int) -> int:
    """Where the predicate ends that begins at a verb: "agreed | and wanted changes" joins another one."""
    for at in range(verb + 1, end):
        if clause.tokens[at].tag is Tag.CONJ or clause.tokens[at].low in {"and", "but"}:
            after = clause.tokens[at + 1]
            finite = after.tag is Tag.VERB and VERBS[after.low].form in (Form.PAST, Form.PRESENT)
            if finite or after.tag in (Tag.MODAL, Tag.AUX):
                return at - 1
    return end


def _participle_at(clause: Clause, at: int) -> bool:
    known = VERBS.get(clause.tokens[at].low) if at < len(clause.tokens) else None
    return clause.tokens[at - 1].low == "have" and (known is None or known.form is Form.PAST)


def _named(reading: Reading, clause: Clause, phrase: Phrase) -> str | None:
    """The subject in words that a question can begin with; a pronoun only where it is sure whom it means."""
    first = clause.tokens[phrase.first]
    if clause.tokens[phrase.last].tag is Tag.PRON:
        if phrase.entity is None or clause.tokens[phrase.last].low in _PLURAL_PRONOUNS:
            return None
        known = reading.cast.entities[phrase.entity]
        return f"the {known.name}" if known.common else known.name
    text = _slice(reading, clause, phrase.first, phrase.last)
    return text if first.tag is Tag.NAME or not text else text[0].lower() + text[1:]


def _slice(reading: Reading, clause: Clause, first: int, last: int) -> str:
    return trimmed(reading.story.text[clause.tokens[first].start : clause.tokens[last].end]).rstrip(".?!")


def _checked(question: str) -> str | None:
    """None for a question that is cut oddly: too long, or with half of a pair of marks."""
    if len(question.split()) > _LONGEST or question.count('"') % 2 or question.count("“") != question.count("”"):
        return None
    return (
        None if question.count("(") != question.count(")") or question.count("[") != question.count("]") else question
    )
