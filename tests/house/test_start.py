"""The offline start is quick because what is slow is not imported for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_IMPORT = "import mockround.cli.main"
_BUILD = """
import mockround.cli.main
from mockround.config import Config
from mockround.server.app import make_site
from mockround.wiring import serving
config = Config(data_dir=pathlib.Path(sys.argv[1]))
with serving(config) as (parts, _):
    make_site(parts, config)
"""
_SLOW = frozenset({"litellm", "openai", "httpx", "keyring", "dbos", "alembic", "numpy", "torch", "transformers"})


def loaded_by(code: str, folder: Path) -> set[str]:
    """Return the top-level packages that a fresh Python has loaded after `code`."""
    told = "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    whole = f"import json, pathlib, sys\n{code}\n{told}"
    command = [sys.executable, "-c", whole, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("code", [_IMPORT, _BUILD], ids=["import", "build"])
def test_neither_the_command_line_nor_the_site_loads_what_is_slow(code: str, tmp_path: Path) -> None:
    loaded = loaded_by(code, tmp_path)
    assert {"mockround", "fastapi", "pydantic"} <= loaded
    assert loaded & _SLOW == set()


def test_importing_the_program_makes_no_file_and_prints_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-B", "-c", _IMPORT]
    environment = {"HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []
