"""A database is made, migrated or refused; whatever goes wrong, what was there stays."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.events import CandidateSpoke, RoundId
from mockround.store.engine import Store, open_store
from mockround.store.migrations.upgrade import upgrade
from mockround.store.schema import HISTORY, History, migrate

MakeRound = Callable[..., RoundId]
ANA = RoundId("ana1")

_STEP = """
from alembic import op
import sqlalchemy as sa
revision = "{revision}"
down_revision = "{before}"
def upgrade():
    {body}
"""
_SOUND = 'with op.batch_alter_table("round") as table: table.add_column(sa.Column("mood", sa.String))'
_BREAKS = (
    'op.execute("UPDATE round SET title = \'half\'"); op.execute("CREATE TABLE extra (n)"); op.execute("nonsense")'
)
_ORPHANS = 'op.execute("DELETE FROM round")'


def a_future(folder: Path, body: str) -> History:
    """Today's history with one more step."""
    scripts = folder / "migrations % of tomorrow"
    shutil.copytree(HISTORY.scripts, scripts)
    step = _STEP.format(revision="9999", before=HISTORY.head, body=body)
    (scripts / "versions" / "r9999_step.py").write_text(step)
    return History(scripts, (*HISTORY.revisions, "9999"))


@pytest.fixture
def used(store: Store, path: Path, a_round: MakeRound, nine: datetime) -> Path:
    """A database with a round in it, closed."""
    a_round()
    with store.log.change(ANA) as change:
        change.append(CandidateSpoke(text="Fan out on write."), nine)
    store.close()
    return path


def shape(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return sorted(" ".join(sql.replace('"', "").split()) for (sql,) in rows)


def value(path: Path, query: str) -> object:
    connection = sqlite3.connect(path)
    row = connection.execute(query).fetchone()
    connection.close()
    return row[0]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refusal(path: Path, history: History = HISTORY) -> MockroundError:
    with pytest.raises(MockroundError) as refused:
        migrate(path, history=history)
    return refused.value


def test_a_new_database_is_what_the_migrations_make(store: Store, path: Path, tmp_path: Path) -> None:
    migrated = tmp_path / "migrated.db"
    upgrade(migrated, HISTORY.scripts)
    assert shape(migrated) == shape(path)
    assert value(path, "SELECT version_num FROM alembic_version") == HISTORY.head


def test_the_history_names_every_migration_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(HISTORY.scripts))
    steps = ScriptDirectory.from_config(config).walk_revisions()
    assert [step.revision for step in steps][::-1] == list(HISTORY.revisions)


def test_a_start_that_needs_no_migration_does_not_import_alembic(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from mockround.store.engine import open_store
for _ in range(2):
    open_store(Path(sys.argv[1])).close()
    assert "alembic" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "mockround.db")], check=True)


def test_an_older_database_is_migrated_after_a_backup(used: Path, tmp_path: Path) -> None:
    future = a_future(tmp_path, _SOUND)
    before = shape(used)
    migrate(used, history=future)
    assert value(used, "SELECT version_num FROM alembic_version") == "9999"
    assert value(used, "SELECT count(*) FROM event") == 2
    assert value(used, "SELECT mood FROM round") is None
    assert {each for each in before if "CREATE TABLE round" not in each} <= set(shape(used))
    (kept,) = (used.parent / "backups").iterdir()
    assert (kept.name, shape(kept)) == (f"mockround-{HISTORY.head}-1.db", before)
    assert value(kept, "SELECT count(*) FROM event") == 2
    migrate(used, history=future)
    assert len(list((used.parent / "backups").iterdir())) == 1


@pytest.mark.parametrize(("body", "trouble"), [(_BREAKS, "nonsense"), (_ORPHANS, "without their parents")])
def test_a_migration_that_fails_in_the_middle_leaves_the_old_database(
    used: Path, tmp_path: Path, body: str, trouble: str
) -> None:
    before = shape(used)
    with pytest.raises(Exception, match=trouble):
        migrate(used, history=a_future(tmp_path, body))
    assert shape(used) == before
    store = open_store(used)
    assert store.log.state(ANA).turns[0].text == "Fan out on write."
    assert store.log.state(ANA).created.title == "URL shortener"
    store.close()


def test_a_newer_database_is_refused_and_left_alone(used: Path, tmp_path: Path) -> None:
    migrate(used, history=a_future(tmp_path, _SOUND))
    before = digest(used)
    refused = refusal(used)
    assert refused.code is ErrorCode.UNAVAILABLE
    assert "newer MockRound" in refused.message
    assert digest(used) == before


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "mockround.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    before = digest(foreign)
    assert "not a database of MockRound" in refusal(foreign).message
    assert digest(foreign) == before


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to look at" * 50])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mockround.db"
    path.write_bytes(content)
    assert "damaged" in refusal(path).message
    assert path.read_bytes() == content


def test_a_truncated_database_is_refused_and_left_alone(used: Path) -> None:
    os.truncate(used, used.stat().st_size // 2)
    before = digest(used)
    assert "damaged" in refusal(used).message
    assert digest(used) == before


def test_a_page_of_rubbish_is_noticed_at_the_start(used: Path) -> None:
    size = value(used, "PRAGMA page_size")
    root = value(used, "SELECT rootpage FROM sqlite_master WHERE name = 'event'")
    assert isinstance(size, int)
    assert isinstance(root, int)
    with used.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(os.urandom(size))
    assert "damaged" in refusal(used).message


def test_a_database_that_vanished_and_left_its_journal_is_not_made_anew(used: Path) -> None:
    used.with_name(used.name + "-wal").write_bytes(b"events that nobody has read")
    used.unlink()
    assert "journal" in refusal(used).message
    assert not used.exists()


def test_a_missing_database_is_made_only_where_that_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(MockroundError) as refused:
        open_store(tmp_path / "mockround.db", create=False)
    assert refused.value.code is ErrorCode.NOT_FOUND
    assert not (tmp_path / "mockround.db").exists()


def test_what_a_crash_left_of_a_new_database_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "mockround.db.new").write_bytes(b"half")
    open_store(tmp_path / "mockround.db").close()
    assert not (tmp_path / "mockround.db.new").exists()


def test_starts_at_the_same_moment_make_one_database(tmp_path: Path, a_round: MakeRound) -> None:
    path = tmp_path / "race" / "mockround.db"

    def start(_number: int) -> None:
        open_store(path).close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(start, range(8)))
    assert value(path, "SELECT count(*) FROM alembic_version") == 1
