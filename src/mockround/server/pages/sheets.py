"""Sheets to read and print: the patterns, failure modes by component, PACELC by class of data, worked examples."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mockround.content.models import ProblemId
from mockround.errors import not_found
from mockround.server.deps import PartsOf
from mockround.server.marks import pieces
from mockround.server.render import page

router = APIRouter(prefix="/sheets", include_in_schema=False)


@router.get("/patterns")
def patterns(request: Request, parts: PartsOf) -> HTMLResponse:
    return page(request, "sheets/patterns.html", {"patterns": parts.library.patterns.values()})


@router.get("/examples/{problem}")
def example(request: Request, problem: str, parts: PartsOf) -> HTMLResponse:
    """Show a problem taken apart into its patterns. It gives the shape away, so nothing leads here unasked."""
    found = parts.library.worked.get(problem)
    if found is None:
        raise not_found(f"There is no worked example of {problem[:64]!r}.", "Open the practice page; it lists them.")
    asked = parts.library.problem(ProblemId(problem))
    starts = [(asked.prompt.index(part.words), len(part.words)) for part in found.parts]
    context = {
        "example": found,
        "problem": asked,
        "library": parts.library,
        "prompt": pieces(asked.prompt, [(start, start + length) for start, length in starts]),
    }
    return page(request, "sheets/example.html", context)


@router.get("/failures")
def failures(request: Request, parts: PartsOf) -> HTMLResponse:
    context = {
        "components": parts.library.components.values(),
        "data_classes": parts.library.data_classes.values(),
    }
    return page(request, "sheets/failures.html", context)
