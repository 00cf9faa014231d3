"""The command line as a person meets it: words in; what is printed and the exit code out."""

import io
import sys
from dataclasses import dataclass

import pytest

from mockround.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def message(self) -> str:
        """The one message of a refusal: a sentence and what to do about it, nothing else, on standard error."""
        assert self.out == ""
        assert "Traceback" not in self.err
        assert self.err.count("mockround: ") == 1
        sentence, remedy = self.err.removeprefix("mockround: ").rstrip("\n").split("\n  ")
        return f"{sentence} {remedy}"


class CommandLine:
    """Runs `mockround <words>` in this process, through the function that the installed command calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: object, stdin: bytes = b"") -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["mockround", *map(str, words)])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        said = self._capsys.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)
