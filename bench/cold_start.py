"""From process start to the first page, as a ratio to a bare FastAPI page in the same run. Goal: at most 2.5."""

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from bench.processes import ENVIRONMENT

RUNS = 7
BARE = """
import fastapi, uvicorn, sys
from fastapi.responses import HTMLResponse
app = fastapi.FastAPI()
@app.get("/", response_class=HTMLResponse)
def home() -> str:
    return "<h1>bare</h1>"
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_config=None)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        bare, ours = [], []
        for run in range(RUNS + 1):
            pair = (_first_page([sys.executable, "-c", BARE]), _first_page(_serve(data)))
            if run:  # the first pair fills the caches of both
                bare.append(pair[0])
                ours.append(pair[1])
        one, other = statistics.median(bare), statistics.median(ours)
        print(f"cold start to first page: bare FastAPI {one:.2f} s, MockRound {other:.2f} s, ratio {other / one:.2f}")
        print(f"  (median of {RUNS}, alternating; goal at most 2.5)")
        print(f"  imported on the way: litellm {_imports('litellm')}, dbos {_imports('dbos')}")


def _serve(data: Path) -> list[str]:
    return [sys.executable, "-m", "mockround", "serve", "--data", str(data), "--port"]


def _imports(module: str) -> str:
    code = f"import sys, mockround.cli.main; print({module!r} in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return "yes" if found.stdout.strip() == "True" else "no"


def _first_page(command: Sequence[str]) -> float:
    """Seconds until GET / answers 200."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                    answer.read()
                    return time.perf_counter() - began
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError(f"the server ended with {process.returncode}") from None
                time.sleep(0.005)
    finally:
        process.terminate()
        process.wait()
