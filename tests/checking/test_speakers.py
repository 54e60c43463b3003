"""Quotations: who speaks them, of what kind they are, and what is no quotation at all."""

from __future__ import annotations

import pytest

from briefing.schema.article import Paragraph, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.terms import QuotationKind
from briefing.schema.verdict import Problem, Standing
from tests.checking.articles import actor, article, quotation, statement
from tests.checking.ruling import body, noted, objections, person, ruled, state, struck

TEXT = (
    "Maria Okafor leads the union. Tom Reyes heads Northline, and Ana Lund is the minister.\n\n"
    "“We are ready,” Okafor told reporters. “Nobody has answered us.”\n\n"
    "“It is a bad offer,” said Tom Reyes, who was in Oslo with Lund.\n\n"
    "Lund called the strike “a needless quarrel” and Northline a friend.\n\n"
    "In a letter to Reyes, Okafor wrote that “the ferries will wait”.\n\n"
    "Lund praised the union's patience, saying it was “a fine example”.\n\n"
    "Reyes and Lund said: “We go on.”\n\n"
    "“The bridge is safe,” said Nils Holm, an engineer.\n\n"
    "According to a poster, “the sea is ours”."
)
CAST = (
    person("a1", "Maria Okafor"),
    person("a2", "Tom Reyes"),
    person("a3", "Ana Lund"),
    body("a4", "Northline"),
    actor("a5", "union", "the union"),
)
WRONG = [(Problem.WRONG_PARTY, "speaker")]


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("We are ready", ["a1", "Okafor", "Maria Okafor", None], ["a2", "a3", "Ana Lund"]),
        # it goes on behind what is said of the first part
        ("Nobody has answered us", ["a1"], ["a2", "a3"]),
        ("It is a bad offer", ["a2"], ["a1", "a3"]),
        ("a needless quarrel", ["a3"], ["a1", "a2"]),
        ("the ferries will wait", ["a1"], ["a2", "a3"]),
        ("a fine example", ["a3"], ["a1", "a2"]),
        # each of two speaks
        ("We go on", ["a2", "a3"], ["a1"]),
        # somebody who is no actor speaks
        ("The bridge is safe", ["Nils Holm", "Holm"], ["a1", "a2", "Ana Lund"][:2]),
        # nobody is said to speak
        ("the sea is ours", ["a1", "a2", None], []),
    ],
)
def test_a_quotation_is_its_speakers(quote: str, right: list[str | None], wrong: list[str]) -> None:
    for speaker in right:
        assert struck(quotation(speaker, quote), TEXT, CAST) == []
    for speaker in wrong:
        assert struck(quotation(speaker, quote), TEXT, CAST) == WRONG


def test_a_body_may_speak_through_somebody_unless_it_is_far() -> None:
    near = "The Harbour Board met on Monday. “We pay,” said Nils Holm, its clerk."
    cast = (body("a1", "Harbour Board"), body("a2", "Northline"))
    assert struck(quotation("a1", "We pay"), near, cast) == []
    text = f"Northline rose.\n\nIt rained.\n\nIt snowed.\n\nIt froze.\n\n{near}"
    assert struck(quotation("a2", "We pay"), text, cast) == WRONG


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Northline rose. It rained. It snowed. “We pay,” said Nils Holm.", False),
        ("Northline rose. It rained. It snowed. It froze. “We pay,” said Nils Holm.", True),
        ("“We pay,” said Nils Holm. Northline rose. It rained.", False),
        ("“We pay,” said Nils Holm. It rained. Northline rose. It froze.", True),
        ("“We pay,” said Nils Holm. It rained. It snowed. Northline rose.", True),
    ],
)
def test_a_body_is_near_in_three_sentences_before_and_the_one_behind(text: str, wrong: bool) -> None:
    assert struck(quotation("a1", "We pay"), text, (body("a1", "Northline"),)) == (WRONG if wrong else [])


