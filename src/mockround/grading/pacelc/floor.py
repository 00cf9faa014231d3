"""Which classes of data each remark of a sentence turns to."""

from collections.abc import Collection, Sequence

from mockround.grading.pacelc.heard import Heard
from mockround.grading.pacelc.subjects import Role

_HEADS = (Role.FIRST, Role.HEAD)


def turned_to(sentence: Sequence[Heard], wanted: Collection[str]) -> list[tuple[str, ...]]:
    """Return the classes that each remark turns to.

    One that is not `wanted` is turned to only where the sentence begins with it; one that is wanted anywhere, unless
    the sentence has been about another from a remark's head. With nothing wanted, all are.
    """
    found: list[tuple[str, ...]] = []
    has_head = False
    for number, each in enumerate(sentence):
        names = []
        for name in each.named:
            is_wanted = not wanted or name.data_class in wanted
            is_first = name.role is Role.FIRST and number == 0
            is_head = name.role in _HEADS and not each.is_aside and (is_wanted or is_first)
            if is_head or (name.role is Role.MENTIONED and is_wanted and not has_head):
                names.append(name)
        has_head = has_head or any(name.role in _HEADS for name in names)
        found.append(tuple(name.data_class for name in names))
    return found
