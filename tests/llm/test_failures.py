"""Everything that can go wrong is told in a sentence, and no exception of the installed litellm is a stranger."""

import inspect
from typing import Any

import pytest

from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.litellm_failures import trouble_of_exception
from mockround.llm.port import Ask, Finished, ModelFailure, Words
from mockround.llm.scripted import ScriptedModel
from tests.support.models import an_ask, hear

DID_NO_WORK = {
    Trouble.REFUSED,
    Trouble.UNREACHABLE,
    Trouble.RATE_LIMITED,
    Trouble.OVERLOADED,
    Trouble.SERVER_ERROR,
}
LITELLM = {
    "AuthenticationError": Trouble.KEY_REJECTED,
    "PermissionDeniedError": Trouble.KEY_REJECTED,
    "NotFoundError": Trouble.NO_SUCH_MODEL,
    "LiteLLMUnknownProvider": Trouble.NO_SUCH_MODEL,
    "ModelNotMappedError": Trouble.NO_SUCH_MODEL,
    "ContextWindowExceededError": Trouble.TOO_LONG,
    "ContentPolicyViolationError": Trouble.FILTERED,
    "RejectedRequestError": Trouble.FILTERED,
    "GuardrailRaisedException": Trouble.FILTERED,
    "BlockedPiiEntityError": Trouble.FILTERED,
    "ModifyResponseException": Trouble.FILTERED,
    "SensitiveDataRouteException": Trouble.FILTERED,
    "RateLimitError": Trouble.RATE_LIMITED,
    "BudgetExceededError": Trouble.NO_CREDIT,
    "PaymentRequiredError": Trouble.NO_CREDIT,
    "Timeout": Trouble.SLOW_START,
    "APIConnectionError": Trouble.UNREACHABLE,
    "ServiceUnavailableError": Trouble.OVERLOADED,
    "BadGatewayError": Trouble.SERVER_ERROR,
    "InternalServerError": Trouble.SERVER_ERROR,
    "APIError": Trouble.SERVER_ERROR,
    "MockException": Trouble.SERVER_ERROR,
    "APIResponseValidationError": Trouble.NOT_A_STREAM,
    "JSONSchemaValidationError": Trouble.GARBLED,
    "BadRequestError": Trouble.NOT_UNDERSTOOD,
    "InvalidRequestError": Trouble.NOT_UNDERSTOOD,
    "UnsupportedParamsError": Trouble.NOT_UNDERSTOOD,
    "UnprocessableEntityError": Trouble.NOT_UNDERSTOOD,
    "ImageFetchError": Trouble.NOT_UNDERSTOOD,
    "VectorStoreSearchError": Trouble.NOT_UNDERSTOOD,
    "MidStreamFallbackError": Trouble.CONNECTION_LOST,
    "OpenAIError": Trouble.BROKEN_CLIENT,
}
"""Every exception by name. A litellm that brings a new one turns this red, so that somebody says what it means."""


def test_every_trouble_is_explained() -> None:
    assert set(EXPLAINED) == set(Trouble)


@pytest.mark.parametrize("trouble", Trouble, ids=str)
def test_an_explanation_is_a_sentence_and_says_what_to_do(trouble: Trouble) -> None:
    explained = EXPLAINED[trouble]
    for text in (explained.sentence, explained.remedy):
        assert text.endswith(".")
        assert text[0].isupper()
        assert "\n" not in text
        assert len(text) < 120


def test_no_two_troubles_are_told_alike() -> None:
    assert len({each.sentence for each in EXPLAINED.values()}) == len(Trouble)


def test_a_label_is_stored_so_it_is_made_of_plain_words() -> None:
    assert [each for each in Trouble if each.value != each.name.lower().replace("_", "-")] == []


def test_only_where_upstream_did_no_work_is_it_called_again() -> None:
    assert {trouble for trouble, explained in EXPLAINED.items() if explained.again} == DID_NO_WORK


def exceptions_of(litellm: Any) -> dict[str, type[BaseException]]:
    found = vars(litellm.exceptions).items()
    return {name: each for name, each in found if inspect.isclass(each) and issubclass(each, BaseException)}


def test_every_exception_of_the_installed_litellm_is_known(litellm: Any) -> None:
    # Not initialised: each class wants other arguments, and only its name and its bases are read.
    meant = {name: trouble_of_exception(each.__new__(each)) for name, each in exceptions_of(litellm).items()}
    assert meant == LITELLM


def test_an_exception_that_nobody_foresaw_is_a_broken_client() -> None:
    assert trouble_of_exception(KeyError("message")) is Trouble.BROKEN_CLIENT


def test_a_more_telling_base_is_found_where_a_class_is_new() -> None:
    base = type("RateLimitError", (Exception,), {})
    assert trouble_of_exception(type("BrandNewError", (base,), {})()) is Trouble.RATE_LIMITED


async def test_a_scripted_model_says_its_lines_in_order_and_keeps_what_it_was_asked() -> None:
    model = ScriptedModel("one", ["t", "wo"], ["thr", Trouble.STALLED], Trouble.EMPTY, otherwise=lambda _: "more")
    heard = [await hear(model, an_ask(max_tokens=number)) for number in range(1, 7)]
    assert [each.text for each in heard] == ["one", "two", "thr", "", "more", "more"]
    assert [each.trouble for each in heard] == [None, None, Trouble.STALLED, Trouble.EMPTY, None, None]
    assert [each.max_tokens for each in model.asked] == [1, 2, 3, 4, 5, 6]


async def test_a_scripted_model_with_nothing_left_is_a_mistake_of_the_test() -> None:
    with pytest.raises(AssertionError, match="nothing left to say"):
        await hear(ScriptedModel(), an_ask())


async def test_a_reply_of_a_scripted_model_ends_as_any_other() -> None:
    ask: Ask = an_ask()
    assert [piece async for piece in ScriptedModel("a").stream(ask)] == [Words("a"), Finished()]


def test_a_failure_carries_its_label_and_nothing_else() -> None:
    failure = ModelFailure(Trouble.NO_CREDIT, retry_after_s=3.0, attempts=2)
    assert (str(failure), failure.args) == ("no-credit", ("no-credit",))
    assert (failure.retry_after_s, failure.attempts) == (3.0, 2)
