"""Fuzzes what reads text from outside, guided by coverage: `make fuzz`, a process and FUZZ_SECONDS for each reader.

It looks for a text that a reader answers neither with a value nor with its own error, or takes too long for. What it
finds is kept in promise-results/fuzz, and so are the texts that reach something new: the next run begins with them.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("promise-results") / "fuzz"
LONGEST_CHARS = 20_000
"""Of a text; more than the nesting that breaks a reader which calls itself."""
_SLOW_S = 10
_MOST_MEMORY = "-rss_limit_mb=2048"
_CONTROL_S = 60
_DONE = re.compile(r"^Done (\d+) runs in \d+ second", re.MULTILINE)
_FOUND = re.compile(r"Test unit written to (\S+)")
_CONTROL = "json alone"
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Run:
    """How often a reader was tried, and what it could not read; `log` says why."""

    name: str
    count: int
    code: int
    found: tuple[str, ...]
    log: str


def folder_of(name: str) -> Path:
    return FOLDER / re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def run(name: str, seconds: int) -> Run:
    """Fuzz one reader in a process of its own."""
    command = [sys.executable, "-m", "scripts.fuzz", "--reader", name, str(seconds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    log = done.stdout
    folder_of(name).mkdir(parents=True, exist_ok=True)
    (folder_of(name) / "log.txt").write_text(log, encoding="utf-8")
    return Run(name, runs_in(log), done.returncode, tuple(_FOUND.findall(log)), log)


def runs_in(log: str) -> int:
    """Return how many texts were tried; 0 where it ended before its time."""
    found = _DONE.search(log)
    return int(found[1]) if found else 0


def main(seconds: int) -> int:
    from tests.support.parsers import READERS  # noqa: PLC0415 - in its own process it is read with probes in it

    if subprocess.run([sys.executable, "-c", "import atheris"], capture_output=True, check=False).returncode:
        print("There is no atheris here; run `make fuzz`. It has wheels for Linux on x86-64 alone.")
        return 1
    wanted = [*(each.name for each in READERS), "an export"]
    with ThreadPoolExecutor(len(wanted) + 1) as pool:
        control = pool.submit(run, _CONTROL, _CONTROL_S)
        runs = list(pool.map(lambda name: run(name, seconds), wanted))
    return report(runs, control.result())


def report(runs: Iterable[Run], control: Run) -> int:
    """Print what came of the runs; return 1 where something was found, or the control was not caught."""
    wrong = [each for each in runs if each.code or not each.count]
    for each in runs:
        print(f"{each.count:>12,} texts  {each.name}{'  FELL SHORT' if each in wrong else ''}")
    for each in wrong:
        print(f"\n{each.name}: {', '.join(each.found) or 'no input was kept'}")
        print("\n".join(each.log.splitlines()[-_SHOWN:]))
    print(f"a reader that lets an error through was {'caught' if control.found else 'NOT CAUGHT'}")
    return int(bool(wrong) or not control.found)


def fuzz(name: str, seconds: int) -> None:
    """Fuzz a reader in this process, which then ends: at the first surprise, or after so many seconds."""
    import atheris  # noqa: PLC0415 - of the group `fuzz`, which is not always installed

    with atheris.instrument_imports(include=["mockround", "json"]):
        from tests.support import parsers  # noqa: PLC0415 - read with probes in it
        from tests.support.clocks import FakeClock  # noqa: PLC0415
        from tests.support.parts import parts_in  # noqa: PLC0415

    kept = folder_of(name)
    corpus, words = kept / "corpus", kept / "words.txt"
    corpus.mkdir(parents=True, exist_ok=True)
    words.write_text("\n".join(map(_word, parsers.NASTY)), encoding="ascii")
    limits = (f"-max_total_time={seconds}", f"-max_len={LONGEST_CHARS}", f"-timeout={_SLOW_S}", _MOST_MEMORY)
    options = [sys.argv[0], *limits, f"-dict={words}", f"-artifact_prefix={kept}/", str(corpus)]

    def fuzzed(reader: parsers.Reader) -> None:
        def tried(data: bytes) -> None:
            try:
                reader.read(data.decode("utf-8", "replace"))
            except reader.error:
                return

        (corpus / "example").write_text(reader.example, encoding="utf-8")
        atheris.Setup(options, tried)
        atheris.Fuzz()

    readers = {each.name: each for each in (*parsers.READERS, *parsers.CARELESS)}
    if name in readers:
        fuzzed(readers[name])
    with parts_in(kept, FakeClock()) as parts:
        fuzzed(parsers.export_reader(parts))


def _word(text: str) -> str:
    """A word of libFuzzer's dictionary, which has them short."""
    data = text.encode("utf-8")[:60]
    return '"' + "".join(f"\\x{byte:02x}" for byte in data) + '"'


if __name__ == "__main__":
    if sys.argv[1:2] == ["--reader"]:
        fuzz(sys.argv[2], int(sys.argv[3]))
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 60))
