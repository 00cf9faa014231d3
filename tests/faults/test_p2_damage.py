"""A database that was cut off or changed by chance is refused with a way out, or everything in it can be read that was
ever acknowledged. It never becomes an empty one, and looking at it changes nothing."""

import hashlib
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import Logged, RoundId, Seq
from mockround.store.doctor import doctor
from mockround.store.engine import Store, open_store
from mockround.store.rescue import rescue
from mockround.store.rounds import Filter
from tests.support.clocks import START
from tests.support.logs import created, said
from tests.support.promises import Tally

NAME = "mockround.db"
Logs = Mapping[RoundId, list[str]]
Open = Callable[[Path], Store]
Damage = Callable[[Path, random.Random], None]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a kill leaves it: rounds in the database, and rounds in its journal alone."""
    live, left = tmp_path_factory.mktemp("live"), tmp_path_factory.mktemp("left")
    _fill(live, ("one", "two", "three"))
    store = open_store(live / NAME)
    _speak(store, ("four", "five", "six"))
    for suffix in ("", "-wal"):
        shutil.copy(live / f"{NAME}{suffix}", left / f"{NAME}{suffix}")
    store.close()
    return left


@pytest.fixture(scope="module")
def logs(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Logs:
    """What was acknowledged."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    shutil.copytree(kept, folder)
    store = open_store(folder / NAME)
    found = {each.id: _log(store, each.id) for each in store.rounds.listing(Filter())}
    store.close()
    assert {len(log) for log in found.values()} == {21}
    assert len(found) == 6
    return found


def flipped(path: Path, dice: random.Random, *, after: int = 0) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 16)):
        content[dice.randrange(after, len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def zeroed(path: Path, dice: random.Random) -> None:
    content = bytearray(path.read_bytes())
    at = dice.randrange(len(content) // 4096) * 4096
    content[at : at + 4096] = bytes(4096)
    path.write_bytes(content)


def cut_off(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: dice.randrange(len(content))])


def damage_database(folder: Path, dice: random.Random) -> None:
    dice.choice((flipped, zeroed, cut_off))(folder / NAME, dice)


def damage_journal(folder: Path, dice: random.Random) -> None:
    """Flip bits in the first half of the journal: commits that were acknowledged follow."""
    path = folder / f"{NAME}-wal"
    content = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 4)):
        content[dice.randrange(len(content) // 2)] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def fell_short(folder: Path, logs: Logs, opens: Open) -> list[str]:
    """Return what is wrong with how a damaged folder is met."""
    before = _bytes_of(folder)
    try:
        store = opens(folder / NAME)
    except MockroundError as error:
        found = [] if error.code is ErrorCode.UNAVAILABLE and error.remedy else [f"refused with {error}"]
        return found if _bytes_of(folder) == before else [*found, "the damaged files were changed"]
    try:
        return _unread(store, logs)
    finally:
        store.close()


def _unread(store: Store, logs: Logs) -> list[str]:
    """Return the rounds that are gone or shorter without a word; texts of the same length may have changed bits."""
    found = []
    try:
        listed = {each.id for each in store.rounds.listing(Filter())}
    except MockroundError:
        return []
    for round_id, log in logs.items():
        try:
            length = len(_log(store, round_id))
        except MockroundError as error:
            if error.code is not ErrorCode.UNAVAILABLE:
                found.append(f"{round_id}: {error}")
            continue
        if length != len(log) or round_id not in listed:
            found.append(f"{round_id} has {length} events of {len(log)}")
    return found


@pytest.mark.parametrize(
    ("damage", "what", "quick"),
    [(damage_database, "a database", 60), (damage_journal, "a journal", 40)], ids=["database", "journal"],
)  # fmt: skip
def test_what_was_damaged_by_chance_is_refused_or_can_be_read(
    kept: Path, logs: Logs, tmp_path: Path, tally: Tally, *, damage: Damage, what: str, quick: int
) -> None:
    tried, short = tally.times(quick=quick, night=quick * 50), {}
    for number in range(tried):
        folder = _damaged(kept, tmp_path / str(number), damage, number)
        if found := fell_short(folder, logs, open_store):
            short[number] = found
        shutil.rmtree(folder)
    tally.held("P2 P6", f"{what} with bits flipped, pages zeroed or its end cut off is refused or read", tried=tried,
               short=short)  # fmt: skip


def test_what_can_still_be_read_is_saved_into_a_sound_database(
    kept: Path, logs: Logs, tmp_path: Path, tally: Tally
) -> None:
    tried, short, saved = tally.times(quick=30, night=1500), [], 0
    for number in range(tried):
        folder = _damaged(kept, tmp_path / str(number), damage_database, number)
        try:
            rescued = rescue(folder / NAME, folder / "rescued.db")
        except MockroundError:
            continue
        saved += len(rescued.whole)
        wrong = [each.what for each in doctor(folder / "rescued.db") if each.serious and "are free" not in each.what]
        short += wrong
        shutil.rmtree(folder)
    assert saved > tried, "on average more than one of six rounds must be saved whole"
    tally.held("P2 P6", "rounds saved from a damaged database into a sound one", tried=tried, short=short)


def test_a_journal_that_was_cut_off_keeps_what_is_before_the_cut(
    kept: Path, logs: Logs, tmp_path: Path, tally: Tally
) -> None:
    """Nobody can tell it from a power cut; what is left must be a part from the beginning, and nothing else."""
    tried, short = tally.times(quick=20, night=1000), []
    for number in range(tried):
        folder = _damaged(
            kept, tmp_path / str(number), lambda folder, dice: cut_off(folder / f"{NAME}-wal", dice), number
        )
        store = open_store(folder / NAME)
        for each in store.rounds.listing(Filter()):
            if (left := _log(store, each.id)) != logs[each.id][: len(left)]:
                short.append(each.id)
        store.close()
    tally.held("P2", "a journal that was cut off: what is left is a part from the beginning", tried=tried, short=short)


def test_a_store_that_begins_anew_where_the_old_one_cannot_be_opened_is_caught(
    kept: Path, logs: Logs, tmp_path: Path, tally: Tally
) -> None:
    def begins_anew(path: Path) -> Store:
        try:
            return open_store(path)
        except MockroundError:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(f"{NAME}{suffix}").unlink(missing_ok=True)
            return open_store(path)

    folders = [_damaged(kept, tmp_path / str(number), damage_database, number) for number in range(10)]
    caught = sum(bool(fell_short(folder, logs, begins_anew)) for folder in folders)
    tally.control("P2 P6", "begins anew where the old database cannot be opened", tried=10, caught=caught)


def _damaged(kept: Path, folder: Path, damage: Damage, seed: int) -> Path:
    shutil.copytree(kept, folder)
    damage(folder, random.Random(seed))
    return folder


def _fill(folder: Path, names: tuple[str, ...]) -> None:
    store = open_store(folder / NAME)
    _speak(store, names)
    store.close()


def _speak(store: Store, names: tuple[str, ...]) -> None:
    for name in names:
        store.log.create([Logged(round=RoundId(name), seq=Seq(1), at=START, event=created())])
    for number in range(20):
        for name in names:
            with store.log.change(RoundId(name)) as change:
                change.append(said(f"Turn {number} of {name}. " + "The cache is asked first. " * 10), START)


def _log(store: Store, round_id: RoundId) -> list[str]:
    store.log.state(round_id)
    return [each.event.model_dump_json() for each in store.log.events(round_id)]


def _bytes_of(folder: Path) -> dict[str, str]:
    paths = [folder / NAME, folder / f"{NAME}-wal"]
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in paths if each.exists()}
