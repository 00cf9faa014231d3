"""Which ids the content holds, and a finding for an id that it does not hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

from mockround.content.draft import Draft, Placed
from mockround.content.paths import LearningPath
from mockround.content.source import Finding, Place

Kind = Literal[
    "pattern", "skill", "criterion", "problem", "path", "component", "data class", "store", "place in a path"
]

# Where an id of each kind would stand: while such a file cannot be read, no id of the kind is called unknown.
_HOMES: Mapping[Kind, str] = {
    "pattern": "rubrics/patterns/",
    "skill": "rubrics/skills/",
    "criterion": "rubrics/",
    "problem": "problems/",
    "path": "paths/",
    "component": "catalog/components.yaml",
    "data class": "catalog/data-classes.yaml",
    "store": "catalog/stores.yaml",
    "place in a path": "paths/",
}


@dataclass(frozen=True)
class Names:
    """Every id of a draft, by kind."""

    draft: Draft

    @cached_property
    def known(self) -> Mapping[Kind, frozenset[str]]:
        draft = self.draft
        return {
            "pattern": frozenset(draft.patterns),
            "skill": frozenset(draft.skills),
            "criterion": frozenset(criterion.id for topic in draft.topics for criterion in topic.value.criteria),
            "problem": frozenset(draft.problems),
            "path": frozenset(draft.paths),
            "component": frozenset(draft.components),
            "data class": frozenset(draft.data_classes),
            "store": frozenset(draft.stores),
            "place in a path": frozenset(place for path in draft.paths.values() for place in _places(path.value)),
        }

    def has(self, kind: Kind, name: str) -> bool:
        return name in self.known[kind] or any(broken.startswith(_HOMES[kind]) for broken in self.draft.broken)

    def unknown(self, placed: Placed[object], place: Place, kind: Kind, names: Sequence[str]) -> Iterator[Finding]:
        """Yield a finding for each of the `names` listed at `place` that is not there."""
        for index, name in enumerate(names):
            if not self.has(kind, name):
                yield self.unknown_one(placed, (*place, index), kind, name)

    def unknown_one(self, placed: Placed[object], place: Place, kind: Kind, name: str) -> Finding:
        near = get_close_matches(name, sorted(self.known[kind]), n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"write one that is there, or add the {kind}"
        return placed.finding(place, f"there is no {kind} {name!r}", remedy)


def _places(path: LearningPath) -> Iterator[str]:
    yield f"{path.id}#outcome"
    if path.selection_strategy:
        yield f"{path.id}#selection-strategy"
    for step in path.steps:
        yield f"{path.id}#{step.n}"
    for checkpoint in path.checkpoints:
        yield f"{path.id}#checkpoint-{checkpoint.n}"
