"""The addresses of what was counted, beneath /billing/ at the console."""

from django.urls import path

from motorblok.console.usage import (
    client_usage,
    client_usage_file,
    missed,
    missed_counting,
    usage_correction,
)

urlpatterns = [
    path("missed/", missed, name="missed-billing"),
    path("missed/<slug:slug>/counting/", missed_counting, name="missed-counting"),
    path("usage/<slug:slug>/", client_usage, name="client-usage"),
    path("usage/<slug:slug>/records.csv", client_usage_file, name="client-usage-file"),
    path("usage/<slug:slug>/records/<uuid:record_id>/", usage_correction, name="usage-correction"),
]
