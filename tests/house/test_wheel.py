"""The wheel carries everything that the program needs, and runs from nothing but itself."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = ("rubrics", "problems", "paths", "catalog", "prompts", "web/templates")
UV = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".boot" / "bin"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Build the wheel with what `make setup` left in uv's cache, and with the web files as they are."""
    if UV is None:
        pytest.skip("NO UV: run `make setup` to test the wheel")
    out = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [UV, "build", "--wheel", "--offline", "--quiet", "--out-dir", str(out), str(ROOT)],
        env=os.environ | {"MOCKROUND_SKIP_WEB": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


@pytest.mark.parametrize("folder", SHIPPED)
def test_every_file_of_the_content_and_the_templates_is_in_it(wheel: zipfile.ZipFile, folder: str) -> None:
    files = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert files
    packed = {name.removeprefix("mockround/_data/"): name for name in wheel.namelist()}
    assert sorted(files.keys() - packed.keys()) == []
    assert [name for name, path in files.items() if wheel.read(packed[name]) != path.read_bytes()] == []


def test_every_module_is_in_it(wheel: zipfile.ZipFile) -> None:
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "mockround").rglob("*.py")}
    assert sorted(modules - set(wheel.namelist())) == []


def test_the_built_web_files_are_in_it(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "mockround/_web/manifest.json" in names
    for ending in (".js", ".css"):
        assert any(name.startswith("mockround/_web/assets/") and name.endswith(ending) for name in names)


def test_nothing_of_the_workshop_is_in_it(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"mockround", next(top for top in tops if top.endswith(".dist-info"))}
    assert [name for name in wheel.namelist() if "node_modules" in name or "__pycache__" in name] == []


def test_it_works_from_nothing_but_itself(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")
    code = "import mockround; print(mockround.__file__); from mockround.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "grade", "-", "--topic", "read-heavy", "--format", "json"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        input="Reads outnumber writes 100 to 1.",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    where, grade = done.stdout.split("\n", 1)
    assert where == str(tmp_path / "installed" / "mockround" / "__init__.py")
    assert [unit["topic"] for unit in json.loads(grade)["units"]] == ["pattern/read-heavy"]