@pytest.mark.parametrize(
    ("speaker", "wrong"),
    [
        ("Holm", True),
        ("Nils Holm of Oslo", True),
        ("Nils Holm", True),
        # another name may be that of an office or of what he speaks for
        ("his aide Holm", False),
        ("its Oslo office", False),
        ("the Oslo Nils Holm", False),
        # a spelling of the same
        ("Maria Okafors", False),
    ],
)
def test_who_is_no_actor_is_another_by_a_whole_name(speaker: str, wrong: bool) -> None:
    text = f"“The bridge is safe,” said {speaker}.\n\nIt rained.\n\nMaria Okafor left."
    assert struck(quotation("a1", "The bridge is safe"), text, CAST[:1]) == (WRONG if wrong else [])
    assert struck(quotation("Holme", "The bridge is safe"), "“The bridge is safe,” said Nils Holm.") == []


def test_a_description_before_the_verb_may_be_anybody() -> None:
    text = "Maria Okafor rose. The Harbour Board sat. “We pay,” the union leader said."
    assert struck(quotation("a1", "We pay"), text, (person("a1", "Maria Okafor"),)) == []


def test_a_pronoun_is_the_first_person_of_the_nearest_sentence_that_names_one() -> None:
    text = "Ana Lund met Tom Reyes. It rained. “We stay,” she said.\n\nMaria Okafor was away."
    assert struck(quotation("a3", "We stay"), text, CAST) == []
    assert struck(quotation("a2", "We stay"), text, CAST) == WRONG
    assert struck(quotation("a1", "We stay"), "Tom Reyes sat. “We stay,” he said. Maria Okafor rose.", CAST) == WRONG


def test_a_pronoun_behind_several_others_is_nobody_sure() -> None:
    text = "Tom Reyes met Ana Lund. “We stay,” she said.\n\nMaria Okafor was away."
    assert struck(quotation("a1", "We stay"), text, CAST) == []


def test_a_pronoun_is_nobody_who_was_never_named_before() -> None:
    text = "The talks went on. “We stay,” he said.\n\nMaria Okafor was away."
    assert struck(quotation("a1", "We stay"), text, CAST) == WRONG
    assert struck(quotation("a4", "We stay"), text + " Northline rose.", CAST) == []
    assert (
        struck(quotation("a1", "We stay"), "The union of Okafor met. “We stay,” he said. Maria Okafor rose.", CAST)
        == []
    )


def test_somebody_told_is_not_the_one_who_speaks() -> None:
    text = "Maria Okafor told Ana Lund: “We are ready.”"
    assert struck(quotation("a1", "We are ready"), text, CAST) == []
    assert struck(quotation("a3", "We are ready"), text, CAST) == WRONG


def test_a_saying_in_a_claim_is_its_speakers_too() -> None:
    quote = "“The bridge is safe for the winter,” said Tom Reyes"
    text = f"{quote}.\n\nIt rained.\n\nMaria Okafor and Nils Holm were away."
    inner = "The bridge is safe for the winter"
    assert struck(statement("Maria Okafor says the bridge is safe.", inner), text, CAST) == [
        (Problem.WRONG_PARTY, "text")
    ]
    assert struck(statement("Tom Reyes says the bridge is safe.", inner), text, CAST) == []
    assert struck(statement("Maria Okafor says it will rain.", inner), text, CAST) == []
    both = "Tom Reyes says the bridge is safe, and Maria Okafor says the bridge is safe."
    assert struck(statement(both, inner), text, CAST) == [(Problem.WRONG_PARTY, "text")]


