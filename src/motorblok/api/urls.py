"""The addresses of the API under /api/; what is at none of them gets a problem document too."""

from django.urls import include, path, re_path

from motorblok.api.nowhere import Nowhere

urlpatterns = [
    path("v1/", include("motorblok.api.v1.urls")),
    re_path(r"", Nowhere.as_view(), name="api-nowhere"),
]
