"""Passages that address a language model and not a reader: ``ignore previous instructions``, fake turns, end marks.

They are no news, and whoever wrote them wants them to be obeyed. They are left out of an article, and listed. The
signs are the phrases and marks of such orders, in the languages of the larger news markets; an article *about* such
orders loses the sentences that quote them, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from briefing.cleaning._pieces import Facts, Piece, Reading, cut_out, holds_unseen, unseen_letters
from briefing.schema.article import Dropped, DropReason
from briefing.schema.base import Span
from briefing.schema.document import Document

_MODEL = (
    r"(?:(?:large |ai )?language models?|llms?|a\.?i\.?(?:[ -](?:assistants?|models?|agents?|systems?|bots?|readers?"
    r"|tools?|summari[sz]ers?|crawlers?))?|artificial intelligences?|chat ?bots?|chatgpt|gpt(?:-?\d\w*)?|claude|gemini"
    r"|copilot|summari[sz](?:ers?|ation (?:bots?|models?|systems?|tools?))|assistants?(?! (?:coach|professor|manager"
    r"|secretary|referee|editor|attorney|director|principal|commissioner)))"
)
_ORDERS = r"(?:instructions?|prompts?|directives?|system messages?)"
_EARLIER = (
    r"(?:previous|prior|above|earlier|preceding|foregoing|former|original|initial|existing|system|your"
    r"|all (?:of )?(?:the |your |other |these |those )?)"
)


class _Sign:
    """A pattern, and the words that stand in every text that it finds: of each group one.

    The words of a text are at hand, and to compare them takes a hundredth of what looking for the pattern does.
    """

    def __init__(self, words: str, pattern: str, *, order: bool = False) -> None:
        self._words = tuple(frozenset(group.split()) for group in words.split(" & ") if group)
        self._pattern = pattern
        self._order = order
        """Whether it speaks for an order only at the start of a sentence, or behind ``please``."""

    def may_be_in(self, words: Collection[str]) -> bool:
        return not any(group.isdisjoint(words) for group in self._words)

    def is_in(self, lowered: str) -> bool:
        """False only where nothing is found in a text in lower case: in a third of the time of finding it."""
        return re.search(self._pattern.removeprefix(r"\b"), lowered, re.MULTILINE) is not None

    def find(self, text: str) -> Iterator[re.Match[str]]:
        found = re.finditer(self._pattern, text, re.IGNORECASE | re.MULTILINE)
        return (
            (match for match in found if _STARTS.search(text[max(0, match.start() - 12) : match.start()]))
            if self._order
            else found
        )


_STARTS = re.compile(
    r"(?:^|[.!?:;>\"“*#(\[-]\s{0,3}|\n\s{0,8}|\b(?:please|now|must|should|immediately|always|and|to|not),?\s)$",
    re.IGNORECASE,
)
_FORGET = r"(?:ignore|disregard|forget|override|bypass|discard|overrule)"
_FORGETS = "ignore disregard forget override bypass discard overrule"
_ORDERED = "instruction instructions prompt prompts directive directives system"
_NAMED = (
    "language llm llms ai ais artificial chatbot chatbots chat chatgpt gpt claude gemini copilot assistant assistants "
    "summarizer summarizers summariser summarisers summarization summarisation"
)
_EARLIER_RULES = r"(?:previous|prior|above|earlier|preceding|your)\s(?:\w+\s){0,2}?"
_RULES = (
    r"(?:instructions?|prompts?|directives?|directions?|guidelines?|rules|commands?|constraints|context|training"
    r"|programming)"
)
_SIGNS = (
    # Orders to forget orders.
    _Sign(
        f"{_ORDERED} & {_FORGETS} following follow obey",
        rf"\b(?:{_FORGET}|stop following|(?:do not|don['’]t) (?:follow|obey))\s(?:\w+\s){{0,4}}?{_EARLIER}\s?"
        rf"(?:\w+\s){{0,3}}?{_ORDERS}\b(?! (?:from|of|issued|given|by)\b)",
    ),
    _Sign(
        _FORGETS,
        rf"\b{_FORGET}\s(?:everything|anything|all)(?: \w+){{0,3}} "
        r"(?:above|before this|said before|previously|told|were told|so far|prior)\b",
        order=True,
    ),
    _Sign(_FORGETS, rf"\b{_FORGET}\s(?:\w+\s){{0,3}}?{_EARLIER_RULES}{_RULES}\b", order=True),
    _Sign(
        "anweisungen befehle instruktionen",
        r"\bignorier\w*\s(?:\w+\s){0,2}(?:vorherigen|bisherigen|obigen|früheren|vorigen)\s"
        r"(?:anweisungen|befehle|instruktionen)",
    ),
    _Sign(
        "instructions consignes directives & précédentes antérieures dessus",
        r"\b(?:ignor\w+|oubli\w+)\s(?:toutes?\s)?(?:les\s|vos\s|tes\s)?(?:instructions|consignes|directives)\s"
        r"(?:précédentes|antérieures|ci-dessus)",
    ),
    _Sign(
        "instrucciones indicaciones órdenes",
        r"\b(?:ignor\w+|olvid\w+)\s(?:todas\s)?(?:las\s|tus\s|sus\s)?(?:instrucciones|indicaciones|órdenes)\s"
        r"(?:anteriores|previas)",
    ),
    _Sign("istruzioni", r"\b(?:ignor\w+|dimentic\w+)\s(?:tutte\s)?(?:le\s|tue\s)?istruzioni\s(?:precedenti|di sopra)"),
    _Sign("instruções", r"\bignor\w+\s(?:todas\s)?(?:as\s|suas\s)?instruções\s(?:anteriores|prévias|acima)"),
    _Sign(
        "negeer",
        r"\bnegeer\s(?:alle\s)?(?:de\s)?(?:vorige|eerdere|voorgaande|bovenstaande)\s(?:instructies|opdrachten)",
    ),
    _Sign(
        "инструкции инструкцию инструкциях указания команды",
        r"\bзабудь\w*\s(?:\w+\s){0,2}инструкци|"
        r"\bигнориру\w+\s(?:\w+\s){0,2}(?:предыдущие|прежние)\s(?:инструкции|указания|команды)",
    ),
    _Sign("zignoruj", r"\bzignoruj\w*\s(?:wszystkie\s)?(?:poprzednie|wcześniejsze)\s(?:instrukcje|polecenia)"),
    # Who the reader is told to be.
    _Sign(
        f"you act behave respond & {_NAMED}",
        r"\b(?:you are|you['’]re|act as|behave as|pretend (?:to be|you are)|respond as)\s(?:now\s|hereby\s|actually\s)?"
        rf"(?:(?:an?|the|my)\s(?:[\w-]+\s){{0,3}}?)?{_MODEL}\b",
    ),
    _Sign("now & you", r"\bfrom now on,? you (?:are|will|must|shall|only)\b"),
    _Sign(
        f"you & {_NAMED}",
        rf"\bas (?:an?|the)\s(?:\w+\s){{0,2}}?{_MODEL}\b[^.!?\n]{{0,30}}"
        r"\byou (?:must|should|will|shall|are|have to|need to)\b",
    ),
    _Sign(
        "mode & enabled activated on",
        r"\b(?:dan|developer|god|debug|jailbreak|sudo|admin(?:istrator)?|maintenance) mode\b.{0,20}"
        r"\b(?:enabled|activated|on)\b",
    ),
    # A model called by its name.
    _Sign(
        f"attention important note notice message instruction instructions warning hello hi hey dear reminder psa to & {_NAMED}",
        r"\b(?:attention|important|note|notice|message|instructions?|warning|hello|hi|hey|dear"
        r"|reminder|psa|to)\b[\s:,!]{0,3}(?:(?:to|for)\s)?(?:(?:all|any|the|every|our)\s)?(?:\w+\s)?"
        rf"{_MODEL}\b(?:\s(?:reading|processing|parsing|summari[sz]ing|crawling|that|who|which)\b|\s?[:,!—–-])",
        order=True,
    ),
    _Sign(f"you & {_NAMED}", rf"\b(?:if|since|because) you(?: are|['’]re) (?:an?\s)?(?:\w+\s){{0,3}}?{_MODEL}\b"),
    _Sign(
        f"any & {_NAMED}",
        rf"\bany\s(?:\w+\s)?{_MODEL}\s(?:reading|processing|parsing|summari[sz]ing"
        r"|that (?:reads|processes|summari[sz]es))\s(?:this|the)\b",
    ),
    _Sign(
        f"instruction instructions note notes message messages directive directives order orders command commands & {_NAMED}",
        rf"\b(?:instruction|note|message|directive|order|command)s?\s(?:for|to)\s(?:the\s|all\s|any\s)?(?:\w+\s)?{_MODEL}\s?[:.]",
    ),
    # Fake turns, roles and end marks.
    _Sign(
        "im_start im_end endoftext eot_id start_header_id end_header_id begin_of_text end_of_text start_of_turn end_of_turn system user assistant end sep pad",
        r"<\|?\s?(?:im_start|im_end|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|end_of_text"
        r"|(?:start|end)_of_turn)\s?\|?>|<\|(?:system|user|assistant|end|sep|pad)\|?>",
    ),
    _Sign("inst system sys assistant user", r"\[/?(?:inst|system|sys|assistant|user)\]|<</?sys>>"),
    _Sign(
        "system assistant human instruction instructions prompt untrusted tool function article document story source"
        " context input data user tool_use tool_result tool_call tool_calls function_call function_calls system_prompt"
        " function_results user_input",
        r"</?(?:system|system[-_ ]?prompt|assistant|human|instructions?|prompt|untrusted\w*"
        r"|tool[-_]?(?:use|result|call)s?|function[-_]?(?:call|result)s?|(?:article|document|story|source|context|input|data|user)"
        r"(?:[-_ ]?(?:text|content|input))?)\s?/?>",
    ),
    _Sign(
        "system assistant developer ai model llm system_prompt system_message system_instructions system_note system_override",
        r"^\W{0,6}(?:new |updated |additional |hidden |real )?(?:system|assistant|developer|ai|model|llm)[ _-]?"
        r"(?:prompt|message|instruction|override|note|notice|directive|update|command)s?\W{0,4}:",
    ),
    _Sign(
        "system assistant user human developer model",
        r"^\W{0,6}(?:system|assistant|user|human|developer|model)\W{0,4}:\s(?=.{0,240}\b(?:you|your|i|me|summar\w+"
        r"|respond|reply|output|ignore|instructions?|task|json|sure|report|say)\b)",
    ),
    _Sign(
        "begin beginning start end begin_instructions end_of_prompt end_of_input end_of_context begin_untrusted end_system"
        " & instruction instructions prompt input context untrusted system user conversation begin_instructions"
        " end_of_prompt end_of_input end_of_context begin_untrusted end_system",
        r"^\W{0,4}(?:begin|start|end)(?:ning)?[ _]?(?:of[ _])?(?:the[ _])?(?:new[ _]|user[ _]|system[ _])?"
        r"(?:instructions?|prompt|input|context|untrusted[ _]\w+|system|user|conversation)\b\W{0,6}$",
    ),
    _Sign(
        "begin start end & article articles document documents text texts source sources story stories data",
        r"^[-=#*<\[{~]{2,}\s?(?:begin|start|end)[ _](?:of[ _])?(?:the[ _])?(?:article|document|text|source|story"
        r"|data)s?\s?[-=#*>\]}~]{2,}$",
    ),
    _Sign(
        "instruction instructions task tasks prompt directive directives objective objectives & new updated revised",
        r"\b(?:new|updated|your new|revised) (?:instructions?|task|system prompt|directives?|objective)s?\s?:",
        order=True,
    ),
    # What its answer is to be.
    _Sign(
        "summary output briefing json translation & include add insert append mention state say report write omit leave put place make",
        r"\b(?:include|add|insert|append|mention|state|say|report|write|omit|leave out|put|place|make sure)\b[^.!?\n]{0,60}"
        r"\b(?:in|from|to|of)\s(?:your|the)\s(?:\w+\s)?(?:summary|output|briefing|json|translation)\b",
        order=True,
    ),
    _Sign(
        "summarize summarise summarizing summarising summarized summarised translate translating extract extracting"
        " process processing analyze analyse analyzing analysing & this above following"
        " & article text page document story content news",
        r"\b(?:when|while|before|after)\s(?:you(?:\sare)?\s)?(?:summari[sz]\w+|translat\w+|extract\w+|process\w+|analy[sz]\w+)\s"
        r"(?:this|the above|the following)\s(?:article|text|page|document|story|content|news)\b",
    ),
    _Sign(
        "respond reply answer output & only exactly just strictly solely nothing",
        r"\b(?:respond|reply|answer|output)\s(?:only|exactly|just|strictly|solely|nothing but)\b(?! (?:to|after|when)\b)",
        order=True,
    ),
    _Sign(
        "output print return emit & following this these & json offer offers item items text verbatim response instead",
        r"\b(?:output|print|return|emit)\s(?:the\s)?(?:following|this|these)\b[^.!?\n]{0,40}"
        r"\b(?:json|offers?|items?|text|verbatim|response|instead)\b",
        order=True,
    ),
    _Sign(
        "mark treat rate classify label accept report list record confirm & as without & item items claim claims statement"
        " statements offer offers article articles objection objections quote quotes response responses",
        r"\b(?:mark|treat|rate|classify|label|accept|report|list|record|confirm)\s"
        r"(?:this|these|those|all|every|each|any|the (?:following|above))\s(?:\w+\s){0,3}?"
        r"(?:items?|claims?|statements?|offers?|articles?|objections?|quotes?|responses?)\b[^.!?\n]{0,60}"
        r"\b(?:as (?:accepted|confirmed|supported|verified|true|correct|an offer|offers|facts?)|without (?:check|object|question)\w*)\b",
        order=True,
    ),
    _Sign(
        "prompt instructions & reveal print show output repeat leak display reproduce disclose & your system",
        r"\b(?:reveal|print|show|output|repeat|leak|display|reproduce|disclose)\b[^.!?\n]{0,30}"
        r"\b(?:system prompt|your (?:\w+ )?(?:prompt|instructions))\b",
    ),
    _Sign(
        "instruction instructions prompt message & reveal disclose mention repeat tell",
        r"\b(?:do not|don['’]t|never) (?:reveal|disclose|mention|repeat|tell)\b[^.!?\n]{0,40}"
        r"\b(?:these|this|your|the) (?:\w+ )?(?:instructions?|prompt|system message)\b",
    ),
    _Sign(
        "offers responses headline gist open_questions actors verdict accepted tool_calls role",
        r"[{,]\s{0,8}[\"“](?:offers|responses|headline|gist|open_questions|actors|verdict|accepted|tool_calls|role)[\"”]"
        r"\s?:\s?[\[{\"“tf]",
    ),
)

_UNSPACED = (
    _Sign("", r"忽略.{0,8}(?:指令|指示|提示词|提示詞)|(?:以前|これまで|上記|前).{0,6}(?:指示|命令).{0,3}(?:無視|忘れ)"),
    _Sign("", r"تجاهل\s.{0,12}(?:التعليمات|الأوامر)\s.{0,6}(?:السابقة|أعلاه)|이전.{0,8}(?:지시|명령|지침).{0,6}무시"),
)
"""As `_SIGNS`, in scripts in which words can't be told by their spaces, or have parts of others before them."""

