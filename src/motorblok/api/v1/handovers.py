"""Handing a task over to a colleague, with a note."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from motorblok.api.bodies import Text, read
from motorblok.api.describing import described_verb
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.working import StepShape, Verb, colleague
from motorblok.work.actions import CannotBeAssigned, hand_over_task


class HandoverShape(StepShape):
    """To whom, and how far it is."""

    assignee_id = serializers.UUIDField(help_text="One of `colleagues`, from GET at assignment/.")
    note = Text(min_length=1, max_length=20_000, help_text="Only colleagues read it.")


class Handover(Verb):
    """A colleague goes on with the task."""

    @described_verb("hand-over-task", TOLD, body=HandoverShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Make a colleague responsible and leave a note on how far it is; the client sees nothing of it."""
        return self.work_on(request, number, hand_over, **read(HandoverShape, request.data))


def hand_over(task_id: UUID, *, assignee_id: UUID, **how: Any) -> Any:
    """Hand over to the member of staff of this id. Raises CannotBeAssigned, and what hand_over_task raises."""
    try:
        return hand_over_task(task_id, to=colleague(assignee_id), **how)
    except CannotBeAssigned as refusal:
        raise CannotBeAssigned(field="assignee_id") from refusal
