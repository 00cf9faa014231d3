"""Runs the migrations that a database lacks, all in one transaction. The only room that imports Alembic at run time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from mockround.store.database import translated


def upgrade(path: Path, scripts: Path) -> None:
    """Bring the database to the newest of `scripts`; whatever goes wrong leaves it untouched."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"isolation_level": None}
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    # A percent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    with translated(), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"a migration left rows without their parents: {broken[:5]}")


def _configure(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # Rebuilding a parent table would silently delete its children while foreign keys are on.
    for pragma in ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = FULL", "PRAGMA busy_timeout = 10000"):
        cursor.execute(pragma)
    cursor.close()
