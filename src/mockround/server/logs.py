"""The program's log: one JSON object a line on standard error, without a word that a candidate said.

An exception's message may quote its input and so may another library's arguments; both are left out. What remains
says where to look: the event, our own fields, the exception's type and the places it passed.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

_OURS = "mockround"
_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({})))


class JsonLines(logging.Formatter):
    """Fields given with `extra` are ours and are kept; they name things by id, never by what was said."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if record.name.split(".")[0] == _OURS:
            line |= {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _trouble(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _event(record: logging.LogRecord) -> str:
    """Return the message before anything is put into it; of a stranger's, no more than cannot hold somebody's words.

    httpcore writes a provider's headers into its messages, asyncio the exception that a task died of.
    """
    said = str(record.msg).strip()
    if record.name.split(".")[0] == _OURS:
        return said
    first = said.partition("\n")[0]
    return first if record.levelno >= logging.WARNING else first.partition(" ")[0]


def log_to_stderr() -> None:
    """Send warnings and worse of every library there, once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _trouble(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "caused_by": type(error.__cause__).__qualname__ if error.__cause__ is not None else None,
        "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
