"""How a page or a part of one is drawn, and what a form on it was sent with."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from motorblok.kernel.errors import DomainError


def draw(
    request: HttpRequest,
    template: str,
    *,
    refusal: DomainError | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Draw a page or a part of one; a refusal gives it its sentence and its status."""
    words = {"refusal": refusal, **context}
    return render(request, template, words, status=refusal.status if refusal else status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where it was only asked for."""
    return request.POST if request.method == "POST" else None
