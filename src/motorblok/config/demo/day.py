"""One day's tasks of one client: which are asked, when, and how far they are at the anchor instant."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from motorblok.accounts.queries import colleagues_for
from motorblok.config.demo.pieces import PIECES, Piece
from motorblok.kernel.actors import Actor
from motorblok.work.actions import Draft, assign_task, receive_task, resolve_task, take_task
from motorblok.work.models import Task
from tenants.models import Client

TASKS = 12
EARLIEST, LATEST = timedelta(hours=26), timedelta(minutes=4)
FATES = ("received", "received", "assigned", "taken", "taken", "resolved", "resolved")


@dataclass(frozen=True, slots=True)
class People:
    """Who asks and who does the work in one client's day."""

    contacts: Sequence[Actor]
    lead: Actor


def fill_day(client: Client, people: People, *, seed: int, anchor: datetime) -> None:
    """Play a day's tasks in the client's schema, all or none; the same seed and anchor give the same day."""
    with transaction.atomic():
        if Task.objects.exists():
            return
        dice = random.Random(f"{seed} {client.slug}")  # noqa: S311  a demo, not a secret
        for piece, received_at in _asked(dice, anchor):
            _play(piece, received_at, client, people, dice, anchor)


def _asked(dice: random.Random, anchor: datetime) -> list[tuple[Piece, datetime]]:
    span = (EARLIEST - LATEST).total_seconds()
    times = sorted(anchor - LATEST - timedelta(seconds=round(dice.random() * span)) for _ in range(TASKS))
    return list(zip(dice.sample(PIECES, TASKS), times, strict=True))


def _play(
    piece: Piece, received_at: datetime, client: Client, people: People, dice: random.Random, anchor: datetime
) -> None:
    asker = dice.choice(people.contacts)
    task = receive_task(
        _draft(piece, asker),
        client_id=client.id,
        actor=people.lead if piece.is_internal else asker,
        at=received_at,
    )
    worker, fate = dice.choice(_workers(client, piece)), dice.choice(FATES)
    moments = _moments(received_at, anchor, dice)
    if fate != "received":
        assign_task(task.id, assignee=worker, client_id=client.id, actor=people.lead, at=moments[0])
    if fate in {"taken", "resolved"}:
        take_task(task.id, client_id=client.id, actor=worker, at=moments[1])
    if fate == "resolved":
        resolve_task(task.id, answer=piece.answer, client_id=client.id, actor=worker, at=moments[2])


def _workers(client: Client, piece: Piece) -> list[Actor]:
    colleagues = colleagues_for(client.id, piece.service_line)
    return [Actor("staff", str(each.id), each.name) for each in colleagues if each.role == "agent"]


def _draft(piece: Piece, asker: Actor) -> Draft:
    return Draft(
        title=piece.title,
        description=piece.description,
        service_line=piece.service_line,
        priority=piece.priority,
        is_internal=piece.is_internal,
        requester_id=None if piece.is_internal else asker.uuid,
    )


def _moments(received_at: datetime, anchor: datetime, dice: random.Random) -> list[datetime]:
    """Three instants between the receipt and the anchor, in order: assigned, taken, resolved."""
    span = (anchor - received_at).total_seconds()
    return [
        received_at + timedelta(seconds=round(part * span))
        for part in sorted(dice.random() for _ in range(3))
    ]
