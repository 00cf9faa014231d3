"""P4 with a model that limits our rate, fails or is not there, through each client: an end soon, a choice that works,
and at most three calls for a turn, a client library's own included.

Known-bad control: a client that tries again on its own and remembers nothing.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from mockround.llm.circuit import OPENS_AFTER
from mockround.llm.clients import Via
from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.openai_chat import OpenAIChat
from mockround.llm.port import Ask, ChatModel, ModelFailure
from mockround.llm.profiles import Limits, Profile
from mockround.llm.upstream import Together
from mockround.llm.watched import Watched
from mockround.rounds.state import RoundState, Speaker
from mockround.rounds.voices import ModelFailed
from mockround.server.render import event_html
from mockround.store.keys import Keys
from mockround.usecases.parts import Parts
from mockround.usecases.providers import ProfileProviders
from tests.support.answers import refusal, reply
from tests.support.clocks import FakeClock
from tests.support.model_rounds import EXIT_S, answered, gone_on
from tests.support.models import a_model, an_ask, hear
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.upstream import Answer, Upstream, upstream

MOST_CALLS = 3
VIAS: tuple[Via, ...] = ("openai", "litellm")
_ENDS = {"endpoint": ("endpoint",), "model": ("model",), "key": ("key",), "none": (), "limits": ("profile",)}


def in_two_seconds() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


WAITS: dict[str, Callable[[], str | None]] = {
    "seconds": lambda: "1",
    "a date": in_two_seconds,
    "0": lambda: "0",
    "-1": lambda: "-1",
    "a day": lambda: "86400",
    "a date far away": lambda: "Wed, 21 Oct 2099 07:28:00 GMT",
    "missing": lambda: None,
    "garbage": lambda: "soon",
}
"""What a server that limits our rate says of when to come again."""
FAR = ("a day", "a date far away")


@dataclass(frozen=True)
class Gone:
    """A server that cannot be talked to, and what that is called."""

    url: Callable[[Upstream], str]
    trouble: Trouble


@dataclass(frozen=True)
class Refuses:
    answer: Answer
    trouble: Trouble


FAILURES: dict[str, Gone | Refuses] = {
    "refused": Gone(lambda _: "http://127.0.0.1:9/v1", Trouble.REFUSED),
    "unknown host": Gone(lambda _: "https://no-such-host.invalid/v1", Trouble.DNS),
    "bad TLS": Gone(lambda server: server.url.replace("http:", "https:"), Trouble.TLS),
    "500": Refuses(refusal(500), Trouble.SERVER_ERROR),
    "502": Refuses(refusal(502), Trouble.SERVER_ERROR),
    "503": Refuses(refusal(503), Trouble.OVERLOADED),
    "529": Refuses(refusal(529), Trouble.OVERLOADED),
    "wrong model": Refuses(
        refusal(404, '{"error": {"message": "The model `m` does not exist", "code": "model_not_found"}}'),
        Trouble.NO_SUCH_MODEL,
    ),
    "bad key": Refuses(refusal(401), Trouble.KEY_REJECTED),
}


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with parts_in(tmp_path, FakeClock()) as made:
        yield made


async def warmed(via: Via) -> None:
    """Make litellm's first call, which loads what it needs for it: on a busy machine that takes as long as a reply."""
    if via == "litellm":
        async with upstream(reply()) as server:
            await hear(a_model(server.url, via=via, model="openai/m"), an_ask())


async def shortfalls(parts: Parts, state: RoundState, calls: int, began: float) -> list[str]:
    """Return what is not as promised after a model failed in a round."""
    stalled = state.stalled
    if stalled is None:
        return ["nobody was told"]
    short = [] if calls <= MOST_CALLS else [f"{calls} calls"]
    if time.monotonic() - began >= EXIT_S:
        short.append("no end in time")
    shown = notice(parts, state, stalled)
    explained = EXPLAINED[Trouble(stalled.trouble)]
    words = f"{explained.sentence} {explained.remedy}".lower()
    if not all(each in words for each in _ENDS[explained.setting]):
        short.append("the setting is not named")
    if explained.remedy not in shown or "Go on with the embedded interviewer" not in shown:
        short.append("nothing says what to do")
    after = await gone_on(parts, state.id)
    if (after.turns[-1].speaker, after.turns[-1].spoken_by) != (Speaker.INTERVIEWER, "embedded"):
        short.append("the round does not go on")
    return short


def notice(parts: Parts, state: RoundState, stalled: ModelFailed) -> str:
    logged = next(each for each in parts.store.log.events(state.id) if each.event == stalled)
    return (event_html(logged, state) or "").replace("&#39;", "'")


