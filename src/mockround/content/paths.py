"""The shape of paths/<id>.yaml: steps in order, with checkpoints between them."""

from typing import Annotated, Literal

from pydantic import Field

from mockround.content.authored import Authored, Level, Line, Slug, TopicKey
from mockround.content.topics import Fact


class Step(Authored):
    """One topic of a path, and why it stands here."""

    type: Literal["step"]
    n: Annotated[int, Field(ge=1)]
    """1, 2, 3 in the order of the path."""
    kind: Literal["pattern", "skill"]
    id: Slug
    """The topic's id."""
    why_here: Line
    also_known_as: Line | None = None

    @property
    def topic(self) -> TopicKey:
        return TopicKey(f"{self.kind}/{self.id}")


class MustContain(Authored):
    """One thing that a passing answer says, and the criteria that decide it."""

    item: Line
    criteria: tuple[Slug, ...]


class OnFail(Authored):
    """What the learner is sent to do after a failed checkpoint."""

    action: Literal["loop-back", "repeat", "revisit"]
    to_step: int | None
    """The number of a step of this path; may be null only where the action is `revisit`."""
    note: Line


class Checkpoint(Authored):
    """A self-quiz at one place in a path."""

    type: Literal["checkpoint"]
    id: Slug
    """Unique over all paths."""
    n: Annotated[int, Field(ge=1)]
    """1, 2, 3 in the order of the path."""
    after_step: Annotated[int, Field(ge=1)]
    """The number of the step that stands before it."""
    origin: Literal["core", "derived"]
    derived_from: Line | None = None
    mode: Line
    question: Line
    display_note: Line | None = None
    time_limit_seconds: Annotated[int, Field(ge=10, le=3600)]
    time_limit_origin: Literal["core", "derived"]
    time_limit_by_level: dict[Level, int] | None = None
    must_contain: tuple[MustContain, ...]
    pass_rule: Line
    fails_if: tuple[Line, ...]
    on_fail: OnFail
    blocks_next: bool


class PathCounts(Authored):
    """What the path claims, and what it lists; the listed numbers must agree with the sequence."""

    claimed: Line
    listed_steps: int
    listed_patterns: int
    listed_skills: int


class LearningPath(Authored):
    """An ordered list of steps with checkpoints between them."""

    id: Slug
    """The file's name."""
    title: Line
    tagline: Line
    audience: Line
    audience_origin: Line | None = None
    outcome: Line
    """The promise as first written."""
    outcome_display: Line | None = None
    """The promise as learners see it, where the first one does not count right."""
    outcome_origin: Line | None = None
    counts: PathCounts
    count_note: Line
    sequence: tuple[Annotated[Step | Checkpoint, Field(discriminator="type")], ...]
    selection_strategy: tuple[Fact, ...] = ()
    practice_problems: tuple[Slug, ...]
    """Ids of problems."""

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(item for item in self.sequence if isinstance(item, Step))

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        return tuple(item for item in self.sequence if isinstance(item, Checkpoint))
