"""Profiles are kept as settings, keys elsewhere; a key never follows its profile to another host."""

from pathlib import Path

import pytest

from mockround.errors import MockroundError
from mockround.llm.profiles import Profile
from mockround.store.keys import Keys
from mockround.usecases import preferences, profiles
from mockround.usecases.parts import Parts
from mockround.usecases.providers import ProfileProviders

KEY = "sk-abcdefgh-ijklmnop-1234"
HOSTED = Profile(name="hosted", via="openai", model="m", endpoint="https://api.example.com/v1")


def shown(parts: Parts, name: str) -> str:
    return profiles.key_shown(parts, profiles.named(parts, name))


def test_a_profile_is_kept_and_listed_by_name(parts: Parts) -> None:
    for name in ("zeta", "alpha"):
        profiles.save(parts, HOSTED.model_copy(update={"name": name}))
    assert [each.name for each in profiles.profiles(parts)] == ["alpha", "zeta"]


def test_a_typed_key_is_shown_by_its_last_four_characters_only(parts: Parts) -> None:
    profiles.save(parts, HOSTED, key=KEY)
    assert shown(parts, "hosted").endswith("ends in 1234")
    assert KEY[:-4] not in shown(parts, "hosted")


def test_another_host_drops_the_key(parts: Parts) -> None:
    kept = profiles.save(parts, HOSTED, key=KEY)
    profiles.save(parts, kept.model_copy(update={"endpoint": "https://elsewhere.example.com/v1"}))
    assert "missing" in shown(parts, "hosted")
    profiles.save(parts, kept)
    assert "missing" in shown(parts, "hosted")


def test_the_same_host_keeps_the_key(parts: Parts) -> None:
    kept = profiles.save(parts, HOSTED, key=KEY)
    profiles.save(parts, kept.model_copy(update={"model": "another", "endpoint": "https://api.example.com/v2"}))
    assert shown(parts, "hosted").endswith("ends in 1234")


def test_removing_a_profile_removes_its_key_and_its_roles(parts: Parts) -> None:
    kept = profiles.save(parts, HOSTED, key=KEY)
    profiles.use(parts, "hosted", "interviewer")
    profiles.remove(parts, "hosted")
    assert preferences.read(parts).interviewer == "embedded"
    assert parts.keys.get("hosted", kept.host) is None


def test_the_key_is_not_in_the_database_nor_in_a_file_that_others_can_read(parts: Parts, tmp_path: Path) -> None:
    profiles.save(parts, HOSTED, key=KEY)
    parts.store.close()
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert [path.name for path in holding] == ["keys.json"]
    assert holding[0].stat().st_mode & 0o777 == 0o600


def test_a_key_from_the_environment_is_read_when_it_is_needed(tmp_path: Path) -> None:
    environ = {"SOME_KEY": KEY}
    providers = ProfileProviders(Keys(tmp_path, only_file=True), environ)
    profile = HOSTED.model_copy(update={"key": "environment", "key_variable": "SOME_KEY"})
    assert providers.last_four(profile) == "1234"
    del environ["SOME_KEY"]
    assert providers.last_four(profile) is None


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"name": "Has Space"}, "name"),
        ({"name": "embedded"}, "embedded"),
        ({"endpoint": ""}, "needs an endpoint"),
        ({"endpoint": "ftp://x/v1"}, "no http address"),
        ({"endpoint": "http://[::1"}, "no address"),
        ({"endpoint": "http://me:secret@host/v1"}, "password"),
        ({"endpoint": "https://host/v1?key=1"}, "query"),
        ({"endpoint": "http://api.example.com/v1", "key": "environment", "key_variable": "K"}, "unencrypted"),
        ({"key": "environment"}, "No environment variable"),
        ({"model": ""}, "model"),
        ({"model": "a b"}, "model"),
        ({"purpose": "everything"}, "purpose"),
        ({"limits": {"total_s": -1}}, "total_s"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_cannot_be_right_is_refused_and_named(values: dict[str, object], complaint: str) -> None:
    good = {"name": "good", "via": "openai", "model": "m", "endpoint": "http://127.0.0.1:8080/v1"}
    assert profiles.typed(good).name == "good"
    with pytest.raises(MockroundError, match=complaint):
        profiles.typed({**good, **values})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "192.168.1.20", "10.0.0.7", "box.local", "gpu"])
def test_a_key_may_go_unencrypted_over_the_own_network(host: str) -> None:
    typed = {
        "name": "near",
        "via": "openai",
        "model": "m",
        "endpoint": f"http://{host}:8000/v1",
        "key": "environment",
        "key_variable": "K",
    }
    assert profiles.typed(typed).key == "environment"


def test_a_key_with_a_line_break_is_refused(parts: Parts) -> None:
    with pytest.raises(MockroundError, match="no key"):
        profiles.save(parts, HOSTED, key="sk-one\nsk-two")


def test_a_profile_for_grading_does_not_interview(parts: Parts) -> None:
    profiles.save(parts, HOSTED.model_copy(update={"purpose": "grade"}))
    with pytest.raises(MockroundError, match="not meant"):
        profiles.use(parts, "hosted", "interviewer")
    with pytest.raises(MockroundError, match="nobody"):
        profiles.use(parts, "nobody", "grader")
