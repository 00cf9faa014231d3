"""The settings page: what is chosen is kept and shown, and what is not among the choices is refused."""

import httpx2
import pytest

from mockround.usecases import preferences
from mockround.usecases.parts import Parts


def post(client: httpx2.Client, form: dict[str, str]) -> httpx2.Response:
    return client.post("/settings", data=form, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.mark.parametrize(("typed", "heard"), [("True", "on"), ("False", "off")])
def test_shortcuts_of_one_character_are_a_choice_that_a_round_hears_of(
    client: httpx2.Client, parts: Parts, round_url: str, typed: str, heard: str
) -> None:
    assert post(client, {"single_keys": typed}).status_code == 303
    assert preferences.read(parts).single_keys is (typed == "True")
    assert f'name="single_keys" value="{typed}" checked' in client.get("/settings").text
    assert f'data-singles="{heard}"' in client.get(round_url.removeprefix("/api")).text


def test_what_is_not_among_the_choices_is_named_and_changes_nothing(client: httpx2.Client, parts: Parts) -> None:
    before = preferences.read(parts)
    refused = post(client, {"single_keys": "sometimes"})
    assert refused.status_code == 422
    assert "single_keys" in refused.text
    assert preferences.read(parts) == before
