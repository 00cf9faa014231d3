"""What a file of a pack may be called and how much of it there may be: the rules, before a byte is written."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mockround.content.packs import MANIFEST
from mockround.content.source import MAX_BYTES, Finding

MOST_FILES = 1000
MOST_BYTES = 16 * 2**20
"""Of a pack once unpacked: ten times what we ship."""
MOST_ZIPPED_BYTES = 2 * 2**20
"""Bounds also the table of contents, of which Python reads all."""
MOST_RATIO = 100
_DEEPEST = 4
"""rubrics/patterns/x.yaml, in the one folder that a zip may have around it."""
_LONGEST = 100
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_BARE = frozenset({"README.md", "LICENSE"})
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""Names that open a device on Windows, whatever their ending."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a name breaks, and what to do."""

    what: str
    remedy: str

    def finding(self, label: str, name: str) -> Finding:
        # Escaped: the name may turn the terminal's direction or clear it.
        shown = repr(f"{label}{name[:_LONGEST]}".removesuffix("/"))[1:-1]
        return Finding(shown, 1, "", self.what, self.remedy)


def broken_rule(name: str) -> Broken | None:
    """Return the rule that `name`, a path with slashes in a zip or folder, breaks; None where it breaks none."""
    parts = name.removesuffix("/").split("/")
    if any(unicodedata.category(char)[0] == "C" for char in name):
        return Broken("a name with control or invisible characters", "name it in small letters, digits and dashes")
    if name.startswith(("/", "\\")) or name[1:2] == ":":
        return Broken("an absolute path", "pack the files with their places inside the pack")
    if "\\" in name:
        return Broken("a name with a backslash", "write paths with '/'")
    if any(part in ("", ".", "..") for part in parts):
        return Broken("a path that leads out of the pack or nowhere", "take '.', '..' and empty parts out of it")
    return _broken_part(name, parts)


def _broken_part(name: str, parts: list[str]) -> Broken | None:
    if len(name) > _LONGEST:
        return Broken("a path that is too long", f"keep it under {_LONGEST} characters")
    if not all(char in _PLAIN for char in name.replace("/", "")):
        return Broken("a name with unusual characters", "name it in small letters, digits and dashes")
    if any(part.partition(".")[0].lower() in _DEVICES for part in parts):
        return Broken("a name that is a device on Windows", "choose another name")
    if len(parts) > _DEEPEST:
        return Broken(f"a folder deeper than {_DEEPEST}", "lay the pack out like ours: docs/content.md")
    if not name.endswith(("/", ".yaml")) and parts[-1] not in _BARE:
        return Broken("a file that is no content", f"a pack has .yaml files, {' and '.join(sorted(_BARE))}")
    return None


def is_hidden(name: str) -> bool:
    """True for what file managers and git leave behind: it is not installed, and no mistake."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part not in (".", "..") for part in parts)


def prefix_of(names: list[str]) -> str:
    """Return the one folder that a zip may have around the pack, with its slash; '' where there is none."""
    if MANIFEST in names:
        return ""
    tops = {name.partition("/")[0] for name in names}
    return f"{next(iter(tops))}/" if len(tops) == 1 and any("/" in name for name in names) else ""


def clashes(names: list[str]) -> Iterator[tuple[str, Broken]]:
    """Yield each name that some file system takes for another one of the list."""
    seen: dict[str, str] = {}
    for name in names:
        folded = name.casefold().removesuffix("/")
        if folded in seen:
            yield name, Broken(f"stands twice: also {seen[folded]!r}", "keep one of them")
        seen.setdefault(folded, name)
    for name in names:
        for end in (at for at, char in enumerate(name[:-1]) if char == "/"):
            within = seen.get(name[:end].casefold(), "/")
            if not within.endswith("/"):
                yield name, Broken(f"lies in {within!r}, which is a file", "keep one of them")


def too_large(sizes: int, files: int, zipped: int | None) -> Broken | None:
    """Return the limit that so many bytes in so many files go beyond; `zipped` is the size of the zip."""
    if files > MOST_FILES:
        return Broken(f"more than {MOST_FILES:,} files", "split the pack")
    if sizes > MOST_BYTES:
        return Broken(f"more than {MOST_BYTES:,} bytes when unpacked", "split the pack")
    if zipped is not None and sizes > max(MAX_BYTES, zipped * MOST_RATIO):
        return Broken(f"unpacks to more than {MOST_RATIO} times its size", "pack plain text")
    return None
