"""How the models have done in the rounds so far: turns, what the guard kept back, failures, speed, tokens, cost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from mockround.rounds.events import InterviewerSpoke
from mockround.rounds.voices import Delivery, ModelFailed
from mockround.usecases.parts import Parts

NEWEST = 2000
"""So many of the newest turns and failures are counted."""


@dataclass(frozen=True, slots=True)
class Use:
    """One profile's. What was never told is None, which is not 0."""

    turns: int
    replaced: dict[str, int]
    """How many sentences the guard kept back, by why."""
    failures: dict[str, int]
    first_token_ms: float | None
    """The median, as are the first sentence's."""
    first_sentence_ms: float | None
    tokens: int | None
    cost_usd: float | None


def use_by_profile(parts: Parts) -> dict[str, Use]:
    """Return what the newest turns of models show, by profile."""
    spoken: dict[str, list[Delivery]] = {}
    failed: dict[str, list[str]] = {}
    for event in parts.store.log.model_turns(limit=NEWEST):
        if isinstance(event, InterviewerSpoke) and event.delivery is not None:
            spoken.setdefault(event.delivery.profile, []).append(event.delivery)
        elif isinstance(event, ModelFailed):
            failed.setdefault(event.profile, []).append(event.trouble)
    return {name: _use(spoken.get(name, []), failed.get(name, [])) for name in sorted({*spoken, *failed})}


def _use(spoken: Sequence[Delivery], failed: Sequence[str]) -> Use:
    tokens = [each.tokens_in + each.tokens_out for each in spoken if each.tokens_in and each.tokens_out is not None]
    costs = [each.cost_usd for each in spoken if each.cost_usd is not None]
    return Use(
        turns=len(spoken),
        replaced=dict(Counter(reason for each in spoken for reason in each.replaced).most_common()),
        failures=dict(Counter(failed).most_common()),
        first_token_ms=_median([each.first_token_ms for each in spoken if each.first_token_ms is not None]),
        first_sentence_ms=_median([each.first_sentence_ms for each in spoken if each.first_sentence_ms is not None]),
        tokens=sum(tokens) if tokens else None,
        cost_usd=sum(costs) if costs else None,
    )


def _median(values: Sequence[int]) -> float | None:
    return median(values) if values else None
