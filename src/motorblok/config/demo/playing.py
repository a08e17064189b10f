"""Plays the courses of a client's tasks in the order in which everything happened, by the verbs that people use."""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from django.db import transaction

from motorblok.audit.actions import IMPORT
from motorblok.config.demo import ordinary
from motorblok.config.demo.cast import Company
from motorblok.config.demo.courses import Course, People, Step
from motorblok.config.demo.live import SCENES
from motorblok.config.demo.pieces import INTERNAL, Piece, filled, pieces, talk
from motorblok.config.demo.promises import DESK_TARGETS, EVERY_DAY, OFFICE_HOURS, WORKDAYS, targets_of
from motorblok.config.demo.rhythm import receipts
from motorblok.sla.business_time import Calendar
from motorblok.sla.seeds import seed_holidays
from motorblok.work.actions import Draft, cancel_task, receive_task, resolve_task
from motorblok.work.models import Task
from tenants.models import Client

OWN_WORK = 0.06
LATELY = 10
ALWAYS = Calendar({"timezone": "UTC", "week": {day: [["00:00", "24:00"]] for day in EVERY_DAY}})
ENDS = (resolve_task, cancel_task)
FRESH = timedelta(hours=24)
"""What was over before that is history: nobody is told of it, and no alarm goes off for it."""


def play(client: Client, company: Company, people: People, *, seed: int, anchor: datetime) -> None:
    """Ninety days of a client's work in its schema, all or none; the same seed and anchor give the same work."""
    with transaction.atomic():
        if not Task.objects.exists():
            _play(list(_courses(company, people, seed, anchor)), client, anchor)


def _courses(company: Company, people: People, seed: int, anchor: datetime) -> Iterator[Course]:
    dice = random.Random(f"{seed} {company.slug}")  # noqa: S311  a demo, not a secret
    office = _office(company, anchor)
    lately: deque[str] = deque(maxlen=LATELY)
    for received_at in receipts(company, office, anchor, dice):
        line = INTERNAL if dice.random() < OWN_WORK else dice.choice(company.lines)
        piece = _chosen(_doable(pieces(line, language=company.language), people), lately, dice)
        course = _course(piece, received_at, company, people, office, dice)
        ordinary.tell(course)
        yield course
    for scene in SCENES.get(company.slug, ()):
        some = pieces(scene.line, language=company.language)
        piece = _chosen([each for each in some if each.priority == scene.priority], lately, dice)
        course = _course(piece, scene.received_at(office, anchor), company, people, office, dice)
        scene.tell(course)
        yield course


def _chosen(some: Sequence[Piece], lately: deque[str], dice: random.Random) -> Piece:
    """One that was not asked for lately, where there is one."""
    piece = dice.choice([each for each in some if each.title not in lately] or some)
    lately.append(piece.title)
    return piece


def _office(company: Company, anchor: datetime) -> Calendar:
    years = [anchor.year - 1, anchor.year, anchor.year + 1]
    holidays = [each.on.isoformat() for each in seed_holidays(company.country, years=years)]
    week = dict.fromkeys(WORKDAYS, OFFICE_HOURS)
    return Calendar({"timezone": company.time_zone, "week": week, "holidays": holidays})


def _doable(some: Sequence[Piece], people: People) -> list[Piece]:
    return [piece for piece in some if people.workers.get(piece.service_line)]


def _course(
    piece: Piece,
    received_at: datetime,
    company: Company,
    people: People,
    office: Calendar,
    dice: random.Random,
) -> Course:
    response, resolution = targets_of(piece.service_line, piece.priority)
    is_desk = (piece.service_line, piece.priority) in DESK_TARGETS
    return Course(
        piece=filled(piece, dice, language=company.language, at=received_at),
        asker=people.lead if piece.is_internal else dice.choice(people.contacts),
        received_at=received_at,
        hours=ALWAYS if is_desk else office,
        response=response,
        resolution=resolution,
        dice=dice,
        talk=talk(company.language),
        language=company.language,
        people=people,
        worker=dice.choice(people.workers[piece.service_line]),
        at=received_at,
    )


def _play(courses: Sequence[Course], client: Client, anchor: datetime) -> None:
    """Every receipt and every step until the anchor instant, in the order in which they happened."""
    sources = [IMPORT if _is_history(course, anchor) else "app" for course in courses]
    tasks: dict[int, Task] = {}
    for _, number, step in sorted(_happened(courses, anchor), key=itemgetter(0, 1)):
        course, source = courses[number], sources[number]
        if step is None:
            tasks[number] = receive_task(
                _draft(course),
                client_id=client.id,
                actor=course.asker,
                at=course.received_at,
                source=source,
            )
        else:
            told = {"client_id": client.id, "actor": step.actor, "at": step.at, "source": source}
            step.verb(tasks[number].id, **step.words, **told)


def _happened(courses: Sequence[Course], anchor: datetime) -> Iterator[tuple[datetime, int, Step | None]]:
    for number, course in enumerate(courses):
        yield course.received_at, number, None
        yield from ((step.at, number, step) for step in course.steps if step.at <= anchor)


def _is_history(course: Course, anchor: datetime) -> bool:
    return bool(course.steps) and course.steps[-1].verb in ENDS and course.at < anchor - FRESH


def _draft(course: Course) -> Draft:
    piece = course.piece
    return Draft(
        title=piece.title,
        description=piece.text,
        service_line=piece.service_line,
        priority=piece.priority,
        is_internal=piece.is_internal,
        requester_id=None if piece.is_internal else course.asker.uuid,
    )
