"""The addresses on a client's host: the portal."""

from django.urls import URLPattern, URLResolver, include, path

from motorblok.config.health import healthz, readyz

handler500 = "motorblok.config.serving.away.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/", include("motorblok.api.urls")),
    path("sign-in/", include("motorblok.accounts.urls")),
    path("", include("motorblok.portal.urls")),
]
