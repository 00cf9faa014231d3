"""P8: an address that is no model server's is refused, and a key follows its profile to no other host."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mockround.errors import MockroundError
from mockround.llm.destinations import is_forbidden
from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure, whole
from mockround.llm.profiles import Profile
from mockround.usecases import profiles
from mockround.usecases.parts import Parts
from tests.support.answers import reply
from tests.support.models import KEY, a_model, an_ask
from tests.support.promises import Tally
from tests.support.upstream import Upstream, upstream

ABUSED = (
    "file:///etc/passwd",
    "FILE://localhost/etc/passwd",
    "ftp://models.example/v1",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:11211/stats",
    "data:application/json,{}",
    "javascript:alert(1)",
    "unix:///var/run/docker.sock",
    "//models.example/v1",
    "models.example/v1",
    "http:///v1",
    "http://",
    "https://me@models.example/v1",
    "https://me:secret@models.example/v1",
    "https://models.example@evil.example/v1",
    "https://:secret@models.example/v1",
    "https://models.example/v1?key=secret",
    "https://models.example/v1#@evil.example",
    "https://models.example:port/v1",
    "https://models.example:99999/v1",
    "https://models.example/v1\r\nX-Evil: 1",
    "https://models.example /v1",
    "https://models.example\t/v1",
    "http://[::1/v1",
    "http://[fe80::1%25eth0]/v1",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254.:80/v1",
    "http://169.254.43518/v1",
    "http://0xa9fea9fe/v1",
    "http://2852039166/v1",
    "http://0251.0376.0251.0376/v1",
    "http://[::ffff:169.254.169.254]/v1",
    "http://[::ffff:a9fe:a9fe]/v1",
    "http://[64:ff9b::a9fe:a9fe]/v1",
    "http://[2002:a9fe:a9fe::1]/v1",
    "http://[fd00:ec2::254]/v1",
    "http://metadata.google.internal/v1",
    "http://METADATA.google.internal./v1",
    "http://100.100.100.200/v1",
    "http://168.63.129.16/v1",
)
TYPED: Mapping[str, object] = {"name": "odd", "model": "m"}


def taken(endpoint: str, via: str) -> bool:
    """Tell whether a profile with this endpoint would be kept; a refusal never repeats a secret in it."""
    try:
        profiles.typed({**TYPED, "via": via, "endpoint": endpoint})
    except MockroundError as refused:
        assert "secret" not in str(refused)
        assert refused.remedy
        return False
    return True


def test_what_is_no_address_of_a_model_server_is_refused(tally: Tally) -> None:
    for via in ("openai", "litellm"):
        tally.held("P8", "addresses that are no model server's", tried=len(ABUSED), short=_taken(via))


def _taken(via: str) -> int:
    return sum(taken(each, via) for each in ABUSED)


def test_the_check_sees_a_program_that_takes_any_text(tally: Tally) -> None:
    """The control: the form alone, without a look at what the address is."""
    caught = sum(
        Profile.model_validate({**TYPED, "via": "openai", "endpoint": each}).endpoint == each for each in ABUSED
    )
    tally.control("P8", "a program that takes any address", tried=len(ABUSED), caught=caught)


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.20", "10.0.0.7", "::1", "fd12:3456::1", "localhost", "box"])
def test_models_of_this_machine_and_of_the_own_network_are_none_of_these(host: str) -> None:
    assert not is_forbidden(host)


class Astray(asyncio.DefaultEventLoopPolicy):
    """A machine on which every name leads to the cloud's own address."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()

        async def getaddrinfo(*_: object, **__: object) -> list[object]:
            return [(2, 1, 6, "", ("169.254.169.254", 0))]

        loop.getaddrinfo = getaddrinfo  # type: ignore[method-assign, assignment]  # a resolver that lies
        return loop


@pytest.mark.parametrize("via", ["openai", "litellm"])
def test_a_name_that_leads_there_is_not_called(via: str) -> None:
    model = a_model("https://innocent.example/v1", via="openai" if via == "openai" else "litellm", model="openai/m")
    loop = Astray().new_event_loop()
    try:
        with pytest.raises(ModelFailure) as raised:
            loop.run_until_complete(whole(model, an_ask()))
    finally:
        loop.close()
    assert raised.value.trouble is Trouble.FORBIDDEN_HOST


@pytest.fixture
def elsewhere() -> Iterator[Upstream]:
    with upstream(reply()) as server:
        yield server


def moves(there: str) -> list[Mapping[str, object]]:
    """Return changes of a profile that lead to another host than the key was entered for."""
    return [
        {"endpoint": there},
        {"endpoint": there.replace("127.0.0.1", "localhost")},
        {"endpoint": there, "via": "litellm", "model": "openai/m"},
        {"endpoint": there, "purpose": "grade"},
        {"endpoint": there, "key": "stored"},
        {"endpoint": "", "via": "litellm", "model": "anthropic/claude-sonnet-4-5"},
    ]


def keys_sent(server: Upstream) -> int:
    return sum(KEY in f"{each.path} {each.headers} {each.body!r}" for each in server.requests)


async def test_a_key_goes_to_no_other_host(parts: Parts, elsewhere: Upstream, tally: Tally) -> None:
    tried = short = 0
    for number, change in enumerate(moves(elsewhere.url)):
        profile = Profile(name=f"p{number}", via="openai", model="m", endpoint="https://models.example/v1")
        kept = profiles.save(parts, profile, key=KEY)
        assert parts.keys.get(kept.name, kept.host) == KEY
        moved = profiles.save(parts, kept.model_copy(update=dict(change)))
        short += parts.keys.get(moved.name, moved.host) is not None or "missing" not in profiles.key_shown(parts, moved)
        if moved.via == "openai":
            await asyncio.gather(whole(parts.providers.chat(moved), an_ask()), return_exceptions=True)
        tried += 1
    assert elsewhere.requests, "nobody was called, so this would prove nothing"
    tally.held("P8", "changes of a profile to another host", tried=tried, short=short + keys_sent(elsewhere))


async def test_the_check_sees_a_key_that_goes_along(tmp_path: Path, elsewhere: Upstream, tally: Tally) -> None:
    """The control: a client that is simply given the key."""
    await whole(a_model(elsewhere.url, KEY), an_ask())
    tally.control("P8", "a client that takes its key along", tried=1, caught=keys_sent(elsewhere))
