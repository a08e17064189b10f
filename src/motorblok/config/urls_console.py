"""The addresses on the provider's host: the console."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", include("motorblok.accounts.urls")),
]
