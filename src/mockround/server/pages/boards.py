"""The board as a plain form: written as text, saved with a button, and shown as tables once it is over."""

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mockround.rounds.board import Board
from mockround.rounds.boards.mermaid import mermaid_of
from mockround.rounds.boards.names import Names, names_of
from mockround.rounds.boards.svg import svg_of
from mockround.rounds.boards.text import printed
from mockround.rounds.events import RoundId
from mockround.server.board_view import catalog_of, rows_of
from mockround.server.deps import PartsOf, RoundOf
from mockround.server.pages.forms import FormOf, whole
from mockround.server.render import page
from mockround.usecases import boards
from mockround.usecases.boards import Drawn, Stale
from mockround.usecases.parts import Parts

router = APIRouter(prefix="/rounds/{round_id}", include_in_schema=False)


_COPIES: Mapping[str, tuple[str, Callable[[Board, Names], str]]] = {
    "json": ("application/json", lambda board, _: board.model_dump_json(indent=2) + "\n"),
    "svg": ("image/svg+xml", svg_of),
    "mmd": ("text/plain", lambda board, _: mermaid_of(board)),
    "txt": ("text/plain", lambda board, _: printed(board) + "\n"),
}
"""In what forms a board can be kept, by the ending of the file: its type, and what makes it."""


_At = Annotated[int | None, Query(ge=0, le=2**53)]
"""The board as it was after this event of the round; without it, the newest one."""


@router.get("/board")
def show(request: Request, round_id: RoundOf, parts: PartsOf, at: _At = None) -> HTMLResponse:
    """Show a board as a picture and in words."""
    board = _board(parts, round_id, at)
    context = {"round_id": round_id, "at": at, "board": board, "rows": rows_of(board, parts.library)}
    return page(request, "rounds/drawn.html", context)


@router.get("/board.{form}")
def copy(round_id: RoundOf, form: Literal["json", "svg", "mmd", "txt"], parts: PartsOf, at: _At = None) -> Response:
    """Return a board as a file. A picture is data: opened by itself it may do nothing."""
    kind, made = _COPIES[form]
    body = made(_board(parts, round_id, at), names_of(parts.library))
    headers = {
        "Content-Disposition": f'attachment; filename="mockround-{round_id}-board.{form}"',
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(body, media_type=f"{kind}; charset=utf-8", headers=headers)


@router.post("/board")
def save(request: Request, round_id: RoundOf, form: FormOf, parts: PartsOf) -> Response:
    """Keep the board that the text describes. What cannot be read is shown again with its mistakes."""
    typed, version = form.get("text", ""), whole(form, "version")
    before = boards.read(parts, round_id)
    found = boards.as_read(parts, typed, before.board)
    if found.mistakes:
        context = {
            "round_id": round_id,
            "typed": typed,
            "version": version,
            "mistakes": found.mistakes,
            "catalog": catalog_of(parts.library),
        }
        return page(request, "rounds/board.html", context, status=422)
    saved = boards.save(parts, round_id, Drawn(found.board, version))
    if isinstance(saved, Stale):
        context = {"round_id": round_id, "what": "board", "typed": typed, "saved": printed(saved.board)}
        return page(request, "rounds/merge.html", context | {"version": saved.version, "refusal": None}, status=409)
    return RedirectResponse(f"/rounds/{round_id}#board", 303)


def _board(parts: Parts, round_id: RoundId, at: int | None) -> Board:
    return boards.read(parts, round_id).board if at is None else boards.read_at(parts, round_id, at)
