"""The models that a person has set up: listed, saved, removed. A profile is a preference; its key is kept elsewhere."""

from collections.abc import Mapping
from typing import Literal

from pydantic import JsonValue, ValidationError

from mockround.errors import invalid, not_found
from mockround.llm.profiles import Profile, checked
from mockround.rounds.voices import EMBEDDED
from mockround.usecases import preferences
from mockround.usecases.parts import Parts

_KEY = "profiles"
MOST = 50
Role = Literal["interviewer", "grader", "transcriber"]


def profiles(parts: Parts) -> tuple[Profile, ...]:
    """Return all profiles, by name."""
    kept = parts.store.preferences.get(_KEY)
    return tuple(Profile.model_validate(each) for each in kept) if isinstance(kept, list) else ()


def find(parts: Parts, name: str) -> Profile | None:
    return next((each for each in profiles(parts) if each.name == name), None)


def named(parts: Parts, name: str) -> Profile:
    """Return a profile; raise `not_found` where there is none of that name."""
    found = find(parts, name)
    if found is None:
        raise not_found(f"There is no model profile {name!r}.", "See Settings, Models, or 'mockround models list'.")
    return found


def typed(values: Mapping[str, object]) -> Profile:
    """Return the profile of what was typed; raise `invalid` naming the field that is wrong."""
    try:
        return checked(Profile.model_validate(values))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise invalid(
            f"The profile's {field} is not right: {first['msg']}.", _REMEDIES.get(field, "Correct it.")
        ) from error


_REMEDIES = {
    "name": "Use small letters, digits, dots and dashes, such as 'local-qwen'.",
    "model": "Enter the model's name as the server lists it, without spaces.",
    "key_variable": "Enter the name of an environment variable, such as OPENAI_API_KEY.",
}


def save(parts: Parts, profile: Profile, *, key: str = "") -> Profile:
    """Keep a profile, and its key where one is typed; another host than before drops the key that was kept."""
    before = find(parts, profile.name)
    if before is not None and (before.host != profile.host or profile.key != "stored"):
        parts.keys.forget(profile.name)
    if key.strip():
        _check_key(key.strip())
        profile = checked(profile.model_copy(update={"key": "stored", "key_variable": ""}))
        parts.keys.set(profile.name, profile.host, key.strip())
    others = [each for each in profiles(parts) if each.name != profile.name]
    if len(others) >= MOST:
        raise invalid(f"There are {MOST} profiles already.", "Remove one first.")
    _write(parts, [*others, profile])
    return profile


def remove(parts: Parts, name: str) -> None:
    """Forget a profile and its key. Rounds keep its name; what would have used it uses the embedded pair."""
    named(parts, name)
    parts.keys.forget(name)
    _write(parts, [each for each in profiles(parts) if each.name != name])
    chosen = preferences.read(parts)
    left = {role: EMBEDDED for role in ("interviewer", "grader") if getattr(chosen, role) == name}
    deaf = {"speech": "off", "transcriber": ""} if chosen.transcriber == name else {}
    if left or deaf:
        preferences.write(parts, chosen.model_copy(update={**left, **deaf}))


def key_shown(parts: Parts, profile: Profile) -> str:
    """Return what may be shown of a profile's key: where it is, and its last four characters."""
    if profile.key == "none":
        return "none"
    end = parts.providers.last_four(profile)
    where = f"from {profile.key_variable}" if profile.key == "environment" else f"in the {parts.keys.place}"
    return f"missing ({where})" if end is None else f"{where}, ends in {end}" if end else where


def use(parts: Parts, name: str, role: Role) -> None:
    """Let a profile, or 'embedded', interview or grade from the next round on; or a profile hear from now on."""
    if name != EMBEDDED or role == "transcriber":
        profile = named(parts, name)
        may = {"interviewer": profile.may_interview, "grader": profile.may_grade, "transcriber": profile.may_hear}
        if not may[role]:
            raise invalid(f"The profile {name!r} is not meant for that.", "Change its purpose first.")
    hears = {"speech": "model"} if role == "transcriber" else {}
    preferences.write(parts, preferences.read(parts).model_copy(update={role: name, **hears}))


def _check_key(key: str) -> None:
    if not key.isascii() or not key.isprintable() or " " in key or len(key) > 1000:
        raise invalid("This is no key: it has spaces or unusual characters.", "Copy the key again, on its own.")


def _write(parts: Parts, kept: list[Profile]) -> None:
    rows: list[JsonValue] = [each.model_dump(mode="json") for each in sorted(kept, key=lambda each: each.name)]
    parts.store.preferences.set(_KEY, rows)
