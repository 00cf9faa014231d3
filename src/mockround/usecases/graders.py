"""Who may grade: the embedded grader, or the model of a profile, with what it is expected to cost."""

from collections.abc import Callable
from dataclasses import dataclass

from mockround.content.models import CriterionId
from mockround.errors import invalid, unavailable
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.matrices import failure_rows, pacelc_rows
from mockround.grading.model import TEMPERATURE, ModelGrader
from mockround.grading.model_cells import RowGrader
from mockround.grading.port import Grader, Identity
from mockround.grading.recital import recital_of
from mockround.grading.report import FailureRow, PacelcRow
from mockround.grading.scoping import criteria_in, topics_in
from mockround.llm.blocking import whole_reply
from mockround.llm.port import Reply, Usage
from mockround.llm.prices import cost_usd
from mockround.llm.profiles import Profile
from mockround.rounds.state import RoundState
from mockround.rounds.voices import EMBEDDED
from mockround.usecases import profiles
from mockround.usecases.parts import Parts

_TOKENS_A_CRITERION = 700
"""Of a prompt beside the transcript: the rules, one criterion with its examples, the schema."""
_TOKENS_A_REPLY = 160
_CHARS_A_TOKEN = 4
_MOST_ROWS = 40
_CALLS_A_GROUP = 1.4
"""Measured with the embedded grader beside: votes where the two disagree, and repairs."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a grade is expected to take. `cost_usd` is None where the model has no known price."""

    calls: int
    tokens: int
    cost_usd: float | None


Wanted = Callable[[], bool]
"""Tells whether a grade is still waited for: a model that speaks for one that is not is hung up on."""


def always() -> bool:
    return True


def grader_named(parts: Parts, name: str, is_wanted: Wanted = always) -> tuple[Grader, Identity]:
    """Return a grader and who it is; raise `not_found` or `invalid` where the profile is gone or does not grade."""
    if name == EMBEDDED:
        return parts.grader, Identity(parts.grader.name)
    profile = profiles.named(parts, name)
    if not profile.may_grade:
        raise invalid(f"The profile {name!r} is not meant for grading.", "Change its purpose, or choose another.")
    identity = Identity(name, profile.model, prompt_hash(parts), TEMPERATURE)
    return model_grader(parts, profile, is_wanted), identity


def model_grader(parts: Parts, profile: Profile, is_wanted: Wanted = always) -> ModelGrader:
    model = parts.providers.chat(profile)
    return ModelGrader(
        name=profile.name,
        library=parts.library,
        embedded=parts.grader,
        prompts=parts.prompts,
        ask=lambda ask: whole_reply(model, ask, is_wanted),
        deadlines=profile.graded(),
        max_tokens=profile.limits.grade_max_tokens,
        at_once=profile.criteria_a_call,
        price=lambda usage: cost_usd(profile, usage),
        secrets=parts.providers.secrets(profile),
        recital=recital_of(parts.library),
    )


def prompt_hash(parts: Parts) -> str:
    """Return the hash of all that a model is told when it grades."""
    return parts.prompts.hash("grader", "cells")


def row_grader(parts: Parts, profile: Profile, is_wanted: Wanted) -> RowGrader:
    model = parts.providers.chat(profile)

    def cost(reply: Reply) -> float | None:
        usage = reply.finished.usage
        return usage.cost_usd if usage.cost_usd is not None else cost_usd(profile, usage)

    return RowGrader(
        name=profile.name,
        prompts=parts.prompts,
        ask=lambda ask: whole_reply(model, ask, is_wanted),
        deadlines=profile.graded(),
        max_tokens=profile.limits.grade_max_tokens,
        cost=cost,
    )


def rows(parts: Parts, state: RoundState) -> tuple[FailureRow | PacelcRow, ...]:
    """Return the rows of both matrices that a model fills anew, as the embedded grader fills them.

    Arrows, and boxes of no class, stay with the embedded grader: a call each would cost more than it tells.
    """
    known = [row for row in failure_rows(parts.library, state) if row.component]
    return (*known[:_MOST_ROWS], *pacelc_rows(parts.library, state))


def batches(parts: Parts, state: RoundState, name: str) -> list[list[CriterionId]]:
    """Return the criteria to grade, cut into steps of a job: a topic each for the embedded grader, else a call each."""
    scope = scope_of(state, parts.library)
    criteria = [CriterionId(each.id) for each in criteria_in(scope, parts.library)]
    if name == EMBEDDED:
        by_topic = {topic: [each for each in criteria if _topic(parts, each) == topic] for topic in topics_in(scope)}
        return [each for each in by_topic.values() if each]
    size = profiles.named(parts, name).criteria_a_call
    return [criteria[at : at + size] for at in range(0, len(criteria), size)]


def estimate(parts: Parts, state: RoundState, profile: Profile) -> Estimate:
    """Return what grading the round by a model should take, by the length of its transcript."""
    groups = len(batches(parts, state, profile.name)) + len(rows(parts, state))
    criteria = sum(len(each) for each in batches(parts, state, profile.name))
    said = sum(len(each.text) for each in transcript_of(state).utterances) // _CHARS_A_TOKEN
    calls = round(groups * _CALLS_A_GROUP)
    tokens_in = round(_CALLS_A_GROUP * (groups * said + criteria * _TOKENS_A_CRITERION))
    tokens_out = round(_CALLS_A_GROUP * criteria * _TOKENS_A_REPLY)
    return Estimate(calls, tokens_in + tokens_out, cost_usd(profile, Usage(tokens_in, tokens_out)))


def refuse_above_cap(parts: Parts, state: RoundState, name: str) -> None:
    """Raise `unavailable` where the profile has a cost cap that the grade would exceed, or whose price is unknown."""
    if name == EMBEDDED:
        return
    profile = profiles.named(parts, name)
    if profile.cost_cap_usd is None:
        return
    expected = estimate(parts, state, profile)
    if expected.cost_usd is None and not profile.is_local:
        raise unavailable(
            f"What {profile.model!r} costs is not known, and the profile has a cost cap; nothing was sent.",
            "Take the cap off in Settings, Models, or grade with another model.",
        )
    if expected.cost_usd is not None and expected.cost_usd > profile.cost_cap_usd:
        raise unavailable(
            f"This grade is expected to cost ${expected.cost_usd:.4f}, above the cap of ${profile.cost_cap_usd:.4f}; "
            "nothing was sent.",
            "Raise the cap in Settings, Models, or grade with another model.",
        )


def _topic(parts: Parts, criterion: CriterionId) -> str:
    return parts.library.topic_of(criterion).key
