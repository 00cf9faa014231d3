"""What a person prefers: level, persona, minutes, light or dark."""

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse

from mockround.content.models import Level
from mockround.errors import invalid
from mockround.rounds.events import Persona
from mockround.rounds.kinds import EXTRA_TIMES, FULL_MINUTES
from mockround.server.deps import PartsOf
from mockround.server.pages.forms import FormOf, whole
from mockround.server.render import page
from mockround.usecases import preferences

router = APIRouter(prefix="/settings", include_in_schema=False)


@router.get("")
def show(request: Request, parts: PartsOf, saved: bool = False) -> HTMLResponse:
    context = {
        "chosen": preferences.read(parts),
        "saved": saved,
        "levels": tuple(Level),
        "personas": tuple(Persona),
        "minutes": FULL_MINUTES,
        "extra_times": EXTRA_TIMES,
        "counts": parts.library.counts,
    }
    return page(request, "settings.html", context)


@router.post("")
def save(form: FormOf, parts: PartsOf) -> RedirectResponse:
    try:
        # What stands on another page, such as who interviews, stays as it is.
        kept = preferences.read(parts).model_dump()
        own = {name: form[name] for name in ("level", "persona", "single_keys", "theme") if name in form}
        numbers = {name: whole(form, name) for name in ("minutes", "extra_time") if name in form}
        wanted = preferences.Preferences.model_validate({**kept, **own, **numbers})
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]) for item in error.errors())
        raise invalid(f"These settings are not among the choices: {names}.", "Choose from the page.") from error
    preferences.write(parts, wanted)
    return RedirectResponse("/settings?saved=true", 303)
