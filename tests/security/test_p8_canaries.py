"""P8: a key appears nowhere but in its own keeping, whatever upstream makes of it and however loud the log is."""

import base64
import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from mockround.config import Config
from mockround.llm.profiles import Limits, Profile
from mockround.server.app import make_app
from mockround.server.logs import JsonLines
from mockround.server.security import Gate
from mockround.store.backup import backup
from mockround.store.keys import Keys
from mockround.usecases import profiles
from mockround.usecases.parts import Parts, Providers
from mockround.usecases.providers import ProfileProviders
from tests.support.answers import Fault, echo, reply, streamed, whole_json
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.servers import serving_app, wait_for
from tests.support.upstream import Answer, Caller, upstream

TYPED, FROM_ENVIRONMENT = "sk-n0t/a+real=key-4711-typed", "sk-n0t/a+real=key-4712-envir"
SAID = "Reads outnumber writes a hundred to one, so I put a cache in front of the lookups."
QUICK = Limits(first_token_s=2.0, idle_s=2.0, total_s=4.0, grade_total_s=5.0)
WRITINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper case": str.upper,
    "reversed case": str.swapcase,
    "backwards": lambda key: key[::-1],
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64 of the header": lambda key: base64.b64encode(f"Bearer {key}".encode()).decode(),
    "base64 for addresses": lambda key: base64.urlsafe_b64encode(f"x{key}".encode()).decode(),
    "hex": lambda key: key.encode().hex(),
    "HEX": lambda key: key.encode().hex().upper(),
    "percent": lambda key: quote(key, safe=""),
    "every byte percent": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()),
}


def forms(key: str) -> list[str]:
    return [write(key).lower().rstrip("=") for write in WRITINGS.values()]


def hits(text: str, key: str) -> int:
    """Return how many writings of the key a text holds, also where they are torn by line ends or spaces."""
    plain = text.lower()
    whole = "".join(plain.split())
    return sum(each in plain or each in whole for each in forms(key))


def spoken(write: Callable[[str], str], chars: int) -> Answer:
    """Return a reply to whoever asks, words or JSON, with the caller's key in it, some characters a chunk."""

    async def answer(caller: Caller) -> None:
        key = caller.request.headers.get("authorization", "").removeprefix("Bearer ")
        if b"JSON" in caller.request.body:
            why = f"It says {write(key)} and no more."
            verdict = json.dumps({"evidence": [], "why": why, "verdict": "missing"})
            await whole_json({"choices": [{"message": {"content": verdict}, "finish_reason": "stop"}]})(caller)
            return
        said = f"What is {write(key)} to you? You say {write(key)} and I ask."
        await reply(*(said[at : at + chars] for at in range(0, len(said), chars)))(caller)

    return answer


async def in_every_field(caller: Caller) -> None:
    key = caller.request.headers.get("authorization", "")
    frame = {"id": key, "model": key, "system_fingerprint": key, "choices": [{"delta": {"content": ""}, "index": 0}]}
    refused = {"choices": [{"delta": {"refusal": key, "reasoning_content": key}, "finish_reason": key}]}
    await streamed(*(f"data: {json.dumps(each)}\n\n".encode() for each in (frame, refused)))(caller)


ANSWERS: list[Answer] = [
    *(spoken(write, chars) for write in WRITINGS.values() for chars in (400, 3)),
    *(echo(status) for status in (400, 401, 403, 404, 429, 500)),
    Fault.ECHO_IN_STREAM,
    in_every_field,
]


