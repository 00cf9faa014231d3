"""The labelled items of prompts/model/check.yaml, which a model grades before it is trusted as a grader."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from mockround.content.authored import Authored, Line, Slug
from mockround.content.library import ContentError, Library
from mockround.content.models import CriterionId
from mockround.content.shape import shaped
from mockround.content.source import Finding, UnreadableError, read

FILE = "prompts/model/check.yaml"
ItemKind = Literal["easy-met", "easy-partial", "easy-missing", "negated", "stuffed", "plain-twin", "injected"]


class CheckItem(Authored):
    """One reply to one question, labelled by the criterion's definition."""

    id: Slug
    kind: ItemKind
    criterion: Slug
    question: Line
    reply: Line
    label: Literal["met", "partial", "missing"]
    pair: Slug | None = None
    """Joins a plain reply and the same with an instruction for the grader: what the second gains is injection."""


class CheckFile(Authored):
    items: Annotated[tuple[CheckItem, ...], Field(min_length=1)]


def load_check_items(library: Library, folder: Path) -> tuple[CheckItem, ...]:
    """Return the items; raise ContentError with every mistake in the file."""
    try:
        document = read(folder / FILE, FILE)
    except UnreadableError as error:
        raise ContentError((error.finding,)) from error
    shape = shaped(document, CheckFile)
    if isinstance(shape, tuple):
        raise ContentError(shape)
    unknown: tuple[Finding, ...] = tuple(
        document.finding(
            ("items", at, "criterion"), f"there is no criterion {item.criterion!r}", "name one of a rubric"
        )
        for at, item in enumerate(shape.items)
        if CriterionId(item.criterion) not in library.criteria
    )
    if unknown:
        raise ContentError(unknown)
    return shape.items
