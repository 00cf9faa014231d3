"""A topic: what it is, its stages, what to say, the common mistakes, what fails in it, and drills on it."""

from collections import Counter
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from mockround.content.library import Library
from mockround.content.models import Component, LearningPath, Pattern, Problem, Step, Topic, TopicKey
from mockround.server.deps import PartsOf
from mockround.server.render import page
from mockround.usecases.people import agreement_with_people

router = APIRouter(prefix="/topics", include_in_schema=False)

_MOST_COMPONENTS = 5


@router.get("/{kind}/{topic_id}")
def show(request: Request, kind: Literal["pattern", "skill"], topic_id: str, parts: PartsOf) -> HTMLResponse:
    library = parts.library
    topic = library.topic(TopicKey(f"{kind}/{topic_id}"))
    problems = _problems_on(library, topic)
    context = {
        "topic": topic,
        "pack": library.pack_of(topic),
        "steps": _steps_on(library, topic),
        "problems": problems,
        "components": _components_of(library, problems) if topic.kind == "pattern" else (),
        "related": [library.patterns[each] for each in topic.related] if isinstance(topic, Pattern) else (),
        "people": agreement_with_people(parts, topic.key),
        "best": parts.store.grades.best_by_topic().get(topic.key),
    }
    return page(request, "topics/show.html", context)


def _problems_on(library: Library, topic: Topic) -> tuple[Problem, ...]:
    if topic.kind == "pattern":
        return tuple(each for each in library.problems.values() if each.primary_pattern == topic.id)
    return tuple(each for each in library.problems.values() if topic.id in each.skills)[:6]


def _steps_on(library: Library, topic: Topic) -> tuple[tuple[LearningPath, Step], ...]:
    return tuple((path, step) for path in library.paths.values() for step in path.steps if step.topic == topic.key)


def _components_of(library: Library, problems: tuple[Problem, ...]) -> tuple[Component, ...]:
    """The components that designs of this shape mostly have, the most frequent first."""
    seen = Counter(component for problem in problems for component in problem.typical_components)
    return tuple(library.components[each] for each, _ in seen.most_common(_MOST_COMPONENTS))
