"""Content packs, made on the spot: a good one, and zips and folders that somebody has bent."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from mockround.resources import content_dir

MANIFEST = "name: lending\ntitle: Lending things\nversion: '1.0'\nauthor: Ana\nlicense: CC0\n"
PROBLEM = "problems/tool-library.yaml"
TITLE = "A library of tools"


def good_pack(**changed: str) -> dict[str, str]:
    """Return the files of a pack with one problem. `changed` names parts of the manifest: `version="2"`."""
    problem = (content_dir() / "problems/url-shortener.yaml").read_text(encoding="utf-8")
    problem = problem.replace("id: url-shortener", "id: tool-library", 1)
    _, found, after = problem.partition("title: ")
    assert found
    manifest = MANIFEST
    for name, value in changed.items():
        lines = [line for line in manifest.splitlines() if not line.startswith(f"{name}:")]
        manifest = "\n".join([*lines, f"{name}: '{value}'", ""])
    return {"pack.yaml": manifest, PROBLEM: f"id: tool-library\ntitle: {TITLE}\n{after.partition(chr(10))[2]}"}


def topic_pack() -> dict[str, str]:
    """Return a pack with a pattern of its own and a problem to practise it on."""
    problem = good_pack()[PROBLEM].replace("id: tool-library", "id: food-nearby")
    problem = problem.replace("primary_pattern: read-heavy", "primary_pattern: nearness")
    return {
        "pack.yaml": MANIFEST.replace("lending", "near"),
        "rubrics/patterns/nearness.yaml": _renamed("rubrics/patterns/proximity.yaml"),
        "problems/food-nearby.yaml": problem.replace("secondary_patterns: [", "secondary_patterns: [read-heavy, "),
    }


def exemplars() -> dict[str, str]:
    """Return how answers on the topic of that pack sound; it takes a while to see that each is heard."""
    return {"rubrics/exemplars/nearness.yaml": _renamed("rubrics/exemplars/proximity.yaml")}


def _renamed(name: str) -> str:
    text = (content_dir() / name).read_text(encoding="utf-8")
    return text.replace("proximity", "nearness").replace("px-", "nn-")


def as_folder(files: Mapping[str, str | bytes], folder: Path) -> Path:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def as_zip(files: Mapping[str, str | bytes], path: Path) -> Path:
    path.write_bytes(zipped(files))
    return path


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip. The names are written as they are, whatever is in them."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            info = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
            info.filename = info.orig_filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, content)
    return into.getvalue()
