"""How well a grader agrees with labels: precision, recall, F1, macro-F1, quadratic weighted kappa, with intervals."""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mockround.grading.verdicts import POINTS_TWICE, Verdict

BOOTSTRAP_ROUNDS = 400
_SEED = 20261120
_LOW, _HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Pair:
    """One criterion of one item: what the label says and what the grader said. `item` groups for the bootstrap."""

    item: str
    label: Verdict
    given: Verdict


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95% bootstrap interval over items; None where it is not defined (no such case)."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures over `n` pairs of `items` items. Ungraded pairs count as missing, and are counted in `ungraded`."""

    n: int
    items: int
    ungraded: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    macro_f1: Estimate
    kappa: Estimate


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Return the figures over `pairs`; pairs labelled not applicable are left out."""
    counted = [pair for pair in pairs if pair.label in POINTS_TWICE]
    return Agreement(
        n=len(counted),
        items=len({pair.item for pair in counted}),
        ungraded=sum(pair.given is Verdict.UNGRADED for pair in counted),
        precision=_estimated(precision, counted),
        recall=_estimated(recall, counted),
        f1=_estimated(f1, counted),
        macro_f1=_estimated(macro_f1, counted),
        kappa=_estimated(weighted_kappa, counted),
    )


def precision(pairs: Sequence[Pair]) -> float | None:
    """Of those given 'met', the share labelled 'met'."""
    given = [pair for pair in pairs if pair.given is Verdict.MET]
    return _share(sum(pair.label is Verdict.MET for pair in given), len(given))


def recall(pairs: Sequence[Pair]) -> float | None:
    """Of those labelled 'met', the share given 'met'."""
    labelled = [pair for pair in pairs if pair.label is Verdict.MET]
    return _share(sum(pair.given is Verdict.MET for pair in labelled), len(labelled))


def f1(pairs: Sequence[Pair]) -> float | None:
    return _f1(pairs, lambda verdict: verdict is Verdict.MET)


def macro_f1(pairs: Sequence[Pair]) -> float | None:
    """The mean of the F1 of 'credited' (met or partial) and the F1 of 'missing'."""
    both = (_f1(pairs, _is_credited), _f1(pairs, lambda verdict: not _is_credited(verdict)))
    known = [each for each in both if each is not None]
    return sum(known) / len(known) if known else None


def weighted_kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa with quadratic weights over missing < partial < met (Cohen 1968); None without any spread."""
    if not pairs:
        return None
    labels = [POINTS_TWICE.get(pair.label, 0) for pair in pairs]
    given = [POINTS_TWICE.get(pair.given, 0) for pair in pairs]
    observed = sum((one - other) ** 2 for one, other in zip(labels, given, strict=True)) / len(pairs)
    expected = (
        sum(labels.count(one) * given.count(other) * (one - other) ** 2 for one in (0, 1, 2) for other in (0, 1, 2))
        / len(pairs) ** 2
    )
    return None if expected == 0 else 1 - observed / expected


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Spearman's rank correlation, ties given their mean rank (Spearman 1904); None where either never varies."""
    ranks = _ranks(one), _ranks(other)
    mean = (len(one) - 1) / 2
    apart = [[rank - mean for rank in each] for each in ranks]
    spread = math.sqrt(math.prod(math.fsum(each * each for each in ranked) for ranked in apart))
    return math.fsum(x * y for x, y in zip(*apart, strict=True)) / spread if spread else None


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda at: values[at])
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for at in order[start:end]:
            ranks[at] = (start + end - 1) / 2
        start = end
    return ranks


def _is_credited(verdict: Verdict) -> bool:
    return verdict in (Verdict.MET, Verdict.PARTIAL)


def _f1(pairs: Sequence[Pair], holds: Callable[[Verdict], bool]) -> float | None:
    both = sum(holds(pair.label) and holds(pair.given) for pair in pairs)
    either = sum(holds(pair.label) for pair in pairs) + sum(holds(pair.given) for pair in pairs)
    return _share(2 * both, either)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _estimated(figure: Callable[[Sequence[Pair]], float | None], pairs: Sequence[Pair]) -> Estimate:
    """Resample items, not pairs: the criteria of one answer are not independent."""
    value = figure(pairs)
    by_item: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_item.setdefault(pair.item, []).append(pair)
    items = [by_item[item] for item in sorted(by_item)]
    if value is None or len(items) < 2:
        return Estimate(value, None, None)
    dice = random.Random(_SEED)  # noqa: S311 - resampling, not secrecy
    drawn = sorted(_known(figure(_flat(dice.choices(items, k=len(items)))) for _ in range(BOOTSTRAP_ROUNDS)))
    if not drawn:
        return Estimate(value, None, None)
    return Estimate(value, drawn[int(_LOW * len(drawn))], drawn[min(len(drawn) - 1, int(_HIGH * len(drawn)))])


def _flat(groups: Iterable[list[Pair]]) -> list[Pair]:
    return [pair for group in groups for pair in group]


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
