"""Taking a round in from elsewhere: an export, or a transcript with speaker labels."""

import secrets

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mockround.content.models import Level, TopicKey
from mockround.errors import MockroundError, invalid
from mockround.server.deps import PartsOf
from mockround.server.errors import STATUS
from mockround.server.pages.forms import Form, FormOf, once_of
from mockround.server.render import page
from mockround.usecases import imports
from mockround.usecases.parts import Parts

router = APIRouter(prefix="/rounds", include_in_schema=False)

_MOST_TOPICS = 3
_EMPTY = {
    "what": "",
    "title": "",
    "level": "senior",
    "text": "",
    **{f"topic{number}": "" for number in range(1, _MOST_TOPICS + 1)},
}


@router.get("/import")
def show(request: Request, parts: PartsOf) -> HTMLResponse:
    return _page(request, parts, {})


@router.post("/import")
def take_in(request: Request, form: FormOf, parts: PartsOf) -> Response:
    """Take the round in and show its grade; what is refused is shown again as it was typed."""
    try:
        if form.get("what") == "export":
            round_id = imports.import_export(parts, form.get("text", ""), once_of(form))
        else:
            round_id = imports.import_transcript(parts, _plain(form), once_of(form))
    except MockroundError as error:
        refused = f"{error.message} {error.remedy}"
        return _page(request, parts, form, refused=refused, status=int(STATUS[error.code]))
    return RedirectResponse(f"/rounds/{round_id}/grade", 303)


def _plain(form: Form) -> imports.PlainRound:
    try:
        level = Level(form.get("level", ""))
    except ValueError as error:
        raise invalid("No level is chosen.", "Choose the level that you are graded for.") from error
    topics = dict.fromkeys(form.get(f"topic{number}", "") for number in range(1, _MOST_TOPICS + 1))
    chosen = tuple(TopicKey(each) for each in topics if each)
    return imports.PlainRound(form.get("text", ""), form.get("title", ""), level, chosen)


def _page(request: Request, parts: Parts, typed: Form, *, refused: str = "", status: int = 200) -> HTMLResponse:
    context = {
        "typed": {**_EMPTY, **typed},
        "key": secrets.token_hex(16),
        "refused": refused,
        "topics": parts.library.topics,
        "levels": tuple(Level),
        "numbers": range(1, _MOST_TOPICS + 1),
    }
    return page(request, "rounds/import.html", context, status=status)
