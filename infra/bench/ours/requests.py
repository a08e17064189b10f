"""One request with and without our tenancy, in a process as fresh as a web process."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import astuple

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path

from infra.bench.figures import Figure, dumped, milliseconds
from infra.bench.sampling import Act, Cost, in_turns
from infra.bench.scale import SCALES, Scale
from motorblok.audit.models import Unsealed
from motorblok.kernel import schema

AT_ONCE = 20
HOST = f"b1.{settings.MOTORBLOK_CLIENT_DOMAIN}"


def figures(scale: Scale) -> list[Figure]:
    """The same view behind the middleware, and with none in a schema chosen beforehand."""
    settings.ROOT_URLCONF = settings.PUBLIC_SCHEMA_URLCONF = "infra.bench.ours.requests"
    plain, ours = _answering([]), _answering(["tenants.middleware.HostMiddleware"])
    acts = [lambda: plain(AT_ONCE, inside="c_b1"), lambda: ours(AT_ONCE, inside=None)]
    beside, our = (_each(cost) for cost in in_turns(acts, rounds=scale.rounds * 10))
    statements = _statements(lambda times: ours(times, inside=None)) - _statements(
        lambda times: plain(times, inside="c_b1")
    )
    note = "a view with one query; theirs: the same without our middleware, its schema chosen beforehand; fastest rounds"
    added = (our.best - beside.best) * 1000  # a tenth of a millisecond drowns in the noise of medians
    return [
        Figure(
            name="Tenancy in a request",
            ours=milliseconds(our.wall, our.cpu),
            theirs=milliseconds(beside.wall, beside.cpu),
            value=added,
            unit="ms more",
            ceiling=0.15,
            note=note,
        ),
        Figure(
            name="Statements for tenancy in a request",
            ours=str(statements),
            value=statements,
            unit="statement",
            ceiling=1,
            note=note,
        ),
    ]


class _answering:  # noqa: N801  a verb that remembers its handler
    def __init__(self, middleware: list[str]) -> None:
        settings.MIDDLEWARE = middleware
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def __call__(self, times: int, *, inside: str | None) -> None:
        with schema.entered(inside) if inside else nullcontext():
            for _ in range(times):
                request = RequestFactory().get("/", headers={"host": HOST})
                self.handler.get_response(request)


def _each(cost: Cost) -> Cost:
    return Cost(*(each / AT_ONCE for each in astuple(cost)))


def _statements(answer: Callable[[int], None]) -> int:
    """What one request more costs, so that entering a schema for all of them does not count."""
    one, two = (_counted(lambda times=times: answer(times)) for times in (1, 2))
    return two - one


def _counted(act: Act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def _view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(Unsealed.objects.exists())


urlpatterns = [path("", _view)]

if __name__ == "__main__":
    print(dumped(figures(SCALES[sys.argv[1]])))
