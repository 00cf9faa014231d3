"""Products that break a promise on purpose. The checks must catch each of them, or they can see nothing."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

from mockround.errors import MockroundError
from mockround.rounds.events import RoundId
from mockround.store.keys import FileVault, Keys
from tests.support.scripted_round import Ack, Step, Tell, done_and_told, go_through, opened

_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The hash of no events: an acknowledgement that says nothing of the log but that the step was done."""


def told_before_it_is_kept(folder: Path, tell: Tell) -> None:
    """Acknowledges each step before its commit."""
    with opened(folder) as parts:

        def do(round_id: RoundId, name: str, step: Step) -> None:
            tell(Ack(name, 0, _NOTHING))
            step(parts, round_id)

        go_through(parts, do)


def every_error_is_fine(folder: Path, tell: Tell) -> None:
    """Catches whatever goes wrong and answers that all is well."""
    with opened(folder) as parts:

        def do(round_id: RoundId, name: str, step: Step) -> None:
            with contextlib.suppress(MockroundError):
                step(parts, round_id)
            tell(Ack(name, 0, _NOTHING))

        go_through(parts, do)


def keys_written_in_place(folder: Path, tell: Tell) -> None:
    """Writes the file of the keys where it lies, without a second one that takes its place."""
    with opened(folder) as kept:
        parts = replace(kept, keys=_KeysInPlace(folder))
        go_through(parts, lambda round_id, name, step: done_and_told(parts, round_id, name, step, tell))


def not_synced_at_commit(folder: Path, tell: Tell) -> None:
    """Has SQLite write the log without waiting for the disk, as its setting NORMAL does."""
    with opened(folder) as parts:
        with contextlib.closing(parts.store.database._writer.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA synchronous = NORMAL")
        go_through(parts, lambda round_id, name, step: done_and_told(parts, round_id, name, step, tell))


class _KeysInPlace(Keys):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder, only_file=True)
        self._opened = _VaultInPlace(folder / "keys.json")


class _VaultInPlace(FileVault):
    def _write(self, kept: dict[str, str]) -> None:
        with self._path.open("w", encoding="utf-8") as file:
            json.dump(kept, file)
