"""The files belong to their owner alone, and one server at a time serves them."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import CandidateSpoke, RoundId
from mockround.store.backup import backup
from mockround.store.engine import Store, open_store
from mockround.store.files import hold_lock, write_private

MakeRound = Callable[..., RoundId]

_HOLD = """
import sys
from pathlib import Path
from mockround.errors import MockroundError
from mockround.store.files import hold_lock
try:
    hold_lock(Path(sys.argv[1]))
except MockroundError as error:
    print(error.message)
    sys.exit(3)
print("held", flush=True)
sys.stdin.read()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_is_private_while_it_is_in_use(store: Store, path: Path, a_round: MakeRound, nine: datetime) -> None:
    with store.log.change(a_round()) as change:
        change.append(CandidateSpoke(text="secret"), nine)
    backup(path, path.parent / "backups" / "copy.db")
    found = {each.name: mode(each) for each in path.parent.rglob("*") if each.is_file()}
    assert {"mockround.db", "mockround.db-wal", "mockround.db-shm", "copy.db"} <= set(found)
    assert set(found.values()) == {0o600}
    assert (mode(path.parent), mode(path.parent / "backups")) == (0o700, 0o700)


def test_files_that_were_open_to_others_are_closed_at_the_next_start(store: Store, path: Path) -> None:
    store.close()
    path.chmod(0o644)
    open_store(path).close()
    assert mode(path) == 0o600


def test_a_loose_umask_changes_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        open_store(tmp_path / "own" / "mockround.db").close()
    finally:
        os.umask(before)
    assert {mode(each) for each in (tmp_path / "own").iterdir()} == {0o600}
    assert mode(tmp_path / "own") == 0o700


def test_an_empty_folder_is_made_private_and_a_used_one_is_left_alone(tmp_path: Path) -> None:
    fresh, home = tmp_path / "fresh", tmp_path / "home"
    for each in (fresh, home):
        each.mkdir(mode=0o755)
    (home / "letter.txt").write_text("dear Ben")
    for each in (fresh, home):
        open_store(each / "mockround.db").close()
    assert (mode(fresh), mode(home)) == (0o700, 0o755)


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    lock = hold_lock(tmp_path)
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    second = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert second.returncode == 3
    assert f"process {os.getpid()}" in second.stdout
    with pytest.raises(MockroundError) as refused:
        hold_lock(tmp_path)
    assert refused.value.code is ErrorCode.CONFLICT
    lock.release()
    hold_lock(tmp_path).release()


def test_a_holder_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(MockroundError, match=f"process {holder.pid}"):
        hold_lock(tmp_path)
    holder.kill()
    holder.communicate()
    hold_lock(tmp_path).release()


def test_a_text_that_cannot_be_written_as_a_whole_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "round.md"
    write_private(path, "the first export\n")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, f"{'the second, ' * 10_000}\ud800")
    assert path.read_text(encoding="utf-8") == "the first export\n"
    assert [each.name for each in tmp_path.iterdir()] == ["round.md"]
