"""Practice that adapts: what is due, what stays out, how each topic went, and the days until the interview."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse

from mockround.clock import day_of
from mockround.errors import invalid
from mockround.server.charts import Spark, spark
from mockround.server.deps import PartsOf
from mockround.server.pages.forms import FormOf
from mockround.server.render import page
from mockround.usecases import preferences
from mockround.usecases.mastery import TopicHistory, mastery
from mockround.usecases.plan import plan
from mockround.usecases.reviews import due
from mockround.usecases.rhythm import rhythm

router = APIRouter(prefix="/practice", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A topic's history with its line; None where there is nothing to draw."""

    history: TopicHistory
    line: Spark | None


@router.get("")
def show(request: Request, parts: PartsOf) -> HTMLResponse:
    now = parts.clock.now()
    seen = mastery(parts)
    chosen = preferences.read(parts)
    days = plan(parts, chosen.interview_on, now) if chosen.interview_on else ()
    context = {
        "due": due(parts, now),
        "mastery": seen,
        "drawn": [Drawn(each, spark([(point.low, point.high) for point in each.points])) for each in seen.topics],
        "criteria": parts.library.criteria,
        "topics": parts.library.topics,
        "interview_on": chosen.interview_on,
        "today": day_of(now),
        "rhythm": rhythm(parts, day_of(now)),
        "days": days,
        "worked": tuple(parts.library.worked.values()),
    }
    return page(request, "practice.html", context)


@router.post("/date")
def set_date(form: FormOf, parts: PartsOf) -> RedirectResponse:
    """Keep the day of the interview; an empty field forgets it."""
    text = form.get("interview_on", "").strip()
    try:
        on = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise invalid(f"{text!r} is no date.", "Write it like 2026-12-01, or choose it from the calendar.") from error
    preferences.write(parts, preferences.read(parts).model_copy(update={"interview_on": on}))
    return RedirectResponse("/practice#plan", 303)