@pytest.mark.parametrize(
    ("text", "quote", "kind", "shown"),
    [
        ("“We go [home] now,” Okafor said.", "We go [home] now", QuotationKind.DIRECT, QuotationKind.EDITED),
        ("“We go (home) now,” Okafor said.", "We go (home) now", QuotationKind.DIRECT, QuotationKind.EDITED),
        ("“We go … now,” Okafor said.", "We go … now", QuotationKind.DIRECT, QuotationKind.EDITED),
        ("“We go home,” Okafor said.", "We go home", QuotationKind.EDITED, QuotationKind.DIRECT),
        ("“We [all] go home,” Okafor said.", "go home", QuotationKind.EDITED, QuotationKind.EDITED),
        ("“We go home,” Okafor said.", "We go home", QuotationKind.INDIRECT, QuotationKind.DIRECT),
        ("Okafor called it “a fine day”.", "a fine day", QuotationKind.INDIRECT, QuotationKind.INDIRECT),
        ("“We go home,” Okafor said.", "We go home", QuotationKind.DIRECT, QuotationKind.DIRECT),
        ("Okafor said: “We go home and the ...", "We go home and the", QuotationKind.DIRECT, QuotationKind.CUT),
        ("“We go home and the ... \n\nIt rained.", "We go home and the", QuotationKind.DIRECT, QuotationKind.CUT),
        ("“We go on,\n\n“and end here,” Okafor said.", "We go on,", QuotationKind.DIRECT, QuotationKind.DIRECT),
        ("Okafor said: “We go home and the", "We go home and the", QuotationKind.DIRECT, QuotationKind.CUT),
        ("“We go home and the\n\nIt rained.", "We go home and the", QuotationKind.DIRECT, QuotationKind.DIRECT),
        (
            "“Russian troops were not heard by anybody in the hall,” said Russia's envoy.",
            "Russian troops were not heard by anybody in the hall",
            QuotationKind.DIRECT,
            QuotationKind.DIRECT,
        ),
        (
            "“NATO was ready to reopen the office, since talks were needed,” said NATO chief Stoltenberg.",
            "NATO was ready to reopen the office, since talks were needed",
            QuotationKind.DIRECT,
            QuotationKind.INDIRECT,
        ),
        (
            "“The Russian side was not heard by anybody in the hall,” said Russia's envoy.",
            "The Russian side was not heard by anybody in the hall",
            QuotationKind.DIRECT,
            QuotationKind.DIRECT,
        ),
        (
            "“NATO was ready to reopen our office, since talks were needed,” said NATO chief Stoltenberg.",
            "NATO was ready to reopen our office, since talks were needed",
            QuotationKind.DIRECT,
            QuotationKind.DIRECT,
        ),
        (
            "“NATO is ready to reopen the office, since talks are needed,” said NATO chief Stoltenberg.",
            "NATO is ready to reopen the office, since talks are needed",
            QuotationKind.DIRECT,
            QuotationKind.DIRECT,
        ),
        (
            "“NATO was ready,” said NATO chief Stoltenberg.",
            "NATO was ready",
            QuotationKind.DIRECT,
            QuotationKind.DIRECT,
        ),
    ],
)
def test_the_kind_is_what_the_characters_show(text: str, quote: str, kind: QuotationKind, shown: QuotationKind) -> None:
    item = ruled(quotation(None, quote, kind=kind), text)
    assert item.kind is shown  # type: ignore[union-attr]  # a quotation
    assert noted(quotation(None, quote, kind=kind), text) == ([] if kind is shown else [Problem.WRONG_KIND])


def test_a_paragraph_that_cleaning_marked_as_cut_is_cut() -> None:
    whole = article("“We go home,” said Okafor.")
    span = Span(start=0, end=len(whole.text))
    marked = whole.model_copy(update={"paragraphs": (Paragraph(kind=ParagraphKind.CUT_QUOTE, span=span),)})
    assert ruled(quotation(None, "We go home"), marked).kind is QuotationKind.CUT  # type: ignore[union-attr]  # the same


@pytest.mark.parametrize(
    ("text", "quote", "fault"),
    [
        ("Okafor said that the ferries would sail on Monday, and left.", "the ferries would sail on Monday", True),
        ("Okafor said that “the ferries would sail” on Monday.", "the ferries would sail", False),
        # a mark is lost, a paragraph or a colon stands for the marks
        ("The ferries sail,” Okafor said.", "The ferries sail", False),
        ("Okafor wrote:\n\nThe ferries sail on Monday.", "The ferries sail on Monday.", False),
        ("Okafor wrote: The ferries sail on Monday, and so on and so forth.", "The ferries sail on Monday", False),
        # three characters from a mark, and four
        ("Okafor said ’. the ferries sail, and left.", "the ferries sail", False),
        ("Okafor said ’.. the ferries sail, and left.", "the ferries sail", True),
        ("Okafor said the ferries sail..” and left.", "the ferries sail", False),
        ("Okafor said the ferries sail...” and left.", "the ferries sail", True),
        ("’The ferries sail, Okafor said.", "The ferries sail", False),
        # nine of ten characters of a paragraph, and fewer
        ("It rained.\n\nWe go now!\n\nIt snowed a lot.", "We go now", False),
        ("It rained.\n\nWe go now!!\n\nIt snowed a lot.", "We go now", True),
        ("It rained.\n\nOkafor said we go now\n\nIt snowed a lot.", "we go now", True),
        ("It rained.\n\nWe go now, said Okafor\n\nIt snowed a lot.", "We go now", True),
    ],
)
def test_words_that_are_printed_without_marks_are_no_quotation(text: str, quote: str, fault: bool) -> None:
    assert struck(quotation(None, quote), text) == ([(Problem.QUOTATION_ALTERED, "quotes")] if fault else [])


def test_the_objection_shows_the_first_quote() -> None:
    text = "Okafor said that the ferries would sail. Reyes said that the port would close."
    (objection,) = objections(quotation(None, "the ferries would sail", "the port would close"), text)
    assert (objection.claimed, objection.passage) == ("the ferries would sail", text.split(" Reyes")[0])


@pytest.mark.parametrize(
    ("speaker", "quote", "text", "standing"),
    [
        ("a1", "We are ready", TEXT, Standing.QUOTED),
        (None, "We are ready", TEXT, Standing.QUOTED),
        ("a3", "a needless quarrel", TEXT, Standing.QUOTED),
        # a pronoun, several speakers, nobody said to speak, a title that is another's
        ("a3", "We stay", "Ana Lund sat. “We stay,” she said.", Standing.UNCONFIRMED),
        ("a2", "We go on", TEXT, Standing.UNCONFIRMED),
        ("a1", "the sea is ours", TEXT, Standing.UNCONFIRMED),
        ("a4", "We pay", "“We pay,” said Northline's chief. Northline rose.", Standing.UNCONFIRMED),
        ("a5", "We pay", "“We pay,” a leader of the union said. the union", Standing.UNCONFIRMED),
    ],
)
def test_a_quotation_whose_speaker_alone_stands_at_the_verb_is_quoted(
    speaker: str | None, quote: str, text: str, standing: Standing
) -> None:
    assert ruled(quotation(speaker, quote), text, CAST).standing is standing


def test_a_quotation_without_its_closing_mark_is_quoted_only_as_cut() -> None:
    cut = ruled(quotation(None, "We go home"), "Okafor said: “We go home and the")
    assert (cut.standing, cut.kind) == (Standing.QUOTED, QuotationKind.CUT)  # type: ignore[union-attr]  # a quotation
    goes_on = "“We go on,\n\n“and end here,” Okafor said."
    assert ruled(quotation(None, "We go on"), goes_on).standing is Standing.UNCONFIRMED


def test_the_kind_is_shown_by_the_first_quote_in_quotation_marks() -> None:
    item = quotation(None, "Okafor said it", "We go [home] now")
    assert ruled(item, "Okafor said it. “We go [home] now,” she said.").kind is QuotationKind.EDITED  # type: ignore[union-attr]  # the same


