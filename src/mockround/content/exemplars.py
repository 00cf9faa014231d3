"""The shape of rubrics/exemplars/<topic>.yaml: answers in many voices, and the ideas that a met answer contains."""

from typing import Annotated

from pydantic import Field

from mockround.content.authored import Authored, Line, Slug

Phrase = Annotated[str, Field(min_length=1, max_length=80)]


class Exemplars(Authored):
    """How answers to one criterion sound. The embedded grader is fitted on these and tested with them."""

    met: tuple[Line, ...]
    """Answers that satisfy the definition of 'met' in full, in many voices."""
    partial: tuple[Line, ...]
    """Answers that miss exactly one demanded element."""
    missing: tuple[Line, ...]
    """Near misses: the vocabulary without the substance."""
    slots: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")], tuple[Phrase, ...]]
    """The ideas that a met answer must contain, each with short phrases by which people voice it."""
    misconceptions: tuple[Phrase, ...]
    """Short phrases that voice a wrong claim."""


class ExemplarFile(Authored):
    """The exemplars of one topic; the file is named after it."""

    topic: Slug
    criteria: dict[Slug, Exemplars]
    """By criterion id, for every criterion of the topic."""
