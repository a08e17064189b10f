"""The addresses of one client's money; beneath its billing at the console."""

from django.urls import path

from motorblok.console import billing_money, billing_moving

urlpatterns = [
    path("", billing_money.client_money_page, name="client-money"),
    path("payments/<uuid:payment_id>/allocation/", billing_moving.allocation, name="allocation"),
    path("payments/<uuid:payment_id>/refund/", billing_moving.refund, name="refund"),
    path(
        "allocations/<uuid:allocation_id>/undoing/",
        billing_moving.allocation_undoing,
        name="allocation-undoing",
    ),
    path("refunds/<uuid:refund_id>/approval/", billing_money.refund_approval, name="refund-approval"),
    path("refunds/<uuid:refund_id>/refusal/", billing_money.refund_refusal, name="refund-refusal"),
]
