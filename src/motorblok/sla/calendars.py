"""The confirmed calendar versions as calendars that answer; kept per process, for a version never changes."""

from functools import lru_cache
from uuid import UUID

from motorblok.sla.business_time import Calendar
from motorblok.sla.models import CalendarVersion

KEPT_AT_MOST = 4096


@lru_cache(maxsize=KEPT_AT_MOST)
def calendar(version: str) -> Calendar:
    """The calendar of a confirmed version of the schema in force, by the version's id.

    Ids are unique over all schemas, so what one client's clock loaded is never another's. Raises DoesNotExist.
    """
    confirmed = CalendarVersion.objects.filter(confirmed_at__isnull=False)
    return Calendar(confirmed.values_list("content", flat=True).get(id=UUID(version)))
