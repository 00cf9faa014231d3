"""`mockround serve` as a process: one at a time on its data, on this machine only, and gone when it is told to go."""

import contextlib
import signal
import socket
from pathlib import Path

import httpx2
import pytest

from mockround.resources import content_dir
from mockround.usecases import packs
from tests.support.packs import as_folder, good_pack
from tests.support.programs import Start, refused
from tests.support.servers import events_of, wait_for

STREAMS = 20
GRACE_S = 5.0


def running_round(client: httpx2.Client) -> str:
    made = client.post("/api/rounds", json={"kind": "full", "problem": "url-shortener", "minutes": 20}).json()
    assert client.post(f"/api/rounds/{made['id']}/start").status_code == 202
    return f"/api/rounds/{made['id']}"


def test_a_second_server_on_the_same_data_is_refused_with_code_3_and_the_first_goes_on(
    start: Start, tmp_path: Path
) -> None:
    first = start(tmp_path)
    code, message = refused(tmp_path)
    assert code == 3
    assert message.startswith(
        f"Another MockRound (process {first.process.pid}) already serves the data in '{tmp_path}'. Use that one, "
    )
    assert httpx2.get(first.url).status_code == 200


def test_the_data_is_free_again_when_its_server_was_killed(start: Start, tmp_path: Path) -> None:
    assert start(tmp_path).stopped(signal.SIGKILL)[0] == -signal.SIGKILL
    assert httpx2.get(start(tmp_path).url).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.invalid"])
def test_an_address_that_others_can_reach_is_refused_before_anything_is_made(tmp_path: Path, host: str) -> None:
    code, message = refused(tmp_path / "data", "--host", host)
    assert code == 2
    assert message.startswith(f"Listening on {host!r} would let other machines read your rounds; there is no login. ")
    assert "--unsafe-bind" in message
    assert not (tmp_path / "data").exists()


def test_a_port_in_use_is_told_with_its_number(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, message = refused(tmp_path, "--port", str(port))
    assert code == 2
    assert message == (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. "
        "Stop what uses the port, or choose another with --port."
    )


def test_sigterm_with_twenty_open_streams_is_a_clean_exit_within_five_seconds(start: Start, tmp_path: Path) -> None:
    served = start(tmp_path)
    with httpx2.Client(base_url=served.url, timeout=30) as client, contextlib.ExitStack() as open_streams:
        url = running_round(client)
        for _ in range(STREAMS):
            response = open_streams.enter_context(client.stream("GET", f"{url}/stream"))
            assert next(event for event in events_of(response) if event.event == "interviewer-spoke")
        code, took_s = served.stopped(signal.SIGTERM)
    assert code == 0
    assert took_s < GRACE_S
    assert "Traceback" not in served.process.communicate()[1]


def test_what_was_said_before_sigterm_is_there_after_the_next_start(start: Start, tmp_path: Path) -> None:
    served = start(tmp_path)
    with httpx2.Client(base_url=served.url, timeout=30) as client:
        url = running_round(client)
        assert client.post(f"{url}/turns", json={"text": "I begin with one primary."}).status_code == 202
    assert served.stopped(signal.SIGTERM)[0] == 0
    log = httpx2.get(f"{start(tmp_path).url}{url}", timeout=30).json()["log"]
    said = [each["event"]["text"] for each in log if each["event"]["type"] == "candidate-spoke"]
    assert said == ["I begin with one primary."]


def test_sigterm_after_a_grade_stops_the_engine_of_the_jobs_too(start: Start, tmp_path: Path) -> None:
    served = start(tmp_path)
    with httpx2.Client(base_url=served.url, timeout=30) as client:
        url = running_round(client)
        client.post(f"{url}/turns", json={"text": "I begin with one primary."})
        client.post(f"{url}/ending")
        wait_for(lambda: client.get(url).json()["status"] == "graded")
    code, took_s = served.stopped(signal.SIGTERM)
    assert code == 0
    assert took_s < GRACE_S


def test_ctrl_c_is_a_clean_exit_without_a_word(start: Start, tmp_path: Path) -> None:
    served = start(tmp_path)
    assert served.stopped(signal.SIGINT)[0] == 0
    out, err = served.process.communicate()
    assert "Traceback" not in err
    assert "Aborted" not in out + err


def test_a_damaged_pack_is_told_at_the_start_and_the_server_runs(start: Start, tmp_path: Path) -> None:
    packs.install(as_folder(good_pack(), tmp_path / "given"), tmp_path / "data" / "packs", content_dir())
    (tmp_path / "data/packs/lending.1/pack.yaml").unlink()
    served = start(tmp_path / "data")
    assert httpx2.get(f"{served.url}/problems").status_code == 200
    served.process.send_signal(signal.SIGTERM)
    said = served.process.communicate(timeout=60)[1]
    assert "Warning: The pack 'lending' is damaged and left out: " in said
    assert "pack.yaml:1: the file is missing" in said
    assert "Install it anew, or run: mockround content remove lending" in said
