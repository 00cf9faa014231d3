"""Which criteria a scope takes in, in the rubric's order."""

from mockround.content.library import Library
from mockround.content.models import Criterion, CriterionId, TopicKey
from mockround.grading.transcript import Scope


def topics_in(scope: Scope) -> tuple[TopicKey, ...]:
    """Primary, secondary, skills; each once."""
    return tuple(dict.fromkeys((*scope.primary, *scope.secondary, *scope.skills)))


def criteria_in(scope: Scope, library: Library) -> tuple[Criterion, ...]:
    """Return every criterion to grade, each once."""
    wanted = set(scope.only)
    found = [each for topic in topics_in(scope) for each in library.topic(topic).criteria]
    return tuple(each for each in found if not wanted or CriterionId(each.id) in wanted)
