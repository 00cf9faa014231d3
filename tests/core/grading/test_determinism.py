"""Two runs with different hash seeds are equal to the byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LINE = {
    "id": "one",
    "topic": "work-queue",
    "kind": "answer",
    "level": "senior",
    "turns": [
        {"speaker": "interviewer", "text": "How does a worker take work, and what if it dies?"},
        {
            "speaker": "candidate",
            "text": "It takes a message with a visibility timeout and deletes it after the commit. Oldest message age "
            "above a minute adds workers, up to what the database can take; a message that fails five times is parked.",
        },
    ],
}


def graded(folder: Path, seed: str) -> bytes:
    (folder / "in.jsonl").write_text(json.dumps(LINE), encoding="utf-8")
    out = folder / f"out-{seed}.jsonl"
    command = [sys.executable, "-m", "mockround", "grade", "--batch", str(folder / "in.jsonl"), "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
    return out.read_bytes()


def test_the_hash_seed_changes_nothing(tmp_path: Path) -> None:
    first = graded(tmp_path, "1")
    assert json.loads(first)["verdicts"]
    assert first == graded(tmp_path, "4242")
