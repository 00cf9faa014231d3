"""The phrases of the embedded interviewer, as an author writes them in prompts/embedded/phrases.yaml."""

from typing import Annotated

from pydantic import Field

from mockround.content.models import Authored

Variations = Annotated[tuple[str, ...], Field(min_length=1)]


class Toned(Authored):
    """The same in three tones. A persona changes the tone, never what is asked."""

    supportive: Variations
    neutral: Variations
    tough: Variations


class PhaseToned(Authored):
    requirements: Toned
    hld: Toned
    deep_dive: Annotated[Toned, Field(alias="deep-dive")]
    pressure_test: Annotated[Toned, Field(alias="pressure-test")]
    wrap_up: Annotated[Toned, Field(alias="wrap-up")]


class PhaseQuestions(Authored):
    requirements: Variations
    hld: Variations
    deep_dive: Annotated[Variations, Field(alias="deep-dive")]
    pressure_test: Annotated[Variations, Field(alias="pressure-test")]
    wrap_up: Annotated[Variations, Field(alias="wrap-up")]
    drill: Variations


class Repairs(Authored):
    empty: Variations
    nonsense: Variations
    insult: Variations
    next: Variations
    dont_know: Annotated[Variations, Field(alias="dont-know")]
    pasted: Variations


class Phrases(Authored):
    """What is said around a question. Slots in braces are filled by `interviewer/embedded.py`."""

    opening: Toned
    drill_opening: Toned
    next_prompt: Toned
    prompt_ran_out: Toned
    """The next prompt, where the time of the one before it was over."""
    acknowledge: Toned
    probe: Toned
    drawn: Toned
    """Before a question about a box that was drawn."""
    said: Toned
    """Before a question that takes up words of the last answer."""
    said_earlier: Toned
    push_back: Toned
    it_depends: Toned
    hybrid: Toned
    answer_sheet: Toned
    answer_scale: Toned
    answer_assumption: Toned
    hand_back: Toned
    hint: Toned
    twist: Toned
    change_phase: PhaseToned
    phase_question: PhaseQuestions
    nudge: Toned
    nudge_open: Toned
    repair: Repairs
    wrap_up: Toned
    closing: Toned
