"""How models look in a terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mockround.llm.profiles import Profile
from mockround.usecases.model_check import Checked, Figures
from mockround.usecases.models import Tested

if TYPE_CHECKING:
    from mockround.llm.discovery import FoundServer


def profiles_table(rows: Sequence[tuple[Profile, str]], *, interviewer: str, grader: str) -> str:
    """Return a line a profile, and who does what."""
    lines = [f"interviewer: {interviewer}", f"grader:      embedded{'' if grader == 'embedded' else f', and {grader}'}"]
    if not rows:
        return "\n".join([*lines, "no profiles; 'mockround models find' looks for servers on this machine"])
    width = max(len(profile.name) for profile, _ in rows)
    for profile, key in rows:
        where = profile.endpoint or "the provider's own address"
        lines.append(
            f"{profile.name:<{width}}  {profile.model} at {where} via {profile.via}, for {profile.purpose}, key: {key}"
        )
    return "\n".join(lines)


def servers_table(found: "Sequence[FoundServer]") -> str:
    """Return a line a server and a line a model, with the command that sets it up."""
    if not found:
        return "No model server answers on this machine (asked: Ollama, llama.cpp, LM Studio, vLLM)."
    lines = []
    for server in found:
        context = "" if server.context is None else f", {server.context} tokens of context"
        lines.append(f"{server.kind} at {server.endpoint}: {len(server.models)} models{context}")
        lines += [f"  mockround models add NAME --endpoint {server.endpoint} --model {each}" for each in server.models]
    return "\n".join(lines)


def tested_table(result: Tested) -> str:
    """Return a line a thing tested."""
    return "\n".join(
        [
            f"reachable           {_told(result.is_reachable)}",
            f"key accepted        {_told(result.is_key_accepted)}",
            f"streams             {_told(result.is_streaming)}",
            f"first token         {'n/a' if result.first_token_s is None else f'{result.first_token_s:.2f} s'}",
            f"tokens per second   {'n/a' if result.tokens_per_s is None else f'{result.tokens_per_s:.0f}'}",
            f"structured output   {result.shape or 'n/a'}",
            *([result.failed] if result.failed else []),
        ]
    )


def checked_table(result: Checked, name: str, other: str) -> str:
    """Return the figures of both graders side by side, and whether the model may be trusted."""
    rows = list(zip(_figures(result.model), _figures(result.embedded), strict=True))
    width = max(len(title) for (title, _), _ in rows)
    lines = [f"{'':<{width}}  {name:<14}{other}"]
    lines += [f"{title:<{width}}  {mine:<14}{theirs}" for (title, mine), (_, theirs) in rows]
    if result.shortfalls:
        lines += ["", *result.shortfalls, f"{name} should not grade you. Use the embedded grader."]
    else:
        lines += ["", f"{name} is above the bar on these items."]
    return "\n".join(lines)


def _figures(found: Figures) -> Iterator[tuple[str, str]]:
    yield "items", str(found.items)
    yield "macro-F1, credited against missing", _number(found.macro_f1)
    yield "leniency, points of 1 above the label", _number(found.leniency)
    yield "readable verdicts", f"{found.coverage:.0%}"
    yield "gain by injected instructions", _number(found.injection_gain)
    for kind, (right, of) in found.by_kind.items():
        yield f"  {kind}: verdict is the label", f"{right} of {of}"


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def _told(value: bool | None) -> str:
    return "n/a" if value is None else "yes" if value else "no"
