"""Which tasks a viewer may see: the only place that decides it for portal and API. The default is none."""

from uuid import UUID

from django.db.models import Q, QuerySet

from motorblok.accounts.viewers import ContactViewer, Lines, StaffViewer, Viewer
from motorblok.kernel import schema
from motorblok.work.models import Task
from tenants.models import Client


def tasks_of(viewer: Viewer) -> QuerySet[Task]:
    """The tasks of the schema in force that exist for this viewer. Evaluate inside the schema."""
    if isinstance(viewer, StaffViewer):
        return _for_staff(viewer)
    if isinstance(viewer, ContactViewer):
        return Task.objects.filter(_for_contact(viewer), is_internal=False)
    return Task.objects.none()


def _for_staff(staff: StaffViewer) -> QuerySet[Task]:
    """Internal tasks too, in the service lines that staff works in for the client whose schema this is."""
    if staff.all_clients:
        return Task.objects.all()
    client_id = _client_in_force()
    if client_id is None or not staff.may_enter(client_id):
        return Task.objects.none()
    return Task.objects.filter(_within(staff.lines_of(client_id)))


def _client_in_force() -> UUID | None:
    # Asked of the database, not of the caller: a viewer let into the wrong schema then sees nothing.
    return Client.objects.filter(schema_name=schema.current()).values_list("id", flat=True).first()


def _within(lines: Lines | None) -> Q:
    return Q() if lines is None else Q(service_line__in=lines)


def _for_contact(viewer: ContactViewer) -> Q:
    if viewer.sees_own_tasks_only:
        return Q(requester_id=viewer.person_id)
    if viewer.service_lines is None:
        return Q()
    return _within(viewer.service_lines) | Q(requester_id=viewer.person_id)
