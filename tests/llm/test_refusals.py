"""What a status and the few words of its body mean."""

import pytest

from mockround.llm.failures import Trouble
from mockround.llm.refusals import trouble_of

MEANT = [
    (400, "invalid value", Trouble.NOT_UNDERSTOOD),
    (400, "This model's maximum context length is 8192 tokens", Trouble.TOO_LONG),
    (400, "the request exceeds the available context size", Trouble.TOO_LONG),
    (500, "context_length_exceeded", Trouble.TOO_LONG),
    (413, "prompt is too long", Trouble.TOO_LONG),
    (400, "The model `gpt-9` does not exist", Trouble.NO_SUCH_MODEL),
    (400, "MODEL_NOT_FOUND", Trouble.NO_SUCH_MODEL),
    (404, "", Trouble.NO_SUCH_MODEL),
    (405, "", Trouble.NO_SUCH_MODEL),
    (408, "", Trouble.SERVER_ERROR),
    (402, "", Trouble.NO_CREDIT),
    (403, "billing hard limit", Trouble.NO_CREDIT),
    (429, "insufficient_quota", Trouble.NO_CREDIT),
    (429, "slow down", Trouble.RATE_LIMITED),
    (422, "", Trouble.NOT_UNDERSTOOD),
    (418, "", Trouble.NOT_UNDERSTOOD),
    (500, "", Trouble.SERVER_ERROR),
    (502, "", Trouble.SERVER_ERROR),
    (504, "", Trouble.SERVER_ERROR),
    (503, "", Trouble.OVERLOADED),
    (529, "", Trouble.OVERLOADED),
    (599, "", Trouble.SERVER_ERROR),
    (301, "", Trouble.REDIRECTED),
    (302, "", Trouble.REDIRECTED),
    (308, "", Trouble.REDIRECTED),
    (204, "", Trouble.NOT_A_STREAM),
    (206, "", Trouble.NOT_A_STREAM),
]


@pytest.mark.parametrize(("status", "body", "trouble"), MEANT)
def test_a_refusal_is_classified(status: int, body: str, trouble: Trouble) -> None:
    assert trouble_of(status, body, has_key=True) is trouble


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_is_rejected_only_where_one_was_sent(status: int) -> None:
    assert trouble_of(status, "", has_key=True) is Trouble.KEY_REJECTED
    assert trouble_of(status, "", has_key=False) is Trouble.KEY_MISSING


def test_no_status_but_200_is_a_reply_or_an_unknown() -> None:
    meant = {trouble_of(status, "", has_key=True) for status in range(201, 1000)}
    assert meant <= {trouble for _, _, trouble in MEANT} | {Trouble.KEY_REJECTED}
