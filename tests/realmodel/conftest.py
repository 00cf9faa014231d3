"""A real llama.cpp server in a process of its own, with a model that says words and means none.

`make test-realmodel` builds the one and installs what writes the other.
"""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mockround.llm.profiles import Limits, Profile, checked
from scripts.real_model import kept
from tests.support.servers import wait_for

ROOT = Path(__file__).parents[2]
MODEL = "tiny"
CLIENTS = {"openai": MODEL, "litellm": f"openai/{MODEL}"}
"""The ways to reach it, and the model's name in each."""
BINARY = kept()


@dataclass(frozen=True)
class Llama:
    """A server that answers."""

    port: int

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        """As a profile names it."""
        return f"{self.root}/v1"


def a_profile(llama: Llama, **changes: Any) -> Profile:
    """Return a profile whose limits a busy machine keeps."""
    patience = Limits(
        first_token_s=60, idle_s=60, total_s=120, max_tokens=200, grade_total_s=120, grade_max_tokens=3000
    )
    values = {"name": "local", "via": "openai", "model": MODEL, "endpoint": llama.endpoint, "limits": patience}
    return checked(Profile.model_validate(values | changes))


def written(path: Path) -> Path:
    """Write the tiny model, as a person would."""
    subprocess.run([sys.executable, str(ROOT / "scripts" / "tiny_model.py"), str(path)], check=True, timeout=60)
    return path


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Llama]:
    if BINARY is None:
        assert "realmodel" not in os.environ.get("MOCKROUND_REQUIRE", "").split(","), "a real model is required"
        pytest.skip("NO LLAMA-SERVER: `make test-realmodel` builds one, or says why it cannot")
    folder = tmp_path_factory.mktemp("llama")
    model = written(folder / "tiny.gguf")
    port = _free_port()
    # One slot, one thread, one seed: what it says depends on what it is asked.
    words = ["--alias", MODEL, "--parallel", "1", "--threads", "1", "--seed", "7", "--offline"]
    command = [str(BINARY), "--model", str(model), "--host", "127.0.0.1", "--port", str(port), *words]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: process.poll() is not None or _answers(port))
            assert process.poll() is None, (folder / "log").read_text(encoding="utf-8", errors="replace")
            yield Llama(port)
        finally:
            process.kill()
            process.wait(10)


def _free_port() -> int:
    """It has no port 0 of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False