def test_a_quotation_whose_kind_is_put_right_is_quoted_as_what_it_is() -> None:
    item = ruled(quotation("a1", "We are ready", kind=QuotationKind.EDITED), TEXT, CAST)
    assert (item.standing, item.kind) == (Standing.QUOTED, QuotationKind.DIRECT)  # type: ignore[union-attr]  # a quotation


def test_a_state_speaks_by_any_of_its_names() -> None:
    text = "Russia rose. Norway sat. “We wait,” Moscow said."
    cast = (state("a1", "Russia"), state("a2", "Norway"))
    assert struck(quotation("a1", "We wait"), text, cast) == []
    assert struck(quotation("a2", "We wait"), text, cast) == WRONG


@pytest.mark.parametrize(("between", "wrong"), [(4, False), (5, False), (6, True)])
def test_a_pronoun_looks_back_over_six_sentences(between: int, wrong: bool) -> None:
    text = f"Maria Okafor sat. {'It rained. ' * between}“We stay,” she said."
    assert struck(quotation("a1", "We stay"), text, CAST) == (WRONG if wrong else [])


def test_whom_a_pronoun_speaks_to_is_not_the_one_who_speaks() -> None:
    text = "Maria Okafor sat. “We stay,” she told Tom Reyes."
    assert struck(quotation("a1", "We stay"), text, CAST) == []
    assert struck(quotation("a2", "We stay"), text, CAST) == []


def test_a_pronoun_may_be_who_was_called_by_a_first_name() -> None:
    text = "Maria sat. “We stay,” she said. Maria Okafor rose."
    assert struck(quotation("a1", "We stay"), text, CAST) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        # behind a question
        ("Lund sat. “Is it safe?” asked Tom Reyes. Okafor left.", "a2", "a1"),
        # between two quotations
        ("“We go,” said Tom Reyes, and “we stay,” said Maria Okafor.", "a2", "a1"),
        # in the paragraph, and in the sentence, alone
        ("Okafor said it.\n\n“We go,” said Tom Reyes.\n\nLund said no.", "a2", "a1"),
        # a verb far before the quotation is not its verb
        (f"Tom Reyes said in Oslo {'on that day ' * 4}that “we go”. Okafor left.", "a2", "a1"),
    ],
)
def test_the_verb_beside_a_quotation_tells_who_speaks(text: str, right: str, wrong: str) -> None:
    quote = "Is it safe?" if "safe" in text else "we go"
    assert struck(quotation(right, quote), text, CAST) == []
    assert struck(quotation(wrong, quote), text, CAST) == WRONG


@pytest.mark.parametrize(("letters", "wrong"), [(78, True), (79, False)])
def test_a_verb_is_near_within_eighty_characters_of_the_quotation(letters: int, wrong: bool) -> None:
    text = f"Tom Reyes said {'x' * letters} “we go”. Maria Okafor left."
    assert struck(quotation("a1", "we go"), text, CAST) == (WRONG if wrong else [])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # what stands behind a question is a sentence of its own, or goes on
        ("Maria Okafor sat. “We stay?” Tom Reyes said no.", False),
        ("Maria Okafor sat. “We stay?” the chief Tom Reyes said.", True),
        # said of the quotation before, in one sentence
        ("“We go,” said Tom Reyes. “We stay.” Maria Okafor left.", True),
        ("“We go,” said Tom Reyes. It rained. “We stay.” Maria Okafor left.", False),
        ("“We go,” said Tom Reyes.\n\n“We stay.” Maria Okafor left.", False),
        ("“We go.” “We stay.” Maria Okafor left. Tom Reyes said it.", False),
        # the last verb before it
        ("Maria Okafor said it rained; Tom Reyes said “We stay”.", True),
        ("Tom Reyes said it rained; Maria Okafor said “We stay”.", False),
    ],
)
def test_another_surely_speaks_where_one_sentence_says_so(text: str, wrong: bool) -> None:
    assert struck(quotation("a1", "We stay"), text, CAST) == (WRONG if wrong else [])


