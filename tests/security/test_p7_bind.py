"""P7: without a word that names the danger, nobody but this machine can even connect."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mockround.config import LOOPBACK
from tests.support.commands import CommandLine
from tests.support.programs import Start
from tests.support.promises import Tally

OPEN = ("0.0.0.0", "::", "*", "192.0.2.1", "10.0.0.1", "example.invalid", "127.0.0.1.", "127.1", "0", "[::1]", " ")
_LISTENS = "0A"


@pytest.fixture
def mockround(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


def listening_on(port: int) -> set[str]:
    """Return the addresses on which somebody listens at `port`, as Linux tells them, in hexadecimal."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, _, at = local.rpartition(":")
            if int(at, 16) == port and state == _LISTENS:
                found.add(address)
    return found


def told(address: str) -> str:
    family = socket.AF_INET if len(address) == 8 else socket.AF_INET6
    raw = b"".join(bytes.fromhex(address[at : at + 8])[::-1] for at in range(0, len(address), 8))
    return socket.inet_ntop(family, raw)


def test_every_address_but_this_machines_own_is_refused(
    mockround: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tally: Tally
) -> None:
    short = 0
    for host in OPEN:
        monkeypatch.setenv("MOCKROUND_HOST", host)
        for words in (("--host", host), ()):
            ran = mockround("serve", "--data", tmp_path / "data", "--port", 0, *words)
            assert "--unsafe-bind" in ran.message
            short += ran.code != 2 or (tmp_path / "data").exists()
    tally.held(
        "P7", "an address that others can reach, as an option and as a setting", tried=2 * len(OPEN), short=short
    )


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="NO PROC: Linux tells who listens where")
def test_a_server_listens_on_this_machine_alone(start: Start, tmp_path: Path, tally: Tally) -> None:
    short = 0
    for number, words in enumerate(((), ("--host", "localhost"), ("--host", "127.0.0.1"))):
        port = urlsplit(start(tmp_path / str(number), *words).url).port
        assert port is not None
        found = {told(each) for each in listening_on(port)}
        short += not found <= set(LOOPBACK) or not found
    tally.held("P7", "a started server listens on loopback alone", tried=3, short=short)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="NO PROC: Linux tells who listens where")
def test_the_check_sees_a_server_that_listens_to_all(start: Start, tmp_path: Path, tally: Tally) -> None:
    """The control, which is also what the flag is for."""
    port = urlsplit(start(tmp_path, "--host", "0.0.0.0", "--unsafe-bind").url).port
    assert port is not None
    caught = {told(each) for each in listening_on(port)} == {"0.0.0.0"}
    tally.control("P7", "a server that was told to listen to all", tried=1, caught=caught)
