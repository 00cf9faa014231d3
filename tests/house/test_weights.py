"""What a page loads is weighed as a browser would load it."""

import json
import random
from pathlib import Path

import pytest

from scripts.check_web import GOALS, too_heavy, weights_of

PAGE, CANVAS = GOALS


@pytest.fixture
def built(tmp_path: Path) -> Path:
    manifest = {
        "elements/main.ts": {
            "file": "main.js",
            "imports": ["_shared"],
            "dynamicImports": ["elements/board-canvas.tsx"],
        },
        "styles/main.css": {"file": "main.css"},
        "elements/board-canvas.tsx": {"file": "canvas.js", "css": ["canvas.css"], "imports": ["_shared", "_react"]},
        "_shared": {"file": "shared.js"},
        "_react": {"file": "react.js", "imports": ["_shared"]},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for name, size in {"main.js": 10, "main.css": 20, "canvas.js": 40, "canvas.css": 80, "shared.js": 160}.items():
        write(tmp_path / name, size * 1000)
    write(tmp_path / "react.js", 1000)
    return tmp_path


def write(path: Path, size: int) -> None:
    """Write bytes that do not shrink."""
    path.write_bytes(random.Random(path.name).randbytes(size))


def test_what_is_loaded_later_is_not_counted_and_what_is_shared_is_counted_once(built: Path) -> None:
    weights = weights_of(built)
    assert weights[PAGE] == pytest.approx(190_000, rel=0.01)
    assert weights[CANVAS] == pytest.approx(311_000, rel=0.01)
    assert too_heavy(weights) == []


def test_a_heavier_canvas_is_refused(built: Path) -> None:
    write(built / "react.js", 100_000)
    assert too_heavy(weights_of(built)) == [CANVAS]


def test_a_heavier_page_is_refused_even_where_the_canvas_is_not(built: Path) -> None:
    write(built / "main.js", 75_000)
    assert too_heavy(weights_of(built)) == [PAGE]
