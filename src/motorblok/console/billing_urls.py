"""The addresses of what all clients owe: invoices, credits, revenue; beneath /billing/ at the console."""

from django.urls import path

from motorblok.console.billing_credits import (
    credit,
    credit_approval,
    credit_rejection,
    credit_reversal,
    credits,
)
from motorblok.console.billing_home import billing_home
from motorblok.console.billing_invoice import (
    invoice,
    invoice_document,
    invoice_file,
    invoice_finalisation,
    invoice_line,
    invoice_line_file,
    invoice_proof,
)
from motorblok.console.billing_invoices import invoices, invoices_file
from motorblok.console.billing_revenue import billing_revenue, billing_revenue_file
from motorblok.console.credit_note import credit_note

urlpatterns = [
    path("", billing_home, name="billing-home"),
    path("invoices/", invoices, name="invoices"),
    path("invoices.csv", invoices_file, name="invoices-file"),
    path("invoices/<uuid:invoice_id>/", invoice, name="invoice"),
    path("invoices/<uuid:invoice_id>/lines.csv", invoice_file, name="invoice-file"),
    path("invoices/<uuid:invoice_id>/proof/", invoice_proof, name="invoice-proof"),
    path("invoices/<uuid:invoice_id>/finalisation/", invoice_finalisation, name="invoice-finalisation"),
    path("invoices/<uuid:invoice_id>/credit-note/", credit_note, name="credit-note"),
    path("invoices/<uuid:invoice_id>/lines/<int:position>/", invoice_line, name="invoice-line"),
    path(
        "invoices/<uuid:invoice_id>/lines/<int:position>/records.csv",
        invoice_line_file,
        name="invoice-line-file",
    ),
    path("invoices/<uuid:invoice_id>/papers/<slug:wanted>/", invoice_document, name="invoice-document"),
    path("credits/", credits, name="credits"),
    path("credits/<uuid:credit_id>/", credit, name="credit"),
    path("credits/<uuid:credit_id>/approval/", credit_approval, name="credit-approval"),
    path("credits/<uuid:credit_id>/rejection/", credit_rejection, name="credit-rejection"),
    path("credits/<uuid:credit_id>/reversal/", credit_reversal, name="credit-reversal"),
    path("revenue/", billing_revenue, name="billing-revenue"),
    path("revenue.csv", billing_revenue_file, name="billing-revenue-file"),
]
