"""A round's grade: while it is made, how far it is; then the report, with the transcript beside it."""

import json

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mockround.content.models import CriterionId
from mockround.errors import conflict, not_found
from mockround.llm.profiles import Profile
from mockround.rounds.events import GradeId, RoundId
from mockround.rounds.missing import missing_content
from mockround.rounds.sounding import WHAT_IS_COUNTED, sounding
from mockround.rounds.state import RoundState
from mockround.rounds.voices import EMBEDDED
from mockround.server.board_view import catalog_of, rows_of
from mockround.server.deps import PartsOf, RoundOf
from mockround.server.grade_view import grade_view
from mockround.server.pages.forms import FormOf
from mockround.server.render import event_html, page
from mockround.usecases import attempts, exports, graders, grades, profiles, rounds
from mockround.usecases.comparison import compared
from mockround.usecases.overruling import Overruling, overrule
from mockround.usecases.parts import Parts
from mockround.usecases.replay import replay

router = APIRouter(prefix="/rounds/{round_id}", include_in_schema=False)

_MOST_ATTEMPTS = 5


@router.get("/grade")
def show(request: Request, round_id: RoundOf, parts: PartsOf, grade: str = "") -> HTMLResponse:
    """Show the newest grade, or the one whose id is `grade`."""
    state = rounds.state(parts, round_id)
    stored = grades.of_round(parts, round_id)
    if not stored:
        return _under_way(request, state, parts)
    chosen = stored[-1] if not grade else next((each for each in stored if each.id == grade), None)
    if chosen is None:
        raise not_found("There is no such grade of this round.", "Open the round's newest grade.")
    others = [each for each in reversed(stored) if each is not chosen]
    context = {
        "state": state,
        "stored": chosen,
        "others": others,
        "view": grade_view(chosen.report, parts.library),
        "report": chosen.report,
        "graders": _graders(parts, state),
        "sounding": sounding(state),
        "what_is_counted": WHAT_IS_COUNTED,
        "earlier": attempts.others(parts, state)[:_MOST_ATTEMPTS],
        "stopped": state.stopped[-1] if state.stopped and chosen is stored[-1] else None,
    }
    return page(request, "rounds/grade.html", context)


@router.get("/replay")
def show_replay(request: Request, round_id: RoundOf, parts: PartsOf) -> HTMLResponse:
    """Show the round along its own time."""
    found = replay(parts, round_id)
    shown = [
        (at_s, each, Markup(html))  # noqa: S704 - made by our templates
        for at_s, each in found.events
        if (html := event_html(each, found.state))
    ]
    context = {
        "replay": found,
        "state": found.state,
        "shown": shown,
        "drawings": json.dumps([[each.at_s, each.seq, each.boxes, each.arrows] for each in found.drawings]),
        "catalog": catalog_of(parts.library),
        "board_rows": rows_of(found.state.board, parts.library),
    }
    return page(request, "rounds/replay.html", context)


@router.get("/compare")
def compare(request: Request, round_id: RoundOf, parts: PartsOf, one: str, other: str) -> HTMLResponse:
    """Show two grades side by side, with the criteria on which they differ."""
    stored = {each.id: each for each in grades.of_round(parts, round_id)}
    if one not in stored or other not in stored:
        raise not_found("There is no such grade of this round.", "Open the round's newest grade and choose there.")
    left, right = stored[GradeId(one)], stored[GradeId(other)]
    context = {
        "state": rounds.state(parts, round_id),
        "one": left,
        "other": right,
        "comparison": compared(left.report, right.report),
    }
    return page(request, "rounds/compare.html", context)


@router.get("/beside/{other}")
def beside(request: Request, round_id: RoundOf, other: RoundId, parts: PartsOf) -> HTMLResponse:
    """Show two rounds on one problem side by side."""
    return page(request, "rounds/beside.html", {"both": attempts.side_by_side(parts, round_id, other)})


@router.post("/grades")
def request_grade(round_id: RoundOf, form: FormOf, parts: PartsOf) -> RedirectResponse:
    """Ask for a grade, by the embedded grader or the model of a profile."""
    grades.request(parts, round_id, form.get("grader", EMBEDDED))
    return RedirectResponse(f"/rounds/{round_id}/grade", 303)


@router.post("/overruling")
def overrule_verdict(round_id: RoundOf, form: FormOf, parts: PartsOf) -> RedirectResponse:
    """A person overrules one verdict: a new grade, which is shown."""
    wanted = Overruling(
        grade=GradeId(form.get("grade", "")),
        criterion=CriterionId(form.get("criterion", "")),
        verdict=form.get("verdict", ""),
        reason=form.get("reason", ""),
        by=form.get("by", ""),
    )
    made = overrule(parts, round_id, wanted)
    return RedirectResponse(f"/rounds/{round_id}/grade?grade={made}#criterion-{wanted.criterion}", 303)


@router.get("/export.json")
def export_json(round_id: RoundOf, parts: PartsOf) -> Response:
    body = exports.as_export(parts, round_id).model_dump_json(indent=2)
    return _download(body + "\n", f"{round_id}.json", "application/json")


@router.get("/export.md")
def export_markdown(round_id: RoundOf, parts: PartsOf) -> Response:
    return _download(exports.as_text(parts, round_id), f"{round_id}.md", "text/markdown")


@router.post("/grades/stopping")
def stop_grade(round_id: RoundOf, form: FormOf, parts: PartsOf) -> RedirectResponse:
    grades.stop(parts, round_id, GradeId(form.get("grade", "")))
    return RedirectResponse(f"/rounds/{round_id}/grade", 303)


def _download(body: str, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="mockround-{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=f"{kind}; charset=utf-8", headers=headers)


def _graders(parts: Parts, state: RoundState) -> list[tuple[Profile, graders.Estimate]]:
    """The models that may grade the round, with what that should take."""
    able = [each for each in profiles.profiles(parts) if each.may_grade]
    return [(each, graders.estimate(parts, state, each)) for each in able]


def _under_way(request: Request, state: RoundState, parts: Parts) -> HTMLResponse:
    if not state.is_over:
        raise conflict("This round is not over yet.", "Go back to it and end it; then it is graded at once.")
    missing = missing_content(state.created, parts.library)
    return page(request, "rounds/grading.html", {"state": state, "missing": missing})
