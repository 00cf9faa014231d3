"""Config becomes Parts. The only room that knows every concrete class."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace

from mockround.clock import steady_clock
from mockround.config import Config
from mockround.content.bank import load_bank
from mockround.content.exemplars import Exemplars
from mockround.content.library import Library, load
from mockround.content.models import CriterionId
from mockround.content.packs import installed
from mockround.content.prompts import Prompts
from mockround.grading.embedded import EmbeddedGrader
from mockround.interviewer.embedded import EmbeddedInterviewer
from mockround.jobs.inline import InlineJobs
from mockround.jobs.lazy import LazyJobs
from mockround.resources import content_dir
from mockround.store.engine import open_store
from mockround.store.files import hold_lock
from mockround.store.keys import Keys
from mockround.usecases.authoring import exemplar_folders
from mockround.usecases.parts import Parts
from mockround.usecases.providers import ProfileProviders


def library_of(config: Config) -> Library:
    """Return the checked content with installed packs and the author's own folder; raise with every finding in it.

    A pack that is damaged raises nothing: the library names it among those left out.
    """
    packs, unreadable = installed(config.packs_dir)
    library = load(content_dir(), config.own_content, packs)
    return replace(library, left_out=(*unreadable, *library.left_out))


def bank_of(config: Config, library: Library) -> Mapping[CriterionId, Exemplars]:
    return load_bank(library, exemplar_folders(content_dir(), config.own_content, library.packs))


def grader_of(config: Config, library: Library) -> EmbeddedGrader:
    return EmbeddedGrader(library, lambda: bank_of(config, library))


def prompts_of(config: Config) -> Prompts:
    """What a model is told is ours or the author's, never a pack's."""
    return Prompts([content_dir(), *([config.own_content] if config.own_content else [])])


@contextlib.contextmanager
def serving(config: Config) -> Iterator[tuple[Parts, LazyJobs]]:
    """Yield what a server needs, holding the lock on its data; a second server on the same data is refused."""
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    config.data_dir.chmod(0o700)
    with contextlib.ExitStack() as stack:
        stack.callback(hold_lock(config.data_dir).release)
        jobs = LazyJobs(config.jobs_database)
        stack.callback(jobs.stop)
        parts = stack.enter_context(_parts(config, jobs))
        jobs.bind(parts)
        parts.store.spare.keep()
        yield parts, jobs


@contextlib.contextmanager
def working(config: Config) -> Iterator[Parts]:
    """Yield what a command needs that grades in its own process."""
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    jobs = InlineJobs()
    with _parts(config, jobs) as parts:
        jobs.bind(parts)
        yield parts


@contextlib.contextmanager
def _parts(config: Config, jobs: InlineJobs | LazyJobs) -> Iterator[Parts]:
    library = library_of(config)
    store = open_store(config.database)
    keys = Keys(config.data_dir, only_file=config.keys_in_file)
    try:
        yield Parts(
            library=library,
            store=store,
            clock=steady_clock(config.clock_file, not_before=store.rounds.last_event_at()),
            interviewer=EmbeddedInterviewer(library, pace_s=config.pace_s),
            grader=grader_of(config, library),
            prompts=prompts_of(config),
            keys=keys,
            providers=ProfileProviders(keys, os.environ),
            jobs=jobs,
        )
    finally:
        store.close()
