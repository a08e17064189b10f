"""Small things that Stripe gives in more than one shape."""

from typing import Any


def id_of(given: Any) -> str:
    """The id of what Stripe gives as an id or, expanded, as an object."""
    return str(given if isinstance(given, str) else getattr(given, "id", "") or "")


def currency(given: str | None) -> str:
    """A currency as we write it; Stripe writes small letters."""
    return (given or "").upper()
