"""Reads rubrics/exemplars/<topic>.yaml of one folder. What the exemplars belong to is not looked at here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mockround.content.exemplars import ExemplarFile
from mockround.content.shape import shaped
from mockround.content.source import Document, Finding, UnreadableError, read

FOLDER = "rubrics/exemplars"


@dataclass(frozen=True, slots=True)
class Exemplified:
    """One file and its values."""

    document: Document
    file: ExemplarFile


def exemplar_files(folder: Path, label: str = "") -> Iterator[Exemplified | Finding]:
    """Yield each file in the order of the names, or what is wrong with it. Findings name it with `label` in front."""
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        yield from _read(path, f"{label}{FOLDER}/{path.name}")


def _read(path: Path, name: str) -> Iterator[Exemplified | Finding]:
    if path.is_symlink():
        yield Finding(name, 1, "", "a link to another file", "put the file itself here")
        return
    try:
        document = read(path, name)
    except UnreadableError as error:
        yield error.finding
        return
    file = shaped(document, ExemplarFile)
    if isinstance(file, tuple):
        yield from file
        return
    if file.topic != path.stem:
        yield document.finding(("topic",), f"the file is called {path.stem!r}", f"write 'topic: {path.stem}'")
    yield Exemplified(document, file)
