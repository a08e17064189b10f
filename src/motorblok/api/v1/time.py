"""The time that was worked on a task: booked, listed and taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from motorblok.api.bodies import Strict, Text, read, written
from motorblok.api.describing import described, described_verb
from motorblok.api.repeats import Done, done
from motorblok.api.v1.shapes import Instant
from motorblok.api.v1.working import Verb
from motorblok.visibility import queries
from motorblok.visibility.worked import booked, worked_on
from motorblok.work.actions import book_time, correct_time


class BookingShape(Strict):
    """How long you worked on the task, and on which day."""

    seconds = serializers.IntegerField(min_value=60, max_value=86_400, help_text="1 minute to 24 hours.")
    worked_on = serializers.DateField(
        help_text="A day in the client's time zone, from the receipt up to today."
    )
    note = Text(max_length=500, required=False, allow_blank=True, default="", help_text="For colleagues.")


class TakingBackShape(Strict):
    """Which booking was wrong, and why; what is right is booked anew."""

    entry_id = serializers.UUIDField(help_text="The `id` of one of `entries`, from GET at the same address.")
    reason = Text(min_length=1, max_length=20_000, help_text="For colleagues.")


class EntryShape(serializers.Serializer[Any]):
    """One booking."""

    id = serializers.UUIDField()
    staff_id = serializers.UUIDField()
    seconds = serializers.IntegerField()
    worked_on = serializers.DateField()
    note = serializers.CharField()
    booked_at = Instant()
    is_taken_back = serializers.BooleanField(help_text="Whether it no longer counts.")


class TimeShape(serializers.Serializer[Any]):
    """All that was booked on a task, the newest day first."""

    seconds = serializers.IntegerField(help_text="What counts, without what was taken back.")
    entries = EntryShape(many=True)


class Time(Verb):
    """The time that was worked on the task; clients see nothing of it."""

    @described("list-time", TimeShape, refusals=(404,))
    def get(self, request: Request, number: str) -> Response:
        """All bookings, and what they come to."""
        return Response(written(TimeShape, worked_on(self.viewer, queries.found(self.viewer, number))))

    @described_verb("book-time", EntryShape, body=BookingShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Book what you worked on the task, whatever state it is in. Send an Idempotency-Key, or it may count twice."""
        said = read(BookingShape, request.data)
        return self._entered(request, number, lambda task_id, how: book_time(task_id, **said, **how))

    @described_verb("take-back-time", EntryShape, body=TakingBackShape, refusals=(404,))
    def delete(self, request: Request, number: str) -> HttpResponse:
        """Take a booking back by an entry of as much below 0, which is the answer."""
        said = read(TakingBackShape, request.data)
        entry_id, reason = said["entry_id"], said["reason"]
        return self._entered(
            request,
            number,
            lambda task_id, how: correct_time(entry_id, task_id=task_id, reason=reason, **how),
        )

    def _entered(self, request: Request, number: str, verb: Any) -> HttpResponse:
        """Do it as the member of staff, once for each idempotency key, and answer with the entry that it made."""

        def act() -> Done:
            task_id: UUID = queries.found(self.viewer, number).id
            who = {"client_id": self.key.client_id, "actor": self.viewer.actor, "at": self.at}
            return Done(written(EntryShape, booked(verb(task_id, {**who, "source": str(self.key.actor)}))))

        return done(request, self.key, act)