_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,3}(?:\s+|$)")
_MOST_AFTER = 4
_SHORT_REST = 120
"""Behind an order its paragraph goes on with it: all of the paragraph, or four sentences where it is a long one."""
_MARK_WORDS = 8
"""A paragraph of so few words that addresses a model opens a passage: the next one goes with it."""
_LEAST_UNSEEN = 8
"""Letters spelt in characters that no reader sees: fewer are a flag or a slip."""
_MOST = 50_000
"""Characters of a passage that are looked through."""


def addresses_model(text: str) -> bool:
    """Whether a text addresses a language model."""
    text = text[:_MOST]
    return any(True for sign in _signs_in(text, words_of(text)) for _ in sign.find(text))


def _signs_in(text: str, words: Collection[str]) -> list[_Sign]:
    """The signs that may be found in a text."""
    found = [sign for sign in _SIGNS if sign.may_be_in(words)]
    if not text.isascii() and any(word in text for word in ("忽略", "無視", "忘れ", "تجاهل", "무시")):
        found.extend(_UNSPACED)
    lowered = text.lower() if found else ""
    return [sign for sign in found if sign.is_in(lowered)]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def without_addresses(reading: Reading, source: Document) -> Reading:
    """The reading without the passages that address a language model; they are listed among what was left out."""
    document = source.text
    unseen = list(_unseen(document))
    texts = [piece.text for piece in reading.pieces]
    whole, words = document, reading.words
    if words is None or holds_unseen(document):
        whole = "\n".join([*texts, *(_words_of(drop, document) for drop in reading.dropped)])
        words = words_of(whole)
    signs = [sign for sign in _signs_in(whole, words) if any(True for _ in sign.find(whole))]
    if not signs and not unseen:
        return reading
    kept, left = _cut(reading.pieces, signs)
    out = [_words_of(drop, document) for drop in reading.dropped]
    marked = [
        drop.model_copy(update={"reason": DropReason.ADDRESSED}) if _passages(text, signs) else drop
        for drop, text in zip(reading.dropped, out, strict=True)
    ]
    facts = _without_orders(reading.facts)
    return replace(reading, pieces=tuple(kept), facts=facts, dropped=(*marked, *left, *unseen))


