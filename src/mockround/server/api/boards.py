"""The board of a round over JSON, and its text: what is written becomes a board, and the other way round."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from mockround.rounds.board import Board
from mockround.rounds.boards.text import printed
from mockround.server.api.requests import Version
from mockround.server.deps import PartsOf, RoundOf
from mockround.server.problems import problem_response
from mockround.usecases import boards

router = APIRouter(prefix="/api", tags=["boards"])

_LONGEST = 400_000


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DrawnBody(_Shape):
    """A board, and the version that it was drawn over; 0 for the first one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"board": {"nodes": [{"id": "n1", "kind": "client"}]}, "version": 0}]}
    )

    board: Board
    version: Version


class TextBody(_Shape):
    """A text, and the board that it was written over: boxes that keep their name keep their id and place."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "client -> lb: HTTPS"}]})

    text: Annotated[str, Field(max_length=_LONGEST)]
    before: Board = Board()


class MistakeInLine(BaseModel):
    """Lines are counted from 1."""

    line: int
    what: str
    remedy: str


class ReadBoard(BaseModel):
    """What the text describes; where there are mistakes, the board of the other lines."""

    board: Board
    mistakes: tuple[MistakeInLine, ...]


class PrintedBoard(BaseModel):
    text: str


@router.get("/rounds/{round_id}/board")
def show(round_id: RoundOf, parts: PartsOf) -> DrawnBody:
    drawn = boards.read(parts, round_id)
    return DrawnBody(board=drawn.board, version=drawn.version)


@router.put(
    "/rounds/{round_id}/board",
    responses={409: {"description": "Another tab drew meanwhile: its board and version are in the answer."}},
)
def save(round_id: RoundOf, body: DrawnBody, parts: PartsOf) -> Response:
    """Keep a board. Every save is kept; the log has one change a second, and the last one."""
    kept = boards.save(parts, round_id, boards.Drawn(body.board, body.version))
    if isinstance(kept, boards.Stale):
        more: dict[str, object] = {"board": kept.board.model_dump(mode="json"), "version": kept.version}
        return problem_response(409, "Another tab drew meanwhile.", remedy="Choose one of the two boards.", more=more)
    return JSONResponse({"version": kept.version})


@router.post("/boards/reading")
def read_text(body: TextBody, parts: PartsOf) -> ReadBoard:
    """Return the board that a text describes, and every mistake in it. Nothing is kept."""
    found = boards.as_read(parts, body.text, body.before)
    told = tuple(MistakeInLine(line=each.line, what=each.what, remedy=each.remedy) for each in found.mistakes)
    return ReadBoard(board=found.board, mistakes=told)


@router.post("/boards/text")
def print_text(body: Board) -> PrintedBoard:
    """Return the text of a board. Nothing is kept."""
    return PrintedBoard(text=printed(body))
