"""One day's tasks of one client: which are asked, when, and how far they are at the anchor instant."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from motorblok.accounts.queries import colleagues_for
from motorblok.config.demo.pieces import PIECES, Piece
from motorblok.kernel.actors import Actor
from motorblok.sla.business_time import Calendar
from motorblok.work.actions import Draft, assign_task, receive_task, resolve_task, take_task
from motorblok.work.models import Task
from tenants.models import Client

TASKS = 12
HOURS_BACK = 10
FORGOTTEN = 0.12
MINUTE = 60
# When a piece of work is assigned, taken and resolved, in working seconds after it was received: from, to.
PACE = {
    "assign": (3 * MINUTE, 15 * MINUTE),
    "take": (10 * MINUTE, 55 * MINUTE),
    "resolve": (70 * MINUTE, 420 * MINUTE),
}
OFFICE_WEEK = {day: [["08:30", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True, slots=True)
class People:
    """Who asks and who does the work in one client's day."""

    contacts: Sequence[Actor]
    lead: Actor


@dataclass(frozen=True, slots=True)
class Done:
    """Tells when something is done that takes a number of working seconds; None where that is after the anchor."""

    office: Calendar
    anchor: datetime

    def __call__(self, since: datetime, seconds: int) -> datetime | None:
        at = self.office.add(since, seconds).due_at
        return at if at <= self.anchor else None


def fill_day(client: Client, people: People, *, seed: int, anchor: datetime) -> None:
    """Play a day's tasks in the client's schema, all or none; the same seed and anchor give the same day."""
    with transaction.atomic():
        if Task.objects.exists():
            return
        dice = random.Random(f"{seed} {client.slug}")  # noqa: S311  a demo, not a secret
        office = Calendar({"timezone": client.time_zone, "week": OFFICE_WEEK})
        done = Done(office, anchor)
        for piece, received_at in _asked(dice, office, anchor):
            _play(piece, received_at, client, people, dice, done)


def _asked(dice: random.Random, office: Calendar, anchor: datetime) -> list[tuple[Piece, datetime]]:
    """Pieces with the instants of their receipt: spread over the last working hours before the anchor."""
    begin = anchor - timedelta(days=6)
    worked = office.elapsed(begin, anchor)
    back = sorted((round(dice.random() * HOURS_BACK * 3600) for _ in range(TASKS)), reverse=True)
    times = [office.add(begin, max(0, worked - seconds)).due_at for seconds in back]
    return list(zip(dice.sample(PIECES, TASKS), times, strict=True))


def _play(
    piece: Piece, received_at: datetime, client: Client, people: People, dice: random.Random, done: Done
) -> None:
    asker = people.lead if piece.is_internal else dice.choice(people.contacts)
    task = receive_task(_draft(piece, asker), client_id=client.id, actor=asker, at=received_at)
    worker, is_forgotten = dice.choice(_workers(client, piece)), dice.random() < FORGOTTEN
    moments = {verb: done(received_at, dice.randint(*pace)) for verb, pace in PACE.items()}
    if is_forgotten:
        return
    if at := moments["assign"]:
        assign_task(task.id, assignee=worker, client_id=client.id, actor=people.lead, at=at)
    if at := moments["take"]:
        take_task(task.id, client_id=client.id, actor=worker, at=at)
    if at := moments["resolve"]:
        resolve_task(task.id, answer=piece.answer, client_id=client.id, actor=worker, at=at)


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
