"""A page that failed says whose fault it is: the database's, which passes, or ours."""

from contextlib import suppress

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver

from motorblok.config.serving.away import failed


@pytest.mark.parametrize("urls", ["motorblok.config.urls_console", "motorblok.config.urls_portal"])
def test_both_hosts_answer_with_it(urls: str) -> None:
    assert get_resolver(urls).resolve_error_handler(500) is failed


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("refused"), 503), (InterfaceError("closed"), 503), (ValueError("ours"), 500)],
)
def test_a_database_that_is_away_is_503_and_a_fault_500(error: Exception, status: int) -> None:
    request = RequestFactory().get("/")
    request.session = SessionBase()

    response = answer_to(request, error)

    assert response.status_code == status
    assert response.has_header("Retry-After") == (status == 503)


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """What is answered where a view raised this, as Django asks for it."""
    with suppress(type(error)):
        try:
            raise error
        finally:
            response = failed(request)
    return response
