"""A whole round whose words a real server finds: what is asked stays ours, and what may not be said is not.

The same round is held by the embedded interviewer, too; the model must not have changed where it goes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import pytest

from mockround.agenda.policy import next_move
from mockround.grading.coverage import coverage
from mockround.interviewer.guard import Kept
from mockround.interviewer.wording import Wording
from mockround.rounds.events import InterviewerSpoke, Logged
from mockround.rounds.state import fold
from mockround.rounds.voices import EMBEDDED, ModelAsked, ModelFailed
from mockround.usecases.model_use import use_by_profile
from tests.golden.scripts import FULL
from tests.realmodel.conftest import Llama, a_profile
from tests.realmodel.held_rounds import Held, a_round


@pytest.fixture(scope="module")
def rounds_of_both(llama: Llama, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Held, Held]]:
    with ExitStack() as stack:
        model, embedded = (
            stack.enter_context(a_round(tmp_path_factory.mktemp(name), a_profile(llama), FULL, name))
            for name in ("local", EMBEDDED)
        )
        yield model, embedded


@pytest.fixture(scope="module")
def models_round(rounds_of_both: tuple[Held, Held]) -> Held:
    return rounds_of_both[0]


def embedded_words(held: Held, spoken: InterviewerSpoke) -> set[str]:
    """Return how the embedded interviewer may have put that turn's question: worked out again from the log before it.

    Which of several wordings it takes hangs on the number of the event, so a round without a model is no measure.
    """
    parts, logged = held.parts, held.logged
    at = next(number for number, each in enumerate(logged) if each.event is spoken)
    found = set()
    for before in (logged[:at], tuple(each for each in logged[:at] if each.seq < _asked_at(logged[:at]))):
        state = fold(before)
        move = next_move(parts.library, state, coverage(parts.grader, parts.library, state), logged[at].at)
        wording = Wording(parts.library, state)
        found |= {wording.question(move), wording.of(move)}
    return found - {""}


def _asked_at(logged: Sequence[Logged]) -> int:
    return max(each.seq for each in logged if isinstance(each.event, ModelAsked))


def test_the_round_goes_where_it_would_have_gone_without_a_model(rounds_of_both: tuple[Held, Held]) -> None:
    model, embedded = rounds_of_both
    assert [each.aim for each in model.spoken] == [each.aim for each in embedded.spoken]
    assert len({each.aim.criterion for each in model.spoken} - {None}) >= 5
    assert model.events[-1].type == "round-ended"


def test_the_model_speaks_where_words_are_free_and_every_call_is_in_the_log_before(models_round: Held) -> None:
    said = {each.spoken_by for each in models_round.spoken if each.delivery is not None}
    rest = {each.spoken_by for each in models_round.spoken if each.delivery is None}
    assert (said, rest) == ({"local"}, {EMBEDDED})
    assert not any(isinstance(each, ModelFailed) for each in models_round.events)
    asked = [at for at, each in enumerate(models_round.events) if isinstance(each, ModelAsked)]
    answered = [
        at for at, each in enumerate(models_round.events) if isinstance(each, InterviewerSpoke) and each.delivery
    ]
    assert len(asked) == len(answered) >= 10
    assert all(before < after for before, after in zip(asked, answered, strict=True))


def test_each_turn_of_the_model_asks_one_question_and_no_more(models_round: Held) -> None:
    assert [spoken.text for spoken, _ in models_round.by_model if spoken.text.count("?") != 1] == []


def test_a_turn_is_shown_as_it_comes_and_is_committed_as_it_was_shown(models_round: Held) -> None:
    shown: dict[int, list[str]] = {}
    for each in models_round.shown:
        shown.setdefault(each.after, []).append(each.text)
    for texts in shown.values():
        assert all(after.startswith(before) for before, after in zip(texts, texts[1:], strict=False))
    assert [texts[-1] for texts in shown.values()] == [each.text for each in models_round.spoken]
    by_model = {spoken.text for spoken, _ in models_round.by_model}
    assert max(len(texts) for texts in shown.values() if texts[-1] in by_model) >= 3


def test_where_the_model_asks_nothing_fit_to_be_shown_the_embedded_question_is_put_in(
    models_round: Held,
) -> None:
    outcomes: Counter[str] = Counter()
    for spoken, delivery in models_round.by_model:
        is_embedded = any(spoken.text.endswith(words) for words in embedded_words(models_round, spoken))
        assert is_embedded or "no-question" not in delivery.replaced
        assert not is_embedded or delivery.replaced
        outcomes["embedded" if is_embedded else "own"] += 1
    # Known-bad control: a model that may say anything would never be replaced, one that may say nothing always.
    assert min(outcomes["embedded"], outcomes["own"]) >= 1


def test_what_the_guard_kept_back_is_counted_for_the_models_page(models_round: Held) -> None:
    used = use_by_profile(models_round.parts)["local"]
    kept = Counter(reason for _, delivery in models_round.by_model for reason in delivery.replaced)
    assert kept
    assert set(kept) <= {each.value for each in Kept}
    assert used.replaced == dict(kept)
    assert used.turns == len(models_round.by_model)
    assert used.failures == {}


def test_the_servers_own_count_of_tokens_is_kept_and_no_price_is_made_up(models_round: Held) -> None:
    told = [each for _, each in models_round.by_model if each.tokens_out is not None]
    broken_off = [each for _, each in models_round.by_model if each.tokens_out is None]
    assert len(told) >= 5
    assert all(each.tokens_in is not None and each.tokens_in > 500 and each.tokens_out for each in told)
    assert all(set(each.replaced) - {"no-question"} for each in broken_off)
    assert {(each.attempts, each.cost_usd) for _, each in models_round.by_model} == {(1, None)}
