"""Deleting a round: what goes is said first, and a second click does it."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from mockround.errors import ErrorCode, MockroundError
from mockround.server.deps import PartsOf, RoundOf
from mockround.server.render import page
from mockround.usecases import removal, rounds
from mockround.usecases.grades import of_round

router = APIRouter(prefix="/rounds/{round_id}/deletion", include_in_schema=False)


@router.get("")
def ask(request: Request, round_id: RoundOf, parts: PartsOf) -> HTMLResponse:
    state = rounds.state(parts, round_id)
    removal.refuse_while_running(state)
    return page(request, "rounds/deletion.html", {"state": state, "grades": len(of_round(parts, round_id))})


@router.post("")
def remove(round_id: RoundOf, parts: PartsOf) -> RedirectResponse:
    try:
        removal.remove(parts, round_id)
    except MockroundError as error:
        # The second of two clicks: what it wants is done.
        if error.code is not ErrorCode.NOT_FOUND:
            raise
    return RedirectResponse(f"/rounds?deleted={round_id}", 303)
