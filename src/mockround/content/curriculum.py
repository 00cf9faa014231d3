"""The shape of catalog/curriculum.yaml: what holds topics, paths and problems together, and their order."""

from typing import Literal

from mockround.content.authored import Authored, Line, Slug


class Conventions(Authored):
    """How references, ids and origins are written."""

    refs: Line
    namespacing: Line
    origins: dict[Literal["core", "derived"], Line]
    recognition_limit_seconds: int


class ProblemConventions(Authored):
    """How problems are used in a round."""

    about: Line
    phases: tuple[Line, ...]
    recognition: Line
    twists: Line
    facts_if_asked: Line
    tempting_wrong_shape: Line


class Curriculum(Authored):
    """The order in which things are shown; what is not listed comes after, by id."""

    about: Line
    conventions: Conventions
    problem_conventions: ProblemConventions
    sources: tuple[Slug, ...]
    """The paths that references (`<path>#<step>`) may name."""
    paths: tuple[Slug, ...]
    patterns: tuple[Slug, ...]
    skills: tuple[Slug, ...]
    problems: tuple[Slug, ...]
