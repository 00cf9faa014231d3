"""A round by a script that may be broken off anywhere and gone on with: whatever is done already is not done again.

`hold` tells each acknowledgement the moment it is earned; `shortfalls` says which of them a folder no longer honours.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mockround.errors import MockroundError
from mockround.rounds.board import Board, Node
from mockround.rounds.events import HintGiven, Kind, Logged, RoundId
from mockround.rounds.state import Speaker, Status
from mockround.store.doctor import doctor
from mockround.store.rounds import Filter
from mockround.usecases import boards, drafts, grades, preferences, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in

SAID = (
    "Reads outnumber writes a hundred to one, so lookups go to a cache in front of one primary.",
    "A write goes to the primary first, then the cache forgets the link and the next read fills it again.",
    "If the cache is cold the primary sheds load, because a stampede would take it down.",
)
TYPED = tuple(f"{text} " * 300 for text in SAID)
"""Many pages of the database each."""
_BOARD = Board(nodes=(Node(id="n1", kind="cache", label="cache of links"),))
_HOST, _KEY = "model.example", "sk-the-key-that-was-entered"
_TRIES = 4
"""How often the button is pressed where saving is refused."""

_Result = TypeVar("_Result")
Step = Callable[[Parts, RoundId], None]
Tell = Callable[["Ack"], None]


@dataclass(frozen=True, slots=True)
class Ack:
    """What somebody was told: which step is done, how long the log was then, and a hash of what was in it."""

    step: str
    seq: int
    log: str


class Refused(Exception):
    """A step was refused each time it was tried, though the trouble was over after the first."""


def hold(folder: Path, tell: Tell) -> None:
    """Hold the round in `folder`, from where it stands there."""
    with opened(folder) as parts:
        go_through(parts, lambda round_id, name, step: done_and_told(parts, round_id, name, step, tell))


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Parts]:
    """Yield the parts as a start of the program makes them; one that is refused is started again."""
    with contextlib.ExitStack() as stack:
        yield insisted(lambda: stack.enter_context(parts_in(folder, FakeClock())))


def go_through(parts: Parts, do: Callable[[RoundId, str, Step], None]) -> None:
    """Let `do` have each step of the round in order."""
    round_id = insisted(lambda: _the_round(parts))
    for name, step in _steps():
        do(round_id, name, step)


def insisted(act: Callable[[], _Result]) -> _Result:
    """Do as a person does where saving is refused: press the button again."""
    last: Exception | None = None
    for _ in range(_TRIES):
        try:
            return act()
        except MockroundError as error:
            last = error
    raise Refused(str(last)) from last


def done_and_told(parts: Parts, round_id: RoundId, name: str, step: Step, tell: Tell) -> None:
    """Do a step, and acknowledge it once it has returned."""
    insisted(lambda: step(parts, round_id))
    events = parts.store.log.events(round_id)
    tell(Ack(name, len(events), _hash(events)))


def shortfalls(folder: Path, acks: Sequence[Ack]) -> list[str]:
    """Return in words what was acknowledged and is not there, or is not as it was. What it finds is left as it is."""
    database = folder / "mockround.db"
    found = [each.what for each in doctor(database) if each.serious and "are free" not in each.what]
    with parts_in(folder, FakeClock()) as parts:
        try:
            parts.keys.get("odd", _HOST)
        except MockroundError as error:
            return [*found, error.message]
        for ack in acks:
            found += [f"{ack.step}: {what}" for what in _missing(parts, ack)]
    return found


def whole_log(folder: Path) -> list[str]:
    """Return every event of the folder's one round, without the id that differs from round to round."""
    with parts_in(folder, FakeClock()) as parts:
        round_id = _the_round(parts)
        return [_plain(each) for each in parts.store.log.events(round_id)]


def _steps() -> Iterator[tuple[str, Step]]:
    yield "start", _start
    yield "opening", _let_speak
    for number, text in enumerate(SAID):
        yield f"draft {number}", _typing(number)
        yield f"turn {number}", _saying(number, text)
        yield f"reply {number}", _let_speak
        yield ("board", _draw) if number == 0 else ("hint", _ask_hint)
        yield f"reply {number} more", _let_speak
    yield "preference", _prefer
    yield "key odd", _entering_key("odd")
    yield "key other", _entering_key("other")
    yield "end", rounds.end
    yield "grade", _grade


