"""The addresses of the gateways; beneath /billing/gateways/ at the console."""

from django.urls import path

from motorblok.console.gateways import (
    call_retry,
    gateway_comparison,
    gateways,
    notice_dismissal,
    notice_retry,
)

urlpatterns = [
    path("", gateways, name="gateways"),
    path("<slug:name>/comparison/", gateway_comparison, name="gateway-comparison"),
    path("notices/<uuid:notice_id>/retry/", notice_retry, name="notice-retry"),
    path("notices/<uuid:notice_id>/dismissal/", notice_dismissal, name="notice-dismissal"),
    path("calls/<uuid:call_id>/retry/", call_retry, name="call-retry"),
]
