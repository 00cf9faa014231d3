"""Models: set up, found on this machine, tried, removed; and who interviews and grades from the next round on."""

from collections.abc import Mapping
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mockround.errors import MockroundError, invalid
from mockround.llm.profiles import Limits
from mockround.rounds.voices import EMBEDDED
from mockround.server.deps import PartsOf
from mockround.server.errors import STATUS
from mockround.server.pages.forms import Form, FormOf
from mockround.server.render import page
from mockround.usecases import models, preferences, profiles
from mockround.usecases.model_use import use_by_profile
from mockround.usecases.parts import Parts

router = APIRouter(prefix="/settings/models", include_in_schema=False)

_TEXTS = ("name", "via", "endpoint", "model", "purpose", "key_variable")
_EMPTY: Mapping[str, object] = {
    "name": "",
    "via": "openai",
    "endpoint": "",
    "model": "",
    "key_variable": "",
    "purpose": "both",
    "criteria_a_call": 1,
    "cost_cap_usd": "",
    **Limits().model_dump(),
}


@router.get("")
def show(request: Request, parts: PartsOf, edit: str = "", saved: str = "") -> HTMLResponse:
    """Show the profiles; with `edit`, a profile in the form."""
    typed: Mapping[str, object] = _EMPTY
    if edit:
        profile = profiles.named(parts, edit)
        typed = {**profile.model_dump(exclude={"limits"}), **profile.limits.model_dump()}
    return _page(request, parts, {"typed": typed, "saved": saved})


@router.post("/search")
async def search(request: Request, parts: PartsOf) -> HTMLResponse:
    """Ask for model servers on this machine and show what answers. No GET: a link from elsewhere must not knock."""
    return _page(request, parts, {"found": await models.found_here()})


@router.post("")
def save(request: Request, form: FormOf, parts: PartsOf) -> Response:
    """Keep a profile. What is refused is shown again as it was typed, but for the key."""
    try:
        kept = profiles.save(parts, profiles.typed(_values(parts, form)), key=form.get("key", ""))
    except MockroundError as error:
        typed = {**_EMPTY, **{name: value for name, value in form.items() if name != "key"}}
        context = {"typed": typed, "refused": f"{error.message} {error.remedy}"}
        return _page(request, parts, context, status=int(STATUS[error.code]))
    return RedirectResponse(f"/settings/models?saved={kept.name}#profile-{kept.name}", 303)


@router.post("/roles")
def choose(form: FormOf, parts: PartsOf) -> RedirectResponse:
    """Say who interviews, who grades, and what happens when a model fails."""
    roles: tuple[Literal["interviewer", "grader"], ...] = ("interviewer", "grader")
    for role in roles:
        profiles.use(parts, form.get(role, EMBEDDED), role)
    chosen = preferences.read(parts)
    at_once = form.get("when_model_fails") == "embedded"
    preferences.write(parts, chosen.model_copy(update={"when_model_fails": "embedded" if at_once else "ask"}))
    return RedirectResponse("/settings/models?saved=roles", 303)


@router.post("/{name}/test")
async def test(request: Request, name: str, parts: PartsOf) -> HTMLResponse:
    """Call the model for real and show what that showed."""
    profile = profiles.named(parts, name)
    result = await models.tested(parts, profile)
    return _page(request, parts, {"tested": result, "tested_name": name})


@router.post("/{name}/removal")
def remove(name: str, parts: PartsOf) -> RedirectResponse:
    profiles.remove(parts, name)
    return RedirectResponse("/settings/models?saved=removed", 303)


def _page(request: Request, parts: Parts, context: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
    every = profiles.profiles(parts)
    whole = {
        "profiles": every,
        "keys": {each.name: profiles.key_shown(parts, each) for each in every},
        "chosen": preferences.read(parts),
        "used": use_by_profile(parts),
        "place": parts.keys.place,
        "found": None,
        "typed": _EMPTY,
        "saved": "",
        "refused": "",
        "tested": None,
        "tested_name": "",
        **context,
    }
    return page(request, "models.html", whole, status=status)


def _values(parts: Parts, form: Form) -> dict[str, object]:
    """Return the profile's values as they were typed; an empty box keeps its default, an untouched key stays."""
    limits = {name: _number(form, name) for name in Limits.model_fields if form.get(name, "").strip()}
    before = profiles.find(parts, form.get("name", ""))
    kept_key = before.key if before is not None and before.key == "stored" else "none"
    cap = form.get("cost_cap_usd", "").strip()
    return {
        **{name: form.get(name, "").strip() for name in _TEXTS},
        "key": "environment" if form.get("key_variable", "").strip() else kept_key,
        "limits": limits,
        "criteria_a_call": _number(form, "criteria_a_call") if form.get("criteria_a_call", "").strip() else 1,
        "cost_cap_usd": _number(form, "cost_cap_usd") if cap else None,
    }


def _number(form: Form, name: str) -> int | float:
    text = form[name].strip()
    try:
        value = float(text)
    except ValueError as error:
        raise invalid(f"{name.replace('_', ' ')} is {text!r}, which is no number.", "Enter a number.") from error
    return int(value) if value.is_integer() else value
