"""Speaking: by whom the candidate is heard, and what is read aloud."""

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse

from mockround.errors import invalid
from mockround.server.deps import PartsOf
from mockround.server.pages.forms import FormOf
from mockround.server.render import page
from mockround.usecases import preferences, profiles

router = APIRouter(prefix="/settings/speaking", include_in_schema=False)

_BY_MODEL = "model:"
"""Begins the choice of a model, so that no profile's name can be taken for another choice."""


@router.get("")
def show(request: Request, parts: PartsOf, saved: bool = False) -> HTMLResponse:
    hearing = [each for each in profiles.profiles(parts) if each.may_hear]
    context = {"chosen": preferences.read(parts), "saved": saved, "hearing": hearing}
    return page(request, "speaking.html", context)


@router.post("")
def save(form: FormOf, parts: PartsOf) -> RedirectResponse:
    speech = form.get("speech", "")
    by_model = speech.startswith(_BY_MODEL)
    own = {name: form[name] for name in ("speech", "talk") if name in form and not (by_model and name == "speech")}
    try:
        wanted = preferences.Preferences.model_validate({**preferences.read(parts).model_dump(), **own})
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]) for item in error.errors())
        raise invalid(f"These settings are not among the choices: {names}.", "Choose from the page.") from error
    preferences.write(parts, wanted)
    if by_model:
        profiles.use(parts, speech.removeprefix(_BY_MODEL), "transcriber")
    return RedirectResponse("/settings/speaking?saved=true", 303)
