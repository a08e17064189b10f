"""Writing about a task: the client to the provider, the provider to the client, or colleagues to each other."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from motorblok.accounts.models import Scope
from motorblok.accounts.viewers import StaffViewer
from motorblok.api.bodies import Text, read
from motorblok.api.describing import described_verb
from motorblok.api.doors import Door
from motorblok.api.v1.answers import TOLD
from motorblok.api.v1.shapes import AUDIENCES
from motorblok.api.v1.working import StepShape, acted
from motorblok.kernel.errors import Invalid
from motorblok.work.actions import note_on_task, reply_to_client, reply_to_provider


class MessageShape(StepShape):
    """What is written. `audience` and `version` are for keys of the provider alone."""

    text = Text(min_length=1, max_length=20_000)
    audience = serializers.ChoiceField(
        AUDIENCES,
        required=False,
        help_text="For keys of the provider, which must say it: `client` is a reply that the client reads, `internal` a "
        "note that only colleagues read.",
    )


class Messages(Door):
    """What is written about the task; it is read among the task's happenings."""

    scopes = {"POST": Scope.WORK}

    def scope_for(self, method: str) -> str | None:
        """A client's machine that may send in tasks may also write about them."""
        if method == "POST" and not isinstance(self.viewer, StaffViewer):
            return Scope.RECEIVE
        return super().scope_for(method)

    @described_verb("write-message", TOLD, body=MessageShape, refusals=(404,))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Write. A client's message resumes a task that waits for it, and reopens a resolved one."""
        said = read(MessageShape, request.data)
        if not isinstance(self.viewer, StaffViewer):
            return acted(self, request, number, reply_to_provider, _of_client(said))
        audience, seen = said.pop("audience", None), said.pop("version", None)
        if not audience:
            raise Invalid(_("Say who reads this message: client or internal."), field="audience")
        if audience == "internal":
            return acted(self, request, number, note_on_task, said)
        return acted(self, request, number, reply_to_client, {**said, "seen": seen})


def _of_client(said: dict[str, Any]) -> dict[str, Any]:
    if "audience" in said:
        raise Invalid(_("Only a key of the provider says who may read a message."), field="audience")
    if "version" in said:
        raise Invalid(_("There is no such field."), field="version")
    return said
