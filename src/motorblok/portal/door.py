"""What every page of the portal ends with: how it is drawn, and the one reading of the clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from motorblok.accounts.hosts import client_of
from motorblok.kernel.pages import draw, posted

__all__ = ["draw", "now", "posted", "today", "zone_of"]


def now() -> datetime:
    """The time of a request: read once by its view, then passed on."""
    return datetime.now(UTC)


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone of the client whose portal was asked: its days and months are counted in it."""
    client = client_of(request)
    return ZoneInfo(client.time_zone if client else "UTC")


def today(request: HttpRequest, *, at: datetime) -> date:
    """The day that an instant is for the client whose portal was asked."""
    return at.astimezone(zone_of(request)).date()
