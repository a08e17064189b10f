"""The description of the API, as machines read it."""

from django.http import HttpResponse
from rest_framework.request import Request

from motorblok.api.describing import described
from motorblok.api.description import as_json
from motorblok.api.doors import Plain


class Schema(Plain):
    """The same document at every host; no key is needed."""

    @described("read-description", dict, is_open=True)
    def get(self, request: Request) -> HttpResponse:
        """This API as an OpenAPI 3.1 document."""
        return HttpResponse(as_json(), content_type="application/json")
