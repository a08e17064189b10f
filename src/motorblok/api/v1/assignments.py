"""Who is to do a task."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from motorblok.accounts.queries import colleagues_for
from motorblok.api.bodies import read, written
from motorblok.api.describing import described, described_verb
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.working import StepShape, Verb, colleague
from motorblok.visibility import queries
from motorblok.work.actions import assign_task, release_task


class AssignmentShape(StepShape):
    """Who shall do it."""

    assignee_id = serializers.UUIDField(help_text="One of `colleagues`, from GET at the same address.")


class ReleaseShape(StepShape):
    """Nothing need be said."""


class ColleagueShape(serializers.Serializer[Any]):
    """A member of staff who may be given the task."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class AssignableShape(serializers.Serializer[Any]):
    """Who has the task, and who may be given it."""

    assignee_id = serializers.UUIDField(allow_null=True)
    colleagues = ColleagueShape(many=True)


class Assignment(Verb):
    """Who is responsible for the task."""

    @described("list-colleagues", AssignableShape, refusals=(404,))
    def get(self, request: Request, number: str) -> Response:
        """Who has the task, and all who work for this client in its service line."""
        task = queries.found(self.viewer, number)
        colleagues = colleagues_for(self.key.client_id, task.service_line)
        return Response(written(AssignableShape, {"assignee_id": task.assignee_id, "colleagues": colleagues}))

    @described_verb("assign-task", TOLD, body=AssignmentShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Make a colleague responsible. Assigning the task to who has it already changes nothing."""
        said = read(AssignmentShape, request.data)
        return self.work_on(request, number, assign, **said)

    @described_verb("release-task", TOLD, body=ReleaseShape, refusals=(404,))
    def delete(self, request: Request, number: str) -> HttpResponse:
        """Lay the task back for anybody to take; where nobody has it, nothing changes."""
        return self.work_on(request, number, release_task, **read(ReleaseShape, request.data))


def assign(task_id: UUID, *, assignee_id: UUID, **how: Any) -> Any:
    """Assign to the member of staff of this id. Raises CannotBeAssigned, and what assign_task raises."""
    return assign_task(task_id, assignee=colleague(assignee_id), **how)
