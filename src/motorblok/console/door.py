"""What every page of the console ends with: how it is drawn, and the one reading of the clock."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from motorblok.accounts.doors import StaffRequest
from motorblok.kernel.errors import DomainError


def draw(
    request: StaffRequest,
    template: str,
    *,
    refusal: DomainError | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Draw a page or a part of one; a refusal gives it its sentence and its status."""
    words = {"refusal": refusal, **context}
    return render(request, template, words, status=refusal.status if refusal else status)


def now() -> datetime:
    """The time of a request: read once by its view, then passed on."""
    return datetime.now(UTC)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where it was only asked for."""
    return request.POST if request.method == "POST" else None
