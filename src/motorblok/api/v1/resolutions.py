"""Ending the work on a task."""

from functools import partial

from django.http import HttpResponse
from rest_framework.request import Request

from motorblok.api.bodies import Strict, Text, read
from motorblok.api.describing import described_verb
from motorblok.api.v1.shapes import TaskShape
from motorblok.api.v1.working import Verb
from motorblok.work.actions import resolve_task


class ResolutionShape(Strict):
    """What was done."""

    answer = Text(min_length=1, max_length=20_000, help_text="A sentence or more; the client reads it.")


class Resolution(Verb):
    """The task is done."""

    @described_verb("resolve-task", TaskShape, body=ResolutionShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """End the work with an answer; the task's clocks stop and its promises have their verdict."""
        answer = read(ResolutionShape, request.data)["answer"]
        return self.work_on(request, number, partial(resolve_task, answer=answer))
