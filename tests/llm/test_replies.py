"""What models wrap around their JSON, and what spoils it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import BadReplyError, ModelFault
from briefing.llm.replies import MAX_REPAIR_CHARS, MAX_REPLY_CHARS, parse_json

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")))
VALUES = st.dictionaries(TEXTS, st.lists(TEXTS | st.integers() | st.booleans() | st.none()), min_size=1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('Here you are:\n\n{"a": [{"b": "“q”"}]}\n\nAnything else?', {"a": [{"b": "“q”"}]}),
        ('<think>Perhaps {"a": 0}?</think>\n{"a": 1}', {"a": 1}),
        ('Perhaps {"a": 0, "b": "a longer one"}?</think>\n{"a": 1}', {"a": 1}),  # its opening stood in the template
        ('<think>{"a": 0}</think><think>{"b": 2, "c": 3}</think>{"a": 1}', {"a": 1}),
        ('An example is {"x": 1}. The answer: {"a": [1, 2, 3]}', {"a": [1, 2, 3]}),
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ("{'a': 'b', c: 1}", {"a": "b", "c": 1}),
        ('{"a": "he said "no" twice"}', {"a": 'he said "no" twice'}),
        ('{"a": "<think>not a block</think>"}', {"a": "<think>not a block</think>"}),
    ],
)
def test_the_json_in_a_reply_is_found(text: str, value: Any) -> None:
    assert parse_json(text) == value


@given(VALUES)
def test_sound_json_is_read_as_json_reads_it(value: dict[str, Any]) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=False)) == value


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"\ud83d alone", "\ufffd alone"),
        (r"\ud83d\ude00", "\U0001f600"),
        (r"caf\u0000e9", "caf\ufffde9"),
        (r"red \u001b[31m", "red \ufffd[31m"),
        (r"not\u000baccept", "not accept"),
        (r"a\tb\nc", "a\tb\nc"),
        (r"soft\u00adhyphen", "softhyphen"),
    ],
)
def test_what_no_file_can_hold_is_replaced_in_texts_and_names(escaped: str, text: str) -> None:
    assert parse_json(f'{{"{escaped}": [{{"a": "{escaped}"}}]}}') == {text: [{"a": text}]}


@given(VALUES)
def test_a_fence_and_prose_change_nothing(value: dict[str, Any]) -> None:
    assert parse_json(f"Sure.\n```json\n{json.dumps(value, indent=1)}\n```\nDone.") == value


@given(VALUES, st.integers(min_value=1))
def test_a_cut_reply_never_passes_for_a_whole_one(value: dict[str, Any], where: int) -> None:
    whole = json.dumps(value)
    cut = whole[: where % len(whole)]
    with pytest.raises(BadReplyError):
        parse_json(cut)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ModelFault.EMPTY),
        (" \n", ModelFault.EMPTY),
        ("I can't say.", ModelFault.NOT_JSON),
        ("{ not json }", ModelFault.NOT_JSON),
        ('{"a": [{"b": 1}, {"b":', ModelFault.TRUNCATED),
        ('{"a": "an unfinished stri', ModelFault.TRUNCATED),
        ('{"a": 1, "a": 2}', ModelFault.WRONG_SCHEMA),
        ('Yes: {"a": 1, "a": 2}', ModelFault.WRONG_SCHEMA),
        ('{"a": 1, "b": [{"c": 1}], "a": {"c": 2},}', ModelFault.NOT_JSON),  # repairing it would lose one
        ('{"a": NaN}', ModelFault.NOT_JSON),
        ('{"a":' * 50_000, ModelFault.NOT_JSON),
        ("{" * 100_000, ModelFault.TRUNCATED),
        ("{" + "".join(f'"k{n}": 1, ' for n in range(100_000)) + '"k99999": 2}', ModelFault.WRONG_SCHEMA),
        ("x" * (MAX_REPLY_CHARS + 1), ModelFault.TOO_LARGE),
        ('{"a": [' + "1," * MAX_REPAIR_CHARS + "]}", ModelFault.NOT_JSON),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_useless_reply_says_what_is_wrong_with_it(text: str, fault: ModelFault) -> None:
    with pytest.raises(BadReplyError) as caught:
        parse_json(text)
    assert caught.value.fault is fault
    assert caught.value.problems
    assert text.startswith(caught.value.text)
