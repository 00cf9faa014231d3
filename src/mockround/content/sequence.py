"""What makes a path walkable: steps and checkpoints numbered as they stand, and a way back from a failed checkpoint."""

from collections.abc import Iterator

from mockround.content.draft import Draft, Placed
from mockround.content.models import Checkpoint, LearningPath, Step
from mockround.content.source import Finding, Place


def stumbles(draft: Draft) -> Iterator[Finding]:
    """Yield a finding wherever a path's numbers disagree with its sequence."""
    checkpoints: dict[str, str] = {}
    for placed in draft.paths.values():
        yield from _numbers(placed)
        yield from _counts(placed)
        steps = {step.n for step in placed.value.steps}
        for index, item in enumerate(placed.value.sequence):
            if isinstance(item, Checkpoint):
                yield from _way_back(placed, ("sequence", index), item, steps)
                if item.id in checkpoints:
                    what = f"{item.id!r} is also a checkpoint in {checkpoints[item.id]}"
                    yield placed.finding(("sequence", index, "id"), what, "give it another id")
                checkpoints.setdefault(item.id, placed.document.file)


def _numbers(placed: Placed[LearningPath]) -> Iterator[Finding]:
    step = checkpoint = 0
    for index, item in enumerate(placed.value.sequence):
        place: Place = ("sequence", index)
        match item:
            case Step():
                step += 1
                if item.n != step:
                    yield placed.finding((*place, "n"), f"the step is number {step}, not {item.n}", f"write n: {step}")
            case Checkpoint():
                checkpoint += 1
                if item.n != checkpoint:
                    what = f"the checkpoint is number {checkpoint}, not {item.n}"
                    yield placed.finding((*place, "n"), what, f"write n: {checkpoint}")
                if item.after_step != step:
                    what = f"after_step is {item.after_step}, but the step before it is {step}"
                    yield placed.finding((*place, "after_step"), what, "move the checkpoint, or correct after_step")


def _counts(placed: Placed[LearningPath]) -> Iterator[Finding]:
    path = placed.value
    kinds = [step.kind for step in path.steps]
    listed = {
        "listed_steps": len(kinds),
        "listed_patterns": kinds.count("pattern"),
        "listed_skills": kinds.count("skill"),
    }
    for name, count in listed.items():
        stated = getattr(path.counts, name)
        if stated != count:
            what = f"{name} is {stated}, but the sequence has {count}"
            yield placed.finding(("counts", name), what, f"write {count}, or correct the sequence")


def _way_back(placed: Placed[LearningPath], place: Place, item: Checkpoint, steps: set[int]) -> Iterator[Finding]:
    to_step = item.on_fail.to_step
    remedy = f"name a step from 1 to {max(steps, default=1)}"
    if to_step is None and item.on_fail.action != "revisit":
        yield placed.finding((*place, "on_fail", "to_step"), f"{item.on_fail.action!r} needs a step", remedy)
    if to_step is not None and to_step not in steps:
        yield placed.finding((*place, "on_fail", "to_step"), f"there is no step {to_step} in this path", remedy)
