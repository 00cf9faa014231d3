"""The grade as Markdown, for the terminal and for files."""

from collections.abc import Iterator, Sequence

from mockround.grading.report import Cell, CriterionResult, FailureRow, GradeReport, PacelcRow, UnitResult
from mockround.grading.verdicts import CriterionState

_STATES = {
    CriterionState.MET_UNAIDED: "met, unaided",
    CriterionState.MET_AFTER_PROBE: "met, after a probe",
    CriterionState.MET_AFTER_HINT: "met, after a hint",
    CriterionState.PARTIAL: "partial",
    CriterionState.MISSING: "missing",
    CriterionState.NOT_REACHED: "not reached",
    CriterionState.NOT_APPLICABLE: "not applicable",
    CriterionState.UNGRADED: "not graded",
}


def as_markdown(report: GradeReport) -> str:
    """Return the report as Markdown without a trailing newline."""
    return "\n".join(_lines(report))


def parts_as_markdown(
    units: Sequence[UnitResult], failures: Sequence[FailureRow], pacelc: Sequence[PacelcRow]
) -> Iterator[str]:
    """Yield the lines of the units and the two matrices, which a plain file's grade has, too."""
    for unit in units:
        yield from _unit(unit)
    yield from _failures(failures)
    yield from _pacelc(pacelc)


def _lines(report: GradeReport) -> Iterator[str]:
    yield "## Grade"
    yield ""
    yield report.verdict_line
    if report.signal_low is not None:
        same = report.signal_low == report.signal_high
        yield f"Signal at {report.level.value} level: {report.signal_low}{'' if same else f' to {report.signal_high}'}."
    for flag in report.flags:
        yield f"Note: {flag}"
    yield from _checkpoint(report)
    yield from parts_as_markdown(report.units, report.failure_modes, report.pacelc)
    yield from _practice(report)
    yield ""
    by = report.provenance
    yield f"Graded by {by.grader} {by.grader_version}, rubric {by.rubric_hash[:12]}."


def _unit(unit: UnitResult) -> Iterator[str]:
    yield ""
    yield f"### {unit.title} ({unit.role}): {_share(unit.score_low, unit.score_high)}"
    yield ""
    for each in unit.criteria:
        yield from _criterion(each)


def _criterion(result: CriterionResult) -> Iterator[str]:
    doubt = "" if result.possible is result.verdict else f", possibly {result.possible.value}"
    yield f"- **{result.title}** [{result.level.value}, weight {result.weight}]: {_STATES[result.state]}{doubt}"
    for quote in (*result.quotes[:1], *result.red_flags[:1]):
        yield f"  > {' '.join(quote.quote.split())} (turn {quote.turn})"
    if result.would_have_met:
        yield f"  To meet it: {result.would_have_met}"


def _checkpoint(report: GradeReport) -> Iterator[str]:
    if report.checkpoint is None:
        return
    yield ""
    yield "### Checkpoint"
    yield ""
    for item, verdict in report.checkpoint.items:
        yield f"- {item}: {verdict.value}"


def _failures(rows: Sequence[FailureRow]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield "### Failure modes"
    yield ""
    yield "| component | failure | detection | mitigation | blast radius |"
    yield "| --- | --- | --- | --- | --- |"
    for row in rows:
        cells = (row.failure, row.detection, row.mitigation, row.blast_radius)
        yield f"| {_plain(row.title)} | {' | '.join(_cell(each) for each in cells)} |"


def _pacelc(rows: Sequence[PacelcRow]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield "### PACELC"
    yield ""
    yield "| data class | on a partition | otherwise | judgement | |"
    yield "| --- | --- | --- | --- | --- |"
    for row in rows:
        yield f"| {row.title} | {row.partition or '-'} | {row.otherwise or '-'} | {row.judgement} | {row.feedback} |"


def _practice(report: GradeReport) -> Iterator[str]:
    if not report.practice:
        return
    yield ""
    yield "### Practise next"
    yield ""
    for item in report.practice:
        yield f"- {item.title}: {item.why}"


def _cell(cell: Cell) -> str:
    if not cell.quotes:
        return cell.said
    return f"{cell.said}: {_plain(cell.quotes[0].quote)[:80]}"


def _plain(words: str) -> str:
    """Words that do not break a table."""
    return " ".join(words.split()).replace("|", "/")


def _share(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "not graded"
    return f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"
