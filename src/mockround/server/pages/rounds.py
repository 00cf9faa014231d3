"""The page of one round, and everything that can be done there without a script."""

import secrets
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mockround.errors import MockroundError
from mockround.rounds.events import Logged, RoundId, Seq
from mockround.rounds.kinds import CARDS
from mockround.rounds.missing import missing_content
from mockround.rounds.state import RoundState, Status
from mockround.server.board_view import board_context
from mockround.server.deps import PartsOf, RepliesOf, RoundOf
from mockround.server.pages.forms import FormOf, whole
from mockround.server.phase_bar import clock_now, segments
from mockround.server.render import event_html, page
from mockround.server.security import WITH_MICROPHONE
from mockround.usecases import drafts, preferences, profiles, rounds
from mockround.usecases.drafts import Draft, Stale
from mockround.usecases.parts import Parts
from mockround.usecases.review import Asked, ledger
from mockround.usecases.speech import listener

router = APIRouter(prefix="/rounds/{round_id}", include_in_schema=False)

_ELSEWHERE = ("fact-given", "model-asked", "grade-started", "criterion-graded")
"""Events that have their own place on a page."""


@router.get("")
def show(request: Request, round_id: RoundOf, parts: PartsOf) -> HTMLResponse:
    state = rounds.state(parts, round_id)
    logged = [each for each in parts.store.log.events(round_id, after=Seq(0)) if each.seq <= state.seq]
    chosen, hears = preferences.read(parts), listener(parts)
    context = {
        "state": state,
        "card": next(card for card in CARDS if card.kind is state.created.kind),
        "shown": _shown(logged, state, ledger(parts, state)),
        "clock": clock_now(state, parts.clock.now()),
        "segments": segments(state),
        "drafts": drafts.drafts(parts, round_id),
        "host": _host(parts, state),
        "missing": missing_content(state.created, parts.library),
        "chosen": chosen,
        "listener": hears,
        "key": secrets.token_hex(16),
        **board_context(parts, state),
    }
    answer = page(request, "rounds/show.html", context)
    if (chosen.speech == "browser" or hears) and state.status is Status.RUNNING:
        answer.headers.update(WITH_MICROPHONE)
    return answer


@router.post("/start")
def start(round_id: RoundOf, parts: PartsOf) -> RedirectResponse:
    rounds.start(parts, round_id)
    return _back(round_id)


@router.post("/turns")
def take_turn(request: Request, round_id: RoundOf, form: FormOf, parts: PartsOf) -> Response:
    """Keep the words as a draft first, so that a refusal loses nothing; where another tab's are kept, show both."""
    text = form.get("text", "")
    kept = drafts.save(parts, round_id, "answer", Draft(text, whole(form, "version")))
    try:
        accepted = rounds.take_turn(parts, round_id, text, key=form.get("key") or secrets.token_hex(16))
    except MockroundError as refusal:
        if not isinstance(kept, Stale):
            raise
        return _both(request, round_id, "answer", text, kept, refusal)
    if isinstance(kept, Draft):
        drafts.save(parts, round_id, "answer", Draft("", kept.version))
    return _back(round_id, f"#turn-{accepted.turn}")


@router.post("/hints")
def ask_hint(round_id: RoundOf, form: FormOf, parts: PartsOf) -> RedirectResponse:
    rounds.ask_hint(parts, round_id, key=form.get("key", "")[:200])
    return _back(round_id, "#answer")


@router.post("/interviewer")
def go_on(round_id: RoundOf, form: FormOf, parts: PartsOf) -> RedirectResponse:
    """After the model failed: ask it again, or go on with the embedded interviewer."""
    rounds.go_on(parts, round_id, "again" if form.get("choice") == "again" else "embedded")
    return _back(round_id, "#answer")


@router.post("/hush")
async def hush(round_id: RoundOf, replies: RepliesOf) -> RedirectResponse:
    replies.hush(round_id)
    return _back(round_id, "#answer")


@router.post("/ending")
def end(round_id: RoundOf, parts: PartsOf) -> RedirectResponse:
    rounds.end(parts, round_id)
    return _back(round_id, "/grade")


@router.post("/notes")
def save_notes(request: Request, round_id: RoundOf, form: FormOf, parts: PartsOf) -> Response:
    typed = form.get("text", "")
    saved = drafts.save(parts, round_id, "notes", Draft(typed, whole(form, "version")))
    if isinstance(saved, Stale):
        return _both(request, round_id, "notes", typed, saved)
    return _back(round_id, "#notes")


def _both(  # noqa: PLR0913, PLR0917 - two texts and why they are shown
    request: Request, round_id: RoundId, what: str, typed: str, saved: Stale, refusal: MockroundError | None = None
) -> HTMLResponse:
    context = {
        "round_id": round_id,
        "what": what,
        "typed": typed,
        "saved": saved.text,
        "version": saved.version,
        "refusal": refusal,
        "key": secrets.token_hex(16),
    }
    return page(request, "rounds/merge.html", context, status=409)


def _host(parts: Parts, state: RoundState) -> str:
    """Where the conversation of a round is sent; '' for nowhere, or no farther than this machine."""
    profile = profiles.find(parts, state.interviewer)
    return "" if profile is None or profile.is_local else profile.host


def _shown(logged: Sequence[Logged], state: RoundState, asked: Mapping[Seq, Asked]) -> list[Markup]:
    """The transcript: the same parts, by the same renderer, as the stream brings later."""
    found = (event_html(each, state, asked) for each in logged if each.event.type not in _ELSEWHERE)
    return [Markup(html) for html in found if html]  # noqa: S704 - made by our templates


def _back(round_id: RoundId, where: str = "") -> RedirectResponse:
    return RedirectResponse(f"/rounds/{round_id}{where}", 303)
