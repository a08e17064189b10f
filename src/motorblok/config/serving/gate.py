"""The outermost layer of the web: a few at work, some more waiting for a while, and a quick answer to the rest."""

from collections.abc import Iterable
from functools import partial

from django.core.handlers.wsgi import WSGIHandler

from motorblok.config.launch.crowds import AT_ONCE_ASIDE, BODIES, WAITING_ASIDE
from motorblok.config.operations.metrics import PATH as METRICS
from motorblok.config.serving.bodies import CutOff, Environ, StartResponse, answered, take_in
from motorblok.config.serving.lanes import Full, Lane, Places
from motorblok.config.serving.refusing import Refusing

# What must be answered also when pages cannot be: probes, figures, files.
ASIDE = ("/healthz", "/readyz", METRICS, "/certificates/", "/static/")


class Gate:
    """The WSGI application. A request that gets 503 from here was not begun: nothing of it was done."""

    def __init__(self, handler: WSGIHandler, *, at_work: int, waiting: int, patience: float) -> None:
        self._handler = handler
        self._refuse = Refusing()
        self._refuse.prepare()
        self._bodies = Places(BODIES)
        self._work = Lane("work", at_work=at_work, waiting=waiting, patience=patience)
        self._aside = Lane("aside", at_work=AT_ONCE_ASIDE, waiting=WAITING_ASIDE, patience=patience)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            with self._bodies:
                body = take_in(environ)
            lane = self._aside if environ["PATH_INFO"].startswith(ASIDE) else self._work
            with body:
                return lane.do(partial(answered, self._handler, environ, start_response))
        except Full as full:
            return self._refuse(environ, start_response, reason=full.reason)
        except CutOff:
            start_response("400 Bad Request", [])
            return [b""]
