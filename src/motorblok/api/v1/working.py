"""What the provider's verbs have in common: find the task, act as the member of staff, answer with the task."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from motorblok.accounts.models import Scope
from motorblok.api.bodies import written
from motorblok.api.doors import Door
from motorblok.api.repeats import Done, done
from motorblok.api.v1.shapes import TaskShape
from motorblok.visibility import queries


class Verb(Door):
    """A step in the work on one task, as a resource beneath it; for keys of the provider."""

    scopes = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.WORK}
    is_for_provider = True

    def work_on(self, request: Request, number: str, verb: Callable[..., Any]) -> HttpResponse:
        """Do the verb to the task of this number, as the member of staff. Raises NotFound, and what the verb raises."""

        def act() -> Done:
            task = queries.found(self.viewer, number)
            changed = verb(
                task.id,
                client_id=self.key.client_id,
                actor=self.viewer.actor,
                at=self.at,
                source=str(self.key.actor),
            )
            return Done(written(TaskShape, queries.summary(self.viewer, changed, at=self.at)))

        return done(request, self.key, act)
