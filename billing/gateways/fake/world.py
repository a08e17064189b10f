"""What the pretended gateway keeps, its clock, and what it has to tell: changed by one at a time, as if it were far away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from billing.models.fake import FakeClock, FakeNotice, FakeObject
from motorblok.kernel import schema
from motorblok.kernel.ids import new_id

PREFIXES = {
    "customer": "fcus",
    "checkout": "fcs",
    "subscription": "fsub",
    "invoice": "fin",
    "payment": "fpay",
    "credit_note": "fcn",
    "refund": "fre",
}
OURS = {
    "customer": "debtor_id",
    "checkout": "subscription_id",
    "subscription": "subscription_id",
    "invoice": "invoice_id",
    "credit_note": "credit_note_id",
    "refund": "refund_id",
}
"""By which mark of ours each kind of object is found again."""


@dataclass(slots=True)
class World:
    """The pretended gateway while it is held: `now` is by its own clock."""

    now: datetime

    def add(self, kind: str, state: str, *, told: str = "", **said: Any) -> FakeObject:
        """A new object, and what is told of it."""
        made = FakeObject(
            id=f"{PREFIXES[kind]}_{new_id().hex}", kind=kind, state=state, made_at=self.now, changed_at=self.now, **said
        )  # fmt: skip
        made.save(force_insert=True)
        self._tell(made, told or f"{kind}.created")
        return made

    def keep(self, changed: FakeObject, *, told: str = "") -> None:
        """What was changed of an object, and what is told of it."""
        changed.changed_at = self.now
        changed.save()
        self._tell(changed, told or f"{changed.kind}.updated")

    def _tell(self, of: FakeObject, told: str) -> None:
        at = datetime.now(UTC)
        FakeNotice.objects.create(kind=told, about=of.kind, object_id=of.id, made_at=at, next_at=at)


@contextmanager
def changing() -> Iterator[World]:
    """Hold the pretended gateway, whole, until what is changed is kept."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        FakeClock.objects.bulk_create([FakeClock()], ignore_conflicts=True)
        clock = FakeClock.objects.select_for_update().get()
        yield World(now=datetime.now(UTC) + clock.ahead)


def now() -> datetime:
    """The instant by the pretended clock."""
    with schema.entered(schema.PUBLIC):
        clock = FakeClock.objects.first()
        return datetime.now(UTC) + clock.ahead if clock else datetime.now(UTC)


def every(kind: str, **said: Any) -> QuerySet[FakeObject]:
    """The objects of a kind, oldest first; to be read where the public schema is in force."""
    return FakeObject.objects.filter(kind=kind, **said).order_by("made_at", "id")


def known(kind: str, external_id: str) -> FakeObject | None:
    """An object by its id."""
    return FakeObject.objects.filter(kind=kind, id=external_id).first()


def marks(given: FakeObject) -> dict[str, str]:
    """What we wrote on it."""
    held = dict(given.body.get("ours", {}))
    if given.ours_id and given.kind in OURS:
        held[OURS[given.kind]] = given.ours_id
    return held
