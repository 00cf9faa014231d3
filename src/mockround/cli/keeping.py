"""The database as a file: `mockround backup`, `mockround restore` and `mockround rescue`."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mockround.config import Config, config_from
from mockround.errors import not_found
from mockround.store.backup import backup
from mockround.store.files import hold_lock
from mockround.store.rescue import rescue
from mockround.store.restore import restore

DataDir = Annotated[Path | None, typer.Option("--data", help="Folder for rounds and settings.")]


def back_up(
    file: Annotated[Path, typer.Argument(help="A file that does not exist yet.")], data: DataDir = None
) -> None:
    """Write a consistent copy of all rounds, grades and settings; the server may be running. No key is in it."""
    backup(_existing(_config(data)), file)
    print(f"Backed up to {file}")


def take_back(file: Annotated[Path, typer.Argument(help="A backup.")], data: DataDir = None) -> None:
    """Put a backup in the place of the database. What was there is kept beside the backups; stop the server first."""
    if not file.exists():
        raise not_found(f"There is no file '{file}'.", "Name a backup.")
    config = _config(data)
    lock = hold_lock(config.data_dir)
    try:
        aside = restore(file, config.database)
    finally:
        lock.release()
    print(f"Restored {file}." + (f" What was there before is {aside}." if aside else ""))


def save_what_is_left(
    file: Annotated[Path, typer.Argument(help="A file that does not exist yet, for what can be read.")],
    data: DataDir = None,
) -> None:
    """Save what can be read of a damaged database into a new one, which can then be restored."""
    saved = rescue(_existing(_config(data)), file)
    rounds = len(saved.whole) + len(saved.cut)
    print(f"{rounds} {'round' if rounds == 1 else 'rounds'} and {saved.grades} grades saved to {file}")
    if saved.cut:
        print(f"Without their end, which cannot be read: {', '.join(saved.cut)}")
    print(f"To use it: mockround restore {file}")


def _existing(config: Config) -> Path:
    if not config.database.exists():
        raise not_found(f"There are no rounds in {config.data_dir}.", "Name the folder with --data.")
    return config.database


def _config(data: Path | None) -> Config:
    config = config_from(os.environ)
    return replace(config, data_dir=data or config.data_dir)
