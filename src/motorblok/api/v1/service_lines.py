"""The service lines that a task can be sent to."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from motorblok.accounts.viewers import KeyViewer, StaffViewer
from motorblok.api.bodies import written
from motorblok.api.describing import described
from motorblok.api.doors import Door
from tenants.models import ServiceLine
from tenants.queries import service_lines


class ServiceLineShape(serializers.Serializer[Any]):
    """One service line."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language.")


class ServiceLinesShape(serializers.Serializer[Any]):
    """All of them, in the provider's order."""

    service_lines = ServiceLineShape(many=True)


class ServiceLines(Door):
    """The service lines that the key may send tasks to."""

    scopes = {}

    @described("list-service-lines", ServiceLinesShape)
    def get(self, request: Request) -> Response:
        """The service lines that the key may send tasks to. Any key will do, whatever its permissions."""
        lines = [line for line in service_lines() if works_in(self.key, line.code)]
        named = [{"code": line.code, "name": _name(line)} for line in lines]
        return Response(written(ServiceLinesShape, {"service_lines": named}))


def works_in(key: KeyViewer, service_line: str) -> bool:
    """Whether the key may send tasks to this service line (its code)."""
    viewer = key.sees_as
    if isinstance(viewer, StaffViewer):
        return viewer.may_see(key.client_id, service_line)
    return viewer.may_see_line(service_line)


def _name(line: ServiceLine) -> str:
    return line.name_nl if get_language() == "nl" else line.name_en
