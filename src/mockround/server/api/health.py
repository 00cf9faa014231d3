"""Whether the process lives, and whether it can do its work."""

from fastapi import APIRouter

from mockround.server.deps import PartsOf

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
def ready(parts: PartsOf) -> dict[str, object]:
    """Read from the database and count the content; 503 where the database does not answer."""
    return {
        "status": "ok",
        "rounds_open": len(parts.store.rounds.unfinished()),
        "problems": len(parts.library.problems),
    }
