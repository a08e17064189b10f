"""The addresses on the provider's host: the console."""

from django.urls import URLPattern, URLResolver, include, path

from motorblok.api.hooks import hook
from motorblok.config.health import healthz, readyz
from motorblok.console.pretending import pretended_payment

handler500 = "motorblok.config.serving.away.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("hooks/<slug:gateway>/", hook, name="hook"),
    path("dev/pay/<str:external_id>/", pretended_payment, name="pretended-payment"),
    path("api/", include("motorblok.api.urls")),
    path("sign-in/", include("motorblok.accounts.urls")),
    path("", include("motorblok.console.urls")),
]
