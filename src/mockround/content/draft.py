"""All that could be read from the content folders, each value with its file and line; not yet checked as a whole."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from mockround.content.authored import Authored
from mockround.content.components import AmbiguousProductTable, ComponentTable
from mockround.content.consistency import DataClassTable, StoreTable
from mockround.content.drills import Drill, DrillTable
from mockround.content.layout import PACK_TABLES, TABLES, Listed, listing, listing_of_pack, strangers
from mockround.content.marking import Overlaps
from mockround.content.models import (
    AmbiguousProduct,
    Component,
    Curriculum,
    DataClass,
    Dimensions,
    GradingRules,
    LearningPath,
    Pattern,
    Problem,
    Reference,
    Scoring,
    Skill,
    StoreKind,
)
from mockround.content.packs import Pack
from mockround.content.phrases import Phrases
from mockround.content.shape import shaped
from mockround.content.source import Document, Finding, Place, UnreadableError, read
from mockround.content.worked import WorkedExample, WorkedExamples

T_co = TypeVar("T_co", covariant=True)
_FileT = TypeVar("_FileT", bound=Authored)
_RowT = TypeVar("_RowT")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """A value and where an author wrote it."""

    value: T_co
    document: Document
    place: Place = ()

    def finding(self, place: Place, what: str, remedy: str) -> Finding:
        return self.document.finding((*self.place, *place), what, remedy)


@dataclass(slots=True)
class _Folder:
    """What one content folder holds: values by file name, and the names that could not be read.

    That of a pack only adds: what it has in common with the folders before it is a finding, and is not taken.
    """

    pack: Pack | None = None
    files: dict[str, Placed[Authored]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    """The shipped content with packs beside it and an author's own over it, by id."""

    patterns: dict[str, Placed[Pattern]]
    skills: dict[str, Placed[Skill]]
    problems: dict[str, Placed[Problem]]
    paths: dict[str, Placed[LearningPath]]
    components: dict[str, Placed[Component]]
    ambiguous_products: dict[str, Placed[AmbiguousProduct]]
    data_classes: dict[str, Placed[DataClass]]
    stores: dict[str, Placed[StoreKind]]
    drills: dict[str, Placed[Drill]]
    worked: dict[str, Placed[WorkedExample]]
    grading_rules: Placed[GradingRules] | None
    scoring: Placed[Scoring] | None
    dimensions: Placed[Dimensions] | None
    overlaps: Placed[Overlaps] | None
    reference: Placed[Reference] | None
    curriculum: Placed[Curriculum] | None
    phrases: Placed[Phrases] | None
    packs: tuple[Pack, ...]
    origins: Mapping[str, Pack]
    """The pack of each file that came from one, by the file's name in it."""
    broken: frozenset[str]
    """Names of files that could not be read; ids that may stand in them are not called unknown."""
    findings: tuple[Finding, ...]

    @property
    def topics(self) -> Iterator[Placed[Pattern] | Placed[Skill]]:
        yield from self.patterns.values()
        yield from self.skills.values()


def draft_of(shipped: Path, own: Path | None = None, packs: Sequence[Pack] = ()) -> Draft:
    """Read all folders. Findings about packs and one's own folder name the files with the folder in front."""
    folders = [_read_folder("", listing(shipped))]
    for pack in packs:
        folders.append(_adding(_read_pack(pack), folders))
    if own is not None and own.resolve() != shipped.resolve():
        folders.append(_read_folder(f"{own}/", (*strangers(own), *listing(own))))
    files = {name: placed for folder in folders for name, placed in folder.files.items()}
    origins = {name: folder.pack for folder in folders for name in folder.files}
    broken = frozenset(name for folder in folders for name in folder.broken)
    return Draft(
        patterns=_by_id(files, Pattern, lambda pattern: pattern.id),
        skills=_by_id(files, Skill, lambda skill: skill.id),
        problems=_by_id(files, Problem, lambda problem: problem.id),
        paths=_by_id(files, LearningPath, lambda path: path.id),
        components=_rows(folders, ComponentTable, lambda t: ("components", t.components), name=lambda c: c.id),
        ambiguous_products=_rows(
            folders, AmbiguousProductTable, lambda t: ("products", t.products), name=lambda p: p.product
        ),
        data_classes=_rows(folders, DataClassTable, lambda t: ("data_classes", t.data_classes), name=lambda d: d.id),
        stores=_rows(folders, StoreTable, lambda t: ("stores", t.stores), name=lambda s: s.id),
        drills=_rows(folders, DrillTable, lambda t: ("drills", t.drills), name=lambda d: d.kind),
        worked=_rows(folders, WorkedExamples, lambda t: ("examples", t.examples), name=lambda e: e.problem),
        grading_rules=_only(files, GradingRules),
        scoring=_only(files, Scoring),
        dimensions=_only(files, Dimensions),
        overlaps=_only(files, Overlaps),
        reference=_only(files, Reference),
        curriculum=_only(files, Curriculum),
        phrases=_only(files, Phrases),
        packs=tuple(packs),
        origins={name: pack for name, pack in origins.items() if pack is not None},
        broken=broken,
        findings=(*(finding for folder in folders for finding in folder.findings), *_missing({*files, *broken})),
    )


