"""Which notices exist for a viewer now: its own, of tasks that it may still see."""

from django.db.models import Q

from motorblok.accounts.viewers import StaffViewer, Viewer
from motorblok.notify.models import Notice, NoticeQuerySet
from motorblok.visibility.scopes import tasks_of


def notices_of(viewer: Viewer) -> NoticeQuerySet:
    """The viewer's notices; a contact's are asked for in its client's schema. Evaluate inside that schema."""
    mine = Notice.objects.of(viewer.person_id)
    if isinstance(viewer, StaffViewer):
        return mine.filter(_within(viewer))
    if viewer.kind != "contact":
        return Notice.objects.none()
    return mine.filter(client_id=viewer.client_id, task_id__in=tasks_of(viewer).values("id"))


def _within(viewer: StaffViewer) -> Q:
    if viewer.all_clients:
        return Q()
    whole = [client_id for client_id, lines in viewer.lines.items() if lines is None]
    inside = Q(client_id__in=whole)
    for client_id, lines in viewer.lines.items():
        if lines is not None:
            inside |= Q(client_id=client_id, service_line__in=list(lines))
    return inside
