"""What makes rubrics and problems fit for a round beyond their shape: ladders, ids, levels and twists."""

from collections.abc import Iterator, Sequence

from mockround.content.draft import Draft, Placed
from mockround.content.models import Ladder, Level, Problem
from mockround.content.slots import slots_in
from mockround.content.source import Finding, Place

MOST_SPOKEN_WORDS = 35
MOST_TAUGHT_WORDS = 45


def ladders(draft: Draft) -> Iterator[Finding]:
    """What the interviewer says aloud is one short question, and the slot of a follow-up is there once."""
    for topic in draft.topics:
        for index, criterion in enumerate(topic.value.criteria):
            yield from _ladder(topic, ("criteria", index, "ladder"), criterion.ladder)


def _ladder(placed: Placed[object], place: Place, ladder: Ladder) -> Iterator[Finding]:
    spoken = [(("probes", index), probe) for index, probe in enumerate(ladder.probes)]
    for inner, text in (*spoken, (("follow_up",), ladder.follow_up), (("push_back",), ladder.push_back)):
        if text.count("?") != 1:
            yield placed.finding((*place, *inner), f"{text.count('?')} question marks", "ask exactly one question")
        yield from _length(placed, (*place, *inner), text, MOST_SPOKEN_WORDS)
    yield from _length(placed, (*place, "teach"), ladder.teach, MOST_TAUGHT_WORDS)
    if slots_in(ladder.follow_up) != ("component",):
        remedy = "put {component} where the candidate's own word goes, once, and no other brace"
        yield placed.finding((*place, "follow_up"), "the slot {component} must be there exactly once", remedy)


def _length(placed: Placed[object], place: Place, text: str, most: int) -> Iterator[Finding]:
    if len(text.split()) > most:
        yield placed.finding(place, f"{len(text.split())} words", f"say it in {most} words or fewer")


def criteria_ids(draft: Draft) -> Iterator[Finding]:
    """A criterion's id is unique over all topics."""
    first: dict[str, Placed[object]] = {}
    for topic in draft.topics:
        for index, criterion in enumerate(topic.value.criteria):
            place = ("criteria", index, "id")
            if criterion.id in first:
                other = first[criterion.id].document.file
                yield topic.finding(place, f"{criterion.id!r} is also a criterion in {other}", "give it another id")
            first.setdefault(criterion.id, topic)


def problems(draft: Draft) -> Iterator[Finding]:
    """Levels go upwards, the tempting shape is not the right one, and a twist asks about the problem's topics."""
    owners = _owners(draft)
    for placed in draft.problems.values():
        problem = placed.value
        yield from _levels(placed, ("levels",), problem.levels)
        if problem.tempting_wrong_shape.pattern in (problem.primary_pattern, *problem.also_accept_primary):
            place = ("tempting_wrong_shape", "pattern")
            yield placed.finding(place, "the tempting wrong shape is an accepted one", "name another pattern")
        topics = _topics_of(problem)
        for index, twist in enumerate(problem.twists):
            for inner, probe in enumerate(twist.probes):
                if owners.get(probe, topics[0]) not in topics:
                    what = f"{probe!r} belongs to {owners[probe]!r}, which this problem does not have"
                    remedy = "probe a criterion of its patterns or skills, or add the topic to them"
                    yield placed.finding(("twists", index, "probes", inner), what, remedy)


def _owners(draft: Draft) -> dict[str, str]:
    return {criterion.id: topic.value.key for topic in draft.topics for criterion in topic.value.criteria}


def _topics_of(problem: Problem) -> tuple[str, ...]:
    patterns = (problem.primary_pattern, *problem.also_accept_primary, *problem.secondary_patterns)
    return (*(f"pattern/{each}" for each in patterns), *(f"skill/{each}" for each in problem.skills))


def _levels(placed: Placed[object], place: Place, levels: Sequence[Level]) -> Iterator[Finding]:
    if not levels or list(levels) != [level for level in Level if level in levels]:
        yield placed.finding(place, "the levels are not in order", "write them once each: mid, senior, staff")


def patterns(draft: Draft) -> Iterator[Finding]:
    """Every pattern has a problem to practise it on."""
    practised = {placed.value.primary_pattern for placed in draft.problems.values()}
    for placed in draft.patterns.values():
        if placed.value.id not in practised and not _has_broken(draft, "problems/"):
            what = f"no problem has {placed.value.id!r} as its primary pattern"
            yield placed.finding(("id",), what, "add a problem for it under problems/")


def _has_broken(draft: Draft, folder: str) -> bool:
    return any(name.startswith(folder) for name in draft.broken)
