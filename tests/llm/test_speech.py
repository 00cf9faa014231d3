"""A recording becomes text: what is sent, what comes back, every fault by its name, and nothing paid twice."""

import io
import wave
from email.message import Message
from email.parser import BytesParser
from typing import Any

import httpx
import pytest
import respx

from mockround.llm.clients import transcriber
from mockround.llm.failures import EXPLAINED, EXPLAINED_OF_SPEECH, Trouble
from mockround.llm.port import ModelFailure
from mockround.llm.speech import ENDINGS, Recording, Transcriber, a_tone
from tests.support.answers import refusal
from tests.support.models import KEY
from tests.support.shapes import BASE
from tests.support.upstream import Answer, Caller, upstream

SPOKEN = Recording(b"\x1aE\xdf\xa3 a recording", "audio/webm")
URL = f"{BASE}/audio/transcriptions"
PATIENT_S = 20.0


def a_transcriber(endpoint: str, key: str | None = KEY) -> Transcriber:
    return transcriber("openai", endpoint, "tiny-whisper", lambda: key)


def whole(status: int, body: bytes, kind: str = "application/json") -> Answer:
    async def answer(caller: Caller) -> None:
        await caller.whole(status, body, {"Content-Type": kind})

    return answer


async def cut_off(caller: Caller) -> None:
    await caller.begin(200, {"Content-Length": "100", "Content-Type": "application/json"})
    await caller.send(b'{"text": "I would')


async def reset(caller: Caller) -> None:
    caller.reset()


async def silence(caller: Caller) -> None:
    await caller.hang()


async def elsewhere(caller: Caller) -> None:
    await caller.whole(307, b"", {"Location": f"{caller.elsewhere_url}/audio/transcriptions"})


HEARD = whole(200, b'{"text": " I would add a cache. "}')


