"""The first page: what is unfinished, what to start, how far each path is."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mockround.rounds.events import Kind
from mockround.rounds.kinds import CARDS
from mockround.server.deps import PartsOf
from mockround.server.render import page
from mockround.usecases import practice
from mockround.usecases.plan import next_up

router = APIRouter(include_in_schema=False)


@router.get("/")
def show(request: Request, parts: PartsOf) -> HTMLResponse:
    home = practice.home(parts)
    weak = [parts.library.topics[key] for key in home.weak if key in parts.library.topics]
    kinds = [card for card in CARDS if card.kind is not Kind.CHECKPOINT]
    context = {
        "home": home,
        "weak": weak[:4],
        "kinds": kinds,
        "counts": parts.library.counts,
        "next_up": next_up(parts, parts.clock.now()),
    }
    return page(request, "home.html", context)
