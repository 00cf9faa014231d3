"""`python -m bench.fit`: fits the embedded grader's weights on the developing half, and writes grading/fitted.py.

Ridge logistic regression by Newton's method over the features of each criterion's strongest window. Which window is
strongest depends on the weights, so both are found in turn. Thresholds are chosen on held-out folds (by item), so that
the figures that it prints are not those of its own training items. The checking half is never read here.
"""

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mockround.config import config_from
from mockround.content.models import CriterionId
from mockround.grading import fitted
from mockround.grading.agreement import Pair, f1, macro_f1, precision, recall, weighted_kappa
from mockround.grading.embedded import EmbeddedGrader, answers_to
from mockround.grading.judgement import features
from mockround.grading.verdicts import Verdict
from mockround.usecases.batch import AnswerIn, parsed, transcript_of
from mockround.wiring import grader_of, library_of

TURNS, FOLDS, RIDGE = 4, 5, 1.0
PRECISION_WANTED = 0.92
"""Somewhat over the goal of 0.90: answers that were not at hand come out lower."""
GIVEN_UP = 0.015
"""Of the best macro-F1, so that less is credited that is not there: undue credit misleads more than a doubt."""
GOLD = Path(__file__).with_name("gold") / "develop.jsonl"
ADVERSARIES = GOLD.with_name("adversaries.jsonl")
"""Answers that show nothing of what they seem to: weights learn from them, thresholds and figures do not see them."""
OUT = Path(fitted.__file__)

Vector = Sequence[float]
Figure = Callable[[Sequence[Pair]], float | None]


@dataclass(frozen=True)
class Case:
    item: str
    kind: str
    label: Verdict
    given: tuple[float, ...] | None
    """The features of the strongest window; None where nothing speaks for the criterion."""


def main() -> int:
    config = config_from({})
    library = library_of(config)
    grader = grader_of(config, library)
    answers, adversaries = _read(GOLD), _read(ADVERSARIES)
    for turn in range(TURNS):
        cases, against = list(_cases(grader, answers)), list(_cases(grader, adversaries))
        fitted.CREDITED, fitted.MET = _fit([*cases, *against])
        print(f"turn {turn + 1}: {len(cases)} cases, {_rounded(fitted.CREDITED)} {_rounded(fitted.MET)}")
    held_out = list(_held_out(cases, against))
    fitted.CREDITED_AT, fitted.MET_AT = _thresholds(held_out)
    for kind in ("probe", "answer"):
        print(f"held-out folds, {kind}: {_figures([each for each in held_out if each[0].kind == kind])}")
    _write()
    return 0


def _read(path: Path) -> list[AnswerIn]:
    return [parsed(line, number) for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)]


def _cases(grader: EmbeddedGrader, answers: Sequence[AnswerIn]) -> Iterator[Case]:
    for answer in answers:
        criteria = [CriterionId(each) for each, label in answer.labels.items() if label is not Verdict.NOT_APPLICABLE]
        for criterion, best in grader.strongest(answers_to(transcript_of(answer)), criteria).items():
            given = features(best.heard) if best is not None else None
            yield Case(answer.id, answer.kind, answer.labels[criterion], given)


