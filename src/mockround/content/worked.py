"""Worked examples: a prompt that takes several patterns, taken apart, as an author writes it."""

from typing import Annotated

from pydantic import Field

from mockround.content.authored import Authored, Line, Slug


class WorkedPart(Authored):
    """One part of the design and the pattern behind it."""

    part: Line
    words: Line
    """The words of the prompt that give it away, verbatim."""
    pattern: Slug
    says: Line
    """What a strong candidate says about it, as one would say it."""
    first: Line
    """Version one."""
    trigger: Line
    """The number or event at which version one is no longer enough."""
    then: Line
    component: Slug
    """The component whose failure is told below."""
    failure: Line
    detection: Line
    mitigation: Line


class LeftOut(Authored):
    """What version one does not have, and the need that brings it in."""

    what: Line
    until: Line


class DataChoice(Authored):
    """The PACELC choice for one class of data, with its reason in this system."""

    data_class: Slug
    code: Annotated[str, Field(pattern=r"^P[AC]/E[LC]$")]
    reason: Line


class WorkedExample(Authored):
    problem: Slug
    """The example's id, too: a problem has at most one."""
    title: Line
    lead: Line
    parts: Annotated[tuple[WorkedPart, ...], Field(min_length=2, max_length=8)]
    together: Line
    """How the parts meet: which one owns the state."""
    not_this: Line
    """The tempting shape, and why it is not the design."""
    left_out: Annotated[tuple[LeftOut, ...], Field(min_length=1)]
    data: Annotated[tuple[DataChoice, ...], Field(min_length=1)]
    ways_to_lose_it: Annotated[tuple[Line, ...], Field(min_length=1)]


class WorkedExamples(Authored):
    """The worked examples; a folder of your own replaces one by its problem."""

    examples: tuple[WorkedExample, ...]
