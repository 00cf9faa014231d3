"""A model that a person has set up: where it is, how it is reached, what it may do, take and cost."""

import ipaddress
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from mockround.errors import invalid
from mockround.llm.clients import Via
from mockround.llm.destinations import is_forbidden
from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.port import Deadlines

_Seconds = Annotated[float, Field(gt=0, le=600)]
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Limits(BaseModel):
    """Patience and caps. A spoken turn has to end within 20 s by default, whatever the model does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_token_s: _Seconds = 10.0
    idle_s: _Seconds = 6.0
    total_s: _Seconds = 20.0
    max_tokens: Annotated[int, Field(ge=16, le=32_000)] = 400
    """Of one spoken turn, a reasoning model's thoughts included."""
    grade_total_s: _Seconds = 120.0
    """For one call of the grader; its first word may take as long."""
    grade_max_tokens: Annotated[int, Field(ge=64, le=32_000)] = 1000
    speech_total_s: _Seconds = 120.0
    """For the transcript of one recording."""


class Profile(BaseModel):
    """How one model is used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
    via: Via
    model: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S+$")]
    endpoint: Annotated[str, Field(max_length=500)] = ""
    """The API's root, such as http://127.0.0.1:8080/v1; '' for a hosted provider's own address (litellm only)."""
    key: Literal["none", "environment", "stored"] = "none"
    key_variable: Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,99})?$")] = ""
    purpose: Literal["interview", "grade", "both", "speech"] = "both"
    """'both' are the first two; a model that turns speech into text does nothing else."""
    limits: Limits = Limits()
    criteria_a_call: Annotated[int, Field(ge=1, le=8)] = 1
    """How many criteria the grader may ask about at once: 1 for small models."""
    cost_cap_usd: Annotated[float, Field(ge=0, le=1000)] | None = None
    """For one grade; where it is expected to cost more, no call is made."""

    @property
    def host(self) -> str:
        """The host that its key belongs to, with the port; the provider's name where it has no endpoint."""
        return urlsplit(self.endpoint).netloc.lower() or f"litellm:{self.model.partition('/')[0]}"

    @property
    def is_local(self) -> bool:
        """Whether the model runs on this machine."""
        return urlsplit(self.endpoint).hostname in _LOOPBACK

    @property
    def may_interview(self) -> bool:
        return self.purpose in ("interview", "both")

    @property
    def may_grade(self) -> bool:
        return self.purpose in ("grade", "both")

    @property
    def may_hear(self) -> bool:
        return self.purpose == "speech"

    def spoken(self) -> Deadlines:
        """Return the patience for a spoken turn."""
        return Deadlines(self.limits.first_token_s, self.limits.idle_s, self.limits.total_s)

    def graded(self) -> Deadlines:
        """Return the patience for one call of the grader."""
        return Deadlines(self.limits.grade_total_s, max(self.limits.idle_s, 30.0), self.limits.grade_total_s)


def checked(profile: Profile) -> Profile:
    """Return the profile; raise `invalid` naming the setting that cannot be right."""
    if profile.name == "embedded":
        raise invalid("'embedded' is the name of what needs no model.", "Choose another name.")
    if profile.via == "openai" and not profile.endpoint:
        raise invalid("An OpenAI-compatible model needs an endpoint.", "Enter one, such as http://127.0.0.1:8080/v1.")
    if profile.endpoint:
        _check_endpoint(profile)
    if profile.key == "environment" and not profile.key_variable:
        raise invalid("No environment variable is named for the key.", "Name one, such as OPENAI_API_KEY.")
    return profile


def _check_endpoint(profile: Profile) -> None:
    remedy = "Enter an address such as http://127.0.0.1:8080/v1 or https://api.example.com/v1."
    try:
        parts = urlsplit(profile.endpoint)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise invalid("The endpoint is no address.", remedy) from error
    if parts.scheme not in ("http", "https") or not host or any(each.isspace() for each in profile.endpoint):
        raise invalid("The endpoint is no http address.", remedy)
    if parts.username is not None or parts.password is not None:
        raise invalid("The endpoint holds a user name or a password.", "Enter the key in its own field.")
    if parts.query or parts.fragment:
        raise invalid("The endpoint has a query.", "Enter the address up to the path, usually ending in /v1.")
    if is_forbidden(host):
        trouble = EXPLAINED[Trouble.FORBIDDEN_HOST]
        raise invalid(trouble.sentence, trouble.remedy)
    if profile.key != "none" and parts.scheme == "http" and not _is_near(host):
        raise invalid("The key would travel unencrypted.", "Use https for this host.")


def _is_near(host: str) -> bool:
    """Whether a host is this machine or of the private network around it."""
    if (
        host in _LOOPBACK
        or host.endswith((".local", ".internal", ".lan"))
        or "." not in host.strip("[]").replace(":", ".")
    ):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private
