"""What we build on is locked by hash, comes from two registries alone, is a week old, and runs nothing on its own.

In March 2026 litellm 1.82.8 carried a `.pth` file that ran at every start of Python; what is checked here would have
stopped it at each of four places.
"""

import json
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DENIED = {"litellm": {"1.82.7", "1.82.8"}, "guardrails-ai": {"0.10.1"}}
"""Releases that carried malware: OSV MAL-2026-2144 and its neighbours."""
OURS = {"_virtualenv.pth: import _virtualenv"}
"""Lines that the maker of the environment puts there."""
PYPI = ("https://pypi.org/simple", "https://files.pythonhosted.org/")


def locked() -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return packages


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def unlocked(packages: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield what could be another file tomorrow: no hash, or no registry."""
    for package in packages:
        name, source = package["name"], package["source"]
        if source == {"editable": "."}:
            continue
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        if source.get("registry") != PYPI[0] or not files:
            yield f"{name} comes from {source}"
        for file in files:
            if not file.get("hash", "").startswith("sha256:") or not file["url"].startswith(PYPI[1]):
                yield f"{name}: {file.get('url')} has no hash"


def denied(packages: Iterable[dict[str, Any]]) -> list[str]:
    return [
        f"{each['name']} {each['version']}" for each in packages if each.get("version") in DENIED.get(each["name"], ())
    ]


def running_lines(folder: Path) -> Iterator[str]:
    """Yield every line of a `.pth` file that Python would execute at its start."""
    for path in sorted(folder.glob("*.pth")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            said = f"{path.name}: {line[:80]}"
            if line.startswith(("import ", "import\t")) and said not in OURS:
                yield said


def test_every_python_package_is_locked_by_hash_and_from_one_registry() -> None:
    packages = locked()
    assert len(packages) > 50
    assert list(unlocked(packages)) == []


def test_a_package_from_elsewhere_or_without_a_hash_is_caught() -> None:
    wheel = {"url": f"{PYPI[1]}a.whl", "hash": "sha256:00"}
    planted: list[dict[str, Any]] = [
        {"name": "a", "source": {"git": "https://example.org/a"}},
        {"name": "b", "source": {"registry": PYPI[0]}, "wheels": [{"url": wheel["url"]}]},
        {"name": "c", "source": {"registry": "https://example.org/simple"}, "wheels": [wheel]},
        {"name": "d", "source": {"registry": PYPI[0]}, "wheels": [wheel]},
    ]
    assert {each.split()[0].rstrip(":") for each in unlocked(planted)} == {"a", "b", "c"}


def test_no_release_is_younger_than_a_week_and_none_that_carried_malware_is_locked_or_allowed() -> None:
    assert settings()["tool"]["uv"]["exclude-newer"] == "7 days"
    assert tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["options"]["exclude-newer-span"] == "P7D"
    assert denied(locked()) == []
    wanted = next(each for each in settings()["project"]["dependencies"] if each.startswith("litellm"))
    assert all(f"!={version}" in wanted for version in DENIED["litellm"])


def test_a_denied_release_is_caught() -> None:
    assert denied([{"name": "litellm", "version": "1.82.8"}, {"name": "litellm", "version": "1.83.0"}]) == [
        "litellm 1.82.8"
    ]


def test_every_npm_package_is_pinned_by_its_integrity() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [
        name for name, each in packages.items() if name and not each.get("integrity", "").startswith("sha512-")
    ] == []
    elsewhere = [each["resolved"] for each in packages.values() if "resolved" in each]
    assert [each for each in elsewhere if not each.startswith("https://registry.npmjs.org/")] == []
    wanted = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))
    ranges = {**wanted.get("dependencies", {}), **wanted["devDependencies"]}
    assert [name for name, version in ranges.items() if not version[0].isdigit()] == []


def test_nothing_that_is_installed_runs_code_at_the_start_of_python() -> None:
    folder = Path(sysconfig.get_path("purelib"))
    assert folder.is_dir()
    assert folder.is_relative_to(sys.prefix)
    assert list(running_lines(folder)) == []


def test_a_planted_pth_file_is_caught(tmp_path: Path) -> None:
    (tmp_path / "paths.pth").write_text("/somewhere/src\n", encoding="utf-8")
    (tmp_path / "litellm_init.pth").write_text("import os; os.system('true')\n", encoding="utf-8")
    assert list(running_lines(tmp_path)) == ["litellm_init.pth: import os; os.system('true')"]
