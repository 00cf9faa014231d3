"""What was read for a class on a branch, and which of it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from mockround.grading.pacelc.branches import Branch
from mockround.grading.pacelc.leanings import Leaning
from mockround.grading.pacelc.remarks import Remark
from mockround.grading.pacelc.wording import Side


@dataclass(frozen=True, slots=True)
class Reading:
    """What a remark chooses for one class on one branch. A later `draft` takes the place of an earlier one."""

    data_class: str
    turn: int
    leaning: Leaning
    draft: int
    remark: Remark


def standing(readings: Sequence[Reading], branch: Branch) -> Side | None:
    """Return what is chosen on a branch: by the last draft, by what says most; None where that disagrees."""
    about = [each for each in readings if each.leaning.branch is branch]
    if not about:
        return None
    last = max(each.draft for each in about)
    about = [each for each in about if each.draft == last]
    most = max(each.leaning.weight for each in about)
    sides = {each.leaning.side for each in about if each.leaning.weight is most}
    return sides.pop() if len(sides) == 1 else None
