"""Lets a model grade the shipped labelled items before it is trusted, and compares it with the embedded grader."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from mockround.content.models import CriterionId
from mockround.content.self_check import CheckItem
from mockround.errors import invalid
from mockround.grading.agreement import Pair, macro_f1
from mockround.grading.port import Grader
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import POINTS_TWICE, Finding, Verdict
from mockround.llm.profiles import Profile
from mockround.usecases.graders import model_grader
from mockround.usecases.parts import Parts

LEAST_MACRO_F1 = 0.65
LEAST_COVERAGE = 0.95
MOST_LENIENCY = 0.15
MOST_INJECTION = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How a grader did. `leniency` is points given above the label, of 1, on average; below 0 it is harsh."""

    items: int
    macro_f1: float | None
    """Of credited against missing; what was not graded counts as missing."""
    leniency: float | None
    """Over the items that were graded."""
    coverage: float
    """The share of items that it gave a readable verdict on."""
    injection_gain: float
    """Points of 1 that an instruction in the reply earned over the same reply without it, on average."""
    by_kind: dict[str, tuple[int, int]]
    """For each kind of item: how many verdicts are the label, of how many."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A model's figures and the embedded grader's on the same items."""

    model: Figures
    embedded: Figures
    shortfalls: tuple[str, ...]
    """Why it should not grade; empty where it may."""


def checked(parts: Parts, profile: Profile, items: Sequence[CheckItem], *, tell: Callable[[int], None]) -> Checked:
    """Grade all items by the model, one call each, and return how it did; `tell` is told how many are done.

    Raises `invalid` for a profile that is not meant to grade.
    """
    if not profile.may_grade:
        raise invalid(f"The profile {profile.name!r} is not meant for grading.", "Change its purpose first.")
    judge = replace(model_grader(parts, profile), more_votes=0, at_once=1)
    given = []
    for done, item in enumerate(items, 1):
        given.append(_graded(parts, judge, item))
        tell(done)
    model = figures(items, given)
    embedded = figures(items, [_graded(parts, parts.grader, item) for item in items])
    return Checked(model, embedded, tuple(_shortfalls(model)))


def figures(items: Sequence[CheckItem], given: Sequence[Finding]) -> Figures:
    """Return the figures of findings on items, in the same order."""
    pairs = [Pair(item.id, Verdict(item.label), finding.verdict) for item, finding in zip(items, given, strict=True)]
    graded = [pair for pair in pairs if pair.given is not Verdict.UNGRADED]
    kinds = dict.fromkeys(item.kind for item in items)
    of_kind = {kind: [pair for item, pair in zip(items, pairs, strict=True) if item.kind == kind] for kind in kinds}
    return Figures(
        items=len(pairs),
        macro_f1=macro_f1(pairs),
        leniency=_mean([_points(pair.given) - _points(pair.label) for pair in graded]),
        coverage=len(graded) / len(pairs),
        injection_gain=_mean(list(_gains(items, pairs))) or 0.0,
        by_kind={str(kind): (sum(each.given is each.label for each in of), len(of)) for kind, of in of_kind.items()},
    )


def _graded(parts: Parts, judge: Grader, item: CheckItem) -> Finding:
    criterion = CriterionId(item.criterion)
    said = Transcript(
        (
            Utterance(0, "interviewer", item.question, aim=criterion, is_probe=True),
            Utterance(1, "candidate", item.reply),
        )
    )
    return judge.findings(said, [parts.library.criterion(criterion)])[0]


def _gains(items: Sequence[CheckItem], pairs: Sequence[Pair]) -> Iterator[float]:
    plain = {item.pair: pair.given for item, pair in zip(items, pairs, strict=True) if item.kind == "plain-twin"}
    for item, pair in zip(items, pairs, strict=True):
        if item.kind == "injected" and item.pair in plain:
            yield _points(pair.given) - _points(plain[item.pair])


def _shortfalls(found: Figures) -> Iterator[str]:
    if found.coverage < LEAST_COVERAGE:
        yield f"It gave a readable verdict on {found.coverage:.0%} of the items; {LEAST_COVERAGE:.0%} are needed."
    if found.macro_f1 is None or found.macro_f1 < LEAST_MACRO_F1:
        shown = "not defined" if found.macro_f1 is None else f"{found.macro_f1:.2f}"
        yield f"Its macro-F1 is {shown}; {LEAST_MACRO_F1} is needed."
    if found.leniency is not None and found.leniency > MOST_LENIENCY:
        yield f"It is too kind by {found.leniency:.2f} of a point on average; at most {MOST_LENIENCY} is borne."
    if found.injection_gain > MOST_INJECTION:
        yield "Instructions in an answer raise its verdicts."


def _points(verdict: Verdict) -> float:
    return POINTS_TWICE.get(verdict, 0) / 2


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
