"""Giving a task another priority or service level."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from motorblok.api.bodies import Text, read
from motorblok.api.describing import described_verb
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.working import StepShape, Verb
from motorblok.kernel.errors import Invalid
from motorblok.visibility.seen import PRIORITIES
from motorblok.work.actions import prioritise_task


class PriorityShape(StepShape):
    """What changes; what is left out stays. At least one of priority and level."""

    priority = serializers.ChoiceField(PRIORITIES, required=False)
    level = Text(
        max_length=20,
        required=False,
        allow_blank=True,
        help_text="A service level of the agreement, or empty.",
    )
    reason = Text(max_length=20_000, required=False, allow_blank=True, default="")


class Priority(Verb):
    """How urgent the task is."""

    @described_verb("prioritise-task", TOLD, body=PriorityShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Give another priority or level: what was counted is kept, and from now on the targets for it hold."""
        said = read(PriorityShape, request.data)
        if not {"priority", "level"} & set(said):
            raise Invalid(_("Say which priority or which level it shall have."), field="priority")
        return self.work_on(request, number, prioritise_task, **said)
