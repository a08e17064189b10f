"""Work that cannot go on by itself: waiting for the client or for somebody else, and going on."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from motorblok.api.bodies import Text, read
from motorblok.api.describing import described_verb
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.shapes import PARTIES
from motorblok.api.v1.working import StepShape, Verb
from motorblok.kernel.errors import Invalid
from motorblok.work.actions import resume_task, wait_for_client, wait_for_third_party


class WaitingShape(StepShape):
    """For whom the task waits, and for what."""

    waiting_for = serializers.ChoiceField(PARTIES)
    question = Text(
        min_length=1,
        max_length=20_000,
        required=False,
        help_text="With `client`, and then needed: what it must answer. The client reads it.",
    )
    whom = Text(
        min_length=1,
        max_length=20_000,
        required=False,
        help_text="With `third_party`, and then needed: whom you wait for, and what for. The client reads it.",
    )


class ResumptionShape(StepShape):
    """Nothing need be said."""


class Waiting(Verb):
    """The task waits for somebody."""

    @described_verb("wait-with-task", TOLD, body=WaitingShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Wait for the client's answer, or for a third party; the clocks stand still where the agreement says so."""
        said = read(WaitingShape, request.data)
        if said.pop("waiting_for") == "client":
            return self.work_on(request, number, wait_for_client, **_with_only("question", said))
        return self.work_on(request, number, wait_for_third_party, **_with_only("whom", said))

    @described_verb("resume-task", TOLD, body=ResumptionShape, refusals=(404,))
    def delete(self, request: Request, number: str) -> HttpResponse:
        """Go on, though no answer came here."""
        return self.work_on(request, number, resume_task, **read(ResumptionShape, request.data))


def _with_only(name: str, said: dict[str, Any]) -> dict[str, Any]:
    """The body of one kind of wait. Raises Invalid where its text is missing or the other's was sent."""
    if name not in said:
        raise Invalid(_("Say what you wait for."), field=name)
    if other := {"question", "whom"} & set(said) - {name}:
        raise Invalid(_("This belongs to the other kind of waiting."), field=other.pop())
    return said
