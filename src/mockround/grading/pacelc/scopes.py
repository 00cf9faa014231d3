"""Follows the branch that is spoken of through a sentence: it holds until another is named."""

import re
from collections.abc import Sequence

from mockround.grading.pacelc.branches import HIDDEN, Branch
from mockround.grading.pacelc.heard import Heard
from mockround.grading.pacelc.wording import Weight

_FEW = 5
"""Words beside those that name the branch: 'nor on a ... day'."""
_JOINED = re.compile(r"^\W*(?:and|or|nor|as well as|also)\b", re.IGNORECASE)
_OPPOSITES = {Branch.PARTITION: Branch.OTHERWISE, Branch.OTHERWISE: Branch.PARTITION}


def branches_of(sentence: Sequence[Heard], carried: Branch | None) -> list[Branch | None]:
    """Return the branch of each remark; `carried` is what the sentences before were about."""
    own = _own(sentence, carried)
    found: list[Branch | None] = []
    current, since = carried, 0
    for at, branch in enumerate(own):
        if branch is not None:
            if branch is Branch.BOTH or _trails(sentence, own, at, since):
                found[since:] = [branch] * (at - since)
            current, since = branch, at + 1
        found.append(current)
        current = _coded(sentence[at], branch) or current
    if all(branch is None for branch in found) and _is_for_ever(sentence):
        return [Branch.BOTH for _ in found]
    return found


def _is_for_ever(sentence: Sequence[Heard]) -> bool:
    """'Consistency, always.' What is always done, as in 'it always asks the leader', is done on an ordinary day."""
    names_value = any(one.weight is not Weight.DEED for each in sentence for one in each.chooses(Branch.BOTH))
    return names_value and any(each.is_for_ever for each in sentence)


def _own(sentence: Sequence[Heard], carried: Branch | None) -> list[Branch | None]:
    """The branch that each remark names itself; 'if it isn't' names the other one than was named last."""
    own: list[Branch | None] = []
    last = carried
    for each in sentence:
        branch = _OPPOSITES.get(last) if each.branch is Branch.OPPOSITE and last is not None else each.branch
        own.append(None if branch is Branch.OPPOSITE else branch)
        last = own[-1] or last
    for at in range(len(own) - 1, 0, -1):
        if _is_paired(sentence, own, at):
            own[at - 1] = own[at] = Branch.BOTH
    return own


def _is_paired(sentence: Sequence[Heard], own: Sequence[Branch | None], at: int) -> bool:
    """'Neither in a partition | nor on a quiet day': nothing but a second branch, added to the one before."""
    first, second = own[at - 1], own[at]
    if first is None or second is None or _JOINED.match(sentence[at].text) is None or sentence[at].chooses(second):
        return False
    says_more = sum(HIDDEN not in word for word in sentence[at].text.split()) > _FEW
    return not says_more and (not sentence[at - 1].chooses(first) or not _governs(sentence, own, at))


def _governs(sentence: Sequence[Heard], own: Sequence[Branch | None], at: int) -> bool:
    """Whether something is chosen between the branch named here and the next one."""
    named_next = next((n for n in range(at + 1, len(own)) if own[n] is not None), len(own))
    return any(each.chooses(own[at]) for each in sentence[at + 1 : named_next])


def _trails(sentence: Sequence[Heard], own: Sequence[Branch | None], at: int, since: int) -> bool:
    """Whether a branch is named after what it governs: '..., at least on a partition.'"""
    branch = own[at]
    if sentence[at].chooses(branch) or not any(each.chooses(branch) for each in sentence[since:at]):
        return False
    return not _governs(sentence, own, at)


def _coded(heard: Heard, own: Branch | None) -> Branch | None:
    """'P is A, I mean C': a code of one branch leaves its branch in the air."""
    codes = {each.branch for each in heard.chooses(own) if each.weight is Weight.CODE}
    return codes.pop() if len(codes) == 1 else None
