"""What an interviewer and a grade promise, counted over many simulated rounds."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from mockround.content.exemplars import Exemplars
from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.agreement import spearman
from mockround.grading.port import Grader
from mockround.usecases.simulation import foreign_test, simulate

BOUND_WANTED = 0.6
RANK_WANTED = 0.9


class Promise(BaseModel):
    """One thing that an interviewer must hold to, as counted over all rounds."""

    model_config = ConfigDict(frozen=True)

    promise: str
    figure: str
    holds: bool


class Simulation(BaseModel):
    """What many simulated rounds showed."""

    model_config = ConfigDict(frozen=True)

    rounds: int
    seed: int
    promises: tuple[Promise, ...]

    @property
    def broken(self) -> tuple[Promise, ...]:
        return tuple(each for each in self.promises if not each.holds)


def simulated(
    library: Library, grader: Grader, bank: Mapping[CriterionId, Exemplars], *, rounds: int, seed: int
) -> Simulation:
    """Hold `rounds` rounds with the seeds from `seed` on; return what they say of the interviewer and the grade."""
    foreign = foreign_test(bank)
    held = [simulate(library, grader, bank, foreign, at) for at in range(seed, seed + rounds)]
    asked, bound = sum(each.follow_ups for each in held), sum(each.bound for each in held)
    rank = spearman([each.known for each in held], [each.score for each in held])
    none = {
        "no question is repeated": sum(each.repeated for each in held),
        "no turn gives an open criterion away": sum(each.leaks for each in held),
        "no probe aims at what is met": sum(each.idle for each in held),
        "every weight-3 criterion of the primary topic is met or probed": sum(each.unasked for each in held),
    }
    share = bound / asked if asked else 0.0
    return Simulation(
        rounds=rounds,
        seed=seed,
        promises=(
            *(Promise(promise=name, figure=f"{count} breaches", holds=count == 0) for name, count in none.items()),
            Promise(
                promise=f"at least {BOUND_WANTED:.0%} of follow-ups refer to the candidate's words",
                figure=f"{share:.1%} of {asked}",
                holds=share >= BOUND_WANTED,
            ),
            Promise(
                promise=f"the grade ranks candidates by what they know (Spearman {RANK_WANTED} or more)",
                figure="not defined" if rank is None else f"{rank:.3f}",
                holds=rank is not None and rank >= RANK_WANTED,
            ),
        ),
    )
