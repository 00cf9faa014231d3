"""The words of `mockround content`: check it, try an answer on it, and install packs of others."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mockround.cli.printing import findings_table, heard_table, packs_table
from mockround.cli.reading import text_of
from mockround.config import Config, config_from
from mockround.resources import content_dir
from mockround.usecases import packs
from mockround.usecases.authoring import check_content, tried
from mockround.wiring import grader_of, library_of

app = typer.Typer(no_args_is_help=True, help="The curriculum: patterns, skills, paths, problems, rubrics, and packs.")

DataDir = Annotated[Path | None, typer.Option("--data", help="Folder for rounds and settings.")]
OwnContent = Annotated[Path | None, typer.Option("--content", help="Your own content; adds to ours or overrides it.")]


@app.command("check")
def content_check(
    folder: Annotated[Path | None, typer.Argument(help="Your own content folder, laid out like ours.")] = None,
) -> None:
    """Check the shipped content, or your own folder on top of it, and print the counts."""
    result = check_content(content_dir(), folder)
    print(findings_table(result))
    if result.findings:
        raise typer.Exit(1)


@app.command("try")
def content_try(
    topic: Annotated[str, typer.Argument(help="A pattern or skill.")],
    answer: Annotated[str, typer.Argument(help="What a candidate might say; '-' reads standard input.")],
    content: OwnContent = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Show the criteria that heard next to nothing, too.")] = False,
) -> None:
    """Show how each criterion of a topic hears an answer: the verdict, the quote, the words and ideas that matched."""
    config = _config(None, content)
    library = library_of(config)
    text = text_of(answer) if answer == "-" else answer
    print(heard_table(tried(library, grader_of(config, library), topic, text), every=every))


@app.command("install")
def content_install(
    source: Annotated[Path, typer.Argument(help="A zip or a folder with a pack in it.")],
    data: DataDir = None,
    content: OwnContent = None,
) -> None:
    """Install a pack of problems, topics and paths beside ours, as a whole or not at all."""
    config = _config(data, content)
    manifest = packs.install(source, config.packs_dir, content_dir(), config.own_content)
    print(f"Installed {manifest.name} {manifest.version}: {manifest.title}. A server shows it after its next start.")


@app.command("list")
def content_list(data: DataDir = None, content: OwnContent = None) -> None:
    """Print the installed packs; exit with 1 where one of them is damaged and left out."""
    config = _config(data, content)
    sound, left_out = packs.looked_at(config.packs_dir, content_dir(), config.own_content)
    print(packs_table(sound, left_out))
    if left_out:
        raise typer.Exit(1)


@app.command("remove")
def content_remove(
    name: Annotated[str, typer.Argument(help="The pack's name, as the list shows it.")], data: DataDir = None
) -> None:
    """Remove an installed pack. Rounds that were held on it stay."""
    packs.remove(name, _config(data, None).packs_dir)
    print(f"Removed {name}. A server shows it until its next start.")


def _config(data: Path | None, content: Path | None) -> Config:
    config = config_from(os.environ)
    return replace(config, data_dir=data or config.data_dir, own_content=content or config.own_content)
