"""Installs every hostile pack in a process of its own, and prints what each cost: `python -m tests.support.pack_costs`.

The last one is a control: a reader that believes what a zip says of its size.
"""

import contextlib
import io
import json
import resource
import sys
import time
import zipfile
from pathlib import Path

from mockround.content.library import ContentError
from mockround.resources import content_dir
from mockround.usecases import packs
from tests.support.hostile_packs import hostile
from tests.support.packs import as_zip, good_pack

_BOMB = 200 * 2**20


def main(folder: Path) -> None:
    packs.install(as_zip(good_pack(), folder / "good.zip"), folder / "packs", content_dir())
    tried = list(hostile())
    before, source = _peak(), folder / "bent.zip"
    for each in tried:
        source.write_bytes(each.zipped)
        started = time.process_time()
        with contextlib.suppress(ContentError):
            packs.install(source, folder / "packs", content_dir())
        _tell(each.name, _peak() - before, time.process_time() - started, is_control=False)
    before, started = _peak(), time.process_time()
    with zipfile.ZipFile(io.BytesIO(_bomb())) as packed:
        packed.read("x.yaml")
    _tell("reads all", _peak() - before, time.process_time() - started, is_control=True)


def _bomb() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("x.yaml", "w") as file:
        for _ in range(_BOMB // 2**20):
            file.write(b"0" * 2**20)
    return into.getvalue()


def _peak() -> int:
    """The most memory that was held at once so far, in bytes.

    Not by getrusage where there is another way: Linux counts in what the parent held when it started this process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _tell(name: str, grown: int, cpu_s: float, *, is_control: bool) -> None:
    sys.stdout.write(json.dumps({"name": name, "grown": grown, "cpu_s": cpu_s, "is_control": is_control}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
