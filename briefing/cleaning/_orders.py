"""The signs by which a text addresses a language model: the phrases and marks of orders to it, in the languages of the
larger news markets."""

# ruff: noqa: E501 - a pattern is read as one line
from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from briefing.cleaning._orders_abroad import Abroad, orders_abroad
from briefing.cleaning._orders_disguised import coded, undressed
from briefing.cleaning._pieces import visible_text

MOST = 50_000
"""Characters of a passage that are looked through."""

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


class Sign:
    """A pattern, and the words that stand in every text that it finds: of each group one.

    The words of a text are at hand, and to compare them takes a hundredth of what looking for the pattern does.
    """

    def __init__(self, words: str, pattern: str, *, order: bool = False, mark: str = "", reach: int = 250) -> None:
        self._words = tuple(frozenset(group.split()) for group in words.split(" & ") if group)
        self._pattern = pattern
        self._mark = mark
        """A character that stands in every text that it finds."""
        self._reach = reach
        """Characters that it stands within."""
        self._order = order
        """Whether it speaks for an order only at the start of a sentence, or behind ``please``."""

    def may_be_in(self, words: Collection[str]) -> bool:
        return not any(group.isdisjoint(words) for group in self._words)

    def is_in(self, lowered: str, words: Collection[str]) -> bool:
        """False only where nothing is found in a text in lower case with these words.

        It looks around the words of the group that holds no short one: in a tenth of the time of finding it.
        """
        if self._mark not in lowered:
            return False
        pattern = _compiled(self._pattern.removeprefix(r"\b"))
        groups = [group.intersection(words) for group in self._words]
        if not groups:
            return pattern.search(lowered) is not None
        rarest = max(groups, key=lambda group: min(map(len, group)))  # to count them takes longer than all the rest
        groups.remove(rarest)
        return any(
            pattern.search(lowered, start, end)
            for start, end in _around(_places(lowered, rarest), self._reach)
            if all(any(lowered.find(word, start, end) >= 0 for word in group) for group in groups)
        )

    def find(self, text: str) -> Iterator[re.Match[str]]:
        found = re.finditer(self._pattern, text, re.IGNORECASE | re.MULTILINE)
        return (
            (match for match in found if _STARTS.search(text[max(0, match.start() - 12) : match.start()]))
            if self._order
            else found
        )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def _places(text: str, words: Collection[str]) -> list[int]:
    """Where words stand in a text, in order."""
    found: list[int] = []
    for word in words:
        place = text.find(word)
        while place >= 0:
            end = place + len(word)
            if not (text[place - 1 : place].isalnum() or text[end : end + 1].isalnum()):
                found.append(place)
            place = text.find(word, end)
    return sorted(found)


def _around(places: Sequence[int], reach: int) -> Iterator[tuple[int, int]]:
    """The ranges of a text around some places, each of which a sign at one of them stands in as a whole."""
    if not places:
        return
    low, high = max(0, places[0] - reach), 0
    for place in places:
        if high and place - reach > high:
            yield low, high
            low = place - reach
        high = place + reach
    yield low, high


Finding = Sign | Abroad

