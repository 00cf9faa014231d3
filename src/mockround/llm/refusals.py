"""What an HTTP answer that is no reply means. Upstream's words are read here, classified, and dropped."""

from mockround.llm.failures import Trouble

_NO_CREDIT = ("insufficient_quota", "billing", "credit balance", "out of credit", "payment required")
_TOO_LONG = (
    "context length",
    "context_length",
    "context size",
    "maximum context",
    "too many tokens",
    "prompt is too long",
)
_NO_MODEL = ("model_not_found", "model not found", "does not exist", "unknown model", "no such model")
_BY_STATUS = {
    401: Trouble.KEY_REJECTED,
    402: Trouble.NO_CREDIT,
    403: Trouble.KEY_REJECTED,
    404: Trouble.NO_SUCH_MODEL,
    405: Trouble.NO_SUCH_MODEL,
    408: Trouble.SERVER_ERROR,
    413: Trouble.TOO_LONG,
    429: Trouble.RATE_LIMITED,
    503: Trouble.OVERLOADED,
    529: Trouble.OVERLOADED,
}


def trouble_of(status: int, body: str, *, has_key: bool) -> Trouble:
    """Return what a status other than 200 means, its body read only for the few words that tell cases apart."""
    said = body.lower()
    if status in (402, 403, 429) and any(each in said for each in _NO_CREDIT):
        return Trouble.NO_CREDIT
    if status in (400, 413, 422, 500) and any(each in said for each in _TOO_LONG):
        return Trouble.TOO_LONG
    if status == 400 and any(each in said for each in _NO_MODEL):
        return Trouble.NO_SUCH_MODEL
    if status in (401, 403) and not has_key:
        return Trouble.KEY_MISSING
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return Trouble.SERVER_ERROR
    if 300 <= status < 400:
        return Trouble.REDIRECTED
    return Trouble.NOT_UNDERSTOOD if status >= 400 else Trouble.NOT_A_STREAM
