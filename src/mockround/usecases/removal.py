"""Deletes a round that its owner no longer wants to keep: its words, its grades, and what the jobs know of it."""

from mockround.errors import ErrorCode, MockroundError, conflict
from mockround.rounds.events import RoundId
from mockround.rounds.state import RoundState, Status
from mockround.usecases import grades
from mockround.usecases.parts import Parts


def remove(parts: Parts, round_id: RoundId) -> None:
    """Delete the round for good; on a full disk, too. Raises `conflict` while it runs and `not_found` where it is gone.

    A grade that is being made of it is stopped. Backups and exports that were made before keep it.
    """
    try:
        _remove(parts, round_id)
    except MockroundError as error:
        if error.code is not ErrorCode.NO_ROOM:
            raise
        with parts.store.spare.given():
            _remove(parts, round_id)


def refuse_while_running(state: RoundState) -> None:
    if state.status is Status.RUNNING:
        raise conflict("This round is running.", "End it first; then it can be deleted.")


def _remove(parts: Parts, round_id: RoundId) -> None:
    state = parts.store.log.state(round_id)
    refuse_while_running(state)
    if state.grading is not None:
        grades.stop(parts, round_id, state.grading.grade)
    # First what the jobs keep of it: were that left behind, nobody would come for it again.
    parts.jobs.forget(round_id)
    parts.store.log.remove(round_id, parts.clock.now(), refuse_while_running)
