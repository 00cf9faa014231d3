"""Schemathesis against a server of ours: what its API's description allows, and what it forbids, is tried out."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.programs import environment

# A rule between fields, or about what is there, is no matter of a schema; a body that is too large is refused as such.
_CONFIG = f"""
hooks = "{Path(__file__).with_name("audio.py").as_posix()}"
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "413", "415", "422", "429", "503", "507"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429", "503", "507"]
"""


@dataclass(frozen=True)
class Fuzzed:
    """What came of a run; failures and errors are in schemathesis's own words."""

    cases: int
    failures: tuple[str, ...]


def fuzzed(url: str, folder: Path, *, examples: int, phases: str = "examples,coverage,fuzzing,stateful") -> Fuzzed:
    """Try every operation with all checks, the same cases each time, and chains of operations that feed each other."""
    (folder / "schemathesis.toml").write_text(_CONFIG, encoding="utf-8")
    report = folder / "report.json"
    command = [
        *(str(Path(sys.executable).with_name("st")), "run", f"{url}/openapi.json", "--checks", "all"),
        *("--phases", phases, "--max-examples", str(examples), "--generation-deterministic"),
        *("--continue-on-failure", "--request-timeout", "5", "--report", "json", "--report-json-path", str(report)),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment())
    assert report.exists(), done.stdout[-3000:] + done.stderr[-3000:]
    told = json.loads(report.read_text(encoding="utf-8"))
    failures = [f"{each['title']}: {', '.join(each['operations'])}" for each in told["failures"]]
    errors = [each["title"] for each in told["errors"]]
    return Fuzzed(told["test_cases"]["generated"], (*failures, *errors))
