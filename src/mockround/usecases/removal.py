"""Deletes a round that its owner no longer wants to keep: its words, its grades, and what the jobs know of it."""

import logging

from mockround.errors import ErrorCode, MockroundError, conflict
from mockround.rounds.events import RoundId
from mockround.rounds.state import RoundState, Status
from mockround.usecases.parts import Parts

log = logging.getLogger(__name__)


def remove(parts: Parts, round_id: RoundId) -> None:
    """Delete the round for good; on a full disk, too. Raises `conflict` while it runs and `not_found` where it is gone.

    A grade that is being made of it is made no further. Backups and exports that were made before keep it.
    """
    try:
        _remove(parts, round_id)
    except MockroundError as error:
        if error.code is not ErrorCode.NO_ROOM:
            raise
        with parts.store.spare.given():
            _remove(parts, round_id)
    parts.store.spare.keep()


def refuse_while_running(state: RoundState) -> None:
    if state.status is Status.RUNNING:
        raise conflict("This round is running.", "End it first; then it can be deleted.")


def _remove(parts: Parts, round_id: RoundId) -> None:
    parts.store.log.remove(round_id, parts.clock.now(), refuse_while_running)
    try:
        parts.jobs.forget(round_id)
    except MockroundError as error:
        # The round is gone, and nobody can ask for it again: the next start clears away what is left of it.
        log.warning("what the jobs keep of a round stays until the next start: %s", error.message)
