from __future__ import annotations

import json
import logging
import warnings

import pytest

from briefing.cli.console import LogForm, LogLevel, set_up


def test_a_json_log_says_what_was_worked_on(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(LogLevel.INFO, LogForm.JSON)
    logging.getLogger("briefing.llm").info("asked", extra={"article": "a.txt", "request_id": "r-1"})
    record = json.loads(capsys.readouterr().err)
    assert (record["message"], record["article"], record["request_id"]) == ("asked", "a.txt", "r-1")


@pytest.mark.parametrize(("level", "shown"), [(LogLevel.WARNING, False), (LogLevel.DEBUG, True)])
def test_a_traceback_is_shown_only_where_asked_for(
    capsys: pytest.CaptureFixture[str], level: LogLevel, shown: bool
) -> None:
    set_up(level, LogForm.TEXT)
    try:
        raise ZeroDivisionError("a fault")
    except ZeroDivisionError:
        logging.getLogger("briefing").exception("unexpected fault", extra={"article": "a.txt"})
    said = capsys.readouterr().err
    assert ("Traceback" in said) is shown
    assert "a fault" in said
    assert "[a.txt]" in said


def test_a_warning_that_would_quote_a_reply_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        set_up(LogLevel.INFO, LogForm.TEXT)
        warnings.warn(
            "Pydantic serializer warnings:\n  input_value='Norland has offered talks'", UserWarning, stacklevel=1
        )
    assert capsys.readouterr().err == ""
