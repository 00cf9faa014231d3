"""Brings the durable engine up only when the first grade is asked for: importing it costs half a second."""

import importlib
import threading
from pathlib import Path
from typing import Protocol

from mockround.rounds.events import GradeId, RoundId
from mockround.usecases.parts import Parts


class _Engine(Protocol):
    def start(self, parts: Parts) -> None: ...
    def stop(self) -> None: ...
    def grade(self, round_id: RoundId, grade_id: GradeId, grader: str) -> None: ...
    def forget(self, round_id: RoundId) -> None: ...


class LazyJobs:
    """Thread-safe. `bind` gives it the parts; the first `grade` imports and starts the engine."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._parts: Parts | None = None
        self._engine: _Engine | None = None
        self._starting = threading.Lock()

    def bind(self, parts: Parts) -> None:
        self._parts = parts

    def grade(self, round_id: RoundId, grade_id: GradeId, grader: str) -> None:
        self._started().grade(round_id, grade_id, grader)

    def forget(self, round_id: RoundId) -> None:
        if self._database.exists():
            self._started().forget(round_id)

    def recover(self) -> None:
        """Start the engine if it has a file: a crash may have left jobs in it."""
        if self._database.exists():
            self._started()

    def stop(self) -> None:
        with self._starting:
            if self._engine is not None:
                self._engine.stop()
                self._engine = None

    def _started(self) -> _Engine:
        with self._starting:
            if self._engine is None:
                if self._parts is None:
                    raise RuntimeError("jobs were asked for work before they were bound")
                engine: _Engine = importlib.import_module("mockround.jobs.dbos_engine").DbosJobs(self._database)
                engine.start(self._parts)
                self._engine = engine
            return self._engine
