"""What a page answers when a rule was not met and the view had nothing better to show, or nothing at all."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import page_not_found

from motorblok.kernel.errors import DomainError

Respond = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Turns a DomainError that left a view into a page with its sentence and status; what is not found is plain 404.

    A method that does not exist at an address gets a page too.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # What says more itself, as the API does, stays as it is.
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a refusal; anything else goes on."""
        if not isinstance(exception, DomainError):
            return None
        if exception.status == 404:
            return page_not_found(request, Http404())
        return render(request, "kernel/refused.html", {"refusal": exception}, status=exception.status)
