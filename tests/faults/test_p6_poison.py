"""P6: no text makes a round unopenable. Whatever is put wherever text can be put is stored as it is or refused with
what to do; then every page, file and stream of the round is opened."""

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockround.config import Config
from mockround.content.models import Level, TopicKey
from mockround.errors import MockroundError
from mockround.rounds.board import Board
from mockround.rounds.events import CandidateSpoke, Kind, RoundId
from mockround.server.app import make_site
from mockround.server.markdown import rendered
from mockround.server.render import environment
from mockround.usecases import boards, exports, grades, imports, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.homes import Home, home_in
from tests.support.opened import PATIENCE_S, Page, pages_of, refused_clearly, streamed, wrong_with
from tests.support.poison_texts import (
    LARGE,
    LONGEST_TURN,
    MARKUP,
    RIGHT_TO_LEFT_OVERRIDE,
    RUNS,
    SMALL,
    SURROGATES,
    TOO_LARGE,
    is_unicode,
    mixtures,
)
from tests.support.promises import Tally
from tests.support.routes import routes
from tests.support.servers import serving_app

T = TypeVar("T")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
ENOUGH_S = 15.0
"""For what takes a second: a text that takes the square of its length takes minutes, or hours."""


@pytest.fixture
def home(parts: Parts, tmp_path: Path) -> Iterator[Home]:
    with home_in(parts, tmp_path) as made:
        yield made


@pytest.fixture
def client(home: Home, tmp_path: Path) -> Iterator[httpx2.Client]:
    with (
        serving_app(make_site(home.parts, Config(data_dir=tmp_path))) as url,
        httpx2.Client(base_url=url, timeout=PATIENCE_S) as made,
    ):
        yield made


def sent(client: httpx2.Client, method: str, path: str, body: object) -> httpx2.Response:
    """Send JSON. A surrogate alone can only be named, as text it cannot be encoded."""
    try:
        content = json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        content = json.dumps(body).encode()
    return client.request(method, path, content=content, headers=JSON)


def posted(client: httpx2.Client, path: str, **fields: str) -> httpx2.Response:
    return client.post(path, content=urlencode(fields).encode(), headers=FORM)


