"""The exemplar bank: how answers sound. Read apart from the rest, because a start does not need it and a grade does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from mockround.content.authored import CriterionId
from mockround.content.exemplar_files import Exemplified, exemplar_files
from mockround.content.exemplars import Exemplars
from mockround.content.library import ContentError, Library
from mockround.content.source import Document, Finding


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
    for found in (each for folder in folders for each in exemplar_files(folder)):
        if isinstance(found, Finding):
            findings.append(found)
            continue
        findings.extend(_strangers(library, found))
        for criterion, own in found.file.criteria.items():
            exemplars[CriterionId(criterion)] = own
            documents[CriterionId(criterion)] = found.document
    return Bank(MappingProxyType(exemplars), MappingProxyType(documents), tuple(findings))


def _strangers(library: Library, found: Exemplified) -> Iterator[Finding]:
    topic = found.file.topic
    for criterion in found.file.criteria:
        known = CriterionId(criterion) in library.criteria
        if not known or library.topic_of(CriterionId(criterion)).id != topic:
            yield found.document.finding(
                ("criteria", criterion), f"{criterion!r} is no criterion of {topic!r}", "name one of the topic's rubric"
            )
