"""The checked content, frozen: what a round, a grade and a page read. Knows files only by way of the draft."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from mockround.content.checks import Counts, counts_of, findings_of
from mockround.content.draft import Draft, Placed, draft_of
from mockround.content.drills import Drill
from mockround.content.models import (
    AmbiguousProduct,
    Authored,
    Checkpoint,
    Component,
    Criterion,
    CriterionId,
    Curriculum,
    DataClass,
    Dimensions,
    GradingRules,
    LearningPath,
    PathId,
    Pattern,
    Problem,
    ProblemId,
    Reference,
    Scoring,
    Skill,
    StoreKind,
    Topic,
    TopicKey,
)
from mockround.content.packs import LeftOut, Manifest, Pack
from mockround.content.phrases import Phrases
from mockround.content.source import Finding
from mockround.content.worked import WorkedExample
from mockround.errors import ErrorCode, MockroundError, invalid, not_found

_T = TypeVar("_T")
_K = TypeVar("_K", bound=str)


class ContentError(MockroundError):
    """The content has mistakes; `findings` are all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        lines = "\n".join(str(finding) for finding in findings)
        count = "one mistake" if len(findings) == 1 else f"{len(findings)} mistakes"
        super().__init__(ErrorCode.INVALID, f"The content has {count}:\n{lines}\n", "Correct the files named above.")
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Library:
    """Every mapping is in the order in which it is shown. Ids that are not there raise `not_found`."""

    patterns: Mapping[str, Pattern]
    skills: Mapping[str, Skill]
    topics: Mapping[TopicKey, Topic]
    criteria: Mapping[CriterionId, Criterion]
    problems: Mapping[ProblemId, Problem]
    paths: Mapping[PathId, LearningPath]
    components: Mapping[str, Component]
    ambiguous_products: Mapping[str, AmbiguousProduct]
    data_classes: Mapping[str, DataClass]
    stores: Mapping[str, StoreKind]
    drills: Mapping[str, Drill]
    worked: Mapping[str, WorkedExample]
    """Worked examples by problem."""
    scoring: Scoring
    grading_rules: GradingRules
    dimensions: Dimensions
    overlaps: tuple[tuple[CriterionId, CriterionId], ...]
    reference: Reference
    curriculum: Curriculum
    phrases: Phrases
    counts: Counts
    content_hash: str
    """sha256 over the parsed form of all of it: a comment changes nothing."""
    packs: tuple[Pack, ...]
    """The installed packs that are loaded, by name."""
    left_out: tuple[LeftOut, ...]
    """The installed packs that are not, because they are damaged or do not go with the rest."""
    _origins: Mapping[str, Pack]
    _topic_by_criterion: Mapping[CriterionId, Topic]

    def topic(self, key: TopicKey) -> Topic:
        return _found(self.topics, key, "topic")

    def criterion(self, criterion_id: CriterionId) -> Criterion:
        return _found(self.criteria, criterion_id, "criterion")

    def topic_of(self, criterion_id: CriterionId) -> Topic:
        return _found(self._topic_by_criterion, criterion_id, "criterion")

    def problem(self, problem_id: ProblemId) -> Problem:
        return _found(self.problems, problem_id, "problem")

    def path(self, path_id: PathId) -> LearningPath:
        return _found(self.paths, path_id, "path")

    def checkpoint(self, path_id: PathId, checkpoint_id: str) -> Checkpoint:
        checkpoints = {checkpoint.id: checkpoint for checkpoint in self.path(path_id).checkpoints}
        return _found(checkpoints, checkpoint_id, "checkpoint")

    def pack_of(self, value: Problem | LearningPath | Topic) -> Manifest | None:
        """Return what the pack says of itself that `value` came from; None where it is ours or one's own."""
        match value:
            case Problem():
                folder = "problems"
            case LearningPath():
                folder = "paths"
            case _:
                folder = f"rubrics/{value.kind}s"
        pack = self._origins.get(f"{folder}/{value.id}.yaml")
        return None if pack is None else pack.manifest

    def topic_named(self, text: str) -> Topic:
        """Resolve 'read-heavy' or 'pattern/read-heavy'; raise `invalid` where a bare id is both kinds of topic."""
        name = text.strip().lower()
        keys = [key for key in self.topics if name in (key, key.partition("/")[2])]
        if len(keys) > 1:
            raise invalid(f"{text!r} is a pattern and a skill.", f"Write {' or '.join(keys)}.")
        return self.topics[keys[0]] if keys else self.topic(TopicKey(name))

    def rubric_hash(self, keys: Iterable[TopicKey]) -> str:
        """sha256 over the parsed rubrics of these topics, in whatever order they are named."""
        return _digest(self.topic(key) for key in sorted(set(keys)))


