"""What the verbs of calendars and agreements share: the row under its lock, and the version that a further one follows upon."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import DomainError, NotFound
from motorblok.sla.models import Calendar


class VersionIsSuperseded(DomainError):
    """Somebody published a version while another was being written: it would take back what that one changed."""

    code = "version-is-superseded"
    words = _(
        "Somebody published another version since you opened this page. Open it anew, and make your changes on top of that one."
    )


def locked_calendar(calendar_id: UUID) -> Calendar:
    """The calendar, locked until the transaction ends. Raises NotFound."""
    if calendar := Calendar.objects.select_for_update().filter(id=calendar_id).first():
        return calendar
    raise NotFound


def must_follow(latest: int, *, seen: int | None) -> None:
    """Raises VersionIsSuperseded where the author looked at another version (its number) than the latest."""
    if seen is not None and seen != latest:
        raise VersionIsSuperseded
