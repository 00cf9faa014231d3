"""What tokens cost, by the price list that litellm brings along. Read as a file: importing litellm takes seconds."""

import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mockround.llm.port import Usage
from mockround.llm.profiles import Profile

_LIST = "model_prices_and_context_window_backup.json"


def cost_usd(profile: Profile, usage: Usage) -> float | None:
    """Return US dollars; None, never 0, where the model's price or the token count is not known."""
    price = _price(profile)
    if price is None or usage.tokens_in is None or usage.tokens_out is None:
        return None
    per_in, per_out = price
    return usage.tokens_in * per_in + usage.tokens_out * per_out


def _price(profile: Profile) -> tuple[float, float] | None:
    """Return US dollars per token in and out; a model on this machine has no price, and so has an unknown one."""
    if profile.is_local:
        return None
    host = urlsplit(profile.endpoint).hostname or ""
    names = (profile.model, f"{host.removeprefix('api.').split('.')[0]}/{profile.model}")
    for name in names:
        entry = _list().get(name, {})
        per_in, per_out = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
        if isinstance(per_in, int | float) and isinstance(per_out, int | float) and per_in + per_out > 0:
            return float(per_in), float(per_out)
    return None


@lru_cache(maxsize=1)
def _list() -> dict[str, dict[str, Any]]:
    found = importlib.util.find_spec("litellm")
    if found is None or not found.submodule_search_locations:
        return {}
    prices: dict[str, dict[str, Any]] = json.loads((Path(found.submodule_search_locations[0]) / _LIST).read_bytes())
    return prices
