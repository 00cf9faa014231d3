"""All rounds: filtered by kind and status, searched by what was said in them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from mockround.rounds.events import RoundId
from mockround.server.deps import PartsOf
from mockround.server.marks import Piece, pieces
from mockround.server.render import page
from mockround.server.words import KINDS, STATUSES
from mockround.usecases.listing import Filter, Hit, listing, search

router = APIRouter(prefix="/rounds", include_in_schema=False)

_PAGE = 50


class Asked(BaseModel):
    """What the address asks for; '' lets everything pass."""

    kind: str = ""
    status: str = ""
    text: Annotated[str, Field(max_length=400)] = ""
    before: str = ""
    deleted: Annotated[str, Field(max_length=80)] = ""
    """The round that somebody comes here from deleting."""


@router.get("")
def index(request: Request, asked: Annotated[Asked, Query()], parts: PartsOf) -> HTMLResponse:
    before = RoundId(asked.before) if asked.before else None
    cards = listing(parts, Filter(kind=asked.kind or None, status=asked.status or None, before=before, limit=_PAGE))
    context = {
        "cards": cards,
        "older": cards[-1].id if len(cards) == _PAGE else "",
        "hits": [(hit, _pieces(hit)) for hit in search(parts, asked.text)],
        "wanted": asked,
        "deleted": asked.deleted if asked.deleted in parts.store.log.removed() else "",
        "kinds": KINDS,
        "statuses": STATUSES,
    }
    return page(request, "rounds/index.html", context)


def _pieces(hit: Hit) -> tuple[Piece, ...]:
    return pieces(hit.snippet, hit.marks)
