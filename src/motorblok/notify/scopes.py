"""Which notices exist for a viewer now: its own, of tasks that it may still see, and of what else its role may read."""

from django.db.models import Q

from motorblok.accounts.models import MONEY_ROLES, WIDE_ROLES, ContactRole, StaffRole
from motorblok.accounts.viewers import StaffViewer, Viewer
from motorblok.notify.models import Notice, NoticeQuerySet
from motorblok.notify.topics import OF_LEADS, OF_MONEY, OF_OWNERS, TASK
from motorblok.visibility.scopes import tasks_of


def notices_of(viewer: Viewer) -> NoticeQuerySet:
    """The viewer's notices; a contact's are asked for in its client's schema. Evaluate inside that schema."""
    mine = Notice.objects.of(viewer.person_id)
    if isinstance(viewer, StaffViewer):
        return mine.filter(Q(topic=TASK) & _within(viewer) | Q(topic__in=_topics_of_staff(viewer)))
    if viewer.kind != "contact":
        return Notice.objects.none()
    topics = OF_MONEY if viewer.role == ContactRole.DIRECTOR else ()
    seen = Q(topic=TASK, task_id__in=tasks_of(viewer).values("id")) | Q(topic__in=topics)
    return mine.filter(seen, client_id=viewer.client_id)


def _topics_of_staff(viewer: StaffViewer) -> tuple[str, ...]:
    of_money = OF_MONEY if viewer.role in MONEY_ROLES else ()
    of_owners = OF_OWNERS if viewer.role == StaffRole.OWNER else ()
    return (*of_money, *(OF_LEADS if viewer.role in WIDE_ROLES else ()), *of_owners)


def _within(viewer: StaffViewer) -> Q:
    if viewer.all_clients:
        return Q()
    whole = [client_id for client_id, lines in viewer.lines.items() if lines is None]
    inside = Q(client_id__in=whole)
    for client_id, lines in viewer.lines.items():
        if lines is not None:
            inside |= Q(client_id=client_id, service_line__in=list(lines))
    return inside
