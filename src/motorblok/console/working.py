"""What all steps on one task have in common: find it, act on what was seen, tell what was done and how it is undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from motorblok.accounts.doors import StaffRequest
from motorblok.console import tasks
from motorblok.console.door import now
from motorblok.console.sheets import Sheet
from motorblok.exchange.sending import act_once
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import DomainError
from motorblok.kernel.toasts import toast
from motorblok.visibility.queries import found
from motorblok.work.models import Task
from tenants.models import Client


class How(TypedDict):
    """What every verb of the work is told besides its own matter."""

    client_id: UUID
    actor: Actor
    at: datetime
    seen: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the message after a step says; `undo` is the route of the inverse verb, `fields` what is posted to it."""

    words: str
    undo: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


CARRIED = ("seen", "last", "next", "token")
Act = Callable[[Task, How], Task]
Tell = Callable[[Task, Task], Told]


def work(
    request: StaffRequest,
    client: Client,
    number: str,
    form: Sheet,
    *,
    act: Act,
    tell: Tell,
) -> HttpResponse:
    """Do one step on a task; what is refused is told on the task's page, with all that was typed.

    `tell` is given the task as it was before and after. A form with a token that was sent twice acts once.
    """
    before = found(request.viewer, number)
    if not form.is_valid():
        return tasks.page(request, client, before, sheet=form, status=422)
    how = How(client_id=client.id, actor=request.viewer.actor, at=now(), seen=form.cleaned_data["seen"])
    try:
        after = _once(request, client, form, lambda: act(before, how)) or found(request.viewer, number)
    except DomainError as refusal:
        return tasks.page(request, client, found(request.viewer, number), refusal=refusal, sheet=form)
    _say(request, client, tell(before, after), after)
    return redirect(_next(form) or f"{reverse('console:task', args=[client.slug, number])}{form.place}")


def _once(request: StaffRequest, client: Client, form: Sheet, act: Callable[[], Task]) -> Task | None:
    """The changed task; None where the same form was sent before."""
    if not (token := form.cleaned_data["token"]):
        return act()
    changed: list[Task] = []

    def acted() -> dict[str, str]:
        changed.append(act())
        return {}

    act_once(token, client.id, request.viewer.actor, content=_content(request, form), act=acted)
    return changed[0] if changed else None


def _content(request: StaffRequest, form: Sheet) -> tuple[str, dict[str, object]]:
    return request.path, {name: value for name, value in form.cleaned_data.items() if name not in CARRIED}


def _say(request: StaffRequest, client: Client, told: Told, after: Task) -> None:
    if not told.undo:
        return toast(request, told.words)
    # The way back is closed once somebody else has gone on from here.
    fields = {**told.fields, "seen": str(after.version)}
    return toast(
        request, told.words, undo=reverse(f"console:{told.undo}", args=[client.slug, after.number]), **fields
    )


def _next(form: Sheet) -> str:
    wanted: str = form.cleaned_data["next"]
    is_path = wanted.startswith("/") and wanted.isascii()
    return wanted if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
