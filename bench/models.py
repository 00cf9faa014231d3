"""A model's reply through MockRound, beside a bare relay with the same client and beside upstream itself.

`python -m bench models` prints this table alone; with `quick` after it, a smaller one in a minute.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench.arrivals import percentile
from bench.processes import Served, served
from bench.upstream import GAP_S, SPREAD_S
from bench.waves import SPACING_S, Wave, wave
from bench.ways import TURNS, Direct, Relay, Rounds, Way
from mockround.config import Config
from mockround.llm.clients import Via
from mockround.llm.profiles import Limits, Profile
from mockround.usecases import profiles
from mockround.wiring import working

CLIENTS: Mapping[str, Via] = {"lean": "openai", "litellm": "litellm"}
LEVELS = {1: len(TURNS) - 1, 50: 3, 200: 2}
"""Rounds at once, and how many waves of them are measured; one more goes before, to warm up."""
QUICK = {1: 2, 20: 1}
BUSY, BUSY_P99_S = 200, 0.05
OVER_RELAY = 1.15
PROMPT_S = 0.3
"""What a model may take to its own first token, where the time to first words is compared as people meet it."""
_KEY = "BENCH_KEY"
_SETUP = f"""  One worker; upstream, relay and readers are processes of their own on the same machine. Upstream writes
  {1 / GAP_S:.0f} tokens a second, of four to five letters, in replies of at most 60 words, and begins those of a wave
  within {SPREAD_S} s when all have been asked for; the questions come {SPACING_S * 1000:.0f} ms apart.
  first: to the first words, upstream's own time taken off. delay: of a token, from when it may be shown until its
  reader has it. On the relay it may be shown when upstream writes it; in a round when its sentence is over, because
  the guard looks at whole sentences: that wait is 'held' and in no other column. CPU: seconds of the server for 1,000
  tokens: while they stream (in a round until the turn is in the log), and before (in a round the candidate's turn, its
  assessment, the move). KiB: memory for one more stream. waited: seconds that the
  server was ready to run in a wave while the processors did something else; they are in its delays, too. wrong:
  tokens that did not arrive as they were sent. silent: turns for which no model was asked."""
_HEAD = (
    "client  rounds  way        first p50/p99 ms  delay p50/p99 ms  held ms    CPU s/1,000  KiB  waited  wrong  silent"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One way at one level."""

    client: str
    lanes: int
    way: str
    waves: tuple[Wave, ...]

    def first_s(self, share: float) -> float:
        return percentile((each.first_s for wave in self.waves for each in wave.arrivals), share)

    def delay_s(self, share: float) -> float:
        return percentile((late for wave in self.waves for each in wave.arrivals for late in each.added_s), share)

    def held_s(self, share: float) -> float:
        return percentile((held for wave in self.waves for each in wave.arrivals for held in each.held_s), share)

    @property
    def streaming_s(self) -> float:
        """Processor time for 1,000 tokens, while they stream."""
        return 1000 * sum(each.streaming_s for each in self.waves) / self.tokens

    @property
    def asking_s(self) -> float:
        return 1000 * sum(each.asking_s for each in self.waves) / self.tokens

    @property
    def tokens(self) -> int:
        return max(1, sum(each.tokens for each in self.waves))

    @property
    def wrong(self) -> int:
        return sum(each.wrong for wave in self.waves for each in wave.arrivals)

    @property
    def silent(self) -> int:
        return sum(each.silent for each in self.waves)

    @property
    def waited_s(self) -> float:
        return max(each.waited_s for each in self.waves)

    @property
    def rss_kib(self) -> int:
        return max(each.rss_kib for each in self.waves)


