"""The words of the command line. Parses, calls a use case, prints; decides nothing."""

import os
import shlex
import signal
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from mockround import __version__
from mockround.cli.content import app as content_app
from mockround.cli.copies import export, take_in
from mockround.cli.keeping import back_up, save_what_is_left, take_back
from mockround.cli.models import app as models_app
from mockround.cli.printing import evaluation_table, findings_table, plain_text, simulation_table
from mockround.cli.reading import from_lines, text_of
from mockround.config import LOOPBACK, Config, config_from
from mockround.content.models import Level
from mockround.errors import ErrorCode, MockroundError, invalid
from mockround.grading.transcript import Scope
from mockround.resources import content_dir
from mockround.server.run import run_server
from mockround.store.database import trouble_of
from mockround.store.doctor import doctor as store_doctor
from mockround.usecases import batch
from mockround.usecases.authoring import check_content
from mockround.usecases.demo import hold_demo
from mockround.usecases.packs import looked_at
from mockround.usecases.plain_files import grade_plain
from mockround.usecases.promises import simulated
from mockround.wiring import bank_of, grader_of, library_of, serving, working

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(content_app, name="content")
app.add_typer(models_app, name="models")
app.command("export")(export)
app.command("import")(take_in)
app.command("backup")(back_up)
app.command("restore")(take_back)
app.command("rescue")(save_what_is_left)


_TROUBLE = 2
_EXIT_CODES = {ErrorCode.CONFLICT: 3}
"""Whatever is not listed is `_TROUBLE`, which is also what a word that is not understood ends with."""


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


DataDir = Annotated[Path | None, typer.Option("--data", help="Folder for rounds and settings.")]
OwnContent = Annotated[Path | None, typer.Option("--content", help="Your own content; adds to ours or overrides it.")]


def main() -> None:
    """Run the command line. Expected trouble is one sentence, a remedy and exit code 2, or 3 where the data directory
    is served by another process."""
    try:
        app()
    except MockroundError as error:
        _give_up(error.message, error.remedy, _EXIT_CODES.get(error.code, _TROUBLE))
    except OSError as error:
        if (trouble := trouble_of(error)) is not None and error.filename is None:
            _give_up(trouble.message, trouble.remedy)
        if error.filename is None:
            raise
        _give_up(f"Cannot use {str(error.filename)!r}: {error.strerror}.", "Check the path and who may write there.")


def _give_up(message: str, remedy: str, exit_code: int = _TROUBLE) -> NoReturn:
    sys.stderr.write(f"mockround: {message}\n  {remedy}\n")
    sys.exit(exit_code)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"mockround {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Timed mock interviews for system design, with honest grades. Works offline."""


@app.command()
def serve(  # noqa: PLR0913 - one parameter a flag
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = None,
    data: DataDir = None,
    content: OwnContent = None,
    *,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
    unsafe_bind: Annotated[bool, typer.Option(help="Allow other machines to connect. There is no login.")] = False,
) -> None:
    """Serve the site on this machine."""
    config = _config(data, content)
    config = replace(config, host=host or config.host, port=config.port if port is None else port)
    if config.host not in LOOPBACK:
        if not unsafe_bind:
            raise invalid(
                f"Listening on {config.host!r} would let other machines read your rounds; there is no login.",
                "Leave --host out, or add --unsafe-bind if you know that the network is yours.",
            )
        sys.stderr.write(f"Warning: anyone who can reach {config.host} can read and change every round.\n")
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _leave)
    with serving(config) as (parts, jobs):
        for pack in parts.library.left_out:
            sys.stderr.write(f"Warning: {pack}\n  {pack.remedy}\n")

        def settle_in() -> None:
            jobs.recover()
            parts.grader.warm()

        run_server(parts, config, open_browser=open_browser, when_up=settle_in)


def _leave(_signal: int, _frame: object) -> NoReturn:
    """Leave through every `with`, as a success. The server raises the signal once more when it has stopped."""
    raise SystemExit(0)


@app.command()
def demo(data: DataDir = None, content: OwnContent = None) -> None:
    """Hold a complete scripted round in the terminal with the real engine, and print its grade."""
    config = _config(data, content)
    with working(replace(config, pace_s=0.0)) as parts:
        round_id, report = hold_demo(parts, say=print)
        print()
        print(report)
    serve_it = "mockround serve --open" + (f" --data {shlex.quote(str(data))}" if data else "")
    print(f"\nOpen it: {serve_it}, then http://{config.host}:{config.port}/rounds/{round_id}/grade")


