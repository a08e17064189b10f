"""What a verb answers with: the task as it now stands, or for a key that may not read only that it was received."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from motorblok.accounts.models import Scope
from motorblok.api.bodies import written
from motorblok.api.doors import Door
from motorblok.api.v1.shapes import Instant, TaskShape
from motorblok.visibility import queries


class ReceiptShape(serializers.Serializer[Any]):
    """All that a key without `tasks:read` is told: which task it was, and that what it sent has arrived."""

    number = serializers.CharField()
    url = serializers.CharField(help_text="The path of the task, for a key that may read it.")
    received_at = Instant(help_text="When what you sent arrived.")


TOLD = PolymorphicProxySerializer(
    component_name="TaskOrReceipt", serializers=[TaskShape, ReceiptShape], resource_type_field_name=None
)


def path_of(number: str) -> str:
    """Where the task of this number is read."""
    return reverse("api-v1:task", kwargs={"number": number})


def told(door: Door, task: Any) -> dict[str, Any]:
    """As much of a task that an action has just returned as the key of this request may read."""
    if door.key.may(Scope.READ):
        return written(TaskShape, queries.summary(door.viewer, task, at=door.at))
    return written(ReceiptShape, {"number": task.number, "url": path_of(task.number), "received_at": door.at})
