"""How results look in a terminal."""

import re
from collections.abc import Iterator, Sequence

from mockround.content.checks import CheckResult
from mockround.content.packs import LeftOut, Pack
from mockround.grading.agreement import Agreement, Estimate
from mockround.grading.text_report import parts_as_markdown
from mockround.usecases.authoring import Heard
from mockround.usecases.batch import Evaluation
from mockround.usecases.plain_files import PlainGrade
from mockround.usecases.promises import Simulation

_GROUP = 34
_FIGURES = ("precision", "recall", "f1", "macro_f1", "kappa")


def evaluation_table(result: Evaluation) -> str:
    """Return a line a group: n, then each figure with its 95% bootstrap interval."""
    head = f"{'group':<{_GROUP}}{'n':>6}  " + "".join(f"{_title(name):<19}" for name in _FIGURES) + "ungraded"
    return "\n".join([head, *(_agreement_line(group, found) for group, found in result.groups.items()), _LEGEND])


_LEGEND = (
    "precision, recall and f1 are of 'met'; macro-f1 is of credited (met or partial) against missing; kappa is\n"
    "quadratically weighted over missing, partial, met. In brackets: 95% intervals, bootstrapped over items."
)


def findings_table(result: CheckResult) -> str:
    lines = [*(str(finding) for finding in result.findings), f"{result.counts} and {len(result.findings)} errors"]
    return "\n".join(lines)


def packs_table(sound: Sequence[Pack], left_out: Sequence[LeftOut]) -> str:
    """Return a line a pack, then what is wrong with those that are left out."""
    lines = [f"{pack.name} {pack.manifest.version}: {pack.manifest.title}" for pack in sound]
    lines += [f"error: {pack} {pack.remedy}" for pack in left_out]
    return "\n".join(lines) or "No pack is installed."


def heard_table(heard: Sequence[Heard], *, every: bool) -> str:
    """Return a paragraph a criterion; those that heard next to nothing are only counted."""
    shown = [each for each in heard if every or each.credited >= _FAINT]
    lines = [line for each in shown for line in _heard_lines(each)]
    faint = len(heard) - len(shown)
    return (
        "\n".join([*lines, *([f"{faint} more heard next to nothing; --all shows them."] if faint else [])]) or _UNHEARD
    )


_FAINT = 0.15
_UNHEARD = "No criterion of this topic heard anything in it."
_WORDS_SHOWN = 10


def _heard_lines(heard: Heard) -> Iterator[str]:
    chances = f"credited {heard.credited:.2f}, met {heard.met:.2f}"
    yield f"{heard.criterion}: {heard.verdict.value} ({chances})  {heard.title}"
    yield f"  quote    {heard.quote!r}"
    yield f"  words    {', '.join(heard.words[:_WORDS_SHOWN]) or 'none'}"
    yield f"  ideas    {', '.join(heard.slots_voiced) or 'none'}; open: {', '.join(heard.slots_open) or 'none'}"
    yield f"  features {', '.join(f'{name} {value:g}' for name, value in heard.features.items())}"
    yield ""


def simulation_table(result: Simulation) -> str:
    """Return a line a promise: what was counted, and whether it holds."""
    rows = [f"{result.rounds} rounds, seeds {result.seed} to {result.seed + result.rounds - 1}"]
    rows += [f"  {'holds ' if each.holds else 'BROKEN'}  {each.promise}: {each.figure}" for each in result.promises]
    return "\n".join(rows)


def plain_text(grade: PlainGrade) -> str:
    """Return the grade as Markdown: scores, units with quotes, matrices.

    A quote may come from a stranger's file, and a terminal obeys control characters: they are shown by their codes.
    """
    return "\n".join(_CONTROL.sub(lambda found: repr(found[0])[1:-1], line) for line in _plain_lines(grade))


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _plain_lines(grade: PlainGrade) -> Iterator[str]:
    low, high = grade.score_low, grade.score_high
    scored = (
        "not graded" if low is None or high is None else f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"
    )
    yield f"## Grade at {grade.level.value} level: {scored}"
    yield from parts_as_markdown(grade.units, grade.failure_modes, grade.pacelc)


def _agreement_line(group: str, found: Agreement) -> str:
    figures = "".join(f"{_estimate(getattr(found, name)):<19}" for name in _FIGURES)
    return f"{group:<{_GROUP}}{found.n:>6}  {figures}{found.ungraded}"


def _estimate(figure: Estimate) -> str:
    if figure.value is None:
        return "n/a"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} [{figure.low:.2f},{figure.high:.2f}]"


def _title(name: str) -> str:
    return name.replace("_", "-")
