"""Whether a choice can be defended for a class of data. Knows what was chosen, not how it was said."""

from typing import Literal

from mockround.content.models import DataClass

Judgement = Literal["accepted", "alternative", "wrong", "incomplete", "not-stated"]
OnPartition = Literal["A", "C"]
Otherwise = Literal["L", "C"]


def judged_choice(
    data_class: DataClass, partition: OnPartition | None, otherwise: Otherwise | None
) -> tuple[Judgement, str]:
    """Judge a pair against the accepted codes; half a pair is incomplete, unless no accepted code has that half."""
    if partition is None and otherwise is None:
        return "not-stated", f"A defensible choice is {data_class.pacelc.code}: {data_class.reason}"
    codes = [code for code in data_class.accepted_codes if _fits(code, partition, otherwise)]
    if partition and otherwise:
        if codes:
            return "accepted", data_class.reason
        return "wrong", _why_wrong(data_class, partition, otherwise)
    if not codes:
        return "wrong", _why_wrong(data_class, partition, otherwise)
    branch = "the choice without a partition" if otherwise is None else "the choice on a partition"
    return "incomplete", f"You left out {branch}."


def _fits(code: str, partition: str | None, otherwise: str | None) -> bool:
    return (partition is None or code[1] == partition) and (otherwise is None or code[4] == otherwise)


def _why_wrong(data_class: DataClass, partition: str | None, otherwise: str | None) -> str:
    wrong = data_class.what_makes_it_wrong
    parts = []
    if partition and partition != data_class.pacelc.partition:
        parts.append(wrong.opposite_partition_choice)
    if otherwise and otherwise != data_class.pacelc.otherwise:
        parts.append(wrong.opposite_else_choice)
    alternative = data_class.defensible_alternative
    return " ".join([*parts, *([f"It can be defended with a condition: {alternative}"] if alternative else [])])