def main(*, quick: bool = False) -> None:
    levels, clients = (QUICK, ("lean",)) if quick else (LEVELS, tuple(CLIENTS))
    print("a model's reply: through MockRound, through a bare FastAPI relay with the same client, and directly")
    print(_SETUP)
    print(f"  Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
    print(_HEAD)
    rows = []
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for client in clients:
            rows += runner.run(_measured(client, levels))
    for client in clients:
        for lanes in levels:
            _compare(*(each for each in rows if (each.client, each.lanes) == (client, lanes) and each.way != "direct"))
    _conclude(rows)


async def _measured(client: str, levels: Mapping[int, int]) -> list[Row]:
    rows = []
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        upstream = stack.enter_context(served("bench.upstream"))
        ways = _ways(stack, CLIENTS[client], upstream, data)
        lone: dict[str, Row] = {}
        for lanes, waves in levels.items():
            for way in ways:
                await way.prepare(lanes)
                found = [await wave(way, upstream, lanes, turn) for turn in range(waves + 1)]
                row = Row(client, lanes, way.name, tuple(found[1:]))
                _print(row, lone.setdefault(way.name, row))
                rows.append(row)
    return rows


def _ways(stack: ExitStack, via: Via, upstream: Served, data: Path) -> Sequence[Way]:
    """Return the ways, with servers that run until the stack is left."""
    profile = Profile(
        name="bench",
        via=via,
        model="openai/scripted" if via == "litellm" else "scripted",
        endpoint=f"http://127.0.0.1:{upstream.port}/v1",
        key="environment",
        key_variable=_KEY,
        limits=Limits(first_token_s=600, idle_s=600, total_s=600),
    )
    with working(Config(data_dir=data)) as parts:
        profiles.save(parts, profile)
        profiles.use(parts, profile.name, "interviewer")
    serve = ("mockround", "serve", "--data", str(data), "--port", "0")
    settings = {_KEY: "none", "MOCKROUND_PACE": "0", "MOCKROUND_KEYS": "file"}
    relay = stack.enter_context(served("bench.relay", via, profile.model, profile.endpoint))
    return Direct(upstream), Relay(relay), Rounds(stack.enter_context(served(*serve, **settings)))


def _print(row: Row, lone: Row) -> None:
    first, delay = _ms(row.first_s(0.5), row.first_s(0.99)), _ms(row.delay_s(0.5), row.delay_s(0.99))
    held = f"{row.held_s(0.5) * 1000:.0f}" if row.held_s(0.99) else "-"
    cpu = f"{row.streaming_s:.3f} + {row.asking_s:.3f}" if row.rss_kib else "-"
    kib = f"{(row.rss_kib - lone.rss_kib) / (row.lanes - lone.lanes):.0f}" if row.rss_kib and row is not lone else "-"
    line = f"{row.client:8}{row.lanes:6}  {row.way:9} {first:>17} {delay:>17} {held:>8} {cpu:>14}"
    waited = f"{row.waited_s:.2f}" if row.rss_kib else "-"
    print(f"{line} {kib:>4} {waited:>7} {row.wrong:6} {row.silent:7}", flush=True)


def _ms(middle: float, most: float) -> str:
    return f"{middle * 1000:.1f} / {most * 1000:.1f}"


def _compare(relay: Row, ours: Row) -> None:
    pairs = {
        f"first p50 with {PROMPT_S} s of the model's own": (
            PROMPT_S + ours.first_s(0.5),
            PROMPT_S + relay.first_s(0.5),
        ),
        "without": (ours.first_s(0.5), relay.first_s(0.5)),
        "delay p50": (ours.delay_s(0.5), relay.delay_s(0.5)),
        "delay p99": (ours.delay_s(0.99), relay.delay_s(0.99)),
        "CPU streaming": (ours.streaming_s, relay.streaming_s),
        "CPU in all": (ours.streaming_s + ours.asking_s, relay.streaming_s + relay.asking_s),
    }
    ratios = {name: one / other if other else float("inf") for name, (one, other) in pairs.items()}
    told = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
    print(f"{ours.client}, {ours.lanes} at once, MockRound over the relay: {told}")
    missed = [name for name, ratio in ratios.items() if ratio > OVER_RELAY]
    print(f"  goal at most {OVER_RELAY}: {_reached(not missed)}{': ' + ', '.join(missed) if missed else ''}")


def _conclude(rows: Sequence[Row]) -> None:
    ours = [each for each in rows if each.way == "mockround"]
    for row in (each for each in ours if (each.client, each.lanes) == ("lean", BUSY)):
        p99 = row.delay_s(0.99)
        print(
            f"goal {BUSY} busy streams with a p99 delay under {BUSY_P99_S * 1000:.0f} ms: {_reached(p99 < BUSY_P99_S)}"
        )
    lost = sum(each.wrong + each.silent for each in ours)
    print(f"goal 0 dropped tokens: {_reached(lost == 0)}")


def _reached(holds: bool) -> str:
    return "reached" if holds else "not reached"


if __name__ == "__main__":
    main(quick="quick" in sys.argv)
