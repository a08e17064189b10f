"""The addresses on a client's host: the portal."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", include("motorblok.accounts.urls")),
]
