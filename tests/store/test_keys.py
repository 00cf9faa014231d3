"""Keys: in the keyring where there is one, else in a file of its owner's alone; each for one host."""

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import PasswordDeleteError

from mockround.errors import MockroundError
from mockround.store.keys import SERVICE, FileVault, Keys


class Memory(KeyringBackend):
    """A keyring as a desktop has one."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


@pytest.fixture
def ring() -> Iterator[Memory]:
    before = keyring.get_keyring()
    made = Memory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_key_is_given_for_its_host_only(tmp_path: Path) -> None:
    keys = Keys(tmp_path, only_file=True)
    keys.set("mine", "api.example.com", "secret-one")
    assert keys.get("mine", "api.example.com") == "secret-one"
    assert keys.get("mine", "evil.example.com") is None
    assert keys.get("other", "api.example.com") is None


def test_a_forgotten_key_is_gone_from_the_file(tmp_path: Path) -> None:
    keys = Keys(tmp_path, only_file=True)
    keys.set("mine", "host", "secret-one")
    keys.forget("mine")
    keys.forget("mine")
    assert "secret-one" not in (tmp_path / "keys.json").read_text("utf-8")


def test_the_systems_keyring_is_used_where_there_is_one(tmp_path: Path, ring: Memory) -> None:
    keys = Keys(tmp_path)
    keys.set("mine", "host", "secret-one")
    assert keys.place == "keyring"
    assert keys.get("mine", "host") == "secret-one"
    assert json.loads(ring.kept[SERVICE, "mine"])["host"] == "host"
    assert not (tmp_path / "keys.json").exists()
    keys.forget("mine")
    keys.forget("mine")
    assert ring.kept == {}


def test_where_there_is_no_keyring_it_is_a_file(tmp_path: Path, ring: Memory) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    assert Keys(tmp_path).place == "file"


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{broken", encoding="utf-8")
    with pytest.raises(MockroundError, match="Delete the file"):
        FileVault(tmp_path / "keys.json").get("mine")
