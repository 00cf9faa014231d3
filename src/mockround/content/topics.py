"""The shape of rubrics/patterns/<id>.yaml and rubrics/skills/<id>.yaml: a topic and the criteria it is graded by."""

from typing import Annotated, Literal

from pydantic import Field

from mockround.content.authored import Authored, Level, Line, Slug, TopicKey


class Definition(Authored):
    """What the transcript must say for each verdict."""

    met: Line
    """Everything that a full answer contains; two readers of the transcript must agree on it."""
    partial: Line
    """Enough for half the points."""
    missing: Line
    """What sounds like an answer and earns nothing."""


class Examples(Authored):
    """One answer for each verdict; the near miss uses the vocabulary and earns nothing."""

    met: Line
    partial: Line
    near_miss_missing: Line


class Ladder(Authored):
    """What the embedded interviewer may say about one criterion, from open to pointed."""

    probes: tuple[Line, Line, Line]
    """Open, narrower, pointed: one question each, at most 35 words, without the answer in it."""
    follow_up: Line
    """A probe bound to the candidate's own word: one question with the slot `{component}` in it, once."""
    push_back: Line
    """One question about the consequence, for when the candidate asserts a red flag."""
    hints: tuple[Line, Line, Line]
    """Where to look, the kind of problem, almost the answer. A hint taken caps the criterion."""
    teach: Line
    """What a complete answer would have said, at most 45 words; shown after the round."""


class Criterion(Authored):
    """One decidable statement of a rubric."""

    id: Slug
    """Unique over all topics; starts with the topic's two letters, as in `rh-invalidation`."""
    title: Line
    level: Level
    """The level from which it is expected. Below that level it can only add to a score."""
    weight: Annotated[int, Field(ge=1, le=3)]
    """3 for what the topic cannot do without."""
    prompting: Literal["any", "self"]
    """`self` where the candidate must bring it up before the interviewer does, to be met."""
    definition: Definition
    red_flags: tuple[Line, ...]
    """Wrong claims that are reported with a quote."""
    examples: Examples
    path_refs: tuple[Line, ...]
    """Where the paths teach it: `<path>#<step>`, `<path>#checkpoint-<n>`, `<path>#outcome`. At least one."""
    na_when: Line | None = None
    """When the criterion does not apply and leaves the score alone."""
    applies_if_named: tuple[Line, ...] = ()
    """Phrases one of which the problem or somebody in the round must voice for it to apply; needs `na_when`. Without
    any, the embedded grader takes the criterion to apply always."""
    ladder: Ladder


class Fact(Authored):
    """A sentence for learners and the place in a path that it comes from."""

    text: Line
    ref: Line


class ScalingPath(Authored):
    """The stages of a pattern, from the version that ships to the one that scales."""

    origin: Literal["core", "derived"] = "core"
    note: Line | None = None
    v1: Line
    v2: Line
    v3: Line


class Pattern(Authored):
    """A system shape with its rubric."""

    kind: Literal["pattern"]
    id: Slug
    """The file's name."""
    title: Line
    also_known_as: Line | None
    summary: Line
    share_claim: Line | None
    """How often it is met, as a rule of thumb; never a weight."""
    editor_note: Line | None = None
    """For authors and graders; learners do not see it."""
    recognise: tuple[Line, ...]
    """The tell-tale signs in a prompt."""
    not_this_when: Line
    problem: Line
    facts: tuple[Fact, ...]
    scaling_path: ScalingPath
    technologies: tuple[Line, ...]
    related: tuple[Slug, ...]
    """Ids of other patterns."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    @property
    def key(self) -> TopicKey:
        return TopicKey(f"pattern/{self.id}")


class Skill(Authored):
    """A way of reasoning that is graded across patterns, with its rubric."""

    kind: Literal["skill"]
    id: Slug
    """The file's name."""
    title: Line
    short_title: Line | None = None
    summary: Line
    why: Line
    editor_note: Line | None = None
    """For authors and graders; learners do not see it."""
    output_shape: Line
    """The form of a good answer, in one line."""
    ref: Line
    """The step that teaches it, as `<path>#<step>`."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    @property
    def key(self) -> TopicKey:
        return TopicKey(f"skill/{self.id}")


Topic = Pattern | Skill
