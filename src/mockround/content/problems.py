"""The shape of problems/<id>.yaml: what the candidate is asked, what is told on request, and what changes midway."""

from typing import Annotated, Literal

from pydantic import Field

from mockround.content.authored import Authored, Level, Line, Slug


class WrongShape(Authored):
    """The pattern that the prompt tempts one to name first, and why it is wrong as the primary one."""

    pattern: Slug
    why_not: Line


class Twist(Authored):
    """A change that the interviewer injects in a phase, and the criteria it gives evidence for."""

    phase: Literal["requirements", "hld", "deep-dive"]
    inject: Line
    """Said by the interviewer as it stands."""
    probes: tuple[Slug, ...]
    """Ids of criteria."""


class SheetFact(Authored):
    """A line of the hidden facts sheet: given only when asked."""

    asked: Line
    answer: Line


class Problem(Authored):
    """An interview prompt with its scale figures, hidden facts sheet and twists."""

    id: Slug
    """The file's name."""
    title: Line
    difficulty: Literal["easy", "medium", "hard"]
    levels: tuple[Level, ...]
    """The levels it suits, lowest first."""
    prompt: Line
    """All that the interviewer reads out."""
    scale: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")], Line]
    """Figures by name, given when asked."""
    primary_pattern: Slug
    also_accept_primary: tuple[Slug, ...]
    secondary_patterns: tuple[Slug, ...]
    skills: tuple[Slug, ...]
    """The skills that the problem stresses."""
    hard_part: Line
    tempting_wrong_shape: WrongShape
    typical_components: tuple[Slug, ...]
    """Ids from catalog/components.yaml."""
    data_classes: tuple[Slug, ...]
    """Ids from catalog/data-classes.yaml."""
    twists: tuple[Twist, ...]
    facts_if_asked: tuple[SheetFact, ...]
