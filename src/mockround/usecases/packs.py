"""Content packs as a person installs, lists and removes them. A pack is there as a whole or not at all."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mockround.content.library import ContentError, sound_packs
from mockround.content.packs import LeftOut, Manifest, Pack, generations, installed, installed_folders, read_pack
from mockround.content.unpacking import label_of, unpack
from mockround.errors import not_found
from mockround.store.files import alone, make_durable, make_private_dir
from mockround.usecases.authoring import check_pack

_LOCK = ".lock"
_STAGED = ".staged-"


def install(source: Path, directory: Path, shipped: Path, own: Path | None = None) -> Manifest:
    """Install the pack in the zip or folder `source` and return what it says of itself.

    Raises ContentError naming file and rule; then, and after a crash, `directory` holds what it held before. A pack
    of the same name is replaced.
    """
    with _alone_in(directory):
        staging = Path(tempfile.mkdtemp(prefix=_STAGED, dir=directory))
        try:
            unpack(source, staging)
            pack = _checked(staging, label_of(source), directory, shipped, own)
            _put_in_place(pack, directory)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        _sweep(directory)
    return pack.manifest


def remove(name: str, directory: Path) -> None:
    """Take an installed pack away, whatever state it is in; raise `not_found`."""
    with _alone_in(directory) if directory.is_dir() else contextlib.nullcontext():
        known = installed_folders(directory)
        if name not in known:
            remedy = f"Installed are: {', '.join(known)}." if known else "No pack is installed."
            raise not_found(f"There is no pack {name!r}.", remedy)
        # Older ones are swept before: nothing comes back in its place.
        known[name].rename(directory / f"{_STAGED}{known[name].name}")
        make_durable(directory)
        _sweep(directory)


def looked_at(directory: Path, shipped: Path, own: Path | None) -> tuple[tuple[Pack, ...], tuple[LeftOut, ...]]:
    """Return the installed packs that a server loads, and those that it leaves out."""
    packs, unreadable = installed(directory)
    sound, damaged = sound_packs(shipped, own, packs)
    return sound, tuple(sorted((*unreadable, *damaged), key=lambda pack: pack.name))


def _checked(staging: Path, label: str, directory: Path, shipped: Path, own: Path | None) -> Pack:
    pack = read_pack(staging, label)
    if isinstance(pack, tuple):
        raise ContentError(pack)
    others = [other for other in installed(directory)[0] if other.name != pack.name]
    findings = check_pack(pack, others, shipped, own)
    if findings:
        raise ContentError(findings)
    return pack


def _put_in_place(pack: Pack, directory: Path) -> None:
    number = max((number for name, number, _ in generations(directory) if name == pack.name), default=0) + 1
    for path in sorted(pack.folder.rglob("*")):
        make_durable(path)
    pack.folder.rename(directory / f"{pack.name}.{number}")
    make_durable(directory)


@contextlib.contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    make_private_dir(directory)
    with alone(directory / _LOCK):
        _sweep(directory)
        yield


def _sweep(directory: Path) -> None:
    """Take away what an interrupted installation or removal left, and what a newer one has replaced."""
    newest = set(installed_folders(directory).values())
    older = [path for _, _, path in generations(directory) if path not in newest]
    for path in (*older, *directory.glob(f"{_STAGED}*")):
        shutil.rmtree(path, ignore_errors=True)
