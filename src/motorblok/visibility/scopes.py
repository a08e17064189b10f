"""Which tasks a viewer may see: the only place that decides it for portal and API. The default is none."""

from django.db.models import Q, QuerySet

from motorblok.accounts.viewers import ContactViewer, StaffViewer
from motorblok.work.models import Task

Viewer = ContactViewer | StaffViewer


def tasks_of(viewer: Viewer) -> QuerySet[Task]:
    """The tasks of the schema in force that exist for this viewer. Evaluate inside the schema."""
    if isinstance(viewer, ContactViewer):
        return Task.objects.filter(_for_contact(viewer), is_internal=False)
    return Task.objects.none()


def _for_contact(viewer: ContactViewer) -> Q:
    if viewer.sees_own_tasks_only:
        return Q(requester_id=viewer.person_id)
    if viewer.service_lines is None:
        return Q()
    return Q(service_line__in=viewer.service_lines) | Q(requester_id=viewer.person_id)
