"""The proof behind a promise: what counted, from when to when."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from motorblok.accounts.models import Scope
from motorblok.api.bodies import written
from motorblok.api.describing import described
from motorblok.api.doors import Door
from motorblok.api.v1.shapes import KINDS, Instant
from motorblok.visibility.explanations import explanation
from motorblok.visibility.seen import Standing


class StretchShape(serializers.Serializer[Any]):
    """A stretch of the promise's life: open hours that counted, or a time in which it stood still."""

    start_at = Instant()
    end_at = Instant()
    kind = serializers.CharField(help_text="`running`, `paused` or `resolved`.")
    party = serializers.CharField(
        help_text="Who had the task: `provider`, `client`, `third_party` or `nobody`."
    )
    counted_seconds = serializers.IntegerField()
    not_counted_seconds = serializers.IntegerField(help_text="Open hours that passed without counting.")
    total_seconds = serializers.IntegerField(help_text="What had counted by the end of this stretch.")
    calendar = serializers.CharField()
    zone = serializers.CharField(help_text="The calendar's time zone, as `Europe/Amsterdam`.")
    words = serializers.CharField()


class ReasonShape(serializers.Serializer[Any]):
    """Something that moved the clock."""

    at = Instant()
    words = serializers.CharField()


class PromiseExplainedShape(serializers.Serializer[Any]):
    """One promise with its figures. Seconds are business time: only open hours of the calendar count."""

    kind = serializers.CharField(help_text=KINDS)
    cycle = serializers.IntegerField()
    standing = serializers.ChoiceField([each.value for each in Standing])
    agreement = serializers.CharField(help_text="The agreement and the version of it that applies.")
    target_seconds = serializers.IntegerField()
    consumed_seconds = serializers.IntegerField()
    started_at = Instant(allow_null=True)
    due_at = Instant(allow_null=True, help_text="The earliest instant at which the target is used up.")
    due_if_resumed_at = Instant(
        allow_null=True, help_text="While it is paused: when it would be due if the work went on now."
    )
    breach_at = Instant(allow_null=True, help_text="The last instant at which the promise is still kept.")
    decided_at = Instant(allow_null=True)
    reasons = ReasonShape(many=True)
    stretches = StretchShape(many=True)


class ExplanationShape(serializers.Serializer[Any]):
    """All promises on a task."""

    promises = PromiseExplainedShape(many=True)


class Explanation(Door):
    """Why the task's promises stand as they do."""

    scopes = {"GET": Scope.READ, "HEAD": Scope.READ}

    @described("explain-task", ExplanationShape, refusals=(404,))
    def get(self, request: Request, number: str) -> Response:
        """Every promise on the task, computed afresh from its recorded events, stretch by stretch."""
        return Response(written(ExplanationShape, {"promises": explanation(self.viewer, number, at=self.at)}))
