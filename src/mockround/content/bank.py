"""The exemplar bank: how answers sound. Read apart from the rest, because a start does not need it and a grade does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from mockround.content.authored import CriterionId
from mockround.content.exemplars import ExemplarFile, Exemplars
from mockround.content.library import ContentError, Library
from mockround.content.shape import shaped
from mockround.content.source import Document, Finding, UnreadableError, read

FOLDER = "rubrics/exemplars"


@dataclass(frozen=True, slots=True)
class Bank:
    """The exemplars by criterion, the file that each was read from, and every mistake in the files."""

    exemplars: Mapping[CriterionId, Exemplars]
    documents: Mapping[CriterionId, Document]
    findings: tuple[Finding, ...]


def load_bank(library: Library, folders: Iterable[Path]) -> Mapping[CriterionId, Exemplars]:
    """Return the exemplars of every criterion that has some; a later folder overrides. Raise ContentError."""
    bank = read_bank(library, folders)
    if bank.findings:
        raise ContentError(bank.findings)
    return bank.exemplars


def read_bank(library: Library, folders: Iterable[Path]) -> Bank:
    """Return the bank and every mistake in it."""
    exemplars: dict[CriterionId, Exemplars] = {}
    documents: dict[CriterionId, Document] = {}
    findings: list[Finding] = []
    for path in (path for folder in folders for path in sorted((folder / FOLDER).glob("*.yaml"))):
        found = _file(path)
        if isinstance(found, list):
            findings.extend(found)
            continue
        document, file = found
        findings.extend(_strangers(library, path, document, file))
        for criterion, own in file.criteria.items():
            exemplars[CriterionId(criterion)] = own
            documents[CriterionId(criterion)] = document
    return Bank(MappingProxyType(exemplars), MappingProxyType(documents), tuple(findings))


def _file(path: Path) -> tuple[Document, ExemplarFile] | list[Finding]:
    if path.is_symlink():
        return [Finding(f"{FOLDER}/{path.name}", 1, "", "a link to another file", "put the file itself here")]
    try:
        document = read(path, f"{FOLDER}/{path.name}")
    except UnreadableError as error:
        return [error.finding]
    shape = shaped(document, ExemplarFile)
    return list(shape) if isinstance(shape, tuple) else (document, shape)


def _strangers(library: Library, path: Path, document: Document, file: ExemplarFile) -> Iterator[Finding]:
    if file.topic != path.stem:
        yield document.finding(("topic",), f"the file is called {path.stem!r}", f"write 'topic: {path.stem}'")
    for criterion in file.criteria:
        known = CriterionId(criterion) in library.criteria
        if not known or library.topic_of(CriterionId(criterion)).id != file.topic:
            yield document.finding(
                ("criteria", criterion),
                f"{criterion!r} is no criterion of {file.topic!r}",
                "name one of the topic's rubric",
            )
