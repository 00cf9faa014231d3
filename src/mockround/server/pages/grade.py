"""A round's grade: while it is made, how far it is; then the report, with the transcript beside it."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from mockround.errors import conflict, not_found
from mockround.rounds.state import RoundState
from mockround.server.deps import PartsOf, RoundOf
from mockround.server.grade_view import grade_view
from mockround.server.render import page
from mockround.usecases import grades, rounds

router = APIRouter(prefix="/rounds/{round_id}", include_in_schema=False)


@router.get("/grade")
def show(request: Request, round_id: RoundOf, parts: PartsOf, grade: str = "") -> HTMLResponse:
    """Show the newest grade, or the one whose id is `grade`."""
    state = rounds.state(parts, round_id)
    stored = grades.of_round(parts, round_id)
    if not stored:
        return _under_way(request, state)
    chosen = stored[-1] if not grade else next((each for each in stored if each.id == grade), None)
    if chosen is None:
        raise not_found("There is no such grade of this round.", "Open the round's newest grade.")
    others = [each for each in reversed(stored) if each is not chosen]
    context = {"state": state, "stored": chosen, "others": others, "view": grade_view(chosen.report, parts.library)}
    return page(request, "rounds/grade.html", {**context, "report": chosen.report})


@router.post("/grades")
def request_grade(round_id: RoundOf, parts: PartsOf) -> RedirectResponse:
    grades.request(parts, round_id)
    return RedirectResponse(f"/rounds/{round_id}/grade", 303)


def _under_way(request: Request, state: RoundState) -> HTMLResponse:
    if not state.is_over:
        raise conflict("This round is not over yet.", "Go back to it and end it; then it is graded at once.")
    return page(request, "rounds/grading.html", {"state": state})
