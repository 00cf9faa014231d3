"""The problems, and one of them. The shape of a problem stays hidden until it is asked for."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mockround.content.models import Level, Problem, ProblemId
from mockround.server.deps import PartsOf
from mockround.server.render import page
from mockround.usecases.listing import Filter, listing

router = APIRouter(prefix="/problems", include_in_schema=False)

_DIFFICULTIES = ("easy", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of the list; '' lets everything pass."""

    pattern: str = ""
    level: str = ""
    difficulty: str = ""

    def takes(self, problem: Problem) -> bool:
        return (
            self.pattern in ("", problem.primary_pattern)
            and self.difficulty in ("", problem.difficulty)
            and (not self.level or self.level in problem.levels)
        )


@router.get("")
def index(request: Request, parts: PartsOf, pattern: str = "", level: str = "", difficulty: str = "") -> HTMLResponse:
    wanted = Wanted(pattern, level, difficulty)
    context = {
        "problems": [each for each in parts.library.problems.values() if wanted.takes(each)],
        "library": parts.library,
        "total": len(parts.library.problems),
        "wanted": wanted,
        "patterns": parts.library.patterns,
        "levels": tuple(Level),
        "difficulties": _DIFFICULTIES,
    }
    return page(request, "problems/index.html", context)


@router.get("/{problem_id}")
def show(request: Request, problem_id: str, parts: PartsOf) -> HTMLResponse:
    problem = parts.library.problem(ProblemId(problem_id))
    context = {
        "problem": problem,
        "pack": parts.library.pack_of(problem),
        "patterns": parts.library.patterns,
        "skills": parts.library.skills,
        "worked": parts.library.worked,
        "rounds": listing(parts, Filter(problem=problem.id)),
    }
    return page(request, "problems/show.html", context)
