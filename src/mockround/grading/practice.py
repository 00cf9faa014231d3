"""What to practise next: the weakest topics of the round, as links into the paths and drills."""

from collections.abc import Iterator, Sequence

from mockround.content.library import Library
from mockround.content.models import TopicKey
from mockround.grading.report import PracticeItem, UnitResult
from mockround.grading.transcript import Scope
from mockround.grading.verdicts import CriterionState
from mockround.rounds.events import Kind

_MOST = 4
_DRILLS = {
    "skill/failure-mode-analysis": Kind.FAILURE_MODES.value,
    "skill/consistency-trade-offs": Kind.CONSISTENCY.value,
}
_LACKING = (CriterionState.MISSING, CriterionState.PARTIAL)


def practice_after(library: Library, scope: Scope, units: Sequence[UnitResult]) -> tuple[PracticeItem, ...]:
    """Return up to four items, weakest reached topic first; the primary goes before the others at equal score."""
    weak = [unit for unit in units if unit.reached and unit.score_low is not None and unit.score_low < 1]
    weak.sort(key=lambda unit: (unit.score_low or 0.0, unit.topic not in scope.primary))
    return tuple(item for unit in weak for item in _items(library, unit))[:_MOST]


def _items(library: Library, unit: UnitResult) -> Iterator[PracticeItem]:
    lacking = [each.title for each in unit.criteria if each.state in _LACKING]
    if not lacking:
        return
    named = "; ".join(lacking[:2])
    more = f" and {len(lacking) - 2} more" if len(lacking) > 2 else ""
    yield PracticeItem(
        title=unit.title,
        why=f"Not shown yet: {named}{more}.",
        target=_step(library, unit.topic) or unit.topic,
        drill=_DRILLS.get(unit.topic, Kind.NARRATE.value if unit.topic.startswith("pattern/") else None),
    )


def _step(library: Library, topic: TopicKey) -> str | None:
    """The first step of a path on this topic, as '<path>#<n>'."""
    steps = ((path.id, step) for path in library.paths.values() for step in path.steps)
    return next((f"{path}#{step.n}" for path, step in steps if step.topic == topic), None)
