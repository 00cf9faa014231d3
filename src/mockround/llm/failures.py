"""Every way in which a model can fail: a label, a sentence for the candidate, the setting at fault, and what to do."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

Setting = Literal["endpoint", "model", "key", "limits", "none"]


class Trouble(StrEnum):
    REFUSED = "refused"
    DNS = "dns"
    TLS = "tls"
    UNREACHABLE = "unreachable"
    REDIRECTED = "redirected"
    FORBIDDEN_HOST = "forbidden-host"
    KEY_MISSING = "key-missing"
    KEY_REJECTED = "key-rejected"
    NO_SUCH_MODEL = "no-such-model"
    NOT_UNDERSTOOD = "not-understood"
    TOO_LONG = "too-long"
    RATE_LIMITED = "rate-limited"
    NO_CREDIT = "no-credit"
    OVERLOADED = "overloaded"
    SERVER_ERROR = "server-error"
    NOT_A_STREAM = "not-a-stream"
    ERROR_FRAME = "error-frame"
    BROKEN_FRAME = "broken-frame"
    CONNECTION_LOST = "connection-lost"
    NO_FINISH = "no-finish"
    EMPTY = "empty"
    CUT_BY_LENGTH = "cut-by-length"
    FILTERED = "filtered"
    DECLINED = "declined"
    ONLY_THOUGHTS = "only-thoughts"
    SLOW_START = "slow-start"
    STALLED = "stalled"
    TOO_SLOW = "too-slow"
    ENDLESS = "endless"
    RESTARTED = "restarted"
    COST_CAP = "cost-cap"
    LEFT_ALONE = "left-alone"
    GARBLED = "garbled"
    BROKEN_CLIENT = "broken-client"


@dataclass(frozen=True, slots=True)
class Explained:
    """What a person is told. `again`: whether upstream may be called again on its own, because it did no work."""

    sentence: str
    remedy: str
    setting: Setting
    again: bool = False


_E = Explained
EXPLAINED = MappingProxyType(
    {
        Trouble.REFUSED: _E(
            "Nothing listens at the endpoint.",
            "Start the model server, or correct the endpoint.",
            "endpoint",
            again=True,
        ),
        Trouble.DNS: _E("The endpoint's host name is not known.", "Correct the endpoint's host.", "endpoint"),
        Trouble.TLS: _E(
            "The endpoint's certificate or TLS failed.",
            "Use the address that its certificate names, or http:// for a server on this machine.",
            "endpoint",
        ),
        Trouble.UNREACHABLE: _E(
            "The endpoint cannot be reached.", "Check the network and the endpoint.", "endpoint", again=True
        ),
        Trouble.REDIRECTED: _E(
            "The endpoint sends us elsewhere; a key is never taken along.",
            "Enter the endpoint's final address.",
            "endpoint",
        ),
        Trouble.FORBIDDEN_HOST: _E(
            "The endpoint's host is where a cloud keeps its machines' credentials; no model is ever looked for there.",
            "Enter the address of a model server.",
            "endpoint",
        ),
        Trouble.KEY_MISSING: _E(
            "There is no key for this host.",
            "Enter the key again: changing the host drops it; or set the environment variable and restart.",
            "key",
        ),
        Trouble.KEY_REJECTED: _E("The endpoint rejects the key.", "Enter a valid key for this host.", "key"),
        Trouble.NO_SUCH_MODEL: _E(
            "The endpoint knows no such model or path.",
            "Choose a model that the server lists; an endpoint usually ends in /v1.",
            "model",
        ),
        Trouble.NOT_UNDERSTOOD: _E(
            "The endpoint does not understand our request.", "Check the model's name, or use litellm for it.", "model"
        ),
        Trouble.TOO_LONG: _E(
            "The transcript is longer than the model's context.",
            "Give the model more context where it is served, or choose another.",
            "model",
        ),
        Trouble.RATE_LIMITED: _E(
            "The endpoint limits our rate.", "Wait a little, or choose another model.", "none", again=True
        ),
        Trouble.NO_CREDIT: _E("The account has no credit left.", "Add credit, or choose another model.", "key"),
        Trouble.OVERLOADED: _E(
            "The endpoint is overloaded.", "Try again in a minute, or choose another model.", "none", again=True
        ),
        Trouble.SERVER_ERROR: _E(
            "The endpoint failed.", "Look at the model server, or try again.", "endpoint", again=True
        ),
        Trouble.NOT_A_STREAM: _E(
            "The endpoint answers with something that is no stream of a model.",
            "Check the endpoint: it should be the API's address (usually ending in /v1), not a web page's.",
            "endpoint",
        ),
        Trouble.ERROR_FRAME: _E(
            "The endpoint reported an error in its stream.", "Look at the model server, or try again.", "endpoint"
        ),
        Trouble.BROKEN_FRAME: _E(
            "The endpoint's stream is malformed.", "Update the model server, or use another endpoint.", "endpoint"
        ),
        Trouble.CONNECTION_LOST: _E("The connection broke off.", "Check the network, or try again.", "endpoint"),
        Trouble.NO_FINISH: _E(
            "The stream ended without saying that the reply is complete.",
            "Look at the model server; it may have been stopped.",
            "endpoint",
        ),
        Trouble.EMPTY: _E("The model said nothing.", "Try again, or choose another model.", "model"),
        Trouble.CUT_BY_LENGTH: _E(
            "The reply was cut at the token limit.", "Raise the token limit of the profile.", "limits"
        ),
        Trouble.FILTERED: _E(
            "The endpoint's content filter stopped the reply.", "Go on, or choose another model.", "model"
        ),
        Trouble.DECLINED: _E("The model declined to answer.", "Go on, or choose another model.", "model"),
        Trouble.ONLY_THOUGHTS: _E(
            "The model reasoned and never came to speak.",
            "Raise the token limit of the profile, or choose a model that reasons less.",
            "limits",
        ),
        Trouble.SLOW_START: _E(
            "The model did not begin to speak in time.",
            "Raise the first-token time of the profile, or choose a faster model.",
            "limits",
        ),
        Trouble.STALLED: _E(
            "The model stopped in the middle of its reply.",
            "Raise the idle time of the profile, or choose a faster model.",
            "limits",
        ),
        Trouble.TOO_SLOW: _E(
            "The reply took too long.", "Raise the total time of the profile, or choose a faster model.", "limits"
        ),
        Trouble.ENDLESS: _E("The reply would not end.", "Choose another model.", "model"),
        Trouble.RESTARTED: _E(
            "MockRound was restarted while the model was answering.", "Try again, or go on without it.", "none"
        ),
        Trouble.COST_CAP: _E(
            "The profile's cost cap is below what this is expected to cost; nothing was sent.",
            "Raise the cap of the profile, or use another model.",
            "limits",
        ),
        Trouble.LEFT_ALONE: _E(
            "The model failed five times in a row, so it is left alone for half a minute; nothing was sent.",
            "Go on without it, or ask again then. A test on the models' page asks it at once.",
            "none",
        ),
        Trouble.GARBLED: _E(
            "The model's reply has not the form that was asked for.", "Use a model that can write JSON.", "model"
        ),
        Trouble.BROKEN_CLIENT: _E(
            "The client library failed on the reply.", "Use the endpoint's OpenAI protocol instead.", "endpoint"
        ),
    }
)

_SPEECH = "Check that the model turns speech into text and takes what your browser records."
EXPLAINED_OF_SPEECH = MappingProxyType(
    {
        **EXPLAINED,
        Trouble.TOO_LONG: _E(
            "The recording is larger than the endpoint takes.", "Talk in shorter pieces, or use another one.", "model"
        ),
        Trouble.NOT_UNDERSTOOD: _E("The endpoint does not take the recording.", _SPEECH, "model"),
        Trouble.NOT_A_STREAM: _E("The endpoint answers with something that is no transcript.", _SPEECH, "endpoint"),
        Trouble.GARBLED: _E("The endpoint's answer holds no transcript.", _SPEECH, "endpoint"),
        Trouble.TOO_SLOW: _E(
            "The transcript took too long.",
            "Raise the seconds for a transcript of the profile, or choose a faster model.",
            "limits",
        ),
    }
)
"""The same troubles, in the words that are right where a recording was to become text."""