def _cut(pieces: Sequence[Piece], signs: Sequence[_Sign]) -> tuple[list[Piece], list[Dropped]]:
    kept: list[Piece] = []
    left: list[Dropped] = []
    opened = False
    for piece in pieces:
        passages = [(0, len(piece.text))] if opened else _passages(piece.text, signs)
        opened = not opened and bool(passages) and _opens_passage(piece.text)
        parts, out = cut_out(piece, passages) if passages else ([piece], [])
        kept.extend(parts)
        left.extend(Dropped(span=each.source, reason=DropReason.ADDRESSED) for each in out)
    return kept, left


def _words_of(drop: Dropped, document: str) -> str:
    """What was left out, without the tags in it."""
    text = drop.span.slice(document)[:_MOST]
    return re.sub(r"<[^<>]*>", " ", text) if "<" in text and ">" in text else text


def _without_orders(facts: Facts) -> Facts:
    return replace(
        facts,
        title=None if facts.title and addresses_model(facts.title) else facts.title,
        outlet=None if facts.outlet and addresses_model(facts.outlet) else facts.outlet,
        authors=tuple(name for name in facts.authors if not addresses_model(name)),
    )


def _unseen(document: str) -> Iterator[Dropped]:
    """The passage that a document spells in characters that no reader sees."""
    if document.isascii():
        return
    places = [match.start() for match in re.finditer("[\U000e0020-\U000e007e\U000e0100-\U000e01ef]", document)]
    if places and len(unseen_letters(document)) >= _LEAST_UNSEEN:
        yield Dropped(span=Span(start=places[0], end=places[-1] + 1), reason=DropReason.ADDRESSED)


def _passages(text: str, signs: Sequence[_Sign]) -> list[tuple[int, int]]:
    """The ranges of a paragraph that address a model: whole sentences, with those that go on with the order."""
    places = sorted(match.span() for sign in signs for match in sign.find(text))
    if not places:
        return []
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    edges = [0, *ends] if ends and ends[-1] == len(text) else [0, *ends, len(text)]
    found: list[tuple[int, int]] = []
    for low, high in places:
        first = max(edge for edge in edges if edge <= low)
        last = min(edge for edge in edges if edge >= high)
        if len(text[last:].split()) <= _SHORT_REST:
            last = len(text)
        else:
            last = edges[min(len(edges) - 1, edges.index(last) + _MOST_AFTER)]
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _opens_passage(text: str) -> bool:
    return len(text.split()) <= _MARK_WORDS or text.rstrip().endswith(":")