@pytest.mark.parametrize("said", WAITS)
@pytest.mark.parametrize("via", VIAS)
async def test_a_limited_rate_has_an_end_and_a_choice(
    parts: Parts, litellm: object, via: Via, said: str, tally: Tally
) -> None:
    await warmed(via)
    value = WAITS[said]()
    headers = {} if value is None else {"Retry-After": value}
    began = time.monotonic()
    async with upstream(refusal(429, headers=headers)) as server:
        state = await answered(parts, server.url, via=via, limits=Limits())
        calls = len(server.requests)
    short = await shortfalls(parts, state, calls, began)
    assert state.stalled is not None
    assert state.stalled.trouble == Trouble.RATE_LIMITED
    assert calls == (1 if said in FAR else MOST_CALLS)
    assert ((state.stalled.retry_after_s or 0) >= 86_400) is (said in FAR)
    tally.held("P3 P4", "429 with every form of Retry-After, by either client", tried=1, short=short)


@pytest.mark.parametrize("how", FAILURES)
@pytest.mark.parametrize("via", VIAS)
async def test_a_failing_endpoint_has_an_end_and_a_choice(
    parts: Parts, litellm: object, via: Via, how: str, tally: Tally
) -> None:
    await warmed(via)
    failure = FAILURES[how]
    began = time.monotonic()
    async with upstream(failure.answer if isinstance(failure, Refuses) else refusal(500)) as server:
        url = failure.url(server) if isinstance(failure, Gone) else server.url
        state = await answered(parts, url, via=via, limits=Limits())
        calls = len(server.requests)
    short = await shortfalls(parts, state, calls, began)
    assert state.stalled is not None
    assert state.stalled.trouble == failure.trouble
    assert calls == (0 if isinstance(failure, Gone) else 3 if EXPLAINED[failure.trouble].again else 1)
    tally.held("P3 P4", "endpoints that fail or are not there, by either client", tried=1, short=short)


@pytest.mark.parametrize("via", VIAS)
async def test_after_five_failures_a_model_is_left_alone(parts: Parts, litellm: object, via: Via, tally: Tally) -> None:
    await warmed(via)
    async with upstream(refusal(401)) as server:
        troubles = [await failed_in_a_new_round(parts, server.url, via) for _ in range(OPENS_AFTER)]
        assert troubles == [Trouble.KEY_REJECTED] * OPENS_AFTER
        before = len(server.requests)
        began = time.monotonic()
        state = await answered(parts, server.url, via=via, limits=Limits())
        calls = len(server.requests) - before
    assert state.stalled is not None
    assert (state.stalled.trouble, state.attempts) == (Trouble.LEFT_ALONE, 0)
    assert "<mr-wait" in notice(parts, state, state.stalled)
    assert calls == 0
    short = await shortfalls(parts, state, calls, began)
    tally.held("P3 P4", "questions to a model that has failed five times, by either client", tried=1, short=short)


async def failed_in_a_new_round(parts: Parts, url: str, via: Via) -> Trouble | None:
    stalled = (await answered(parts, url, via=via, limits=Limits())).stalled
    return None if stalled is None else Trouble(stalled.trouble)


class TriesAgain:
    """An upstream that calls twice more on its own, as many client libraries do."""

    def __init__(self, upstream: OpenAIChat) -> None:
        self._upstream = upstream

    async def stream(self, ask: Ask) -> AsyncIterator[Together]:
        for left in (2, 1, 0):
            try:
                async for pieces in self._upstream.stream(ask):
                    yield pieces
                return
            except ModelFailure:
                if not left:
                    raise


class Careless(ProfileProviders):
    """Makes a client anew for each question."""

    def chat(self, profile: Profile) -> ChatModel:
        return Watched(TriesAgain(OpenAIChat(profile.endpoint, profile.model, lambda: "key")))


async def test_a_client_with_retries_of_its_own_and_no_memory_is_caught(tmp_path: Path, tally: Tally) -> None:
    tried: list[Callable[[Parts], Awaitable[bool]]] = [too_many_calls, asked_again_and_again]
    caught = 0
    for number, check in enumerate(tried):
        folder = tmp_path / str(number)
        folder.mkdir()
        with parts_in(folder, FakeClock(), Careless(Keys(folder, only_file=True), {})) as parts:
            caught += await check(parts)
    tally.control(
        "P3 P4", "a client that tries again on its own and remembers nothing", tried=len(tried), caught=caught
    )


async def too_many_calls(parts: Parts) -> bool:
    began = time.monotonic()
    async with upstream(refusal(429, headers={"Retry-After": "0"})) as server:
        state = await answered(parts, server.url, limits=Limits())
        calls = len(server.requests)
    return f"{calls} calls" in await shortfalls(parts, state, calls, began)


async def asked_again_and_again(parts: Parts) -> bool:
    async with upstream(refusal(401)) as server:
        for _ in range(OPENS_AFTER):
            await failed_in_a_new_round(parts, server.url, "openai")
        before = len(server.requests)
        await failed_in_a_new_round(parts, server.url, "openai")
        return len(server.requests) > before
