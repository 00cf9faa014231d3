"""The page where a round is chosen, and its creation."""

import random
import secrets

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from mockround.content.models import Level
from mockround.errors import ErrorCode, MockroundError, invalid
from mockround.rounds.events import Kind, Persona, RoundId
from mockround.rounds.kinds import CARDS, FULL_MINUTES
from mockround.rounds.state import Status
from mockround.server.deps import PartsOf
from mockround.server.pages.forms import Form, FormOf, once_of, whole
from mockround.server.render import page
from mockround.usecases import practice, preferences, rounds
from mockround.usecases.creation import PROMPT_COUNTS, NewRound
from mockround.usecases.parts import Parts

router = APIRouter(prefix="/rounds", include_in_schema=False)

_MOST_TIMES = 20
"""How often a form that is gone back to is told from a second click on it."""
_NEEDS_PROBLEM = (Kind.FULL, Kind.RECOGNISE, Kind.CONSISTENCY)


@router.get("/new")
def new(request: Request, parts: PartsOf, kind: Kind = Kind.FULL) -> HTMLResponse:
    """Show the choices of one kind; `problem`, `topic`, `path` and `checkpoint` in the address are chosen already."""
    asked = {name: request.query_params.get(name, "") for name in ("problem", "topic", "path", "checkpoint", "prompts")}
    context = {
        "kind": kind,
        "key": secrets.token_hex(16),
        "cards": CARDS,
        "card": next(card for card in CARDS if card.kind is kind),
        "asked": asked,
        "library": parts.library,
        "chosen": preferences.read(parts),
        "needs_problem": kind in _NEEDS_PROBLEM,
        "levels": tuple(Level),
        "personas": tuple(Persona),
        "minutes": FULL_MINUTES,
        "prompt_counts": PROMPT_COUNTS,
    }
    return page(request, "rounds/new.html", context)


@router.post("")
def create(form: FormOf, parts: PartsOf) -> RedirectResponse:
    return RedirectResponse(f"/rounds/{_created(form, parts)}", 303)


def _created(form: Form, parts: Parts) -> RoundId:
    """A form that is sent twice makes one round; once that was started or deleted, whoever goes back to the form and
    sends it wants another."""
    wanted, once = _wanted(form, parts), once_of(form)
    for each in once.for_one_after_the_other(_MOST_TIMES) if once else ():
        try:
            round_id = rounds.create(parts, wanted, each)
        except MockroundError as error:
            if error.code is not ErrorCode.CONFLICT:
                raise
        else:
            if rounds.state(parts, round_id).status is Status.CREATED:
                return round_id
    return rounds.create(parts, wanted)


def _wanted(form: Form, parts: Parts) -> NewRound:
    """A problem that is left open is drawn here; a checkpoint's field holds its path, too."""
    try:
        kind, level, persona = Kind(form["kind"]), Level(form["level"]), Persona(form["persona"])
    except (KeyError, ValueError) as error:
        raise invalid(f"The choice {error} is not on the page.", "Go back and choose again.") from error
    path, _, checkpoint = form.get("checkpoint", "").partition("/")
    problem = form.get("problem") or None
    if problem is None and kind in _NEEDS_PROBLEM:
        problem = practice.surprise(parts, random.SystemRandom())
    return NewRound(
        kind=kind,
        level=level,
        persona=persona,
        problem=problem,
        path=path or None,
        checkpoint=checkpoint or None,
        topic=form.get("topic") or None,
        prompts=whole(form, "prompts") if kind is Kind.RECOGNISE and form.get("prompts") else 1,
        minutes=whole(form, "minutes") if kind is Kind.FULL and form.get("minutes") else None,
    )
