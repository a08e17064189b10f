"""Tasks: listed, opened, and received."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from motorblok.accounts.models import Scope
from motorblok.accounts.viewers import KeyViewer, StaffViewer
from motorblok.api import cursors
from motorblok.api.bodies import Strict, Text, read, written
from motorblok.api.describing import described, described_verb
from motorblok.api.doors import Door
from motorblok.api.repeats import Done, done
from motorblok.api.v1.answers import TOLD, path_of, told
from motorblok.api.v1.service_lines import works_in
from motorblok.api.v1.shapes import AUDIENCES, TaskOpenedShape, TaskShape
from motorblok.kernel.errors import Invalid, NotAllowed
from motorblok.visibility import queries
from motorblok.visibility.queries import Filters
from motorblok.visibility.seen import PRIORITIES
from motorblok.work.actions import Draft, receive_task

MOST = 100


class Query(Strict):
    """Which tasks, and how many at a time."""

    state = serializers.ChoiceField(
        ["open", "waiting", "resolved", "cancelled"], required=False, help_text="`waiting`: for the client."
    )
    service_line = Text(required=False, max_length=30)
    text = Text(required=False, max_length=200, help_text="Words of the title, or a whole number.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=50)
    cursor = Text(required=False, max_length=cursors.LONGEST, help_text="From `next` of the page before.")


class PageShape(serializers.Serializer[Any]):
    """One page of tasks, the newest first."""

    tasks = TaskShape(many=True)
    next = serializers.CharField(allow_null=True, help_text="The path of the next page; null on the last.")


class DraftShape(Strict):
    """What is asked."""

    title = Text(min_length=1, max_length=200)
    service_line = Text(min_length=1, max_length=30, help_text="A code of /api/v1/service-lines/.")
    description = Text(max_length=20_000, required=False, allow_blank=True, default="")
    priority = serializers.ChoiceField(PRIORITIES, required=False, default="normal")
    level = Text(max_length=20, required=False, allow_blank=True, default="")
    audience = serializers.ChoiceField(
        AUDIENCES,
        required=False,
        help_text="For keys of the provider, which must say it: an internal task does not exist for the client.",
    )


class Tasks(Door):
    """The tasks that the key may see."""

    scopes = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.RECEIVE}

    @described("list-tasks", PageShape, query=Query, refusals=(422,))
    def get(self, request: Request) -> Response:
        """The tasks that the key may see, the newest first; new ones never move those of a later page."""
        asked = read(Query, request.query_params.dict())
        cursor, size = asked.pop("cursor", None), asked.pop("limit")
        after = cursors.read(cursor) if cursor else None
        page = queries.tasks(self.viewer, Filters(**asked), at=self.at, after=after, size=size)
        following = page.next and _next_page({**asked, "limit": size, "cursor": cursors.written(page.next)})
        return Response(written(PageShape, {"tasks": page.tasks, "next": following}))

    @described_verb("receive-task", TOLD, status=201, body=DraftShape)
    def post(self, request: Request) -> HttpResponse:
        """Receive a task: the clocks of the agreement start at once."""
        said = read(DraftShape, request.data)
        return done(request, self.key, lambda: self._received(_draft(said, self.key)))

    def _received(self, draft: Draft) -> Done:
        task = receive_task(
            draft,
            client_id=self.key.client_id,
            actor=self.viewer.actor,
            at=self.at,
            source=str(self.key.actor),
        )
        return Done(told(self, task), location=path_of(task.number))


class Task(Door):
    """One task."""

    scopes = {"GET": Scope.READ, "HEAD": Scope.READ}

    @described("open-task", TaskOpenedShape, refusals=(404,))
    def get(self, request: Request, number: str) -> Response:
        """One task with its promises and all that happened to it, as far as the key may see it."""
        return Response(written(TaskOpenedShape, queries.task(self.viewer, number, at=self.at)))


def _draft(given: dict[str, Any], key: KeyViewer) -> Draft:
    audience, is_provider = given.pop("audience", None), isinstance(key.sees_as, StaffViewer)
    if audience and not is_provider:
        raise Invalid(_("Only a key of the provider says who may see a task."), field="audience")
    if is_provider and not audience:
        raise Invalid(_("Say who may see this task: client or internal."), field="audience")
    if not works_in(key, given["service_line"]):
        raise NotAllowed(_("This key does not work in this service line."), field="service_line")
    return Draft(**given, is_internal=audience == "internal")


def _next_page(query: dict[str, Any]) -> str:
    return f"{reverse('api-v1:tasks')}?{urlencode(query)}"
