"""The page of one task: what is asked, how its promises stand and why, what was written and done, and what can be done next."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.queries import colleagues_for
from motorblok.console.composer import composer
from motorblok.console.conversation import ALL, INTERNAL, TALK, conversation, last_event
from motorblok.console.door import draw, now
from motorblok.console.entering import inside_client
from motorblok.console.presence import Present, others
from motorblok.console.promises import parted, promises_of
from motorblok.console.readership import readers
from motorblok.console.sheets import STEP, Sheet, Writing
from motorblok.console.task_shown import shown
from motorblok.kernel.errors import DomainError
from motorblok.kernel.ids import id_in
from motorblok.notify.actions import mark_read
from motorblok.visibility.queries import found
from motorblok.visibility.worked import worked_on
from motorblok.work.actions import TaskHasChanged
from motorblok.work.models import Task
from tenants.models import Client


@staff_only()
@require_safe
@inside_client
def task(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """The task as it stands; what the viewer had heard of it is read now."""
    row = found(request.viewer, number)
    mark_read(request.viewer.person_id, number=row.number, at=now())
    return page(request, client, row)


@staff_only()
@require_safe
@inside_client
def task_news(request: StaffRequest, client: Client, number: str) -> HttpResponse:
    """What changed on a page that is open, for its regular question: 204 where nothing did."""
    row = found(request.viewer, number)
    mark_read(request.viewer.person_id, number=row.number, at=now())
    present = _present(request, row)
    if request.GET.get("mark") == _mark(row, last_event(row.subject), present):
        return HttpResponse(status=204)
    return draw(
        request, "console/tasks/_news.html", **_context(request, client, row, present=present), is_news=True
    )


def page(
    request: StaffRequest,
    client: Client,
    row: Task,
    *,
    refusal: DomainError | None = None,
    sheet: Sheet | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the task; with a sheet that step is being taken, with a refusal it has just failed."""
    if refusal and sheet and refusal.status == 422 and sheet.regret(refusal):
        refusal, status = None, 422
    return draw(
        request,
        "console/tasks/page.html",
        refusal=refusal,
        status=status,
        has_changed=isinstance(refusal, TaskHasChanged),
        is_writing=isinstance(sheet, Writing),
        section="workboard",
        **_context(request, client, row, sheet=sheet, present=_present(request, row)),
        **_writing(request, client, row, sheet),
    )


def _context(
    request: StaffRequest,
    client: Client,
    row: Task,
    *,
    present: tuple[Present, ...],
    sheet: Sheet | None = None,
) -> dict[str, Any]:
    """What is drawn anew when something happened."""
    at, show = now(), request.GET.get("show", ALL)
    show = show if show in (TALK, INTERNAL) else ALL
    whole, last = "whole" in request.GET, sheet.looked_at if sheet else id_in(request.GET.get("last", ""))
    talk = conversation(row.subject, show=show, whole=whole, last=last)
    return {
        "client": client,
        "task": shown(row, at=at),
        "promises": parted(promises_of(row.subject, at=at)),
        "talk": talk,
        "worked": worked_on(request.viewer, row),
        "show": show,
        "is_whole": whole,
        "looked_at": last or talk.last,
        "mark": _mark(row, talk.last, present),
        "present": present,
        "may_work": row.is_open and client.is_open,
        "may_write": client.is_open,
        "colleagues": colleagues_for(client.id, row.service_line) if row.is_open else [],
    }


def _writing(request: StaffRequest, client: Client, row: Task, sheet: Sheet | None) -> dict[str, Any]:
    return {
        "composer": composer(row, sheet, asked=request.GET.get("write", "")),
        "readers": readers(row, client_id=client.id),
        "step": sheet if sheet and sheet.part == STEP and (sheet.is_bound or sheet.suits(row)) else None,
    }


def _present(request: StaffRequest, row: Task) -> tuple[Present, ...]:
    return others(row.id, request.viewer, at=now(), is_writing="writing" in request.GET)


def _mark(row: Task, last: UUID | None, present: tuple[Present, ...]) -> str:
    """A word that differs when the page would."""
    people = "".join(f"~{each.name}{'+' if each.is_writing else ''}" for each in present)
    return f"{row.version}.{last}{people}"
