"""The words of the command line. Parses, calls a use case, prints; decides nothing."""

import os
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mockround import __version__
from mockround.cli.printing import evaluation_table, findings_table, plain_text
from mockround.config import LOOPBACK, Config, config_from
from mockround.content.checks import check
from mockround.content.models import Level
from mockround.errors import MockroundError, invalid, not_found
from mockround.grading.transcript import Scope
from mockround.resources import content_dir
from mockround.rounds.events import RoundId
from mockround.server.run import run_server
from mockround.store.doctor import doctor as store_doctor
from mockround.store.rounds import Filter
from mockround.usecases import batch, exports
from mockround.usecases.demo import hold_demo
from mockround.usecases.plain_files import grade_plain
from mockround.wiring import grader_of, library_of, serving, working

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
content_app = typer.Typer(no_args_is_help=True, help="The curriculum: patterns, skills, paths, problems, rubrics.")
app.add_typer(content_app, name="content")


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


DataDir = Annotated[Path | None, typer.Option("--data", help="Folder for rounds and settings.")]
OwnContent = Annotated[Path | None, typer.Option("--content", help="Your own content; adds to ours or overrides it.")]


def main() -> None:
    """Run the command line; expected trouble is one sentence and exit code 2."""
    try:
        app()
    except MockroundError as error:
        sys.stderr.write(f"mockround: {error.message}\n  {error.remedy}\n")
        sys.exit(2)


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
    with serving(config) as (parts, jobs):
        run_server(parts, config, open_browser=open_browser, when_up=jobs.recover)


@app.command()
def demo(data: DataDir = None, content: OwnContent = None) -> None:
    """Hold a complete scripted round in the terminal with the real engine, and print its grade."""
    with working(replace(_config(data, content), pace_s=0.0)) as parts:
        round_id, report = hold_demo(parts, say=print)
        print()
        print(report)
        print(f"\nOpen it: mockround serve --open, then http://127.0.0.1:8000/rounds/{round_id}/grade")


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
        answers = [batch.parsed(text, number) for number, text in _numbered(lines)]
        graded = (batch.graded(library, grader, answer).model_dump_json() for answer in answers)
        out.write_text("".join(f"{line}\n" for line in graded), encoding="utf-8")
        print(f"{len(answers)} graded, written to {out}")
        return
    if file is None or not topic:
        raise invalid(
            "grade needs a FILE and at least one --topic.", "For example: mockround grade answer.txt --topic read-heavy"
        )
    scope = Scope(level=level, primary=tuple(library.topic_named(each).key for each in topic))
    graded_file = grade_plain(library, grader, _text_of(file), scope)
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
    answers = (batch.parsed(text, number) for number, text in _numbered(gold))
    result = batch.evaluation(library, grader_of(config, library), answers)
    print(result.model_dump_json(indent=2) if output is Format.JSON else evaluation_table(result))


@content_app.command("check")
def content_check(
    folder: Annotated[Path | None, typer.Argument(help="Your own content folder, laid out like ours.")] = None,
) -> None:
    """Check the shipped content, or your own folder on top of it, and print the counts."""
    result = check(content_dir(), folder)
    print(findings_table(result))
    if result.findings:
        raise typer.Exit(1)


@app.command()
def doctor(data: DataDir = None, content: OwnContent = None) -> None:
    """Look for what could go wrong: content, database, disk, permissions."""
    config = _config(data, content)
    content_result = check(content_dir(), config.own_content)
    print(findings_table(content_result))
    troubles = store_doctor(config.database) if config.database.exists() else ()
    for trouble in troubles:
        print(f"{'error' if trouble.serious else 'warning'}: {trouble.what} {trouble.remedy}")
    print(f"data: {config.data_dir} ({'no rounds yet' if not config.database.exists() else 'looked at'})")
    if content_result.findings or any(trouble.serious for trouble in troubles):
        raise typer.Exit(1)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="Folder for one JSON and one Markdown file a round.")],
    round_id: Annotated[str | None, typer.Option("--round", help="Only this round.")] = None,
    data: DataDir = None,
) -> None:
    """Write rounds as JSON (complete) and Markdown (readable)."""
    config = _config(data, None)
    if not config.database.exists():
        raise not_found(f"There are no rounds in {config.data_dir}.", "Name the folder with --data.")
    with working(config) as parts:
        ids = [RoundId(round_id)] if round_id else [card.id for card in parts.store.rounds.listing(Filter())]
        out.mkdir(parents=True, exist_ok=True)
        for each in ids:
            body = exports.as_export(parts, each).model_dump_json(indent=2)
            (out / f"{each}.json").write_text(body + "\n", encoding="utf-8")
            (out / f"{each}.md").write_text(exports.as_text(parts, each), encoding="utf-8")
    print(f"{len(ids)} rounds written to {out}")


def _config(data: Path | None, content: Path | None) -> Config:
    config = config_from(os.environ)
    return replace(config, data_dir=data or config.data_dir, own_content=content or config.own_content)


def _text_of(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    path = Path(file)
    if not path.is_file():
        raise not_found(f"There is no file {file!r}.", "Check the path, or use '-' for standard input.")
    return path.read_text(encoding="utf-8")


def _numbered(path: Path) -> list[tuple[int, str]]:
    if not path.is_file():
        raise not_found(f"There is no file {str(path)!r}.", "Check the path.")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


if __name__ == "__main__":
    main()
