"""What every page of the console ends with: how it is drawn, and the one reading of the clock."""

from datetime import UTC, datetime

from motorblok.kernel.pages import draw, posted

__all__ = ["draw", "now", "posted"]


def now() -> datetime:
    """The time of a request: read once by its view, then passed on."""
    return datetime.now(UTC)
