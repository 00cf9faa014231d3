"""The words of `mockround models`: set models up, find those of this machine, try them, check them as graders."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mockround.cli.model_tables import checked_table, profiles_table, servers_table, tested_table
from mockround.config import Config, config_from
from mockround.content.self_check import load_check_items
from mockround.llm.profiles import Profile
from mockround.resources import content_dir
from mockround.rounds.voices import EMBEDDED
from mockround.usecases import models, preferences, profiles
from mockround.usecases.model_check import checked
from mockround.wiring import working

app = typer.Typer(no_args_is_help=True, help="Language models, local or hosted: set up, try, check, choose.")

DataDir = Annotated[Path | None, typer.Option("--data", help="Folder for rounds and settings.")]
Name = Annotated[str, typer.Argument(help="The profile's name.")]


@app.command("list")
def list_profiles(data: DataDir = None) -> None:
    """Print the profiles, who interviews, and who grades."""
    with working(_config(data)) as parts:
        chosen = preferences.read(parts)
        rows = [(each, profiles.key_shown(parts, each)) for each in profiles.profiles(parts)]
        print(profiles_table(rows, interviewer=chosen.interviewer, grader=chosen.grader))


@app.command("find")
def find() -> None:
    """Look for model servers on this machine: Ollama, llama.cpp, LM Studio, vLLM."""
    print(servers_table(asyncio.run(models.found_here())))


@app.command("add")
def add(  # noqa: PLR0913, PLR0917 - one parameter a flag
    name: Name,
    model: Annotated[str, typer.Option(help="As the server lists it; for litellm with the provider before it.")],
    endpoint: Annotated[str, typer.Option(help="The API's root, such as http://127.0.0.1:8080/v1.")] = "",
    via: Annotated[str, typer.Option(help="'openai' for the OpenAI protocol, 'litellm' for any other.")] = "openai",
    purpose: Annotated[str, typer.Option(help="interview, grade, both (of these) or speech.")] = "both",
    key_env: Annotated[str, typer.Option(help="The environment variable that holds the key.")] = "",
    criteria_a_call: Annotated[int, typer.Option(help="How many criteria to grade in one call.")] = 1,
    cost_cap: Annotated[float | None, typer.Option(help="US dollars that one grade may cost.")] = None,
    *,
    data: DataDir = None,
    ask_key: Annotated[bool, typer.Option("--key", help="Type the key; it is not shown.")] = False,
) -> None:
    """Set a model up, or change one of that name."""
    key = typer.prompt("Key", hide_input=True, default="", show_default=False) if ask_key else ""
    typed = {
        "name": name,
        "model": model,
        "endpoint": endpoint,
        "via": via,
        "purpose": purpose,
        "key": "environment" if key_env else "none",
        "key_variable": key_env,
        "criteria_a_call": criteria_a_call,
        "cost_cap_usd": cost_cap,
    }
    with working(_config(data)) as parts:
        kept = profiles.save(parts, profiles.typed(typed), key=key)
        print(f"{kept.name} is set up. Try it: mockround models test {kept.name}")


@app.command("remove")
def remove(name: Name, data: DataDir = None) -> None:
    """Forget a profile and its key."""
    with working(_config(data)) as parts:
        profiles.remove(parts, name)
        print(f"{name} is removed, and its key with it.")


@app.command("use")
def use(
    name: Annotated[str, typer.Argument(help="A profile, or 'embedded'.")],
    role: Annotated[str, typer.Option("--for", help="interview, grade, both (of these) or speech.")] = "both",
    data: DataDir = None,
) -> None:
    """Let a model interview or grade from the next round on, or turn speech into text from now on."""
    roles: dict[str, tuple[profiles.Role, ...]] = {
        "interview": ("interviewer",),
        "grade": ("grader",),
        "both": ("interviewer", "grader"),
        "speech": ("transcriber",),
    }
    if role not in roles:
        raise typer.BadParameter("choose interview, grade, both or speech", param_hint="--for")
    with working(_config(data)) as parts:
        for each in roles[role]:
            profiles.use(parts, name, each)
            print(f"{each}: {name}")


@app.command("test")
def test(name: Name, data: DataDir = None) -> None:
    """Call the model for real: is it reached, does it take the key, does it stream, can it write JSON, how fast?"""
    with working(_config(data)) as parts:
        result = asyncio.run(models.tested(parts, profiles.named(parts, name)))
    print(tested_table(result))
    if not result.is_usable:
        raise typer.Exit(1)


@app.command("check")
def check(name: Name, data: DataDir = None) -> None:
    """Let the model grade 40 labelled answers and print how it did, beside the embedded grader."""
    with working(_config(data)) as parts:
        profile: Profile = profiles.named(parts, name)
        items = load_check_items(parts.library, content_dir())
        with typer.progressbar(length=len(items), label="Grading", file=None) as bar:
            result = checked(parts, profile, items, tell=lambda _: bar.update(1))
    print(checked_table(result, name, EMBEDDED))
    if result.shortfalls:
        raise typer.Exit(1)


def _config(data: Path | None) -> Config:
    config = config_from(os.environ)
    return replace(config, data_dir=data or config.data_dir)