class Sweep:
    """Lets models answer in a served round, then reads every place where what they wrote could have come out."""

    def __init__(self, parts: Parts, folder: Path, client: httpx2.Client) -> None:
        self.parts, self.folder, self.client = parts, folder, client
        self.found: dict[str, str] = {}

    def hold(self, profile: str) -> None:
        """Hold a round with a model and have it graded by it; keep all that can be read of it."""
        post, read = self.client.post, self.client.get
        wanted = {"kind": "narrate", "topic": "read-heavy", "interviewer": profile}
        url = f"/api/rounds/{post('/api/rounds', json=wanted).json()['id']}"
        page = url.removeprefix("/api")
        post(f"{url}/start")
        post(f"{url}/turns", json={"text": SAID})
        wait_for(lambda: self._is_answered(url))
        for path in (page, f"{url}/events", f"{url}/drafts/notes"):
            self.keep(path, read(path))
        post(f"{url}/ending")
        post(f"{url}/grades", json={"grader": profile})
        wait_for(lambda: read(url).json()["status"] == "graded")
        for path in (page, url, *(f"{page}/{each}" for each in ("grade", "replay", "export.json", "export.md"))):
            self.keep(path, read(path))
        for each in read(f"{url}/grades").json():
            self.keep(f"{page}/grade?grade={each['id']}", read(f"{page}/grade?grade={each['id']}"))
        self.keep(f"{url}/stream", read(f"{url}/stream"))
        self.keep("test", post(f"/settings/models/{profile}/test", headers=FORM))

    def keep(self, where: str, answer: httpx2.Response) -> None:
        self.found[f"{len(self.found)} {where}"] = f"{answer.headers} {answer.text}"

    def end(self) -> None:
        """Read what stands outside of any one round: pages, a crash, the files, a backup."""
        for path in ("/", "/rounds", "/rounds?text=key", "/settings/models", "/settings/models?edit=typed", "/docs"):
            self.keep(path, self.client.get(path))
        self.keep("crash", self.client.get("/broken"))
        copy = self.folder / "backup" / "copy.db"
        backup(self.folder / "mockround.db", copy)
        for file in sorted(self.folder.rglob("*")):
            if file.is_file() and file.name != "keys.json":
                self.found[file.name] = file.read_bytes().decode("latin-1")

    def _is_answered(self, url: str) -> bool:
        types = [each["event"]["type"] for each in self.client.get(url).json()["log"]]
        return any(each in ("model-failed", "interviewer-spoke") for each in types[types.index("candidate-spoke") :])


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def loud() -> Iterator[io.StringIO]:
    """Let every logger say everything, as our own log writes it."""
    said, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(said), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def swept(folder: Path, answers: list[Answer], spoil: Callable[[Providers], Providers] = lambda same: same) -> Sweep:
    """Hold a round for each answer, with the typed key and the one of the environment in turn; return all there is."""
    providers = ProfileProviders(Keys(folder, only_file=True), {"CANARY": FROM_ENVIRONMENT})
    with parts_in(folder, FakeClock(), providers=spoil(providers)) as parts, loud() as said:
        app = make_app(parts)

        @app.get("/broken")
        def broken() -> None:
            raise RuntimeError(f"{TYPED} {FROM_ENVIRONMENT}")

        gated = Gate(app, allowed_hosts=Config(data_dir=folder).allowed_hosts)
        with serving_app(gated) as url, httpx2.Client(base_url=url, timeout=30) as client:
            sweep = Sweep(parts, folder, client)
            for number, answer in enumerate(answers):
                with upstream(answer) as model:
                    profile = Profile(name="typed", via="openai", model="m", endpoint=model.url, limits=QUICK)
                    profiles.save(parts, profile, key=TYPED)
                    theirs = {"name": "envir", "key": "environment", "key_variable": "CANARY"}
                    profiles.save(parts, profile.model_copy(update=theirs))
                    sweep.hold("typed" if number % 2 == 0 else "envir")
                    assert any("authorization" in each.headers for each in model.requests), "no key was ever sent"
            sweep.end()
        sweep.found["log"] = said.getvalue()
    return sweep


def places(sweep: Sweep) -> list[str]:
    return [where for where, text in sweep.found.items() if hits(text, TYPED) or hits(text, FROM_ENVIRONMENT)]


def test_no_key_is_found_anywhere(tmp_path: Path, tally: Tally) -> None:
    sweep = swept(tmp_path, ANSWERS)
    assert places(sweep) == []
    assert len(sweep.found) > 10 * len(ANSWERS)
    assert "receive_response" in sweep.found["log"], "the log was not loud"
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    tally.held("P8", "ways of upstream to write our key back, each looked for in every place", tried=len(ANSWERS))


class Unaware:
    """Providers that do not tell what must not be shown."""

    def __init__(self, inner: Providers) -> None:
        self.chat, self.last_four, self.transcriber = inner.chat, inner.last_four, inner.transcriber

    def secrets(self, profile: Profile) -> tuple[str, ...]:
        return ()


def test_the_check_sees_a_key_that_is_not_looked_out_for(tmp_path: Path, tally: Tally) -> None:
    """The control: the same product, whose interviewer and grader do not know what a secret is."""
    found = places(swept(tmp_path, [spoken(str, 400), spoken(str.swapcase, 3)], Unaware))
    assert {each.split("?")[0].rsplit("/", 1)[-1] for each in found} >= {"events", "export.json", "export.md", "grade"}
    assert {"copy.db"} <= set(found)
    tally.control("P8", "a product that does not look out for its keys", tried=2, caught=2)


@pytest.mark.parametrize("write", WRITINGS.values(), ids=WRITINGS)
def test_the_sweep_knows_each_writing(write: Callable[[str], str]) -> None:
    torn = "\n".join(write(TYPED))
    assert hits(f"so {write(TYPED)} it is", TYPED)
    assert hits(torn, TYPED)
    assert not hits(f"so {write('something else entirely')} it is", TYPED)
