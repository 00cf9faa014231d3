"""Content packs: content of somebody else beside ours. What a pack says of itself, and which ones are installed.

An installed pack lies in `<name>.<number>`; the highest number counts. So one rename puts a newer one in its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mockround.content.authored import SLUG, Authored, Slug
from mockround.content.shape import shaped
from mockround.content.source import Document, Finding, UnreadableError, read

MANIFEST = "pack.yaml"
_INSTALLED = re.compile(rf"{SLUG.removeprefix('^').removesuffix('$')}\.[1-9][0-9]{{0,8}}")

Words = Annotated[str, Field(min_length=1, max_length=120)]


class Manifest(Authored):
    """What a content pack says of itself."""

    name: Slug
    """Its name on this machine: a pack of the same name is a newer or older one of it."""
    title: Words
    """What people read beside its problems."""
    version: Words
    author: Words | None = None
    license: Words | None = None
    about: Annotated[str, Field(min_length=1, max_length=1000)] | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose manifest could be read. Findings name its files with `label` in front."""

    manifest: Manifest
    folder: Path
    label: str
    document: Document

    @property
    def name(self) -> str:
        return self.manifest.name


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An installed pack that is not loaded, and why."""

    name: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        return f"The pack {self.name!r} is damaged and left out: {self.findings[0]}{more}"

    @property
    def remedy(self) -> str:
        return f"Install it anew, or run: mockround content remove {self.name}"


def read_pack(folder: Path, label: str) -> Pack | tuple[Finding, ...]:
    """Return the pack in `folder` as its manifest describes it, or what is wrong with the manifest."""
    path, name = folder / MANIFEST, f"{label}{MANIFEST}"
    try:
        if path.is_symlink() or not path.is_file():
            remedy = "a pack has it at its top, with name, title and version"
            return (Finding(name, 1, "", "the file is missing", remedy),)
        document = read(path, name)
    except UnreadableError as error:
        return (error.finding,)
    except OSError as error:
        return (Finding(name, 1, "", f"cannot be read: {error.strerror}", "see who may read it"),)
    manifest = shaped(document, Manifest)
    return manifest if isinstance(manifest, tuple) else Pack(manifest, folder, label, document)


def installed_folders(directory: Path) -> dict[str, Path]:
    """Return the folder of each installed pack by name, whatever state it is in."""
    found: dict[str, tuple[int, Path]] = {}
    for name, number, path in generations(directory):
        found[name] = max(found.get(name, (0, path)), (number, path))
    return {name: found[name][1] for name in sorted(found)}


def generations(directory: Path) -> Iterator[tuple[str, int, Path]]:
    """Yield every installed folder with its name and number, older ones that are about to go included."""
    if not directory.is_dir():
        return
    for path in sorted(directory.iterdir()):
        if _INSTALLED.fullmatch(path.name):
            name, _, number = path.name.rpartition(".")
            yield name, int(number), path


def installed(directory: Path) -> tuple[tuple[Pack, ...], tuple[LeftOut, ...]]:
    """Return the installed packs by name, and those whose manifest cannot be read."""
    sound: list[Pack] = []
    left_out: list[LeftOut] = []
    for name, folder in installed_folders(directory).items():
        pack = read_pack(folder, f"{folder}/")
        if isinstance(pack, tuple):
            left_out.append(LeftOut(name, pack))
        elif pack.name != name:
            what = f"the name {pack.name!r} is not that of its folder"
            finding = pack.document.finding(("name",), what, "install it anew")
            left_out.append(LeftOut(name, (finding,)))
        else:
            sound.append(pack)
    return tuple(sound), tuple(left_out)
