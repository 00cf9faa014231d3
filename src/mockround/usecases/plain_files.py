"""Grades a plain file: a transcript with speaker labels, or a text that is all the candidate's."""

import re

from pydantic import BaseModel, ConfigDict

from mockround.content.library import Library
from mockround.content.models import Level
from mockround.errors import invalid
from mockround.grading.assembly import judged
from mockround.grading.failure_modes import failure_matrix
from mockround.grading.pacelc.matrix import pacelc_matrix
from mockround.grading.port import Grader
from mockround.grading.provenance import GRADER_VERSION
from mockround.grading.report import FailureRow, PacelcRow, Provenance, UnitResult
from mockround.grading.scoping import criteria_in, topics_in
from mockround.grading.transcript import Scope, Transcript, Utterance

_LABEL = re.compile(r"^\s*\**(interviewer|candidate|me|you|q|a)\**\s*:\**\s*", re.IGNORECASE)
_MARK = "\ufeff"
_INTERVIEWERS = frozenset({"interviewer", "q"})


class PlainGrade(BaseModel):
    """The grade of a file. Quotes carry the number of the turn, from 0, and offsets into its text."""

    model_config = ConfigDict(frozen=True)

    level: Level
    score_low: float | None
    score_high: float | None
    units: tuple[UnitResult, ...]
    failure_modes: tuple[FailureRow, ...]
    pacelc: tuple[PacelcRow, ...]
    provenance: Provenance


def transcript_in(text: str) -> Transcript:
    """Return the turns of a file. Without labels at line starts the whole text is one candidate turn."""
    if not text.strip():
        raise invalid(
            "The file is empty.", "Put in an answer, or turns that begin with 'Interviewer:' or 'Candidate:'."
        )
    turns: list[tuple[bool, list[str]]] = []
    # Line ends stay what they are, and the mark that some editors put before everything is no part of the first label.
    for line in text.removeprefix(_MARK).splitlines(keepends=True):
        label = _LABEL.match(line)
        if label is not None:
            turns.append((label.group(1).lower() in _INTERVIEWERS, [line[label.end() :]]))
        elif turns:
            turns[-1][1].append(line)
        elif line.strip():
            turns.append((False, [line]))
    return Transcript(
        tuple(
            Utterance(number, "interviewer" if is_interviewer else "candidate", "".join(lines).strip())
            for number, (is_interviewer, lines) in enumerate(turns)
        )
    )


def grade_plain(library: Library, grader: Grader, text: str, scope: Scope) -> PlainGrade:
    """Grade the text of a file within `scope`."""
    transcript = transcript_in(text)
    done = judged(library, transcript, scope, grader.findings(transcript, criteria_in(scope, library)))
    return PlainGrade(
        level=scope.level,
        score_low=done.score_low,
        score_high=done.score_high,
        units=done.units,
        failure_modes=failure_matrix(transcript, tuple(library.components.values())),
        pacelc=pacelc_matrix(transcript, tuple(library.data_classes.values()), wanted=()),
        provenance=Provenance(
            grader=grader.name, grader_version=GRADER_VERSION, rubric_hash=library.rubric_hash(topics_in(scope))
        ),
    )
