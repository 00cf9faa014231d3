"""Rounds as files: `mockround export` and `mockround import`."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mockround.cli.reading import text_of
from mockround.config import Config, config_from
from mockround.content.models import Level
from mockround.errors import not_found
from mockround.rounds.events import RoundId
from mockround.store.files import make_private_dir, write_private
from mockround.store.rounds import Filter, Rounds
from mockround.usecases import exports, grades, imports
from mockround.wiring import working

DataDir = Annotated[Path | None, typer.Option("--data", help="Folder for rounds and settings.")]


def export(
    out: Annotated[Path, typer.Argument(help="Folder for one JSON and one Markdown file a round.")],
    round_id: Annotated[str | None, typer.Option("--round", help="Only this round.")] = None,
    data: DataDir = None,
) -> None:
    """Write rounds as JSON (complete) and Markdown (readable)."""
    config = _config(data)
    if not config.database.exists():
        raise not_found(f"There are no rounds in {config.data_dir}.", "Name the folder with --data.")
    with working(config) as parts:
        ids = [RoundId(round_id)] if round_id else list(_all_rounds(parts.store.rounds))
        make_private_dir(out)
        for each in ids:
            body = exports.as_export(parts, each).model_dump_json(indent=2)
            write_private(out / f"{each}.json", body + "\n")
            write_private(out / f"{each}.md", exports.as_text(parts, each))
    print(f"{len(ids)} {'round' if len(ids) == 1 else 'rounds'} written to {out}")


def take_in(
    file: Annotated[str, typer.Argument(help="An exported .json, or a labelled transcript; '-' reads input.")],
    topic: Annotated[list[str] | None, typer.Option(help="What a transcript was about; may be repeated.")] = None,
    level: Annotated[Level, typer.Option(help="For a transcript: graded for this level.")] = Level.SENIOR,
    title: Annotated[str, typer.Option(help="For a transcript: what it was.")] = "",
    data: DataDir = None,
) -> None:
    """Take a round in from elsewhere and grade it: an export, or the transcript of a real interview."""
    text = text_of(file)
    with working(_config(data)) as parts:
        if topic:
            keys = tuple(parts.library.topic_named(each).key for each in topic)
            plain = imports.PlainRound(text, title or Path(file).name, level, keys)
            round_id = imports.import_transcript(parts, plain)
        else:
            round_id = imports.import_export(parts, text)
        stored = grades.newest(parts, round_id)
        print(f"{round_id}: {stored.report.verdict_line if stored else 'not graded'}")


def _all_rounds(rounds: Rounds) -> Iterator[RoundId]:
    page = rounds.listing(Filter())
    while page:
        yield from (card.id for card in page)
        page = rounds.listing(Filter(before=page[-1].id))


def _config(data: Path | None) -> Config:
    config = config_from(os.environ)
    return replace(config, data_dir=data or config.data_dir)
