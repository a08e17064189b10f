"""What the API says of the work: each shape is both the description and the making of an answer."""

from datetime import UTC
from typing import Any

from rest_framework import serializers
from rest_framework.fields import SkipField

from motorblok.visibility.seen import PRIORITIES, STATES, Standing

AUDIENCES = ("client", "internal")
PARTIES = ("client", "third_party")
SIDES = ("client", "provider", "")
KINDS = "`first_response`, `next_response` or `resolution`."


class Instant(serializers.DateTimeField):
    """An instant as RFC 3339 text in UTC, whatever zone is active."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


class Assignee(serializers.UUIDField):
    """Left out, and not null, where the viewer was not given it."""

    def get_attribute(self, instance: Any) -> Any:
        """The id. Raises SkipField."""
        if not hasattr(instance, "assignee_id"):
            raise SkipField
        return super().get_attribute(instance)


class OnlyWhereTrue(serializers.BooleanField):
    """Left out where it is false: for a client, who is never shown one, the field does not exist."""

    def get_attribute(self, instance: Any) -> Any:
        """True. Raises SkipField."""
        if not (value := super().get_attribute(instance)):
            raise SkipField
        return value


class PromiseShape(serializers.Serializer[Any]):
    """One promise on a task."""

    kind = serializers.CharField(help_text=KINDS)
    cycle = serializers.IntegerField(
        help_text="1, or more where it was promised anew, as for each next response."
    )
    standing = serializers.ChoiceField([each.value for each in Standing])
    due_at = Instant(allow_null=True, help_text="Null while it is paused, and once it was cancelled.")
    decided_at = Instant(allow_null=True, help_text="When it became certain whether the promise was kept.")


class HappeningShape(serializers.Serializer[Any]):
    """One thing that happened to a task."""

    at = Instant()
    by = serializers.CharField()
    words = serializers.CharField(help_text="A sentence in the language of Accept-Language.")
    kind = serializers.CharField(help_text="As `work.task.received`, for programs.")
    text = serializers.CharField(
        help_text="What was written: a message, a question, an answer, a note; else empty."
    )
    side = serializers.ChoiceField(SIDES, help_text="Whose words `text` are; empty without a text.")
    is_question = serializers.BooleanField(
        help_text="Whether the task waits, or waited, for an answer to it."
    )
    is_internal = OnlyWhereTrue(required=False, help_text="There, and true, on what the client never sees.")


class TaskShape(serializers.Serializer[Any]):
    """A task as lists show it. `audience`, `assignee_id` and `version` are there for keys of the provider alone."""

    number = serializers.CharField()
    title = serializers.CharField()
    service_line = serializers.CharField()
    level = serializers.CharField(help_text="The service level of the agreement, or empty.")
    priority = serializers.ChoiceField(PRIORITIES)
    state = serializers.ChoiceField(STATES)
    received_at = Instant()
    resolved_at = Instant(allow_null=True)
    cancelled_at = Instant(allow_null=True)
    waiting_for = serializers.ChoiceField(
        (*PARTIES, ""), help_text="Whom the task waits for; empty while it does not."
    )
    waiting_since = Instant(allow_null=True)
    due_at = Instant(allow_null=True, help_text="When the next of its promises is due.")
    promises = PromiseShape(many=True)
    audience = serializers.ChoiceField(AUDIENCES, required=False)
    assignee_id = Assignee(required=False, allow_null=True)
    version = serializers.IntegerField(
        required=False,
        help_text="Rises with every change; send it back with a step, and nothing is overwritten.",
    )


class TaskOpenedShape(TaskShape):
    """A task with its texts and all that happened to it."""

    description = serializers.CharField()
    answer = serializers.CharField(help_text="What was done; empty until the task is resolved.")
    question = serializers.CharField(help_text="What the task waits for; empty while it does not.")
    happenings = HappeningShape(many=True)