_STARTS = re.compile(
    r"(?:^|[.!?:;>\"“*#(\[\]-]\s{0,3}|\n\s{0,8}|\b(?:please|now|must|should|immediately|always|and|to|not),?\s)$",
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
SIGNS = (
    # Orders to forget orders.
    Sign(
        f"{_ORDERED} & {_FORGETS} following follow obey",
        rf"\b(?:{_FORGET}|stop following|(?:do not|don['’]t) (?:follow|obey))\s(?:\w+\s){{0,4}}?{_EARLIER}\s?"
        rf"(?:\w+\s){{0,3}}?{_ORDERS}\b(?! (?:from|of|issued|given|by)\b)",
    ),
    Sign(
        _FORGETS,
        rf"\b{_FORGET}\s(?:everything|anything|all)(?: \w+){{0,3}} "
        r"(?:above|before this|said before|previously|told|were told|so far|prior)\b",
        order=True,
    ),
    Sign(_FORGETS, rf"\b{_FORGET}\s(?:\w+\s){{0,3}}?{_EARLIER_RULES}{_RULES}\b", order=True),
    Sign(
        "ignore disregard forget override bypass discard cancel void nevermind mind above & above rest article text story",
        r"\b(?:ignore|disregard|forget|override|bypass|discard)\s(?:(?:all|everything|anything)\s)?(?:of\s)?(?:the\s|this\s)?"
        r"(?:above\b(?!-)|(?:rest of (?:the|this) )?(?:article|text|story|document|page|content)\b)",
        order=True,
    ),
    Sign(
        "your & previous prior earlier original initial system & instruction instructions prompt prompts",
        r"\byour (?:previous|prior|earlier|original|initial|system) (?:instructions?|prompts?)\b",
    ),
    Sign(
        f"{_ORDERED} & cancel void erase nevermind mind follow obey ignore",
        rf"\b(?:cancel|void|erase|never ?mind|follow|obey|ignore)\s(?:(?:all|the|any)\s){{0,2}}(?:{_EARLIER}\s{_ORDERS}"
        rf"|{_ORDERS}\s(?:above|before this|so far|you were given))\b",
        order=True,
    ),
    Sign(
        "your & task job role goal objective assignment",
        r"\byour (?:task|job|role|goal|objective|assignment) (?:has changed|is now)\b",
    ),
    Sign("prompt prompts", r"\b(?:the|this|your) (?:\w+ )?prompts? (?:above|below|before|is|are|was|has)\b"),
    # Who the reader is told to be.
    Sign(
        f"you act behave respond & {_NAMED}",
        r"\b(?:you are|you['’]re|act as|behave as|pretend (?:to be|you are)|respond as)\s(?:now\s|hereby\s|actually\s)?"
        rf"(?:(?:an?|the|my)\s(?:[\w-]+\s){{0,3}}?)?{_MODEL}\b",
    ),
    Sign("now & you", r"\bfrom now on,? you (?:are|will|must|shall|only)\b"),
    Sign(
        f"you & {_NAMED}",
        rf"\bas (?:an?|the)\s(?:\w+\s){{0,2}}?{_MODEL}\b[^.!?\n]{{0,30}}"
        r"\byou (?:must|should|will|shall|are|have to|need to)\b",
    ),
    Sign(
        "mode & enabled activated on",
        r"\b(?:dan|developer|god|debug|jailbreak|sudo|admin(?:istrator)?|maintenance) mode\b.{0,20}"
        r"\b(?:enabled|activated|on)\b",
    ),
    # A model called by its name.
    Sign(
        f"attention important note notice message instruction instructions warning hello hi hey dear reminder psa to & {_NAMED}",
        r"\b(?:attention|important|note|notice|message|instructions?|warning|hello|hi|hey|dear"
        r"|reminder|psa|to)\b[\s:,!]{0,3}(?:(?:to|for)\s)?(?:(?:all|any|the|every|our)\s)?(?:\w+\s)?"
        rf"{_MODEL}\b(?:\s(?:reading|processing|parsing|summari[sz]ing|crawling|that|who|which)\b|\s?[:,!—–-])",
        order=True,
    ),
    Sign(f"you & {_NAMED}", rf"\b(?:if|since|because) you(?: are|['’]re) (?:an?\s)?(?:\w+\s){{0,3}}?{_MODEL}\b"),
    Sign(
        f"any the every an & {_NAMED}",
        rf"\b(?:any|the|every|an)\s(?:\w+\s)?{_MODEL}\s(?:reading|processing|parsing|summari[sz]ing"
        r"|that (?:reads|processes|summari[sz]es))\s(?:this|the)\b",
    ),
    Sign(
        f"instruction instructions note notes message messages directive directives order orders command commands & {_NAMED}",
        rf"\b(?:instruction|note|message|directive|order|command)s?\s(?:for|to)\s(?:the\s|all\s|any\s)?(?:\w+\s)?{_MODEL}\s?[:.]",
    ),
    Sign(
        f"must should shall & this & article story text page document content & {_NAMED}",
        rf"{_MODEL}\s(?:must|should|shall)\s(?:\w+\s){{1,3}}this\s(?:article|story|text|page|document|content)\b",
    ),
    Sign(
        "please you add write say list report include state answer ignore note remember & assistant model ai bot llm"
        " chatbot chatgpt claude gemini copilot gpt",
        r"\b(?:assistant|model|a\.?i\.?|bot|llm|chatbot|chatgpt|claude|gemini|copilot|gpt(?:-?\d\w*)?),\s"
        r"(?:please|you|add|write|say|list|report|include|state|answer|ignore|note|remember)\b",
        order=True,
    ),
    Sign(
        "admin administrator system root developer security & override",
        r"\b(?:admin(?:istrator)?|system|root|developer|security) override\b",
        order=True,
    ),
    Sign(
        "message note notice instruction instructions & developer developers system operator operators administrator administrators",
        r"\b(?:message|note|notice|instructions?) from (?:the |your )?(?:developers?|system|operators?|administrators?)\b\W{0,3}:",
        order=True,
    ),
    # Fake turns, roles and end marks.
    Sign(
        "instruction instructions system response input task",
        r"#{2,4}\s?(?:instruction|system|response|input|task)s?\s?:",
        mark="#",
    ),
    Sign("assistant & human user", r"\b(?:human|user)\W{0,3}:[^\n]{0,400}\n\W{0,4}assistant\W{0,3}:", reach=500),
    Sign(
        "im_start im_end endoftext eot_id start_header_id end_header_id begin_of_text end_of_text start_of_turn end_of_turn system user assistant end sep pad",
        r"<\|?\s?(?:im_start|im_end|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|end_of_text"
        r"|(?:start|end)_of_turn)\s?\|?>|<\|(?:system|user|assistant|end|sep|pad)\|?>",
        mark="<",
    ),
    Sign("inst system sys assistant user", r"\[/?(?:inst|system|sys|assistant|user)\]|<</?sys>>"),
    Sign(
        "",
        r"<!--\s{0,4}(?:llms?|ais?|assistants?|models?|system|bots?)\b|</?(?:think|thinking|scratchpad|reasoning|system|system[-_ ]?prompt|assistant|human|instructions?|prompt|untrusted\w*"
        r"|tool[-_]?(?:use|result|call)s?|function[-_]?(?:call|result)s?|(?:article|document|story|source|context|input|data|user)"
        r"(?:[-_ ]?(?:text|content|input))?)\s?/?>",
        mark="<",
    ),
    Sign(
        "system assistant developer ai model llm system_prompt system_message system_instructions system_note system_override",
        r"^\W{0,6}(?:new |updated |additional |hidden |real )?(?:system|assistant|developer|ai|model|llm)[ _-]?"
        r"(?:prompt|message|instruction|override|note|notice|directive|update|command)s?\W{0,4}:",
    ),
    Sign(
        "system assistant",
        r"^\W{0,6}assistant\W{0,4}:\s|(?:(?<=[.!?]\s)|(?<=[.!?][\"”’)]\s))(?:system|assistant)\W{0,4}:\s",
    ),
    Sign(
        "system admin developer root & override message prompt note update instruction instructions",
        r"\[\W?(?:system|admin|developer|root)[ _-](?:override|message|prompt|note|update|instruction)s?\W?\]",
        mark="[",
    ),
    Sign(
        "system assistant user human developer model",
        r"^\W{0,6}(?:system|assistant|user|human|developer|model)\W{0,4}:\s(?=.{0,240}\b(?:you|your|i|me|summar\w+"
        r"|respond|reply|output|ignore|instructions?|task|json|sure|report|say)\b)",
        reach=500,
    ),
    Sign(
        "begin beginning start end begin_instructions end_of_prompt end_of_input end_of_context begin_untrusted end_system"
        " & instruction instructions prompt input context untrusted system user conversation begin_instructions"
        " end_of_prompt end_of_input end_of_context begin_untrusted end_system",
        r"^\W{0,12}(?:begin|start|end)(?:ning)?[ _]?(?:of[ _])?(?:the[ _])?(?:new[ _]|user[ _]|system[ _])?"
        r"(?:instructions?|prompt|input|context|untrusted[ _]\w+|system|user|conversation)\b\W{0,12}$",
    ),
    Sign(
        "begin start end & article articles document documents text texts source sources story stories data",
        r"[-=#*<\[{~]{2,}\s?(?:begin|start|end)[ _](?:of[ _])?(?:the[ _])?(?:article|document|text|source|story"
        r"|data)s?\s?[-=#*>\]}~]{2,}",
    ),
    Sign(
        "instruction instructions task tasks prompt directive directives objective & new updated revised your",
        r"\b(?:(?:new|updated|your new|revised) (?:instruction|system prompt|directive)s?|your new (?:task|objective))\s?:"
        r"|\byour (?:task is now|new task is)\b|\b(?:stop|end|done|finished)\W{1,3}new task\b",
        order=True,
    ),
    # What its answer is to be.
    Sign(
        "summary output briefing response answer reply & include state say mention report write add omit",
        r"\bin your (?:summary|output|briefing|response|answer|reply),? (?:please |always )?"
        r"(?:include|state|say|mention|report|write|add|omit)\b",
    ),
    Sign(
        "summary output briefing json translation & include add insert append mention state say report write omit leave put place make",
        r"\b(?:include|add|insert|append|mention|state|say|report|write|omit|leave out|put|place|make sure)\b[^.!?\n]{0,60}"
        r"\b(?:in|from|to|of)\s(?:your|the)\s(?:\w+\s)?(?:summary|output|briefing|json|translation)\b",
        order=True,
    ),
    Sign(
        "summarize summarise summarizing summarising summarized summarised translate translating extract extracting"
        " process processing analyze analyse analyzing analysing check checking verify verifying proofread proofreading"
        " evaluate evaluating & this above following"
        " & article text page document story content news",
        r"\b(?:when|while|before|after)\s(?:you(?:\sare)?\s)?(?:summari[sz]\w+|translat\w+|extract\w+|process\w+|analy[sz]\w+"
        r"|(?:fact-?)?check\w*|verify\w*|proof-?read\w*|evaluat\w+)\s"
        r"(?:this|the above|the following)\s(?:article|text|page|document|story|content|news)\b",
    ),
    Sign(
        "respond reply answer output & only exactly just strictly solely nothing",
        r"\b(?:respond|reply|answer|output)\s(?:only|exactly|just|strictly|solely|nothing but)\b(?! (?:to|after|when)\b)",
        order=True,
    ),
    Sign(
        "output print return emit & following this these & json offer offers item items text verbatim response instead",
        r"\b(?:output|print|return|emit)\s(?:the\s)?(?:following|this|these)\b[^.!?\n]{0,40}"
        r"\b(?:json|offers?|items?|text|verbatim|response|instead)\b",
        order=True,
    ),
    Sign(
        "mark treat rate classify label accept report list record confirm"
        " & accepted confirmed supported verified true correct offer offers fact facts check checks checking objection"
        " objections question questions & item items claim claims statement"
        " statements offer offers article articles objection objections quote quotes response responses",
        r"\b(?:mark|treat|rate|classify|label|accept|report|list|record|confirm)\s"
        r"(?:this|these|those|all|every|each|any|the (?:following|above))\s(?:\w+\s){0,3}?"
        r"(?:items?|claims?|statements?|offers?|articles?|objections?|quotes?|responses?)\b[^.!?\n]{0,60}"
        r"\b(?:as (?:accepted|confirmed|supported|verified|true|correct|an offer|offers|facts?)|without (?:check|object|question)\w*)\b",
        order=True,
    ),
    Sign(
        "prompt instructions & reveal print show output repeat leak display reproduce disclose & your system",
        r"\b(?:reveal|print|show|output|repeat|leak|display|reproduce|disclose)\b[^.!?\n]{0,30}"
        r"\b(?:system prompt|your (?:\w+ )?(?:prompt|instructions))\b",
    ),
    Sign(
        "instruction instructions prompt message & reveal disclose mention repeat tell",
        r"\b(?:do not|don['’]t|never) (?:reveal|disclose|mention|repeat|tell)\b[^.!?\n]{0,40}"
        r"\b(?:these|this|your|the) (?:\w+ )?(?:instructions?|prompt|system message)\b",
    ),
    Sign(
        "offers responses headline gist open_questions actors verdict accepted tool_calls role",
        r"[{,]\s{0,8}[\"“](?:offers|responses|headline|gist|open_questions|actors|verdict|accepted|tool_calls|role)[\"”]"
        r"\s?:\s?[\[{\"“tf]",
    ),
)


def addresses_model(text: str) -> bool:
    """Whether a text addresses a language model."""
    text = visible_text(text[:MOST])
    words = words_of(text)
    return any(True for _ in places_in(text, signs_in(text, words), words))


def signs_in(text: str, words: Collection[str]) -> list[Finding]:
    """The signs that may be found in a text, as it stands or behind a disguise."""
    found: list[Finding] = []
    for shown in (text, *(plain.text for plain in undressed(text, words))):
        own = words if shown is text else words_of(shown)
        lowered = shown.lower()
        found.extend(each for each in SIGNS if each.may_be_in(own) and each.is_in(lowered, own))
        found.extend(orders_abroad(lowered, shown, own))
    return found


def places_in(text: str, signs: Sequence[Finding], words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where a text addresses a model, by some signs, or spells another one in a code. ``words`` are those of the text,
    or of more."""
    yield from coded(text)
    if signs:
        yield from (match.span() for sign in signs for match in sign.find(text))
        for plain in undressed(text, words):
            yield from (plain.back(*match.span()) for sign in signs for match in sign.find(plain.text))


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
