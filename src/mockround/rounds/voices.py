"""Who speaks in a round, how a model's turn came about or did not, and what was said aloud: parts of the log."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

EMBEDDED = "embedded"
"""The name of the interviewer and of the grader that need no model; no profile may bear it."""


class Recorded(BaseModel):
    """Whatever is written into a log."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Delivery(Recorded):
    """How a model's turn came about. None is 'not told', shown as 'n/a' and never as 0."""

    profile: str
    model: str
    via: str
    """The client that was used: 'openai' or 'litellm'."""
    prompt: str
    """Hash of the prompt's template."""
    replaced: tuple[str, ...] = ()
    """For each sentence that the guard kept back and the embedded phrasing replaced: why."""
    attempts: int = 1
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost_usd: float | None = None
    first_token_ms: int | None = None
    first_sentence_ms: int | None = None
    """When the guard let the first sentence through, counted from the call like `first_token_ms`."""


class Dictated(Recorded):
    """What of a candidate's turn was said and not typed. Shown after the round, and never graded."""

    spoken_s: Annotated[float, Field(gt=0, le=7200, allow_inf_nan=False)]
    """How long the microphone was on for these words, pauses included: at most the longest round."""
    words: Annotated[int, Field(ge=1, le=100_000)]
    """How many words were heard, before any was corrected by hand."""


class ModelAsked(Recorded):
    """A model is called for the turn that is owed. Told before the call, so that no crash makes us call twice."""

    type: Literal["model-asked"] = "model-asked"
    profile: str
    model: str
    prompt: str


class ModelFailed(Recorded):
    """The model gave no turn. The candidate chooses how to go on, or has chosen so in the settings."""

    type: Literal["model-failed"] = "model-failed"
    profile: str
    trouble: str
    """A label of llm/failures.py."""
    partial: str = ""
    """What was shown before it broke off."""
    attempts: Annotated[int, Field(ge=0)] = 1
    retry_after_s: Annotated[float, Field(ge=0)] | None = None
    """After how many seconds it may be asked again, where that is known."""


class InterviewerChosen(Recorded):
    """Who speaks from now on."""

    type: Literal["interviewer-chosen"] = "interviewer-chosen"
    interviewer: str
    because: Literal["candidate", "setting", "removed"]
