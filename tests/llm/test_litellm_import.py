"""litellm is imported when a call needs it, and asks neither the network nor the folder's .env for anything."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

_IMPORTED = """
import json, os, sys
tried = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        tried.append(str(args[:2]))
        raise OSError("the network is off")
sys.addaudithook(watch)
from mockround.llm.litellm_client import loaded
before = "litellm" in sys.modules
loaded()
read = {name: os.environ.get(name) for name in ("FROM_DOTENV", "LITELLM_MODE", "LITELLM_LOCAL_MODEL_COST_MAP")}
print(json.dumps({"before": before, "tried": tried, **read}))
os._exit(0)  # a thread of litellm's may still wait for the network
"""


async def _imported(folder: Path, **environment: str) -> dict[str, Any]:
    """Import litellm in a process of its own, in a folder with a .env."""
    (folder / ".env").write_text("FROM_DOTENV=yes\n", encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LITELLM")}
    script = _IMPORTED.replace("os._exit", "sys.stdout.flush(); os._exit")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script),
        cwd=folder,
        env={**inherited, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    seen: dict[str, Any] = json.loads(out.decode().splitlines()[-1])
    return seen


async def test_litellm_is_imported_late_without_network_and_without_the_folders_env(tmp_path: Path) -> None:
    """The second process is the control: with litellm's own defaults the same watch sees both."""
    own = {"LITELLM_MODE": "DEV", "LITELLM_LOCAL_MODEL_COST_MAP": "False"}
    quiet, loud = await asyncio.gather(_imported(tmp_path), _imported(tmp_path, **own))
    assert quiet == {
        "before": False,
        "tried": [],
        "FROM_DOTENV": None,
        "LITELLM_MODE": "PRODUCTION",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    }
    assert loud["FROM_DOTENV"] == "yes"
    assert any("githubusercontent" in each for each in loud["tried"])
