"""Taking a task in hand."""

from django.http import HttpResponse
from rest_framework.request import Request

from motorblok.api.bodies import read
from motorblok.api.describing import described_verb
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.working import StepShape, Verb
from motorblok.work.actions import take_task


class TakingShape(StepShape):
    """Nothing need be said."""


class Taking(Verb):
    """The member of staff behind the key takes the task."""

    @described_verb("take-task", TOLD, body=TakingShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Take the task in hand: the client has its first response. Taking it again changes nothing."""
        return self.work_on(request, number, take_task, **read(TakingShape, request.data))
