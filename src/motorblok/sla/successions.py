"""Which versions of their calendars have come into force after those that promises are pinned to."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from motorblok.sla.models import CalendarVersion
from motorblok.sla.zones import zone


@dataclass(frozen=True, slots=True)
class Succession:
    """A version of a calendar that is in force, and the ids of those that came before it."""

    version: CalendarVersion
    before: frozenset[str]


def successions(pinned: Collection[str], *, at: datetime) -> list[Succession]:
    """For each calendar of which all these versions are out of force at an instant, the one in force. One statement.

    A later version that somebody has brought running promises under in advance stays: it is none that came before.
    """
    calendars = CalendarVersion.objects.filter(id__in=[UUID(each) for each in pinned]).values("calendar_id")
    versions: dict[UUID, list[CalendarVersion]] = defaultdict(list)
    found = CalendarVersion.objects.filter(calendar_id__in=calendars, confirmed_at__isnull=False)
    for each in found.select_related("calendar").order_by("effective_on", "number"):
        versions[each.calendar_id].append(each)
    return list(_succeeding(versions.values(), pinned, at))


def _succeeding(
    calendars: Collection[list[CalendarVersion]], pinned: Collection[str], at: datetime
) -> Iterator[Succession]:
    for versions in calendars:
        begun = [each for each in versions if _has_begun(each, at)]
        before = frozenset(str(each.id) for each in begun[:-1])
        latest = [each for each in versions if str(each.id) in pinned][-1]
        if str(latest.id) in before:
            yield Succession(begun[-1], before)


def _has_begun(version: CalendarVersion, at: datetime) -> bool:
    return version.effective_on <= at.astimezone(UTC).astimezone(zone(version.content["timezone"])).date()