def _missing(parts: Parts, ack: Ack) -> Iterator[str]:
    round_id = _the_round(parts)
    events = parts.store.log.events(round_id)
    if _hash(events[: ack.seq]) != ack.log:
        yield f"of {ack.seq} events {len(events)} are left, or they are not the same"
    step, _, number = ack.step.partition(" ")
    if step == "turn":
        said = [turn.text for turn in rounds.state(parts, round_id).turns if turn.speaker is Speaker.CANDIDATE]
        if said.count(SAID[int(number)]) != 1:
            yield f"the turn is there {said.count(SAID[int(number)])} times"
    elif step == "draft" and drafts.read(parts, round_id, "answer").text not in TYPED[int(number) :]:
        yield "the draft is older than what was acknowledged"
    elif step == "preference" and preferences.read(parts).minutes != 20:
        yield "the preference is the old one"
    elif step == "key" and parts.keys.get(number, _HOST) != _KEY:
        yield "the key is gone"
    elif step == "grade" and len(grades.of_round(parts, round_id)) != 1:
        yield f"there are {len(grades.of_round(parts, round_id))} grades"


def _the_round(parts: Parts) -> RoundId:
    cards = parts.store.rounds.listing(Filter())
    if len(cards) > 1:
        raise Refused(f"{len(cards)} rounds were made where one was wanted")
    if cards:
        return cards[0].id
    return rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))


def _start(parts: Parts, round_id: RoundId) -> None:
    if rounds.state(parts, round_id).status is Status.CREATED:
        rounds.start(parts, round_id)


def _let_speak(parts: Parts, round_id: RoundId) -> None:
    async def speak() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(_Here())
        replies = Replies(parts, Feed(loop))
        for _ in range(_TRIES):
            replies.wake(round_id)
            await replies.settled(round_id)

    asyncio.run(speak())


def _typing(number: int) -> Step:
    def step(parts: Parts, round_id: RoundId) -> None:
        kept = drafts.read(parts, round_id, "answer")
        if kept.text not in TYPED[number:]:
            drafts.save(parts, round_id, "answer", drafts.Draft(TYPED[number], kept.version))

    return step


def _saying(number: int, text: str) -> Step:
    def step(parts: Parts, round_id: RoundId) -> None:
        rounds.take_turn(parts, round_id, text, key=f"turn-{number}")

    return step


def _draw(parts: Parts, round_id: RoundId) -> None:
    drawn = boards.read(parts, round_id)
    if drawn.board != _BOARD:
        boards.save(parts, round_id, boards.Drawn(_BOARD, drawn.version))


def _ask_hint(parts: Parts, round_id: RoundId) -> None:
    given = sum(isinstance(each.event, HintGiven) for each in parts.store.log.events(round_id))
    asked = len([turn for turn in rounds.state(parts, round_id).turns if turn.speaker is Speaker.CANDIDATE]) - 1
    if given < asked:
        rounds.ask_hint(parts, round_id)


def _prefer(parts: Parts, round_id: RoundId) -> None:
    preferences.write(parts, preferences.read(parts).model_copy(update={"minutes": 20}))


def _entering_key(name: str) -> Step:
    return lambda parts, _: parts.keys.set(name, _HOST, _KEY)


def _grade(parts: Parts, round_id: RoundId) -> None:
    grades.request(parts, round_id)


def _hash(events: Sequence[Logged]) -> str:
    return hashlib.sha256("\n".join(_plain(each) for each in events).encode()).hexdigest()


def _plain(logged: Logged) -> str:
    return f"{logged.seq} {logged.event.model_dump_json().replace(logged.round, 'the round')}"


class _Here(ThreadPoolExecutor):
    """Runs in the calling thread what it is given: system calls are counted per thread."""

    def submit(self, act: Callable[..., Any], /, *args: Any, **named: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        try:
            done.set_result(act(*args, **named))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the future
            done.set_exception(error)
        return done
