"""A path: its steps, why each stands where it stands, its checkpoints, and what is done."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mockround.content.models import PathId, ProblemId
from mockround.server.deps import PartsOf
from mockround.server.render import page
from mockround.usecases import practice

router = APIRouter(prefix="/paths", include_in_schema=False)


@router.get("/{path_id}")
def show(request: Request, path_id: str, parts: PartsOf) -> HTMLResponse:
    progress = practice.progress(parts, PathId(path_id))
    problems = [parts.library.problem(ProblemId(each)) for each in progress.path.practice_problems]
    context = {
        "path": progress.path,
        "pack": parts.library.pack_of(progress.path),
        "progress": progress,
        "topics": parts.library.topics,
        "problems": problems,
    }
    return page(request, "paths/show.html", context)
