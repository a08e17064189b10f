"""What can happen to a task, as its event kinds."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

RECEIVED = Kind(
    "work.task.received",
    _("%(actor)s asked for “%(title)s”, received as %(number)s"),
    Audience.CLIENT,
    facts=("number", "service_line", "level", "priority", "internal", "requester", "promises"),
    private=("title", "description"),
)
ASSIGNED = Kind(
    "work.task.assigned",
    _("%(actor)s assigned %(number)s to %(assignee_name)s"),
    Audience.INTERNAL,
    facts=("number", "assignee"),
    private=("assignee_name",),
)
TAKEN = Kind(
    "work.task.taken",
    _("%(actor)s took %(number)s in hand"),
    Audience.CLIENT,
    facts=("number",),
)
RESOLVED = Kind(
    "work.task.resolved",
    _("%(actor)s resolved %(number)s: %(answer)s"),
    Audience.CLIENT,
    facts=("number",),
    private=("answer",),
)

register(RECEIVED, ASSIGNED, TAKEN, RESOLVED)
