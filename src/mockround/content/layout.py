"""Which files a content folder may hold. Refuses names that are no ids and links that lead out of the folder."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mockround.content.authored import SLUG, Authored
from mockround.content.components import AmbiguousProductTable, ComponentTable
from mockround.content.consistency import DataClassTable, StoreTable
from mockround.content.drills import DrillTable
from mockround.content.marking import Overlaps
from mockround.content.models import (
    Curriculum,
    Dimensions,
    GradingRules,
    LearningPath,
    Pattern,
    Problem,
    Reference,
    Scoring,
    Skill,
)
from mockround.content.packs import MANIFEST
from mockround.content.phrases import Phrases
from mockround.content.source import Finding
from mockround.content.worked import WorkedExamples

MAX_FILES = 1000

FOLDERS: Mapping[str, type[Authored]] = {
    "rubrics/patterns": Pattern,
    "rubrics/skills": Skill,
    "problems": Problem,
    "paths": LearningPath,
}
TABLES: Mapping[str, type[Authored]] = {
    "catalog/ambiguous-products.yaml": AmbiguousProductTable,
    "catalog/components.yaml": ComponentTable,
    "catalog/curriculum.yaml": Curriculum,
    "catalog/data-classes.yaml": DataClassTable,
    "catalog/dimensions.yaml": Dimensions,
    "catalog/drills.yaml": DrillTable,
    "catalog/grading-rules.yaml": GradingRules,
    "catalog/overlaps.yaml": Overlaps,
    "catalog/reference.yaml": Reference,
    "catalog/scoring.yaml": Scoring,
    "catalog/stores.yaml": StoreTable,
    "catalog/worked-examples.yaml": WorkedExamples,
    "prompts/embedded/phrases.yaml": Phrases,
}
_TOP = frozenset({"rubrics", "problems", "paths", "catalog", "prompts", "README.md", "LICENSE"})
_RUBRICS = frozenset({"patterns", "skills", "exemplars"})
PACK_TABLES: Mapping[str, type[Authored]] = {
    f"catalog/{name}.yaml": TABLES[f"catalog/{name}.yaml"]
    for name in ("ambiguous-products", "components", "data-classes", "stores", "worked-examples")
}
"""Tables to which a pack may add rows. The others say how everything is graded, said and ordered: they are not its."""
_PACK_TOP = frozenset({"rubrics", "problems", "paths", "catalog", MANIFEST, "README.md", "LICENSE"})
_SLUG = re.compile(SLUG)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that may be read: `name` is its place in the folder, `model` its shape."""

    name: str
    path: Path
    model: type[Authored]


def listing(root: Path, tables: Mapping[str, type[Authored]] = TABLES) -> Iterator[Listed | Finding]:
    """Yield every content file of `root` in a fixed order, and a finding for each that may not be there."""
    yield from _strangers(root, "rubrics", _RUBRICS)
    in_catalog = frozenset(name.removeprefix("catalog/") for name in tables if name.startswith("catalog/"))
    yield from _strangers(root, "catalog", in_catalog)
    found = [(folder, path, model) for folder, model in FOLDERS.items() for path in _inside(root, folder)]
    if len(found) > MAX_FILES:
        yield Finding(".", 1, "", f"there are more than {MAX_FILES:,} files", "split the folder")
        return
    for folder, path, model in found:
        yield _listed(root, folder, path, model)
    for name, model in tables.items():
        if (root / name).exists():
            yield _regular(root, name, model)


def listing_of_pack(root: Path) -> Iterator[Listed | Finding]:
    """The same for a pack, which may hold less."""
    yield from _strangers(root, "", _PACK_TOP)
    yield from listing(root, PACK_TABLES)


def strangers(root: Path) -> Iterator[Finding]:
    """Yield a finding for whatever stands at the top of an author's own folder and is no content."""
    if not root.is_dir():
        yield Finding(".", 1, "", f"there is no folder {str(root)!r}", "name a folder that holds content")
        return
    yield from _strangers(root, "", _TOP)
    if not any((root / name).is_dir() for name in _TOP):
        yield Finding(".", 1, "", "there is no content in this folder", "see docs/content.md for the layout")


def _strangers(root: Path, folder: str, allowed: frozenset[str]) -> Iterator[Finding]:
    for path in _inside(root, folder):
        if path.name not in allowed:
            expected = ", ".join(sorted(allowed))
            yield Finding(folder or ".", 1, "", f"{path.name!r} is not known here", f"only these are: {expected}")
        elif _leads_out(root, path):
            yield _outside(f"{folder}/{path.name}".lstrip("/"))


def _inside(root: Path, folder: str) -> list[Path]:
    where = root / folder
    if _leads_out(root, where) or not where.is_dir():
        return []
    return sorted(path for path in where.iterdir() if not path.name.startswith("."))


def _listed(root: Path, folder: str, path: Path, model: type[Authored]) -> Listed | Finding:
    name = f"{folder}/{path.name}"
    if path.suffix != ".yaml" or not _SLUG.match(path.stem) or len(path.stem) > 64:
        what = f"{path.name!r} is not an id with the ending .yaml"
        return Finding(folder, 1, "", what, "name it like 'read-heavy.yaml': small letters, digits and dashes")
    return _regular(root, name, model)


def _regular(root: Path, name: str, model: type[Authored]) -> Listed | Finding:
    path = root / name
    if _leads_out(root, path):
        return _outside(name)
    if not path.is_file():
        return Finding(name, 1, "", "this is not a file", "put a YAML file in its place")
    return Listed(name, path, model)


def _leads_out(root: Path, path: Path) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _outside(name: str) -> Finding:
    return Finding(name, 1, "", "the link leads out of the content folder", "put the file itself here")