def _fit(cases: Sequence[Case]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    rows = [(each.given, each.label) for each in cases if each.given is not None]
    given = [row for row, _ in rows]
    credited = _logistic(given, [label is not Verdict.MISSING for _, label in rows])
    return credited, _logistic(given, [label is Verdict.MET for _, label in rows])


def _logistic(rows: Sequence[Vector], hits: Sequence[bool]) -> tuple[float, ...]:
    """Return bias and slopes that minimise log loss plus RIDGE/2 times the squared slopes (Newton's method)."""
    size = len(rows[0]) + 1
    weights = [0.0] * size
    for _ in range(30):
        gradient = [0.0] + [RIDGE * weight for weight in weights[1:]]
        hessian = [[RIDGE if row == column and row else 0.0 for column in range(size)] for row in range(size)]
        for row, hit in zip(rows, hits, strict=True):
            full = (1.0, *row)
            p = 1 / (1 + math.exp(-math.fsum(w * x for w, x in zip(weights, full, strict=True))))
            for i, x in enumerate(full):
                gradient[i] += (p - hit) * x
                for j, y in enumerate(full):
                    hessian[i][j] += p * (1 - p) * x * y
        step = _solved(hessian, gradient)
        weights = [weight - change for weight, change in zip(weights, step, strict=True)]
        if max(abs(change) for change in step) < 1e-8:
            break
    return tuple(weights)


def _solved(matrix: Sequence[Sequence[float]], right: Vector) -> list[float]:
    """Solve by Gauss-Jordan elimination with row exchange."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        pivot = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other, row in enumerate(rows):
            if other != at:
                rows[other] = [value - row[at] * lead for value, lead in zip(row, rows[at], strict=True)]
    return [row[-1] for row in rows]


Judged = tuple[Case, float, float]
"""A case with the probabilities that weights fitted without it give."""


def _held_out(cases: Sequence[Case], against: Sequence[Case]) -> Iterator[Judged]:
    items = sorted({each.item for each in cases})
    for fold in range(FOLDS):
        held = set(items[fold::FOLDS])
        credited, met = _fit([*(each for each in cases if each.item not in held), *against])
        for each in cases:
            if each.item in held:
                yield each, _probability(credited, each.given), _probability(met, each.given)


def _probability(weights: Vector, given: Vector | None) -> float:
    if given is None:
        return 0.0
    return 1 / (1 + math.exp(-math.fsum(w * x for w, x in zip(weights, (1.0, *given), strict=True))))


def _thresholds(judged: Sequence[Judged]) -> tuple[float, float]:
    """The highest credit threshold with next to the best macro-F1; the lowest of 'met' that is precise enough."""
    grid = [at / 100 for at in range(30, 86)]
    worth = {at: _value(macro_f1, judged, at, 1.01) for at in grid}
    credited_at = max(at for at in grid if worth[at] >= max(worth.values()) - GIVEN_UP)
    precise = [at for at in grid if _value(precision, judged, credited_at, at) >= PRECISION_WANTED]
    return credited_at, min(precise, default=grid[-1])


def _value(
    figure: Callable[[Sequence[Pair]], float | None], judged: Sequence[Judged], low: float, high: float
) -> float:
    return figure([_pair(each, low, high) for each in judged]) or 0.0


def _pair(judged: Judged, credited_at: float, met_at: float) -> Pair:
    case, credited, met = judged
    given = Verdict.MET if met >= met_at else Verdict.PARTIAL if credited >= credited_at else Verdict.MISSING
    return Pair(case.item, case.label, given)


def _figures(judged: Sequence[Judged]) -> str:
    pairs = [_pair(each, fitted.CREDITED_AT, fitted.MET_AT) for each in judged]
    named = {"precision": precision, "recall": recall, "f1": f1, "macro-f1": macro_f1, "kappa": weighted_kappa}
    return f"n {len(pairs)}, " + ", ".join(f"{name} {figure(pairs) or 0:.3f}" for name, figure in named.items())


def _write() -> None:
    names = "".join(f'    "{name}",\n' for name in fitted.NAMES)
    OUT.write_text(
        '"""Written by `python -m bench.fit`; do not edit. Bias first, then a weight for each of NAMES."""\n\n'
        f"NAMES = (\n{names})\n"
        f"CREDITED: tuple[float, ...] = {_column(fitted.CREDITED)}\nMET: tuple[float, ...] = {_column(fitted.MET)}\n"
        f"CREDITED_AT, MET_AT = {fitted.CREDITED_AT}, {fitted.MET_AT}\n",
        encoding="utf-8",
    )


def _column(weights: Vector) -> str:
    return "(\n" + "".join(f"    {weight},\n" for weight in _rounded(weights)) + ")"


def _rounded(weights: Vector) -> tuple[float, ...]:
    return tuple(round(weight, 3) for weight in weights)


if __name__ == "__main__":
    sys.exit(main())