@app.command()
def grade(  # noqa: PLR0913, PLR0917 - one parameter a flag
    file: Annotated[str | None, typer.Argument(help="A text or transcript file; '-' reads standard input.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="A pattern or skill to grade; repeat for several.")] = None,
    level: Annotated[Level, typer.Option(help="The level to grade for.")] = Level.SENIOR,
    output: Annotated[Format, typer.Option("--format", help="How it is printed.")] = Format.TEXT,
    lines: Annotated[Path | None, typer.Option("--batch", help="Grade many: one JSON object a line.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the batch's results go.")] = None,
    content: OwnContent = None,
) -> None:
    """Grade any text or transcript against the rubric of one or more topics."""
    config = _config(None, content)
    library = library_of(config)
    grader = grader_of(config, library)
    if lines is not None:
        if out is None:
            raise invalid("--batch needs a file for its results.", "Add --out OUT.jsonl.")
        graded = from_lines(lines, lambda answers: [batch.graded(library, grader, each) for each in answers])
        out.write_text("".join(f"{each.model_dump_json()}\n" for each in graded), encoding="utf-8")
        print(f"{len(graded)} graded, written to {out}")
        return
    if file is None or not topic:
        raise invalid(
            "grade needs a FILE and at least one --topic.", "For example: mockround grade answer.txt --topic read-heavy"
        )
    scope = Scope(level=level, primary=tuple(library.topic_named(each).key for each in topic))
    graded_file = grade_plain(library, grader, text_of(file), scope)
    print(graded_file.model_dump_json(indent=2) if output is Format.JSON else plain_text(graded_file))


@app.command("eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Labelled answers, one JSON object a line.")],
    output: Annotated[Format, typer.Option("--format", help="How it is printed.")] = Format.TEXT,
    content: OwnContent = None,
) -> None:
    """Compare the embedded grader with labels: precision, recall, F1, macro-F1, weighted kappa, with intervals."""
    config = _config(None, content)
    library = library_of(config)
    grader = grader_of(config, library)
    result = from_lines(gold, lambda answers: batch.evaluation(library, grader, answers))
    if not result.groups:
        raise invalid(f"No line of {str(gold)!r} has labels.", 'Add "labels": {"<criterion>": "met"} to its lines.')
    print(result.model_dump_json(indent=2) if output is Format.JSON else evaluation_table(result))


@app.command()
def simulate(
    rounds: Annotated[int, typer.Option(help="How many rounds.", min=1, max=100_000)] = 500,
    seed: Annotated[int, typer.Option(help="The first round's seed; the others follow.")] = 1,
    output: Annotated[Format, typer.Option("--format", help="How it is printed.")] = Format.TEXT,
    content: OwnContent = None,
) -> None:
    """Let simulated candidates hold rounds; print whether the interviewer and the grade keep their promises."""
    config = _config(None, content)
    library = library_of(config)
    result = simulated(library, grader_of(config, library), bank_of(config, library), rounds=rounds, seed=seed)
    print(result.model_dump_json(indent=2) if output is Format.JSON else simulation_table(result))
    if result.broken:
        raise typer.Exit(1)


@app.command()
def doctor(data: DataDir = None, content: OwnContent = None) -> None:
    """Look for what could go wrong: content, database, disk, permissions."""
    config = _config(data, content)
    packs, left_out = looked_at(config.packs_dir, content_dir(), config.own_content)
    content_result = check_content(content_dir(), config.own_content, packs)
    print(findings_table(content_result))
    for pack in left_out:
        print(f"error: {pack} {pack.remedy}")
    troubles = store_doctor(config.database) if config.database.exists() else ()
    for trouble in troubles:
        print(f"{'error' if trouble.serious else 'warning'}: {trouble.what} {trouble.remedy}")
    print(f"data: {config.data_dir} ({'no rounds yet' if not config.database.exists() else 'looked at'})")
    if content_result.findings or left_out or any(trouble.serious for trouble in troubles):
        raise typer.Exit(1)


def _config(data: Path | None, content: Path | None) -> Config:
    config = config_from(os.environ)
    return replace(config, data_dir=data or config.data_dir, own_content=content or config.own_content)


if __name__ == "__main__":
    main()
