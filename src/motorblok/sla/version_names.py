"""What the versions of calendars and agreements are called; kept per process, for nothing that has clocks is renamed."""

from functools import lru_cache
from uuid import UUID

from motorblok.sla.models import AgreementVersion, CalendarVersion
from motorblok.sla.proofs import Version

KEPT_AT_MOST = 4096


@lru_cache(maxsize=KEPT_AT_MOST)
def calendar_name(version: str) -> Version:
    """The name and number of a calendar's version of the schema in force, by the version's id. Raises DoesNotExist."""
    return Version(*CalendarVersion.objects.values_list("calendar__name", "number").get(id=UUID(version)))


@lru_cache(maxsize=KEPT_AT_MOST)
def agreement_name(version: str) -> Version:
    """The same for a version of an agreement. Raises DoesNotExist."""
    return Version(*AgreementVersion.objects.values_list("agreement__name", "number").get(id=UUID(version)))