@pytest.mark.parametrize(("outside", "inside"), [("it said: “", True), ("her said: “", False)])
def test_a_quote_is_in_quotation_marks_where_half_of_it_is(outside: str, inside: bool) -> None:
    item = quotation(None, f"{outside}we will go", kind=QuotationKind.INDIRECT)
    kind = ruled(item, f"On Monday {outside}we will go home”.").kind  # type: ignore[union-attr]  # a quotation
    assert kind is (QuotationKind.DIRECT if inside else QuotationKind.INDIRECT)


def test_a_verb_far_before_a_quotation_leads_to_something_else() -> None:
    text = f"Tom Reyes said in Oslo {'on that day ' * 8}that “we go”. Maria Okafor left."
    assert struck(quotation("a1", "we go"), text, CAST) == []


def test_a_quotation_goes_on_in_the_next_paragraph_whatever_follows_it() -> None:
    text = "“We go on …\n\n“and end here,” Okafor said. “Yes,” said Tom Reyes."
    assert ruled(quotation(None, "We go on"), text).kind is QuotationKind.DIRECT  # type: ignore[union-attr]  # a quotation


def test_the_objection_to_a_saying_names_the_whole_name() -> None:
    inner = "The bridge is safe for the winter"
    text = f"“{inner},” said Tom Reyes.\n\nIt rained.\n\nMaria Okafor was away."
    line = statement("Maria Okafor says the bridge is open; the winter is near.", inner)
    assert struck(line, text, CAST) == []  # one word of the saying alone
    (objection,) = ruled(statement("Maria Okafor says the bridge is safe.", inner), text, CAST).verdict.objections
    assert objection.claimed == "Maria Okafor"


def test_a_name_that_is_no_actor_is_another_where_the_actor_stands_alone_at_the_verb() -> None:
    text = "“We pay,” said Tom Reyes, while Nils Holm sat."
    assert struck(quotation("Nils Holm", "We pay"), text, CAST) == WRONG
    office = "“We pay,” said Northline chief Tom Reyes, while Nils Holm sat."
    assert struck(quotation("Nils Holm", "We pay"), office, CAST) == WRONG
    assert struck(quotation("Nils Holm", "We pay"), "“We pay,” said Nils Holm and Tom Reyes.", CAST) == []
    assert struck(quotation("Nils Holm", "We pay"), "“We pay,” said the aide of Tom Reyes, Nils Holm.", CAST) == []


def test_who_speaks_within_another_quotation_is_not_the_one_who_speaks_this() -> None:
    text = "Lund told of “what Okafor said” and “we go home”."
    assert struck(quotation("a3", "we go home"), text, CAST) == []
    assert struck(quotation("a1", "we go home"), text, CAST) == WRONG


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("NATO was ready to reopen the office soon", QuotationKind.INDIRECT),
        ("NATO was ready to reopen the office", QuotationKind.DIRECT),
    ],
)
def test_a_report_in_quotation_marks_has_eight_words(words: str, kind: QuotationKind) -> None:
    item = ruled(quotation(None, words), f"“{words},” said NATO chief Stoltenberg.")
    assert item.kind is kind  # type: ignore[union-attr]  # a quotation


def test_a_mark_at_the_very_start_of_the_text_is_one() -> None:
    assert struck(quotation(None, "The ferries sail"), "“The ferries sail, Okafor said, and left for Oslo.") == []


def test_the_objection_names_the_speaker_as_the_draft_does() -> None:
    text = "“We stay,” said Tom Reyes. Maria Okafor left."
    cast = (person("a1", "Maria Okafor", aliases=("the chair",)), person("a2", "Tom Reyes"))
    (objection,) = ruled(quotation("a1", "We stay"), text, cast).verdict.objections
    assert objection.claimed == "Maria Okafor"