def held(parts: Parts, kind: Kind = Kind.FULL) -> RoundId:
    round_id = rounds.create(parts, NewRound(kind, problem="url-shortener", topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    return round_id


def spoken(parts: Parts, round_id: RoundId) -> list[str]:
    log = parts.store.log.events(round_id)
    return [each.event.text for each in log if isinstance(each.event, CandidateSpoke)]


def taken(answer: httpx2.Response, where: str, wrong: list[str]) -> bool:
    """Tell whether it was stored; note it where it was neither that nor refused with what to do."""
    is_stored = answer.status_code < 400
    if not is_stored and not refused_clearly(answer):
        wrong.append(f"{where}: {answer.status_code} {answer.text[:200]}")
    return is_stored


def say_all(client: httpx2.Client, parts: Parts, texts: Mapping[str, str]) -> tuple[RoundId, list[str]]:
    """Say each text in one round, and return what fell short: the round must hold them all as they were sent."""
    round_id, said = held(parts), list[str]()
    wrong: list[str] = []
    for name, text in texts.items():
        if taken(sent(client, "POST", f"/api/rounds/{round_id}/turns", {"text": text}), name, wrong):
            said.append(text)
    missing = [name for name, text in texts.items() if text.strip() and text not in said]
    wrong += [f"refused: {name}" for name in missing]
    return round_id, wrong + ["the log holds something else"] * (spoken(parts, round_id) != said)


def write_everywhere(client: httpx2.Client, round_id: RoundId, name: str, text: str) -> list[str]:
    """Put a text into whatever else of a running round takes one; return what fell short."""
    wrong: list[str] = []
    api = f"/api/rounds/{round_id}"
    for field in ("answer", "notes"):
        kept = client.get(f"{api}/drafts/{field}").json()
        body = {"text": text, "version": kept["version"]}
        stored = taken(sent(client, "PUT", f"{api}/drafts/{field}", body), name, wrong)
        if stored and client.get(f"{api}/drafts/{field}").json()["text"] != text:
            wrong.append(f"{name}: the {field} came back changed")
    short = text[:190]
    node = {"id": "n1", "label": short, "tech": short, "notes": text[:1900], "group": "g1"}
    arrow = {"id": "a1", "source": "n1", "target": "n1", "label": short, "protocol": short[:60]}
    board = {"nodes": [node], "arrows": [arrow], "groups": [{"id": "g1", "label": short}], "notes": text[:19_000]}
    version = client.get(f"{api}/board").json()["version"]
    if taken(sent(client, "PUT", f"{api}/board", {"board": board, "version": version}), f"{name}, drawn", wrong):
        back = client.get(f"{api}/board").json()["board"]
        if back["nodes"][0]["label"] != short or back["notes"] != board["notes"]:
            wrong.append(f"{name}: the board came back changed")
        printed = sent(client, "POST", "/api/boards/text", back).json()["text"]
        reread = sent(client, "POST", "/api/boards/reading", {"text": printed}).json()
        if reread["mistakes"] or [each["label"] for each in reread["board"]["nodes"]] != [short]:
            wrong.append(f"{name}: the board's text reads otherwise: {reread['mistakes']}")
        wrong += [each for page in ("board", "board.svg") for each in wrong_with(client, f"{api[4:]}/{page}", [text])]
    taken(sent(client, "POST", "/api/boards/reading", {"text": text}), f"{name}, a board", wrong)
    return wrong


def ask_everywhere(client: httpx2.Client, home: Home, texts: Mapping[str, str], name: str, *, every: bool) -> list[str]:
    """Put a text where something is looked for, chosen or set up; nothing of it may break a page."""
    wrong: list[str] = []
    text, turn = texts[name][:400], None if every else list(texts).index(name)
    queries = (
        ("/rounds", {"text": text, "kind": text, "status": text, "before": text}),
        ("/settings/models", {"edit": text}),
        (f"/rounds/{home.graded}/grade", {"grade": text}),
        ("/rounds/new", {"problem": text, "topic": text}),
    )
    for path, query in (("/rounds", {"text": text}), *_some(queries, turn)):
        found = wrong_with(client, f"{path}?{urlencode(query)}", texts.values())
        wrong += [f"{name}: {each}" for each in found]
    profile = {"name": "odd", "via": "openai", "endpoint": "http://127.0.0.1:9/v1", "model": "m", "purpose": "both"}
    for field in _some((*profile, "key", "key_variable"), turn):
        taken(posted(client, "/settings/models", **profile | {field: text}), f"{name} as {field}", wrong)
    for body in _some(({"topic": text[:80]}, {text: text}, {"problem": text}), turn):
        taken(sent(client, "POST", "/api/rounds", {"kind": "narrate", **body}), f"{name} in a new round", wrong)
    return wrong


def _some(places: Sequence[T], turn: int | None) -> Sequence[T]:
    """All places, or the one whose turn it is."""
    return places if turn is None else (places[turn % len(places)],)


def open_all(client: httpx2.Client, parts: Parts, round_id: RoundId, foreign: list[str]) -> list[str]:
    """Open every address of the site with this round in it, and its stream; return what fell short."""
    made = grades.of_round(parts, round_id)
    values = {"round_id": round_id, "grade": made[0].id if made else "none", "other": round_id}
    wrong: list[str] = []
    for path in pages_of(routes(parts, values)):
        # What shows no round is opened once, when all is there.
        if made or round_id in path:
            wrong += wrong_with(client, path, foreign)
    if made:
        wrong += wrong_with(client, f"/rounds/{round_id}/compare?one={made[0].id}&other={made[-1].id}", foreign)
        shown = Page(client.get(f"/rounds/{round_id}/grade").text).shown["raw"]
        as_shown = [text.replace("\0", "\ufffd") for text in shown]
        wanted = [turn.text.replace("\0", "\ufffd") for turn in rounds.state(parts, round_id).turns]
        if [_same_ends(each) for each in as_shown] != [_same_ends(each) for each in wanted]:
            wrong.append("the transcript beside the grade shows other words than those that were said")
        wrong += _wrong_stream(client, parts, round_id)
    return wrong


def _same_ends(text: str) -> str:
    """CR alone is shown as a line feed: as long, and what was meant."""
    return text.replace("\r\n", "\0").replace("\r", "\n").replace("\0", "\r\n")


def _wrong_stream(client: httpx2.Client, parts: Parts, round_id: RoundId) -> list[str]:
    events = streamed(client.get(f"/api/rounds/{round_id}/stream").content.decode("utf-8"))
    logged = [json.loads(each["data"]) for each in events if "id" in each]
    log = parts.store.log.events(round_id)
    texts = [each["event"]["text"] for each in logged if each["type"] == "candidate-spoke"]
    wrong = ["the stream has a gap"] * ([int(each["seq"]) for each in logged] != [each.seq for each in log])
    wrong += ["the stream has other words"] * (texts != spoken(parts, round_id))
    return wrong + ["the stream does not end"] * (events[-1]["event"] != "done")


def end_and_overrule(client: httpx2.Client, parts: Parts, round_id: RoundId, text: str) -> list[str]:
    """End and grade a round; then a person overrules a verdict in these words."""
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    report = grades.of_round(parts, round_id)[0]
    wrong: list[str] = []
    fields = {"grade": report.id, "criterion": report.report.units[0].criteria[0].criterion, "verdict": "partial"}
    if not taken(
        posted(client, f"/rounds/{round_id}/overruling", **fields, reason=text[:2000], by=text[-80:]), "", wrong
    ):
        wrong.append("no reason may hold these words")
    return wrong


def came_back(parts: Parts, round_id: RoundId) -> list[str]:
    """Export the round, take the file in, and return what is different there."""
    body = exports.as_export(parts, round_id).model_dump_json()
    again = imports.import_export(parts, body)
    before, after = (
        [each.event for each in parts.store.log.events(every) if "grad" not in each.event.type]
        for every in (round_id, again)
    )
    return ["a round that was exported and taken in is another one"] * (before != after)


def test_whatever_is_said_comes_back_and_everything_can_be_opened(
    home: Home, client: httpx2.Client, tally: Tally
) -> None:
    wrong = put_everywhere(client, home, SMALL, tally)
    tally.held("P6", "odd texts, each wherever text can be put, then all that shows the round", tried=len(SMALL),
               short=wrong)  # fmt: skip


def put_everywhere(
    client: httpx2.Client, home: Home, texts: Mapping[str, str], tally: Tally, known: Mapping[str, str] | None = None
) -> list[str]:
    """Put all texts into one round and open it while it runs and when it is graded; return what fell short.

    `known` are those of other rounds, too: the search finds them all.
    """
    parts, reason, known = home.parts, "".join(texts.values()), known or texts
    foreign = [*known.values(), reason]
    round_id, wrong = say_all(client, parts, texts)
    for name, text in texts.items():
        wrong += write_everywhere(client, round_id, name, text)
        wrong += ask_everywhere(client, home, known, name, every=tally.is_soak)
    wrong += open_all(client, parts, round_id, foreign)
    wrong += end_and_overrule(client, parts, round_id, reason)
    wrong += open_all(client, parts, round_id, foreign)
    return wrong + came_back(parts, round_id)


def test_what_odd_texts_are_made_of_may_be_mixed_at_random(home: Home, client: httpx2.Client, tally: Tally) -> None:
    dice, wrong, of_round = random.Random("mixtures"), list[str](), 20
    count = tally.times(quick=6, night=200)
    texts = mixtures(dice, count)
    whole = [(name, text) for name, text in texts.items() if is_unicode(text)]
    for at in range(0, len(whole), of_round):
        wrong += put_everywhere(client, home, dict(whole[at : at + of_round]), tally, texts)
    wrong += refused_everywhere(client, home, {name: text for name, text in texts.items() if not is_unicode(text)})
    tally.held("P6", "random mixtures of odd texts: kept wherever text can be put, or refused everywhere", tried=count,
               short=wrong)  # fmt: skip


def test_what_is_no_unicode_or_too_long_is_refused_with_what_to_do(
    home: Home, client: httpx2.Client, tally: Tally
) -> None:
    texts = {**SURROGATES, **TOO_LARGE}
    wrong = refused_everywhere(client, home, texts)
    for name, text in SURROGATES.items():
        wrong += [f"{name}: {each}" for each in wrong_with(client, f"/rounds/{home.running}")]
        wrong += [] if refused_clearly(sent(client, "POST", "/api/rounds", {text: text})) else [f"{name} as a key"]
    tally.held("P6", "texts that are no Unicode, or more than is taken", tried=len(texts), short=wrong)


def refused_everywhere(client: httpx2.Client, home: Home, texts: Mapping[str, str]) -> list[str]:
    wrong: list[str] = []
    for name, text in texts.items():
        round_id, refused = say_all(client, home.parts, {name: text})
        wrong += [] if refused == [f"refused: {name}"] else [f"{name}: {refused or 'taken'}"]
        wrong += write_everywhere(client, round_id, name, text)
        if spoken(home.parts, round_id):
            wrong.append(f"{name}: it is in the log")
    return wrong


def test_long_texts_keep_nothing_waiting(home: Home, client: httpx2.Client, tally: Tally) -> None:
    """In the quick form they are heard and graded in part: as a whole, some of them take the grader seconds."""
    longest = LONGEST_TURN if tally.is_soak else 2_000
    texts = {name: text[:longest] for name, text in {**LARGE, **MARKUP}.items()}
    began = time.monotonic()
    round_id, wrong = say_all(client, home.parts, texts)
    for name, text in texts.items():
        rendered(MARKUP.get(name, text))
        wrong += wrong_with(client, f"/rounds?{urlencode({'text': text[:100]})}")
        taken(sent(client, "POST", "/api/boards/reading", {"text": text}), f"{name}, a board", wrong)
    wrong += end_and_overrule(client, home.parts, round_id, "reads")
    wrong += open_all(client, home.parts, round_id, list(texts.values()))
    wrong += ["it took minutes"] * (time.monotonic() - began > len(texts) * ENOUGH_S)
    tally.held("P6", "long texts: runs, marks, lines, words and Markdown without end", tried=len(texts), short=wrong)


def test_texts_as_long_as_a_turn_may_be_are_kept_and_shown(home: Home, client: httpx2.Client, tally: Tally) -> None:
    """In a round that never ends here, so that nothing is graded. In the quick form one text is half of each kind."""
    wrong: list[str] = []
    halves = "".join(LARGE[name][: LONGEST_TURN // 2] for name in ("a hundred thousand lines", "combining marks"))
    tried = LARGE if tally.is_soak else {"lines, then combining marks": halves}
    for name, text in tried.items():
        round_id, refused = say_all(client, home.parts, {name: text})
        wrong += refused + write_everywhere(client, round_id, name, text)
        shown = Page(client.get(f"/rounds/{round_id}").text).shown
        if shown["notes-text"] != [text] or shown["answer-text"] != [text]:
            wrong.append(f"{name}: the boxes hold something else")
        wrong += [f"{name}: {each}" for each in wrong_with(client, f"/api/rounds/{round_id}/events")]
    tally.held("P6", "texts as long as a turn may be, said, typed and noted", tried=len(tried), short=wrong)


def test_no_run_of_signs_keeps_the_grader_the_search_or_the_board_busy(parts: Parts, tally: Tally) -> None:
    slow = []
    for name, text in RUNS.items():
        began = time.thread_time()
        round_id = held(parts, Kind.NARRATE)
        rounds.take_turn(parts, round_id, text, key="one")
        rounds.end(parts, round_id)
        grades.request(parts, round_id)
        for words in ("reads", "a", "x cache"):
            parts.store.rounds.search(words)
        boards.as_read(parts, text, Board())
        slow += [name] * (time.thread_time() - began > ENOUGH_S)
    tally.held("P6", "runs of one sign, and beginnings without an end", tried=len(RUNS), short=slow)


def test_a_transcript_keeps_its_words_and_its_speakers(parts: Parts, tally: Tally) -> None:
    wrong = []
    for name, text in SMALL.items():
        said = text.replace(":", ";").strip()
        words = f"\ufeffInterviewer: Go on.\nCandidate: x {said} x\r\nInterviewer: Thanks."
        plain = imports.PlainRound(words, text[:200], Level.SENIOR, (TopicKey("pattern/read-heavy"),))
        round_id = imports.import_transcript(parts, plain)
        turns = [(turn.speaker.value, turn.text) for turn in rounds.state(parts, round_id).turns]
        if turns != [("interviewer", "Go on."), ("candidate", f"x {said} x"), ("interviewer", "Thanks.")]:
            wrong.append(f"{name}: {turns}")
        wrong += [f"{name}: {each}" for each in came_back(parts, round_id)]
    for text in TOO_LARGE.values():
        with pytest.raises(MockroundError, match="at most 200,000"):
            imports.import_transcript(parts, replace(plain, text=f"Candidate: {text}"))
    tally.held("P6", "transcripts of odd texts", tried=len(SMALL) + len(TOO_LARGE), short=wrong)


class Careless:
    """A site that takes a line separator for a blank, and breaks where it has to show a terminal's escape code."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def changed() -> Message:
            message = await receive()
            body = message.get("body", b"").replace("\u2028".encode(), b"   ")
            return {**message, "body": body} if message["type"] == "http.request" else message

        async def broken(message: Message) -> None:
            if b"\x1b" in message.get("body", b""):
                raise ValueError("this cannot be shown")
            await send(message)

        await self._app(scope, changed, broken if scope["type"] == "http" else send)


def test_a_careless_site_is_caught(home: Home, tmp_path: Path, tally: Tally) -> None:
    texts = {name: SMALL[name] for name in ("line and paragraph separators", "escape codes of a terminal")}
    site = Careless(make_site(home.parts, Config(data_dir=tmp_path)))
    with serving_app(site) as url, httpx2.Client(base_url=url, timeout=PATIENCE_S) as client:
        round_id, wrong = say_all(client, home.parts, texts)
        broken = wrong_with(client, f"/rounds/{round_id}")
    caught = ("the log holds something else" in wrong) + bool(broken)
    tally.control("P6", "changes a separator, and breaks at an escape code", tried=2, caught=caught * (caught == 2))


def test_words_that_are_not_kept_apart_are_caught(
    home: Home, client: httpx2.Client, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"cache {RIGHT_TO_LEFT_OVERRIDE}desrever"
    plain = imports.PlainRound("Candidate: yes", text, Level.SENIOR, (TopicKey("pattern/read-heavy"),))
    path = f"/rounds/{imports.import_transcript(home.parts, plain)}/grade"
    assert wrong_with(client, path, [text]) == []
    for name in ("plain", "apart"):
        monkeypatch.setitem(environment().filters, name, str)
    wrong = wrong_with(client, path, [text])
    tally.control(
        "P6", "lets a title turn round what follows it", tried=1, caught=any("turned" in each for each in wrong)
    )
