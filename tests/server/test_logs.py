"""The log says where to look, as JSON, and never what was said."""

import json
import logging

import pytest
from pydantic import BaseModel, ValidationError

from mockround.server.logs import JsonLines

SECRET = "I would put Redis in front of it"


def told(record: logging.LogRecord) -> dict[str, object]:
    line = JsonLines().format(record)
    assert "\n" not in line
    found: dict[str, object] = json.loads(line)
    return found


def test_our_own_fields_are_told() -> None:
    record = logging.makeLogRecord(
        {"name": "mockround.server.errors", "levelname": "ERROR", "msg": "request failed", "reference": "ab12"}
    )
    line = told(record)
    assert (line["level"], line["event"], line["reference"]) == ("error", "request failed", "ab12")


def test_another_librarys_arguments_are_not() -> None:
    record = logging.LogRecord("uvicorn.error", logging.WARNING, "x.py", 1, "bad request: %s", (SECRET,), None)
    line = told(record)
    assert line["event"] == "bad request: %s"
    assert SECRET not in json.dumps(line)


def test_an_exception_gives_its_type_and_places_and_not_its_message() -> None:
    class Turn(BaseModel):
        seconds: int

    with pytest.raises(ValidationError) as raised:
        Turn.model_validate({"seconds": SECRET})
    assert SECRET in str(raised.value)
    error = raised.value
    record = logging.LogRecord("mockround", logging.ERROR, "x.py", 1, "failed", (), (type(error), error, None))
    record.exc_info = (type(error), error, raised.tb)
    line = told(record)
    assert line["error"] == "pydantic_core._pydantic_core.ValidationError"
    assert any("test_logs.py" in place for place in line["stack"])  # type: ignore[attr-defined]
    assert SECRET not in json.dumps(line)


def test_what_a_client_library_says_of_a_request_is_cut_before_its_headers() -> None:
    record = logging.makeLogRecord(
        {"name": "httpcore.http11", "levelname": "DEBUG", "levelno": logging.DEBUG, "msg": f"receive.complete {SECRET}"}
    )
    assert told(record)["event"] == "receive.complete"


def test_a_task_that_nobody_awaited_is_told_without_what_it_died_of() -> None:
    said = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{SECRET}')>"
    record = logging.makeLogRecord({"name": "asyncio", "levelname": "ERROR", "levelno": logging.ERROR, "msg": said})
    assert told(record)["event"] == "Task exception was never retrieved"
