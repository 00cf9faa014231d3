"""Rules of docs and style that no linter knows: how big, where from, and in which words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "mockround"
_FROM_THE_ROOT = re.compile(r"(/(bin|dev|etc|home|media|mnt|opt|proc|root|run|srv|sys|tmp|usr|var|work|Users)(/|$)|~/)")
_NAMED_SHARED = re.compile(r"(^|.*/)shared(/.*|$)")
_NO_NAMES = re.compile(r"manager|helper|util|service|handler|misc|common", re.IGNORECASE)
KERNEL = "/proc/sys/kernel/random/boot_id"
"""The one absolute path: the clock asks Linux whether the machine has rebooted."""


def modules(*folders: Path) -> list[Path]:
    found = sorted(path for folder in folders for path in folder.rglob("*.py"))
    assert found
    return found


def texts(path: Path) -> Iterator[str]:
    """Yield every string of a module, f-string pieces and docstrings included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_module_names_a_place_on_somebodys_machine() -> None:
    absolute = [
        (path.relative_to(SOURCE).as_posix(), text)
        for path in modules(SOURCE)
        for text in texts(path)
        if _FROM_THE_ROOT.match(text)
    ]
    assert absolute == [("clock.py", KERNEL)]


def test_no_module_names_a_folder_called_shared() -> None:
    assert [path for path in modules(SOURCE) for text in texts(path) if _NAMED_SHARED.fullmatch(text)] == []


@pytest.mark.parametrize("text", ["/tmp", "/work/x", "~/notes"])
def test_the_rule_knows_an_absolute_path(text: str) -> None:
    assert _FROM_THE_ROOT.match(text)


@pytest.mark.parametrize("text", ["shared", "/work/shared/x", "../shared/"])
def test_the_rule_knows_a_folder_called_shared(text: str) -> None:
    assert _NAMED_SHARED.fullmatch(text)


@pytest.mark.parametrize(("folder", "limit"), [("src", 300), ("tests", 400), ("bench", 300), ("scripts", 300)])
def test_a_file_is_read_in_one_sitting(folder: str, limit: int) -> None:
    lengths = {path.relative_to(ROOT).as_posix(): _lines(path) for path in modules(ROOT / folder)}
    assert {path: lines for path, lines in lengths.items() if lines > limit} == {}


def test_a_package_is_opened_by_a_docstring_and_nothing_else() -> None:
    busy = []
    for path in modules(SOURCE):
        if path.name == "__init__.py":
            docstring, *rest = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(docstring, ast.Expr)
            busy += [(path.relative_to(SOURCE).as_posix(), ast.unparse(each).split(" = ")[0]) for each in rest]
    assert busy == [("__init__.py", "__version__")]


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in modules(SOURCE) if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert [path.relative_to(SOURCE).as_posix() for path in silent] == []


def test_modules_and_classes_are_named_for_what_they_are() -> None:
    classes = [
        (path, node.name)
        for path in modules(SOURCE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    rooms = [(path, part) for path in modules(SOURCE) for part in path.relative_to(SOURCE).with_suffix("").parts]
    named = [*rooms, *classes]
    assert [(path.name, name) for path, name in named if _NO_NAMES.search(name)] == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
