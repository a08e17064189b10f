"""Where to begin: the addresses of the API."""

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from motorblok.api.bodies import written
from motorblok.api.describing import described
from motorblok.api.doors import Plain

VERSION = "1.0.0"


class IndexShape(serializers.Serializer[dict[str, str]]):
    """The addresses, as paths at this host."""

    version = serializers.CharField()
    schema = serializers.CharField(help_text="This API as OpenAPI 3.1.")
    tasks = serializers.CharField()
    service_lines = serializers.CharField()


class Index(Plain):
    """Version and addresses; no key is needed."""

    @described("find-addresses", IndexShape, is_open=True)
    def get(self, request: Request) -> Response:
        """The version and the addresses of its collections."""
        names = ("schema", "tasks", "service-lines")
        addresses = {name.replace("-", "_"): reverse(f"api-v1:{name}") for name in names}
        return Response(written(IndexShape, {"version": VERSION, **addresses}))
