"""Ending the work on a task, and taking it up again."""

from django.http import HttpResponse
from rest_framework.request import Request

from motorblok.api.bodies import Text, read
from motorblok.api.describing import described_verb
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.working import StepShape, Verb
from motorblok.work.actions import reopen_task, resolve_task


class ResolutionShape(StepShape):
    """What was done."""

    answer = Text(min_length=1, max_length=20_000, help_text="A sentence or more; the client reads it.")


class ReopeningShape(StepShape):
    """Why the work goes on."""

    reason = Text(min_length=1, max_length=20_000, help_text="A sentence; the client reads it.")


class Resolution(Verb):
    """The task is done."""

    @described_verb("resolve-task", TOLD, body=ResolutionShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """End the work with an answer; the task's clocks stop and its promises have their verdict."""
        return self.work_on(request, number, resolve_task, **read(ResolutionShape, request.data))

    @described_verb("reopen-task", TOLD, body=ReopeningShape, refusals=(404,))
    def delete(self, request: Request, number: str) -> HttpResponse:
        """Take a resolved task up again; the agreement says how its clocks go on."""
        said = read(ReopeningShape, request.data)
        return self.work_on(request, number, reopen_task, **said, ending="resolved")
