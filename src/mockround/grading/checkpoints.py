"""Whether a checkpoint is passed, and whether a recognition round named the shapes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockround.content.library import Library
from mockround.content.models import Checkpoint, CriterionId, Problem, ProblemId
from mockround.grading.report import CheckpointResult
from mockround.grading.rules import Ruled
from mockround.grading.text import stems
from mockround.grading.verdicts import POINTS_TWICE, Verdict
from mockround.rounds.deadlines import GRACE
from mockround.rounds.events import MoveKind
from mockround.rounds.state import RoundState, Turn

_PASS_SHARE = 0.8
"""Four of five prompts (pf-exit-recognition)."""
_CUE_STEMS = 2
_PROMPTS = (MoveKind.OPEN, MoveKind.NEXT_PROMPT)
"""What a prompt's time counts from: a nudge or a hint in between gives no more of it."""
_SHORT_STEM = 3


@dataclass(frozen=True, slots=True)
class PassRule:
    """A checkpoint's pass rule as numbers: at least so many items met, and none below `floor`."""

    met: int
    floor: Verdict


# The pass rules are prose for people in paths/*.yaml; this is what each of them says, for code.
_RULES: Mapping[str, PassRule] = {
    "pf-cp1-read-narrative": PassRule(met=4, floor=Verdict.MET),
    "pf-cp2-four-pieces": PassRule(met=3, floor=Verdict.PARTIAL),
    "inw-cp1-feed-threshold": PassRule(met=2, floor=Verdict.PARTIAL),
    "inw-cp2-failure-minute": PassRule(met=3, floor=Verdict.PARTIAL),
    "inw-exit-pacelc": PassRule(met=3, floor=Verdict.MET),
    "rts-cp1-live-scores": PassRule(met=1, floor=Verdict.PARTIAL),
    "rts-cp2-slow-consumer": PassRule(met=2, floor=Verdict.PARTIAL),
    "rts-exit-end-to-end": PassRule(met=3, floor=Verdict.PARTIAL),
    "cp-exit-compose-video": PassRule(met=0, floor=Verdict.PARTIAL),
}


def checkpoint_result(
    library: Library, state: RoundState, rulings: Mapping[CriterionId, Ruled]
) -> CheckpointResult | None:
    """Return how the round's checkpoint went; None where the round is no checkpoint."""
    if state.created.path is None or state.created.checkpoint is None:
        return None
    checkpoint = library.checkpoint(state.created.path, state.created.checkpoint)
    items = tuple((each.item, _item_verdict(each.criteria, rulings)) for each in checkpoint.must_contain)
    verdicts = [verdict for _, verdict in items]
    passed = None if Verdict.UNGRADED in verdicts else _passes(checkpoint, verdicts)
    note = checkpoint.pass_rule if passed else f"{checkpoint.on_fail.note} {checkpoint.pass_rule}"
    return CheckpointResult(passed=passed, items=items, note=note)


def recognition_result(library: Library, state: RoundState) -> CheckpointResult:
    """Return which prompts were recognised: the shape named with a cue from the prompt, within the limit."""
    problems = [library.problem(ProblemId(each)) for each in state.created.problems]
    turns = {turn.seq: turn for turn in state.turns}
    limit_s = library.reference.recognition.time_limit_seconds * (100 + state.created.extra_time) / 100
    items = []
    for at, problem in enumerate(problems):
        answer = state.prompts_done[at] if at < len(state.prompts_done) else None
        turn = turns[answer] if answer is not None else None
        in_time = _took_s(state, turn) <= limit_s + GRACE.total_seconds()
        items.append((problem.title, _recognised(library, problem, turn, in_time)))
    met = sum(verdict is Verdict.MET for _, verdict in items)
    passed = met >= max(1, round(len(items) * _PASS_SHARE))
    shapes = ", ".join(f"{problem.title}: {problem.primary_pattern}" for problem in problems)
    return CheckpointResult(passed=passed, items=tuple(items), note=f"{met} of {len(items)} recognised. {shapes}.")


def _recognised(library: Library, problem: Problem, turn: Turn | None, in_time: bool) -> Verdict:
    """Met: the right shape and a cue; partial: the right shape alone, or too late; missing: another or no shape."""
    if turn is None:
        return Verdict.MISSING
    accepted = (problem.primary_pattern, *problem.also_accept_primary)
    first = _shapes_in_order(library, turn.text)
    if not set(accepted) & set(first[:2]):
        return Verdict.MISSING
    cued = len(_cues(problem) & set(stems(turn.text))) >= _CUE_STEMS
    return Verdict.MET if cued and in_time else Verdict.PARTIAL


def _shapes_in_order(library: Library, text: str) -> list[str]:
    """The patterns that a text names, in order. Naming three or more without choosing does not pass, so two count."""
    found = []
    for pattern in library.patterns.values():
        names = [pattern.id.replace("-", "[ -]"), re.escape(pattern.title.split(":")[0].split("/")[-1].strip())]
        names += [re.escape(pattern.also_known_as)] if pattern.also_known_as else []
        match = re.search("|".join(names), text, re.IGNORECASE)
        if match is not None:
            found.append((match.start(), pattern.id))
    return [pattern for _, pattern in sorted(found)]


def _cues(problem: Problem) -> set[str]:
    return {stem for stem in stems(problem.prompt) if len(stem) > _SHORT_STEM}


def _took_s(state: RoundState, turn: Turn | None) -> float:
    if turn is None:
        return 0.0
    asked = [each.at for each in state.turns if each.seq < turn.seq and each.aim and each.aim.move in _PROMPTS]
    return (turn.at - asked[-1]).total_seconds() if asked else 0.0


def _item_verdict(criteria: Sequence[str], rulings: Mapping[CriterionId, Ruled]) -> Verdict:
    """An item that names several criteria is as good as its worst one; one that names none is not graded."""
    found = [rulings[CriterionId(each)].finding.verdict for each in criteria if CriterionId(each) in rulings]
    if not found or Verdict.UNGRADED in found:
        return Verdict.UNGRADED
    return min(found, key=lambda verdict: POINTS_TWICE.get(verdict, 2))


def _passes(checkpoint: Checkpoint, verdicts: Sequence[Verdict]) -> bool:
    rule = _RULES.get(checkpoint.id, PassRule(met=len(verdicts), floor=Verdict.MET))
    met = sum(verdict is Verdict.MET for verdict in verdicts)
    return met >= rule.met and all(POINTS_TWICE.get(each, 2) >= POINTS_TWICE[rule.floor] for each in verdicts)
