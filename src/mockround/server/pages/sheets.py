"""Cheat sheets that fit a printed page: the patterns; failure modes by component and PACELC by class of data."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mockround.server.deps import PartsOf
from mockround.server.render import page

router = APIRouter(prefix="/sheets", include_in_schema=False)


@router.get("/patterns")
def patterns(request: Request, parts: PartsOf) -> HTMLResponse:
    return page(request, "sheets/patterns.html", {"patterns": parts.library.patterns.values()})


@router.get("/failures")
def failures(request: Request, parts: PartsOf) -> HTMLResponse:
    context = {
        "components": parts.library.components.values(),
        "data_classes": parts.library.data_classes.values(),
    }
    return page(request, "sheets/failures.html", context)
