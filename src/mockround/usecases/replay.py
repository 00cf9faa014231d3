"""An ended round along its own time: what happened when, and the places worth jumping to."""

from dataclasses import dataclass

from mockround.content.library import Library
from mockround.errors import conflict
from mockround.rounds.events import BoardChanged, HintGiven, Logged, PhaseChanged, RoundId, Seq, TwistInjected
from mockround.rounds.state import RoundState
from mockround.usecases import grades
from mockround.usecases.parts import Parts


@dataclass(frozen=True, slots=True)
class Jump:
    """A place in the round: the event's number, seconds since the start, and what is there."""

    seq: Seq
    at_s: int
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """How much the board held when an event changed it."""

    seq: Seq
    at_s: int
    boxes: int
    arrows: int


@dataclass(frozen=True, slots=True)
class Replay:
    """`events` come with their seconds since the start, in order; nothing after the end is among them."""

    state: RoundState
    events: tuple[tuple[int, Logged], ...]
    jumps: tuple[Jump, ...]
    drawings: tuple[Drawing, ...]
    """Every change of the board, in order."""
    length_s: int


def replay(parts: Parts, round_id: RoundId) -> Replay:
    """Return the replay of a round; raise `conflict` while it is not over."""
    state = parts.store.log.state(round_id)
    if not state.is_over or state.started_at is None or state.ended_at is None:
        raise conflict("This round is not over yet.", "End it first; then it can be watched again.")
    started = state.started_at
    events = tuple(
        (max(0, int((each.at - started).total_seconds())), each)
        for each in parts.store.log.events(round_id)
        if each.at >= started and each.at <= state.ended_at
    )
    jumps = [jump for at_s, each in events if (jump := _jump(parts.library, at_s, each)) is not None]
    jumps += _criteria(parts, round_id, {each.seq: at_s for at_s, each in events})
    length_s = max(1, int((state.ended_at - started).total_seconds()))
    drawings = tuple(
        Drawing(each.seq, at_s, len(each.event.board.nodes), len(each.event.board.arrows))
        for at_s, each in events
        if isinstance(each.event, BoardChanged)
    )
    return Replay(state, events, tuple(sorted(jumps, key=lambda jump: jump.seq)), drawings, length_s)


def _jump(library: Library, at_s: int, logged: Logged) -> Jump | None:
    match logged.event:
        case PhaseChanged():
            return Jump(logged.seq, at_s, logged.event.phase.value, "phase")
        case TwistInjected():
            return Jump(logged.seq, at_s, "A twist", "twist")
        case HintGiven():
            return Jump(logged.seq, at_s, f"Hint: {library.criterion(logged.event.criterion).title}", "hint")
        case _:
            return None


def _criteria(parts: Parts, round_id: RoundId, times: dict[Seq, int]) -> list[Jump]:
    """Where the quote of each credited criterion of the newest grade was said."""
    stored = grades.newest(parts, round_id)
    results = [each for unit in stored.report.units for each in unit.criteria] if stored else []
    return [
        Jump(Seq(each.quotes[0].turn), times[Seq(each.quotes[0].turn)], each.title, "criterion")
        for each in results
        if each.quotes and Seq(each.quotes[0].turn) in times
    ]
