"""Reads a board in whatever form it was written: our text, Mermaid's flowchart, or JSON."""

import json

from pydantic import ValidationError

from mockround.nesting import is_too_deep
from mockround.rounds.board import Board
from mockround.rounds.boards.building import Read, board_of
from mockround.rounds.boards.checks import faults
from mockround.rounds.boards.mermaid_reading import board_of_mermaid, is_mermaid
from mockround.rounds.boards.names import Names
from mockround.rounds.boards.reading import Mistake

_SHOWN = 5


def board_in(text: str, names: Names, before: Board) -> Read:
    """Return the board that `text` describes; our own text is read over `before`, the others for themselves."""
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        return _board_of_json(text, names)
    if is_mermaid(text):
        return _checked(board_of_mermaid(text, names), names)
    return board_of(text, names, before)


def _board_of_json(text: str, names: Names) -> Read:
    if is_too_deep(text):
        return Read(Board(), (Mistake(1, "This JSON is nested too deeply.", "Export the board again."),))
    try:
        json.loads(text)
        return _checked(Read(Board.model_validate_json(text)), names)
    except json.JSONDecodeError as error:
        return Read(Board(), (Mistake(error.lineno, f"This is no JSON: {error.msg}.", "Export the board again."),))
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[:_SHOWN]
        told = (f"{'.'.join(map(str, each['loc'])) or 'the board'}: {each['msg']}." for each in wrong)
        return Read(Board(), tuple(Mistake(1, each, "Correct it, or export the board again.") for each in told))
    except ValueError:
        # Of json: a whole number with more digits than Python reads. A ValidationError is a ValueError, too.
        return Read(Board(), (Mistake(1, "A number in it is too long.", "Export the board again."),))


def _checked(found: Read, names: Names) -> Read:
    if found.mistakes:
        return found
    wrong = faults(found.board, names)
    return Read(found.board, tuple(Mistake(1, each, "Correct it.") for each in wrong[:_SHOWN]))
