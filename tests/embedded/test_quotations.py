"""Quotations: whose they are, and what they really are."""

from __future__ import annotations

from briefing.embedded import read
from briefing.schema.terms import QuotationKind
from tests.embedded.found import FILLER, draft_of, names

OFFER = "Premier Jan Holm has asked Sweden to leave the port. "


def speakers(text: str) -> list[str | None]:
    draft = draft_of(text)
    known = names(draft)
    return [known.get(q.speaker, q.speaker) for q in draft.quotations]


def test_the_speaker_stands_before_behind_or_beside() -> None:
    assert speakers(OFFER + 'Holm said: "We will wait here until they leave."') == ["Jan Holm"]
    assert speakers(OFFER + '"We will wait here until they leave," said Holm.') == ["Jan Holm"]
    assert speakers(OFFER + '"We will wait here until they leave!" Holm told reporters.') == ["Jan Holm"]


def test_words_that_nobody_is_said_to_speak_have_no_speaker() -> None:
    assert speakers(f'{OFFER}\n\n"We will wait here until they leave the port for good."\n\n{FILLER}') == []


def test_a_second_quotation_in_the_sentence_is_by_the_same_speaker() -> None:
    text = 'Holm said: "We will wait here until they leave," and "We will come back again next spring."'
    assert speakers(OFFER + text) == ["Jan Holm", None]


def test_a_pronoun_outside_is_nobody_named_inside() -> None:
    text = '"Eva Lang will wait with us here until they leave," she said. '
    assert "Eva Lang" not in speakers(OFFER + text)


def test_a_quotation_right_behind_another_is_by_the_same_speaker() -> None:
    text = '"It is bad." "The deal is an insult to us all," Holm said. "We will not accept the deal of the north."'
    draft = draft_of(OFFER + text)
    assert {names(draft)[r.responder] for r in draft.responses} == {"Jan Holm"}


def test_a_pronoun_alone_names_no_speaker() -> None:
    assert speakers(OFFER + 'He said, "We will wait here until they leave."') == [None]


def test_insertions_make_it_edited() -> None:
    draft = draft_of(OFFER + 'Holm said: "We [the crew] will wait here until they leave."')
    assert [q.kind for q in draft.quotations] == [QuotationKind.EDITED]


def test_a_quotation_broken_off_is_cut_and_has_no_speaker() -> None:
    draft = read(f'{OFFER}{FILLER} Holm said so.\n\n"We will wait here until they le...')
    assert [(q.kind, q.speaker) for q in draft.quotations] == [(QuotationKind.CUT, None)]


def test_a_report_that_an_agency_passes_on_is_indirect() -> None:
    text = (
        '"NATO was ready to open the port, since trade was needed there," Baltic News Agency quoting NATO chief '
        "Jan Holm reported."
    )
    draft = draft_of(OFFER + text)
    assert [q.kind for q in draft.quotations] == [QuotationKind.INDIRECT]