def mistakes_in(pack: Pack) -> tuple[Finding, ...]:
    """Return what is wrong with the files of a pack one by one, without reading anything else."""
    return tuple(_read_pack(pack).findings)


def _read_pack(pack: Pack) -> _Folder:
    try:
        return _read_folder(pack.label, listing_of_pack(pack.folder), pack)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        return _Folder(pack, findings=[Finding(pack.label, 1, "", what, "see who may read it, or remove the pack")])


def _adding(folder: _Folder, before: Sequence[_Folder]) -> _Folder:
    """Take out of a pack the files that are there already; the rows of its tables are looked at one by one."""
    for name in sorted(folder.files.keys() - PACK_TABLES.keys()):
        if any(name in earlier.files for earlier in before):
            document = folder.files.pop(name).document
            folder.findings.append(document.finding((), f"{name!r} is there already", _TAKEN))
    return folder


_TAKEN = "a pack adds, and replaces nothing: give it another id"


def _read_folder(label: str, found: Iterable[Listed | Finding], pack: Pack | None = None) -> _Folder:
    folder = _Folder(pack)
    for each in found:
        match each:
            case Finding():
                folder.broken.add(each.file)
                folder.findings.append(_labelled(each, label))
            case Listed():
                placed = _read(each, label)
                if isinstance(placed, Placed):
                    folder.files[each.name] = placed
                else:
                    folder.broken.add(each.name)
                    folder.findings.extend(placed)
    return folder


def _labelled(finding: Finding, label: str) -> Finding:
    return Finding(f"{label}{finding.file}", finding.line, finding.where, finding.what, finding.remedy)


def _read(listed: Listed, label: str) -> Placed[Authored] | tuple[Finding, ...]:
    try:
        document = read(listed.path, f"{label}{listed.name}")
    except UnreadableError as error:
        return (error.finding,)
    value = shaped(document, listed.model)
    if isinstance(value, tuple):
        return value
    match value:
        case Pattern() | Skill() | Problem() | LearningPath() if value.id != listed.path.stem:
            what = f"the id {value.id!r} is not the file's name {listed.path.stem!r}"
            return (document.finding(("id",), what, "make them the same"),)
    return Placed(value, document)


def _by_id(
    files: Mapping[str, Placed[Authored]], model: type[_FileT], name: Callable[[_FileT], str]
) -> dict[str, Placed[_FileT]]:
    found: dict[str, Placed[_FileT]] = {}
    for placed in files.values():
        if isinstance(placed.value, model):
            found[name(placed.value)] = Placed(placed.value, placed.document)
    return found


def _rows(
    folders: Iterable[_Folder],
    table: type[_FileT],
    rows: Callable[[_FileT], tuple[str, tuple[_RowT, ...]]],
    *,
    name: Callable[[_RowT], str],
) -> dict[str, Placed[_RowT]]:
    """Return the rows of a table by name, one's own over the shipped; a name that stands twice becomes a finding."""
    found: dict[str, Placed[_RowT]] = {}
    for folder in folders:
        for placed in folder.files.values():
            if isinstance(placed.value, table):
                key, values = rows(placed.value)
                here: dict[str, Placed[_RowT]] = {}
                for index, row in enumerate(values):
                    if name(row) in here:
                        what = f"{name(row)!r} stands twice in this table"
                        folder.findings.append(placed.finding((key, index), what, "keep one of them"))
                    if folder.pack is not None and name(row) in found:
                        what = f"{name(row)!r} is there already"
                        folder.findings.append(placed.finding((key, index), what, _TAKEN))
                        continue
                    here[name(row)] = Placed(row, placed.document, (key, index))
                found.update(here)
    return found


def _only(files: Mapping[str, Placed[Authored]], model: type[_FileT]) -> Placed[_FileT] | None:
    for placed in files.values():
        if isinstance(placed.value, model):
            return Placed(placed.value, placed.document)
    return None


def _missing(names: Container[str]) -> Iterator[Finding]:
    for name in TABLES:
        if name not in names:
            yield Finding(name, 1, "", "the file is missing", "put it back from the release")
