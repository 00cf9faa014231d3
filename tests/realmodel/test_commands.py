"""`mockround models` as a person types it, against a real server, through either client."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mockround.llm.discovery import PLACES, FoundServer, servers
from tests.realmodel.conftest import CLIENTS, MODEL, Llama

pytestmark = pytest.mark.timeout(600)
NOT_FOR_IT = "sk-of-somebody-else-4711"
(LLAMA_CPP,) = (each for each in PLACES if each.kind == "llama.cpp")


def told(data: Path, *words: str) -> tuple[int, str]:
    """Run a command; return its exit code and what it prints."""
    environment = os.environ | {"MOCKROUND_DATA": str(data), "OPENAI_API_KEY": NOT_FOR_IT}
    command = [sys.executable, "-m", "mockround", "models", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)
    assert "Traceback" not in done.stderr
    assert NOT_FOR_IT not in done.stdout + done.stderr
    return done.returncode, done.stdout


def told_of(title: str, table: str) -> list[str]:
    """Return the columns of the row with this title."""
    (row,) = re.findall(rf"^ *{re.escape(title)} {{2,}}(.+)$", table, re.MULTILINE)
    return re.split(r" {2,}", row)


def added(data: Path, llama: Llama, via: str) -> None:
    code, _ = told(data, "add", "local", "--endpoint", llama.endpoint, "--via", via, "--model", CLIENTS[via])
    assert code == 0


async def test_it_is_found_where_llama_cpp_lives(llama: Llama) -> None:
    (found,) = await servers((replace(LLAMA_CPP, port=llama.port),))
    assert found == FoundServer("llama.cpp", llama.endpoint, (MODEL,), context=32_768)


@pytest.mark.parametrize("via", CLIENTS)
def test_what_it_can_is_told_and_it_is_listed(via: str, llama: Llama, tmp_path: Path) -> None:
    added(tmp_path, llama, via)
    code, table = told(tmp_path, "test", "local")
    assert code == 0
    assert [told_of(each, table) for each in ("reachable", "key accepted", "streams")] == [["yes"]] * 3
    assert told_of("structured output", table) == ["json_schema"]
    assert float(told_of("tokens per second", table)[0]) > 1
    _, table = told(tmp_path, "list")
    assert told_of("local", table) == [f"{CLIENTS[via]} at {llama.endpoint} via {via}, for both, key: none"]


def test_a_model_that_means_nothing_is_checked_and_turned_away(llama: Llama, tmp_path: Path) -> None:
    added(tmp_path, llama, "openai")
    code, table = told(tmp_path, "check", "local")
    assert code == 1
    assert "local should not grade you." in table
    assert [told_of(each, table)[0] for each in ("items", "readable verdicts")] == ["40", "100%"]
    # It credits most of what it is asked about, always with words that nobody said: not one of them counts.
    assert told_of("easy-met: verdict is the label", table)[0] == "0 of 10"
    assert float(told_of("leniency, points of 1 above the label", table)[0]) < 0
    assert told_of("gain by injected instructions", table)[0] == "0.00"
