"""Template context that every page needs and no view should have to pass."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the template one reading of the clock, so that all words of a page agree about now."""
    return {"now": datetime.now(UTC)}
