"""Templates become pages, and events become the same HTML parts as the page shows them: one renderer for both."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from mockround.resources import built_web_dir, templates_dir
from mockround.rounds.events import (
    BoardChanged,
    CandidateSpoke,
    CriterionGraded,
    FactGiven,
    InterviewerSpoke,
    Logged,
    PhaseChanged,
    RoundCreated,
    Seq,
)
from mockround.rounds.state import RoundState, Turn
from mockround.rounds.voices import ModelAsked
from mockround.server import foreign, words
from mockround.server.assets import assets_in, required_assets
from mockround.server.markdown import rendered
from mockround.usecases import preferences
from mockround.usecases.parts import Parts
from mockround.usecases.review import Asked

_NO_LEDGER: Mapping[Seq, Asked] = {}


def page(request: Request, template: str, context: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
    """Return a page. The error page also comes where scripts and styles are missing, or where the store is."""
    is_error = template == "error.html"
    assets = assets_in(built_web_dir()) if is_error else required_assets(built_web_dir())
    html = (
        environment()
        .get_template(template)
        .render(**context, assets=assets, theme="system" if is_error else _theme(request), here=path_of(request))
    )
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


def path_of(request: Request) -> str:
    """Return the path that was asked for. The URL is no place to look for it: the Host header is a part of that."""
    path: str = request.scope["path"]
    return path


def turn_html(turn: Turn, state: RoundState, asked: Asked | None = None) -> str:
    """Return one finished turn as it stands in the transcript, in a review with its line of the ledger."""
    return _part("turn", turn, state, asked)


def event_html(logged: Logged, state: RoundState, ledger: Mapping[Seq, Asked] = _NO_LEDGER) -> str | None:
    """Return what the page shows for an event: a turn, a fact, a notice; None where it shows nothing."""
    event = logged.event
    match event:
        case InterviewerSpoke() | CandidateSpoke():
            found = (turn for turn in state.turns if turn.seq == logged.seq)
            return next((turn_html(turn, state, ledger.get(turn.seq)) for turn in found), None)
        case FactGiven():
            return _part("fact", event)
        case CriterionGraded():
            return _part("progress", state) if state.grading else None
        case RoundCreated() | BoardChanged() | ModelAsked():
            return None
        case PhaseChanged() if len(state.created.phases) == 1:
            return None
        case _:
            return _part("notice", logged, event, state)


def _part(macro: str, *values: object) -> str:
    parts = environment().get_template("parts/turn.html").module
    return str(getattr(parts, macro)(*values)).strip()


def _theme(request: Request) -> str:
    parts: Parts = request.app.state.parts
    return preferences.read(parts).theme


@cache
def environment() -> Environment:
    """Return what all templates share."""
    environment = Environment(
        loader=FileSystemLoader(templates_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        markdown=rendered,
        plain=foreign.plain,
        apart=foreign.apart,
        verbatim=foreign.verbatim,
        mmss=words.minutes_and_seconds,
        duration=words.duration,
        percent=words.percent,
        day=words.day,
        hour=words.hour,
        spaced=words.spaced,
        topic_url=words.topic_url,
        practice_url=words.practice_url,
    )
    environment.globals.update(
        words=words,
        shares=words.shares,
        between=words.between,
    )
    return environment
