"""What litellm's exceptions mean. Their own words are not read: they may echo the key."""

from collections.abc import Mapping
from datetime import UTC, datetime

import httpx

from mockround.llm.connecting import causes, unconnected
from mockround.llm.failures import Trouble
from mockround.llm.port import ModelFailure
from mockround.llm.refusals import trouble_of
from mockround.llm.retry_after import retry_after_s

_TROUBLES: Mapping[str, Trouble] = {
    "AuthenticationError": Trouble.KEY_REJECTED,
    "PermissionDeniedError": Trouble.KEY_REJECTED,
    "NotFoundError": Trouble.NO_SUCH_MODEL,
    "ContextWindowExceededError": Trouble.TOO_LONG,
    "ContentPolicyViolationError": Trouble.FILTERED,
    "RateLimitError": Trouble.RATE_LIMITED,
    "BudgetExceededError": Trouble.NO_CREDIT,
    "PaymentRequiredError": Trouble.NO_CREDIT,
    "LiteLLMUnknownProvider": Trouble.NO_SUCH_MODEL,
    "ModelNotMappedError": Trouble.NO_SUCH_MODEL,
    "RejectedRequestError": Trouble.FILTERED,
    "GuardrailRaisedException": Trouble.FILTERED,
    "BlockedPiiEntityError": Trouble.FILTERED,
    "ModifyResponseException": Trouble.FILTERED,
    "SensitiveDataRouteException": Trouble.FILTERED,
    "Timeout": Trouble.SLOW_START,
    "APIConnectionError": Trouble.UNREACHABLE,
    "ServiceUnavailableError": Trouble.OVERLOADED,
    "BadGatewayError": Trouble.SERVER_ERROR,
    "InternalServerError": Trouble.SERVER_ERROR,
    "APIError": Trouble.SERVER_ERROR,
    "APIResponseValidationError": Trouble.NOT_A_STREAM,
    "JSONSchemaValidationError": Trouble.GARBLED,
    "UnsupportedParamsError": Trouble.NOT_UNDERSTOOD,
    "UnprocessableEntityError": Trouble.NOT_UNDERSTOOD,
    "BadRequestError": Trouble.NOT_UNDERSTOOD,
    "InvalidRequestError": Trouble.NOT_UNDERSTOOD,
    "MidStreamFallbackError": Trouble.CONNECTION_LOST,
}
"""litellm's exceptions by the names of their classes, the most telling class of an exception first."""


_SAID_BY_UPSTREAM = frozenset({"AuthenticationError", "NotFoundError", "RateLimitError", "BadRequestError"})
_SAYS_LITTLE = frozenset({"MidStreamFallbackError", "APIError", "APIConnectionError", "InternalServerError"})
"""Exceptions that stand for any status at all: what upstream answered says more."""


def failure_of(error: BaseException, trouble: Trouble) -> ModelFailure:
    """Return our failure, with the seconds after which upstream said to come again."""
    answer = _answer(error)
    headers: Mapping[str, str] = answer.headers if answer is not None else {}
    return ModelFailure(trouble, retry_after_s=retry_after_s(headers, datetime.now(UTC)))


def trouble_of_exception(error: BaseException) -> Trouble:
    """Return what an exception of litellm means; its own words are not read."""
    if type(error).__name__ not in _SAID_BY_UPSTREAM and (trouble := unconnected(error)) is not None:
        return trouble
    name = next((each.__name__ for each in type(error).__mro__ if each.__name__ in _TROUBLES), None)
    answer = _answer(error)
    if name in _SAYS_LITTLE and answer is not None:
        return trouble_of(answer.status_code, "", has_key=True)
    return _TROUBLES[name] if name else Trouble.BROKEN_CLIENT


def is_refused(error: BaseException) -> bool:
    """Tell whether it is certain that upstream did no work: it was not reached, or answered with a refusal."""
    is_unreached = any(isinstance(each, httpx.ConnectError | httpx.ConnectTimeout) for each in causes(error))
    return is_unreached or unconnected(error) is not None or _answer(error) is not None


def _answer(error: BaseException) -> httpx.Response | None:
    """Return upstream's own answer where that was a refusal; litellm leaves it only in the chain of exceptions."""
    return next((each.response for each in causes(error) if isinstance(each, httpx.HTTPStatusError)), None)
