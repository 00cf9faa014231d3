"""A model that fails five times in a row is left alone for half a minute."""

from dataclasses import replace

import pytest

from mockround.llm.circuit import LEFT_ALONE_S, OPENS_AFTER, Circuit
from mockround.llm.failures import Trouble
from tests.support.answers import refusal, reply
from tests.support.models import a_model, an_ask, hear
from tests.support.upstream import upstream


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Circuit:
    circuit = Circuit(clock)
    for _ in range(OPENS_AFTER):
        assert circuit.closed_in_s == 0
        circuit.failed(Trouble.OVERLOADED)
    return circuit


def test_after_five_failures_it_is_open_for_half_a_minute() -> None:
    clock = Clock()
    circuit = opened(clock)
    assert circuit.closed_in_s == LEFT_ALONE_S
    clock.now += LEFT_ALONE_S - 1
    assert circuit.closed_in_s == pytest.approx(1)
    clock.now += 1
    assert circuit.closed_in_s == 0


def test_the_first_failure_afterwards_opens_it_again_and_a_reply_closes_it() -> None:
    clock = Clock()
    circuit = opened(clock)
    clock.now += LEFT_ALONE_S
    circuit.failed(Trouble.REFUSED)
    assert circuit.closed_in_s == LEFT_ALONE_S
    circuit.succeeded()
    assert circuit.closed_in_s == 0
    circuit.failed(Trouble.REFUSED)
    assert circuit.closed_in_s == 0


@pytest.mark.parametrize("answered", [Trouble.FILTERED, Trouble.DECLINED, Trouble.CUT_BY_LENGTH, Trouble.TOO_LONG])
def test_who_answers_badly_is_there_and_is_asked_on(answered: Trouble) -> None:
    circuit = Circuit(Clock())
    for trouble in [*[Trouble.SERVER_ERROR] * (OPENS_AFTER - 1), answered, Trouble.SERVER_ERROR]:
        circuit.failed(trouble)
    assert circuit.closed_in_s == 0


def test_who_limits_our_rate_says_itself_when_to_come_again() -> None:
    circuit = Circuit(Clock())
    for _ in range(2 * OPENS_AFTER):
        circuit.failed(Trouble.RATE_LIMITED)
    assert circuit.closed_in_s == 0


async def test_while_it_is_open_only_a_trial_is_sent_and_its_success_closes_it() -> None:
    async with upstream(*[refusal(401)] * OPENS_AFTER, reply()) as server:
        model = a_model(server.url)
        for _ in range(OPENS_AFTER):
            assert (await hear(model, an_ask())).trouble is Trouble.KEY_REJECTED
        heard = await hear(model, an_ask())
        assert heard.failure is not None
        assert (heard.trouble, heard.failure.attempts, len(server.requests)) == (Trouble.LEFT_ALONE, 0, OPENS_AFTER)
        assert heard.failure.retry_after_s == pytest.approx(LEFT_ALONE_S, abs=20)
        assert (await hear(model, replace(an_ask(), is_trial=True))).trouble is None
        assert (await hear(model, an_ask())).trouble is None
