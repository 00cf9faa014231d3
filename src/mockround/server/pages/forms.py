"""What a plain form brings, read once from the body. Lines end in LF, whatever the browser sent."""

import hashlib
import json
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from mockround.errors import invalid
from mockround.usecases.once import Once

Form = dict[str, str]
_MOST_FIELDS = 20
_LONGEST_KEY = 200


async def form_of(request: Request) -> Form:
    """Return the form's fields by name; of a name that stands twice, the last one."""
    try:
        body = (await request.body()).decode("utf-8")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise invalid("The form is not understood.", "Go back, reload the page and send it again.") from error
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def whole(form: Form, name: str) -> int:
    """Return a hidden number; 0 where it is absent."""
    text = form.get(name, "0")
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise invalid(f"The field {name!r} is {text!r}, which is no number.", "Reload the page and send it again.")
    return int(text)


def once_of(form: Form) -> Once | None:
    """Return the form as one request: sent twice as it is, it is the same one. None where it carries no key."""
    if not (key := form.get("key", "")):
        return None
    body = json.dumps(form, sort_keys=True)
    return Once(f"{key[:_LONGEST_KEY]} {hashlib.sha256(body.encode()).hexdigest()}", body)


FormOf = Annotated[Form, Depends(form_of)]
