"""Ending a task that need not be done, and taking that back."""

from django.http import HttpResponse
from rest_framework.request import Request

from motorblok.api.bodies import Text, read
from motorblok.api.describing import described_verb
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.resolutions import ReopeningShape
from motorblok.api.v1.working import StepShape, Verb
from motorblok.work.actions import cancel_task, reopen_task


class CancellationShape(StepShape):
    """Why it need not be done."""

    reason = Text(min_length=1, max_length=20_000, help_text="A sentence; the client reads it.")


class Cancellation(Verb):
    """The task need not be done."""

    @described_verb("cancel-task", TOLD, body=CancellationShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """End the task without doing it; its clocks stop without a verdict, unless a promise was broken already."""
        return self.work_on(request, number, cancel_task, **read(CancellationShape, request.data))

    @described_verb("take-back-cancellation", TOLD, body=ReopeningShape, refusals=(404,))
    def delete(self, request: Request, number: str) -> HttpResponse:
        """Take a cancelled task up again."""
        said = read(ReopeningShape, request.data)
        return self.work_on(request, number, reopen_task, **said, ending="cancelled")
