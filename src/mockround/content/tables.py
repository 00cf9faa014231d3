"""What makes the catalog's tables agree with themselves: codes, failure modes, bands, and every level described."""

from collections.abc import Iterator
from typing import get_args

from mockround.content.draft import Draft, Placed
from mockround.content.marking import Point
from mockround.content.models import Component, DataClass, Dimensions, Level, Scoring
from mockround.content.source import Finding

_POINTS: tuple[str, ...] = get_args(Point)


def disagreements(draft: Draft) -> Iterator[Finding]:
    """Yield a finding wherever a table contradicts itself."""
    for data_class in draft.data_classes.values():
        yield from _codes(data_class)
    for component in draft.components.values():
        yield from _failure_modes(component)
    if draft.dimensions is not None:
        yield from _dimensions(draft.dimensions)
    if draft.scoring is not None:
        yield from _bands(draft.scoring)


def _codes(placed: Placed[DataClass]) -> Iterator[Finding]:
    pacelc = placed.value.pacelc
    code = f"P{pacelc.partition}/E{pacelc.otherwise}"
    if pacelc.code != code:
        yield placed.finding(("pacelc", "code"), f"the code {pacelc.code!r} is not {code!r}", f"write {code}")
    if code not in placed.value.accepted_codes:
        yield placed.finding(("accepted_codes",), f"the default {code!r} is not accepted", f"add {code}")


def _failure_modes(placed: Placed[Component]) -> Iterator[Finding]:
    component = placed.value
    seen: set[str] = set()
    for index, mode in enumerate(component.failure_modes):
        place = ("failure_modes", index, "id")
        if not mode.id.startswith(f"{component.id}."):
            what = f"the failure mode {mode.id!r} does not start with its component's id"
            yield placed.finding(place, what, f"write '{component.id}.{mode.id.partition('.')[2]}'")
        if mode.id in seen:
            yield placed.finding(place, f"the failure mode {mode.id!r} stands twice", "give it another id")
        seen.add(mode.id)


def _dimensions(placed: Placed[Dimensions]) -> Iterator[Finding]:
    if tuple(placed.value.scale) != _POINTS:
        yield placed.finding(("scale",), "the scale is not 1, 2, 3, 4", "describe each point once, in order")
    for index, dimension in enumerate(placed.value.dimensions):
        for level in Level:
            if tuple(dimension.levels.get(level, ())) != _POINTS:
                place = ("dimensions", index, "levels", level.value)
                what = f"{dimension.id!r} does not describe 1, 2, 3, 4 for {level.value}"
                yield placed.finding(place, what, "describe each point once, in order")


def _bands(placed: Placed[Scoring]) -> Iterator[Finding]:
    starts = [band.min for band in placed.value.bands]
    if not starts or starts[-1] != 0 or starts != sorted(set(starts), reverse=True):
        yield placed.finding(("bands",), "the bands do not go down to 0", "order them by 'min', the highest first")
