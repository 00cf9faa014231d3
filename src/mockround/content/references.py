"""What the content refers to must be there: one function a kind of file, each yielding findings."""

from collections.abc import Iterator

from mockround.content.draft import Draft, Placed
from mockround.content.models import Checkpoint, Criterion, LearningPath, Pattern, Problem, Skill, Step
from mockround.content.names import Kind, Names
from mockround.content.source import Finding, Place
from mockround.content.worked import WorkedExample


def dangling(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for every id that leads nowhere."""
    names = Names(draft)
    for topic in draft.topics:
        yield from _of_topic(topic, names)
    for problem in draft.problems.values():
        yield from _of_problem(problem, names)
    for path in draft.paths.values():
        yield from _of_path(path, names)
    for example in draft.worked.values():
        yield from _of_worked(example, draft, names)
    yield from _of_catalog(draft, names)
    yield from _of_reference(draft, names)
    yield from _of_curriculum(draft, names)


def _of_topic(placed: Placed[Pattern] | Placed[Skill], names: Names) -> Iterator[Finding]:
    topic = placed.value
    match topic:
        case Pattern():
            yield from names.unknown(placed, ("related",), "pattern", topic.related)
            for index, fact in enumerate(topic.facts):
                yield from _one(placed, ("facts", index, "ref"), names, "place in a path", fact.ref)
        case Skill():
            yield from _one(placed, ("ref",), names, "place in a path", topic.ref)
    for index, criterion in enumerate(topic.criteria):
        yield from _path_refs(placed, ("criteria", index, "path_refs"), names, criterion)


def _path_refs(placed: Placed[object], place: Place, names: Names, criterion: Criterion) -> Iterator[Finding]:
    if any(names.has("place in a path", ref) for ref in criterion.path_refs):
        yield from names.unknown(placed, place, "place in a path", criterion.path_refs)
    else:
        what = f"nobody refers to {criterion.id!r}: none of its path_refs is a place in a path"
        yield placed.finding(place, what, "name a step that teaches it, such as 'patterns-first#1'")


def _of_problem(placed: Placed[Problem], names: Names) -> Iterator[Finding]:
    problem = placed.value
    yield from _one(placed, ("primary_pattern",), names, "pattern", problem.primary_pattern)
    yield from names.unknown(placed, ("also_accept_primary",), "pattern", problem.also_accept_primary)
    yield from names.unknown(placed, ("secondary_patterns",), "pattern", problem.secondary_patterns)
    yield from names.unknown(placed, ("skills",), "skill", problem.skills)
    wrong = ("tempting_wrong_shape", "pattern")
    yield from _one(placed, wrong, names, "pattern", problem.tempting_wrong_shape.pattern)
    yield from names.unknown(placed, ("typical_components",), "component", problem.typical_components)
    yield from names.unknown(placed, ("data_classes",), "data class", problem.data_classes)
    for index, twist in enumerate(problem.twists):
        yield from names.unknown(placed, ("twists", index, "probes"), "criterion", twist.probes)


def _of_worked(placed: Placed[WorkedExample], draft: Draft, names: Names) -> Iterator[Finding]:
    example = placed.value
    yield from _one(placed, ("problem",), names, "problem", example.problem)
    problem = draft.problems.get(example.problem)
    for index, part in enumerate(example.parts):
        place = ("parts", index)
        yield from _one(placed, (*place, "pattern"), names, "pattern", part.pattern)
        yield from _one(placed, (*place, "component"), names, "component", part.component)
        if problem is not None and part.words not in problem.value.prompt:
            remedy = "copy the words from the problem's prompt"
            yield placed.finding((*place, "words"), f"{part.words!r} is not in the prompt", remedy)
    for index, choice in enumerate(example.data):
        yield from _one(placed, ("data", index, "data_class"), names, "data class", choice.data_class)
        data_class = draft.data_classes.get(choice.data_class)
        if data_class is not None and choice.code not in data_class.value.accepted_codes:
            what = f"{choice.code} is not among the accepted codes of {choice.data_class!r}"
            yield placed.finding(("data", index, "code"), what, "teach what the grader accepts")


def _of_path(placed: Placed[LearningPath], names: Names) -> Iterator[Finding]:
    path = placed.value
    for index, item in enumerate(path.sequence):
        match item:
            case Step():
                yield from _one(placed, ("sequence", index, "id"), names, item.kind, item.id)
            case Checkpoint():
                yield from _of_checkpoint(placed, ("sequence", index), names, item)
    for index, fact in enumerate(path.selection_strategy):
        yield from _one(placed, ("selection_strategy", index, "ref"), names, "place in a path", fact.ref)
    yield from names.unknown(placed, ("practice_problems",), "problem", path.practice_problems)


def _of_checkpoint(
    placed: Placed[LearningPath], place: Place, names: Names, checkpoint: Checkpoint
) -> Iterator[Finding]:
    if checkpoint.derived_from is not None:
        yield from _one(placed, (*place, "derived_from"), names, "place in a path", checkpoint.derived_from)
    for index, item in enumerate(checkpoint.must_contain):
        yield from names.unknown(placed, (*place, "must_contain", index, "criteria"), "criterion", item.criteria)


def _of_catalog(draft: Draft, names: Names) -> Iterator[Finding]:
    for product in draft.ambiguous_products.values():
        yield from names.unknown(product, ("may_be",), "component", product.value.may_be)
    for data_class in draft.data_classes.values():
        yield from names.unknown(data_class, ("fitting_stores",), "store", data_class.value.fitting_stores)
    if draft.overlaps is not None:
        for index, pair in enumerate(draft.overlaps.value.overlaps):
            yield from names.unknown(draft.overlaps, ("overlaps", index), "criterion", pair)


def _of_reference(draft: Draft, names: Names) -> Iterator[Finding]:
    placed = draft.reference
    if placed is None:
        return
    table = placed.value
    for index, stage in enumerate(table.read_heavy_stages):
        yield from names.unknown(placed, ("read_heavy_stages", index, "criteria"), "criterion", stage.criteria)
    for index, piece in enumerate(table.long_running_pieces):
        yield from names.unknown(placed, ("long_running_pieces", index, "criteria"), "criterion", piece.criteria)
    yield from names.unknown(placed, ("fanout_thresholds", "criteria"), "criterion", table.fanout_thresholds.criteria)
    yield from names.unknown(placed, ("failure_record", "criteria"), "criterion", table.failure_record.criteria)
    yield from names.unknown(placed, ("pacelc_record", "criteria"), "criterion", table.pacelc_record.criteria)
    yield from names.unknown(placed, ("transport_choice", "criteria"), "criterion", table.transport_choice.criteria)


def _of_curriculum(draft: Draft, names: Names) -> Iterator[Finding]:
    placed = draft.curriculum
    if placed is None:
        return
    yield from names.unknown(placed, ("sources",), "path", placed.value.sources)
    yield from names.unknown(placed, ("paths",), "path", placed.value.paths)
    yield from names.unknown(placed, ("patterns",), "pattern", placed.value.patterns)
    yield from names.unknown(placed, ("skills",), "skill", placed.value.skills)
    yield from names.unknown(placed, ("problems",), "problem", placed.value.problems)


def _one(placed: Placed[object], place: Place, names: Names, kind: Kind, name: str) -> Iterator[Finding]:
    if not names.has(kind, name):
        yield names.unknown_one(placed, place, kind, name)
