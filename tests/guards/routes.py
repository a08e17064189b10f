"""Every address there is, at the console's host and at a client's."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.urls import URLPattern, URLResolver

URLCONFS = {"console": "motorblok.config.urls_console", "portal": "motorblok.config.urls_portal"}


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """An address: at which of the two hosts, and by which name."""

    host: str
    name: str

    def __str__(self) -> str:
        return f"{self.host} {self.name}"


@cache
def routes() -> dict[Route, URLPattern]:
    return {
        Route(host, name): pattern
        for host, urlconf in URLCONFS.items()
        for name, pattern in _walk(import_module(urlconf).urlpatterns)
    }


def _walk(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [space, pattern.namespace or pattern.app_name]))
            yield from _walk(pattern.url_patterns, inner)
        else:
            name = pattern.name or pattern.callback.__name__
            yield ":".join(filter(None, [space, name])), pattern
