"""A command line whose rounds and content lie in the test's own folder."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine


@pytest.fixture
def mockround(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    for name in ("CONTENT", "HOST", "PORT", "ALLOWED_HOSTS", "PACE"):
        monkeypatch.delenv(f"MOCKROUND_{name}", raising=False)
    monkeypatch.setenv("MOCKROUND_DATA", str(tmp_path / "data"))
    return CommandLine(monkeypatch, capsys)