def load(shipped: Path, own: Path | None = None, packs: Sequence[Pack] = ()) -> Library:
    """Return the shipped content with packs beside it and one's own over it; raise ContentError with every mistake.

    A pack's mistakes raise nothing: the pack is left out, and the library says so.
    """
    draft = draft_of(shipped, own, packs)
    findings = findings_of(draft)
    left_out: tuple[LeftOut, ...] = ()
    if findings and packs:
        sound, left_out = sound_packs(shipped, own, packs)
        draft = draft_of(shipped, own, sound)
        findings = findings_of(draft)
    if findings:
        raise ContentError(findings)
    return _library(draft, left_out)


def sound_packs(shipped: Path, own: Path | None, packs: Sequence[Pack]) -> tuple[tuple[Pack, ...], tuple[LeftOut, ...]]:
    """Take in one pack after the other, and leave out whichever brings a mistake with it."""
    # A folder of one's own that builds on a pack is wrong without it: then the packs are judged without that folder.
    under = own if own is not None and not findings_of(draft_of(shipped, own)) else None
    sound: list[Pack] = []
    left_out: list[LeftOut] = []
    for pack in packs:
        findings = findings_of(draft_of(shipped, under, (*sound, pack)))
        if findings:
            left_out.append(LeftOut(pack.name, findings))
        else:
            sound.append(pack)
    return tuple(sound), tuple(left_out)


def _library(draft: Draft, left_out: tuple[LeftOut, ...]) -> Library:
    curriculum = _only(draft.curriculum)
    patterns = _ordered(draft.patterns, curriculum.patterns)
    skills = _ordered(draft.skills, curriculum.skills)
    topics: tuple[Topic, ...] = (*patterns.values(), *skills.values())
    return Library(
        patterns=patterns,
        skills=skills,
        topics=MappingProxyType({topic.key: topic for topic in topics}),
        criteria=MappingProxyType({CriterionId(each.id): each for topic in topics for each in topic.criteria}),
        problems=_keyed(_ordered(draft.problems, curriculum.problems), ProblemId),
        paths=_keyed(_ordered(draft.paths, curriculum.paths), PathId),
        components=_ordered(draft.components, tuple(draft.components)),
        ambiguous_products=_ordered(draft.ambiguous_products, tuple(draft.ambiguous_products)),
        data_classes=_ordered(draft.data_classes, tuple(draft.data_classes)),
        stores=_ordered(draft.stores, tuple(draft.stores)),
        drills=_ordered(draft.drills, tuple(draft.drills)),
        worked=_ordered(draft.worked, tuple(draft.worked)),
        scoring=_only(draft.scoring),
        grading_rules=_only(draft.grading_rules),
        dimensions=_only(draft.dimensions),
        overlaps=tuple((CriterionId(one), CriterionId(other)) for one, other in _only(draft.overlaps).overlaps),
        reference=_only(draft.reference),
        curriculum=curriculum,
        phrases=_only(draft.phrases),
        counts=counts_of(draft),
        content_hash=_digest(_everything(draft)),
        packs=draft.packs,
        left_out=left_out,
        _origins=MappingProxyType(dict(draft.origins)),
        _topic_by_criterion=MappingProxyType({CriterionId(c.id): topic for topic in topics for c in topic.criteria}),
    )


def _only(placed: Placed[_T] | None) -> _T:
    assert placed is not None, "a missing table is a finding"  # noqa: S101 - true inside: load has checked
    return placed.value


def _ordered(values: Mapping[str, Placed[_T]], order: Sequence[str]) -> Mapping[str, _T]:
    """The ids in `order` first, then the rest by id."""
    rest = sorted(set(values) - set(order))
    return MappingProxyType({name: values[name].value for name in (*order, *rest)})


def _keyed(values: Mapping[str, _T], key: Callable[[str], _K]) -> Mapping[_K, _T]:
    return MappingProxyType({key(name): value for name, value in values.items()})


def _found(values: Mapping[_K, _T], name: _K, word: str) -> _T:
    if name in values:
        return values[name]
    near = get_close_matches(name, values, n=1)
    raise not_found(
        f"There is no {word} {name!r}.", f"Did you mean {near[0]!r}?" if near else "Choose one from the list."
    )


def _everything(draft: Draft) -> Iterator[Authored]:
    kinds: tuple[Mapping[str, Placed[Authored]], ...] = (
        draft.patterns, draft.skills, draft.problems, draft.paths, draft.components, draft.ambiguous_products,
        draft.data_classes, draft.stores, draft.drills,
    )  # fmt: skip
    for kind in kinds:
        for name in sorted(kind):
            yield kind[name].value
    for table in (draft.scoring, draft.grading_rules, draft.dimensions, draft.overlaps, draft.reference):
        yield _only(table)
    yield _only(draft.curriculum)
    yield _only(draft.phrases)


def _digest(values: Iterable[Authored]) -> str:
    digest = hashlib.sha256()
    for value in values:
        # Without defaults, so that a new optional field leaves the hash of old content alone.
        digest.update(value.model_dump_json(exclude_defaults=True).encode() + b"\n")
    return digest.hexdigest()
