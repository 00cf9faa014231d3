"""Parts for tests: the real library, a real SQLite store, a clock that stands still, grading at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from mockround.content.bank import load_bank
from mockround.content.library import Library, load
from mockround.content.prompts import Prompts
from mockround.grading.embedded import EmbeddedGrader
from mockround.interviewer.embedded import EmbeddedInterviewer
from mockround.jobs.inline import InlineJobs
from mockround.resources import content_dir
from mockround.store.engine import open_store
from mockround.store.keys import Keys
from mockround.usecases.parts import Parts, Providers
from mockround.usecases.providers import ProfileProviders
from tests.support.clocks import FakeClock


@lru_cache(maxsize=1)
def library() -> Library:
    """The shipped content, read once a process."""
    return load(content_dir())


@lru_cache(maxsize=1)
def grader() -> EmbeddedGrader:
    return EmbeddedGrader(library(), lambda: load_bank(library(), [content_dir()]))


@contextmanager
def parts_in(folder: Path, clock: FakeClock, providers: Providers | None = None) -> Iterator[Parts]:
    jobs = InlineJobs()
    keys = Keys(folder, only_file=True)
    store = open_store(folder / "mockround.db")
    try:
        parts = Parts(
            library=library(),
            store=store,
            clock=clock,
            interviewer=EmbeddedInterviewer(library(), pace_s=0.0),
            grader=grader(),
            prompts=Prompts([content_dir()]),
            keys=keys,
            providers=providers or ProfileProviders(keys, {}),
            jobs=jobs,
        )
        jobs.bind(parts)
        yield parts
    finally:
        store.close()
