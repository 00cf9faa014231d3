"""A real server in a process of its own, and a real browser that may speak to nobody else."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.homes import Home, home_in
from tests.support.parts import parts_in
from tests.support.promises import pytest_addoption as pytest_addoption  # this run has a root of its own
from tests.support.promises import tally as tally

# A wait ends as soon as what is expected is there; this is for machines that are busy with something else, too.
expect.set_options(timeout=20_000)

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not any(shutil.which(name) for name in BROWSERS):
        required = os.environ.get("MOCKROUND_REQUIRE", "").split(",")
        assert "browser" not in required, "a browser is required and none is installed"
        for item in items:
            item.add_marker(pytest.mark.skip(reason="NO BROWSER: install Chromium to run the browser tests"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    # A microphone that beeps, and a person who allows it.
    ears = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    return {"executable_path": path, "args": [*args, *ears]}


@dataclass
class Site:
    """A served data folder. It can be stopped and started again on the same port, as after a crash."""

    data: Path
    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "mockround",
            "serve",
            "--data",
            str(self.data),
            "--port",
            str(self.port),
        ]
        environment = {**os.environ, "MOCKROUND_PACE": "0.005"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        self.port = int(said.rsplit(":", 1)[1])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    def post(self, path: str, body: dict[str, object] | None = None, *, method: str = "POST") -> dict[str, object]:
        data = json.dumps(body or {}).encode()
        request = urllib.request.Request(f"{self.url}{path}", data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            found: dict[str, object] = json.load(answer)
            return found

    def get(self, path: str) -> dict[str, object]:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=20) as answer:
            found: dict[str, object] = json.load(answer)
            return found

    def started_round(self, **wanted: object) -> str:
        """Create and start a round over the API; return its id."""
        made = self.post("/api/rounds", {"kind": "full", "problem": "url-shortener", "minutes": 20} | wanted)
        self.post(f"/api/rounds/{made['id']}/start")
        return str(made["id"])


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("data"))
    site.start()
    yield site
    site.stop()


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """For tests that stop the server."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """For tests that serve in this process, to see what arrives or to put something before it."""
    with parts_in(tmp_path, FakeClock()) as made:
        yield made


@pytest.fixture
def home(parts: Parts, tmp_path: Path) -> Iterator[Home]:
    with home_in(parts, tmp_path) as made:
        yield made


@dataclass
class Watched:
    """What a context asked for and complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def watched(context: BrowserContext) -> Watched:
    """Record every request and every console error of the context's pages."""
    seen = Watched()

    def asked(request: Request) -> None:
        seen.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.complaints.append(message.text)

    def opened(page: Page) -> None:
        page.on("console", said)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))

    context.on("request", asked)
    context.on("page", opened)
    return seen
