"""Stripe's requests as they come over the wire: nested forms (`lines[0][amount]=5`), read into mappings and lists of text."""

import re
from typing import Any
from urllib.parse import parse_qsl

KEYS = re.compile(r"[^\[\]]+")


def read(encoded: str) -> dict[str, Any]:
    """A form or query as nested mappings; what is numbered from 0 becomes a list."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        *path, last = KEYS.findall(name)
        place = tree
        for key in path:
            place = place.setdefault(key, {})
        place[last] = value
    return {key: _listed(value) for key, value in tree.items()}


def whole(text: str) -> int:
    """A whole number as the form carries it."""
    return int(text)


def yes(text: str | bool) -> bool:
    """A truth as the form carries it."""
    return text in (True, "true")


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(each) for key, each in value.items()}
    is_list = inner and all(key.isdigit() for key in inner)
    return [inner[key] for key in sorted(inner, key=int)] if is_list else inner