def form_of(request: httpx.Request) -> dict[str, tuple[str, str | None, bytes]]:
    """Return the fields of a multipart form: type, file name and content of each."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    parsed = BytesParser().parsebytes(head + request.content)
    fields: dict[str, tuple[str, str | None, bytes]] = {}
    for part in parsed.get_payload():
        assert isinstance(part, Message)
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = str(part.get_param("name", header="content-disposition"))
        fields[name] = (part.get_content_type(), part.get_filename(), content)
    return fields


async def test_the_recording_is_sent_as_openais_protocol_wants_it(
    mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    route = respx_mock.post(URL).mock(return_value=httpx.Response(200, json={"text": "I would add a cache."}))
    assert await a_transcriber(BASE).text(SPOKEN, PATIENT_S) == "I would add a cache."
    request = route.calls.last.request
    assert request.headers["authorization"] == f"Bearer {KEY}"
    form = form_of(request)
    assert form["file"] == ("audio/webm", "answer.webm", SPOKEN.audio)
    assert form["model"][2] == b"tiny-whisper"
    assert (form["response_format"][2], form["language"][2]) == (b"json", b"en")
    assert route.call_count == 1


@pytest.mark.parametrize(("kind", "ending"), ENDINGS.items())
async def test_each_kind_has_the_ending_by_which_endpoints_know_it(
    kind: str, ending: str, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    route = respx_mock.post(URL).mock(return_value=httpx.Response(200, json={"text": "yes"}))
    await a_transcriber(BASE).text(Recording(b"sound", kind), PATIENT_S)
    assert form_of(route.calls.last.request)["file"][:2] == (kind, f"answer.{ending}")


async def test_another_provider_is_reached_by_litellms_name_for_it(
    mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    route = respx_mock.post("https://api.groq.com/openai/v1/audio/transcriptions").mock(
        return_value=httpx.Response(200, json={"text": "yes"})
    )
    ear = transcriber("litellm", "", "groq/whisper-large-v3", lambda: KEY)
    assert await ear.text(SPOKEN, PATIENT_S) == "yes"
    assert form_of(route.calls.last.request)["model"][2] == b"whisper-large-v3"


async def test_a_key_of_the_environment_is_not_sent_to_an_endpoint_that_has_none(
    mocked_litellm: Any, respx_mock: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    route = respx_mock.post(URL).mock(return_value=httpx.Response(200, json={"text": "yes"}))
    await a_transcriber(BASE, None).text(SPOKEN, PATIENT_S)
    assert KEY not in str(route.calls.last.request.headers)


@pytest.mark.parametrize(
    ("answer", "trouble", "calls"),
    [
        (whole(400, b'{"error": {"message": "Invalid file format."}}'), Trouble.NOT_UNDERSTOOD, 1),
        (refusal(401), Trouble.KEY_REJECTED, 1),
        (refusal(404), Trouble.NO_SUCH_MODEL, 1),
        (whole(413, b"too large", "text/plain"), Trouble.TOO_LONG, 1),
        (refusal(429, headers={"Retry-After": "0"}), Trouble.RATE_LIMITED, 3),
        (refusal(500, headers={"Retry-After": "0"}), Trouble.SERVER_ERROR, 3),
        (refusal(503, headers={"Retry-After": "0"}), Trouble.OVERLOADED, 3),
        (elsewhere, Trouble.REDIRECTED, 1),
        (reset, Trouble.CONNECTION_LOST, 1),
        (cut_off, Trouble.CONNECTION_LOST, 1),
        (whole(200, b"<html>Sign in</html>", "text/html"), Trouble.NOT_A_STREAM, 1),
        (whole(200, b'{"text": "I wou'), Trouble.GARBLED, 1),
        (whole(200, b'{"transcript": "no"}'), Trouble.GARBLED, 1),
        (whole(200, b'{"text": null}'), Trouble.GARBLED, 1),
    ],
)
async def test_a_fault_is_named_and_the_endpoint_is_asked_again_only_where_it_did_no_work(
    answer: Answer, trouble: Trouble, calls: int, litellm: Any
) -> None:
    async with upstream(answer) as server:
        with pytest.raises(ModelFailure) as failed:
            await a_transcriber(server.url).text(SPOKEN, PATIENT_S)
        assert (failed.value.trouble, failed.value.attempts) == (trouble, calls)
        assert len(server.requests) == calls
        assert server.elsewhere == []


async def test_what_says_nothing_is_left_when_the_time_is_over(litellm: Any) -> None:
    async with upstream(silence) as server:
        with pytest.raises(ModelFailure) as failed:
            await a_transcriber(server.url).text(SPOKEN, 0.8)
        assert failed.value.trouble is Trouble.TOO_SLOW
        assert len(server.requests) == 1
        await server.caller_left()


async def test_nobody_listening_is_tried_again_and_named(litellm: Any) -> None:
    async with upstream(HEARD) as server:
        url = server.url
    with pytest.raises(ModelFailure) as failed:
        await a_transcriber(url).text(SPOKEN, PATIENT_S)
    assert (failed.value.trouble, failed.value.attempts) == (Trouble.REFUSED, 3)


async def test_after_a_moment_of_overload_the_words_come(litellm: Any) -> None:
    async with upstream(refusal(503, headers={"Retry-After": "0"}), HEARD) as server:
        assert await a_transcriber(server.url).text(SPOKEN, PATIENT_S) == "I would add a cache."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"text": ""}', ""),
        (b'{"text": " \\n"}', ""),
        (b'{"text": "a\\u202eb\\u0000c"}', "abc"),
    ],
)
async def test_silence_is_no_fault_and_nothing_invisible_comes_through(body: bytes, text: str, litellm: Any) -> None:
    async with upstream(whole(200, body)) as server:
        assert await a_transcriber(server.url).text(SPOKEN, PATIENT_S) == text


@pytest.mark.parametrize("key", ["sk-line\nbreak", "sk-ümlaut"])
async def test_a_key_that_fits_no_header_is_rejected_before_it_is_sent(key: str, litellm: Any) -> None:
    async with upstream(HEARD) as server:
        with pytest.raises(ModelFailure) as failed:
            await a_transcriber(server.url, key).text(SPOKEN, PATIENT_S)
        assert server.requests == []
    assert failed.value.trouble is Trouble.KEY_REJECTED


@pytest.mark.parametrize("host", ["169.254.169.254", "metadata.google.internal", "2852039166"])
async def test_a_place_where_a_cloud_keeps_credentials_is_sent_no_recording(
    host: str, mocked_litellm: Any, respx_mock: respx.MockRouter
) -> None:
    with pytest.raises(ModelFailure) as failed:
        await a_transcriber(f"http://{host}/v1").text(SPOKEN, PATIENT_S)
    assert failed.value.trouble is Trouble.FORBIDDEN_HOST
    assert respx_mock.calls.call_count == 0


def test_what_would_speak_of_a_chat_has_words_of_its_own_and_calls_again_as_seldom() -> None:
    own = {name for name in EXPLAINED if EXPLAINED[name] != EXPLAINED_OF_SPEECH[name]}
    assert own == {
        Trouble.TOO_LONG,
        Trouble.NOT_UNDERSTOOD,
        Trouble.NOT_A_STREAM,
        Trouble.GARBLED,
        Trouble.TOO_SLOW,
    }
    assert {name: each.again for name, each in EXPLAINED_OF_SPEECH.items()} == {
        name: each.again for name, each in EXPLAINED.items()
    }


def test_the_tone_is_a_recording_that_players_know() -> None:
    with wave.open(io.BytesIO(a_tone().audio)) as file:
        assert (file.getnframes() / file.getframerate(), file.getnchannels()) == (0.5, 1)
    assert a_tone().kind in ENDINGS
