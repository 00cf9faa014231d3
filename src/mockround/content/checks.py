"""Checks the content as a whole. Start-up, `mockround content check` and the tests all call this one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mockround.content import craft, pack_checks
from mockround.content.draft import Draft, draft_of
from mockround.content.packs import Pack
from mockround.content.references import dangling
from mockround.content.sequence import stumbles
from mockround.content.slots import unfilled
from mockround.content.source import Finding
from mockround.content.tables import disagreements

MAX_FINDINGS = 200
"""Of one run: a file full of unknown ids must not take minutes to describe."""

_CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    dangling,
    stumbles,
    disagreements,
    unfilled,
    craft.ladders,
    craft.criteria_ids,
    craft.problems,
    craft.patterns,
    pack_checks.exemplars,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much content there is; the words of `mockround content check`."""

    paths: int
    patterns: int
    skills: int
    criteria: int
    problems: int
    checkpoints: int

    def __str__(self) -> str:
        return (
            f"{self.paths} paths, {self.patterns} patterns, {self.skills} skills, {self.criteria} criteria, "
            f"{self.problems} problems, {self.checkpoints} checkpoints"
        )


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All that is wrong, by file and line, and the counts of what could be read."""

    findings: tuple[Finding, ...]
    counts: Counts


def check(shipped: Path, own: Path | None = None, packs: Sequence[Pack] = ()) -> CheckResult:
    """Read and check the shipped content, with packs beside it and an author's own folder over it."""
    draft = draft_of(shipped, own, packs)
    return CheckResult(findings_of(draft), counts_of(draft))


def findings_of(draft: Draft) -> tuple[Finding, ...]:
    """Return every mistake in the draft, by file and line, and no more than 200 of them."""
    found = list(islice(_all_findings(draft), MAX_FINDINGS + 1))
    if len(found) > MAX_FINDINGS:
        found[MAX_FINDINGS:] = [Finding("~", 1, "", "there are more mistakes", "correct these first")]
    return tuple(sorted(set(found), key=lambda finding: (finding.file, finding.line, finding.where, finding.what)))


def counts_of(draft: Draft) -> Counts:
    return Counts(
        paths=len(draft.paths),
        patterns=len(draft.patterns),
        skills=len(draft.skills),
        criteria=sum(len(topic.value.criteria) for topic in draft.topics),
        problems=len(draft.problems),
        checkpoints=sum(len(path.value.checkpoints) for path in draft.paths.values()),
    )


def _all_findings(draft: Draft) -> Iterator[Finding]:
    yield from draft.findings
    for one in _CHECKS:
        yield from one(draft)
