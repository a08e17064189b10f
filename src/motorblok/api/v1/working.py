"""What the provider's verbs have in common: find the task, act as the member of staff, answer with the task."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from motorblok.accounts.models import Scope
from motorblok.accounts.queries import person_row
from motorblok.api.bodies import Strict
from motorblok.api.doors import Door
from motorblok.api.repeats import Done, done
from motorblok.api.v1.answers import told
from motorblok.kernel.actors import Actor
from motorblok.kernel.errors import NotFound
from motorblok.visibility import queries
from motorblok.work.actions import CannotBeAssigned


class StepShape(Strict):
    """What every step may carry."""

    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2_147_483_647,
        help_text="The `version` that you read: if somebody changed the task since, nothing is done and the answer is 409.",
    )


class Verb(Door):
    """A step in the work on one task, as a resource beneath it; for keys of the provider. DELETE takes it back."""

    scopes = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.WORK, "DELETE": Scope.WORK}
    is_for_provider = True

    def work_on(self, request: Request, number: str, verb: Callable[..., Any], **matter: Any) -> HttpResponse:
        """Do the verb to the task of this number, as the member of staff. Raises NotFound, and what the verb raises.

        `matter` is what the body said; its `version` is told to the verb as what was seen.
        """
        how = {"seen": matter.pop("version", None), **matter}
        return acted(self, request, number, verb, how)


def acted(
    door: Door, request: Request, number: str, verb: Callable[..., Any], how: Mapping[str, Any]
) -> HttpResponse:
    """Do a verb as whom the key acts for, once for each idempotency key, and answer with the task as it then stands."""

    def act() -> Done:
        task = queries.found(door.viewer, number)
        who = {"client_id": door.key.client_id, "actor": door.viewer.actor, "at": door.at}
        changed = verb(task.id, **how, **who, source=str(door.key.actor))
        return Done(told(door, changed))

    return done(request, door.key, act)


def colleague(person_id: Any) -> Actor:
    """The member of staff of this id. Raises CannotBeAssigned."""
    try:
        return person_row(person_id, client_id=None).actor
    except NotFound as error:
        raise CannotBeAssigned(field="assignee_id") from error
