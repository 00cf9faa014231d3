"""A round as JSON that can be read elsewhere, and as Markdown that can be read by a person."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from mockround.grading.report import GradeReport
from mockround.grading.text_report import as_markdown
from mockround.rounds.boards.text import printed
from mockround.rounds.events import GradeId, Logged, RoundId
from mockround.rounds.sounding import WHAT_IS_COUNTED, sounding
from mockround.rounds.state import RoundState, Speaker
from mockround.rounds.unspoiled import unspoiled
from mockround.usecases import grades
from mockround.usecases.parts import Parts


class GradeExport(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: GradeId
    created_at: datetime
    report: GradeReport


class RoundExport(BaseModel):
    """Version 1: the whole log and every grade. The state of the round is the fold of the log."""

    model_config = ConfigDict(frozen=True)

    format: Literal["mockround-round"] = "mockround-round"
    version: Literal[1] = 1
    id: RoundId
    status: str
    ends_at: datetime | None
    log: tuple[Logged, ...]
    grades: tuple[GradeExport, ...]


def as_export(parts: Parts, round_id: RoundId) -> RoundExport:
    """Return all of a round; while it runs, without what would tell the candidate what is looked for."""
    log = parts.store.log.events(round_id)
    state = parts.store.log.state(round_id)
    return RoundExport(
        id=round_id,
        status=state.status.value,
        ends_at=state.ends_at,
        log=log if state.is_over else unspoiled(log),
        grades=grades_of(parts, round_id),
    )


def grades_of(parts: Parts, round_id: RoundId) -> tuple[GradeExport, ...]:
    """Return every grade of a round, oldest first; raise `not_found` where there is no such round."""
    found = grades.of_round(parts, parts.store.log.state(round_id).id)
    return tuple(GradeExport(id=each.id, created_at=each.created_at, report=each.report) for each in found)


def as_text(parts: Parts, round_id: RoundId) -> str:
    """Return the round as Markdown: transcript and board first, then the newest grade, last what is not graded."""
    state = parts.store.log.state(round_id)
    newest = grades.newest(parts, round_id)
    lines = [*_heading(state), *_transcript(state), *_board(state)]
    if newest is not None:
        lines += ["", as_markdown(newest.report)]
    lines += _sounding(state)
    return "\n".join(lines) + "\n"


def _heading(state: RoundState) -> Iterator[str]:
    chosen = state.created
    yield f"# {' '.join(chosen.title.split())}"
    yield ""
    minutes = chosen.duration_s // 60
    yield f"{chosen.kind.value} round, {chosen.level.value} level, {minutes} minutes, {state.status.value}"


def _transcript(state: RoundState) -> Iterator[str]:
    yield ""
    yield "## Transcript"
    for turn in state.turns:
        who = "Candidate" if turn.speaker is Speaker.CANDIDATE else "Interviewer"
        late = " (late, not graded)" if turn.late else ""
        yield ""
        yield f"**{who}**{late} [{turn.seq}]"
        yield ""
        yield "\n".join(f"> {line}" for line in _LINE_END.split(turn.text))


_LINE_END = re.compile("\r\n?|\n")
"""What ends a line in Markdown, and nothing else."""


def _board(state: RoundState) -> Iterator[str]:
    """The board as its text, indented: whatever is written there, it is no Markdown."""
    if text := printed(state.board):
        yield from ("", "## Board", "")
        yield from (f"    {line}" for line in text.split("\n"))


def _sounding(state: RoundState) -> Iterator[str]:
    heard = sounding(state)
    if heard is None:
        return
    minutes, seconds = divmod(round(heard.spoken_s), 60)
    speed = heard.words_a_minute
    fillers = ", ".join(f'"{filler}" {times}' for filler, times in heard.fillers)
    yield from ("", "## How it sounded (not graded)", "")
    yield f"- Turns that were dictated: {heard.turns}"
    yield f"- With the microphone on: {minutes}:{seconds:02}"
    yield f"- Words a minute: {'too little was said to tell' if speed is None else speed}"
    yield f"- Filler words: {fillers or 'none were found'}"
    yield from ("", WHAT_IS_COUNTED)
