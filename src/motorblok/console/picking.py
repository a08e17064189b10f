"""Which tasks of the workboard were picked for a verb, and the verb done to each of them, one by one."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motorblok.accounts.actions import refuse_entry
from motorblok.accounts.viewers import StaffViewer
from motorblok.console.door import now
from motorblok.console.entering import entered
from motorblok.console.picked import Deed, Done, Failed, Pick, Report
from motorblok.exchange.sending import act_once
from motorblok.kernel.errors import DomainError, Invalid
from motorblok.visibility.scopes import tasks_of
from tenants.models import Client

MOST = 200


class NothingPicked(Invalid):
    """A verb needs something to be done to."""

    code = "nothing-picked"
    words = gettext_lazy("Select a task first.")


class TooManyPicked(Invalid):
    """More than one person can answer for at once."""

    code = "too-many-picked"
    words = gettext_lazy(
        "At most 200 tasks can be changed at once, and you selected more. Nothing was changed; select fewer."
    )


def picks(data: QueryDict) -> list[Pick]:
    """The tasks that a form names, each once. Raises NothingPicked, TooManyPicked."""
    found = {pick.key: pick for text in data.getlist("task") if (pick := _pick(text))}
    if not found:
        raise NothingPicked
    if len(found) > MOST:
        raise TooManyPicked
    return list(found.values())


def do(deed: Deed, picked: Sequence[Pick], *, viewer: StaffViewer) -> Report:
    """Do a deed to each task in a transaction of its own, client by client; what fails is told and stops nothing."""
    wanted = sorted(picked, key=lambda pick: pick.client_id)
    clients = Client.objects.in_bulk({pick.client_id for pick in wanted})
    results = [
        result
        for client_id, members in groupby(wanted, key=lambda pick: pick.client_id)
        for result in _inside(clients.get(client_id), list(members), deed, viewer=viewer)
    ]
    done = tuple(each for each in results if isinstance(each, Done))
    return Report(done, tuple(each for each in results if isinstance(each, Failed)))


def _inside(
    client: Client | None, picked: Sequence[Pick], deed: Deed, *, viewer: StaffViewer
) -> list[Done | Failed]:
    if client is None or not client.is_built:
        return [_missing(pick) for pick in picked]
    if not viewer.may_enter(client.id):
        refuse_entry(client, actor=viewer.actor, at=now())
        return [_missing(pick) for pick in picked]
    with entered(viewer, client):
        return [_one(client, pick, deed, viewer=viewer) for pick in picked]


def _one(client: Client, pick: Pick, deed: Deed, *, viewer: StaffViewer) -> Done | Failed:
    task = tasks_of(viewer).filter(id=pick.task_id).first()
    if task is None:
        return _missing(pick)
    token = f"{deed.token}:{task.id}"

    def act() -> dict[str, Any]:
        was = deed.was(task)
        return {"was": was, "version": deed.act(task, client, pick).version}

    try:
        kept = act_once(token, client.id, viewer.actor, content=deed.content, act=act)
        return Done(pick, task.number, **kept.body)
    except DomainError as refusal:
        return Failed(pick, task.number, task.title, str(refusal))


def _missing(pick: Pick) -> Failed:
    return Failed(pick, "", "", _("This task was not found."))


def _pick(text: str) -> Pick | None:
    client_id, task_id, seen, was = (*text.split(":", 3), "", "", "")[:4]
    try:
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
        return Pick(UUID(client_id), UUID(task_id), version, was)
    except ValueError:
        return None
