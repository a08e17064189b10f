"""The page for what nobody caught: a database that did not answer is no fault of ours, and passes."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from tenants import notices


def failed(request: HttpRequest) -> HttpResponse:
    """503 where PostgreSQL refused the connection or broke it off, so that nothing was changed; else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return notices.give(notices.AWAY, request)
    return server_error(request)
