"""The addresses of the portal; a verb is a resource."""

from django.urls import path

from motorblok.portal.archive import archive
from motorblok.portal.billing import billing
from motorblok.portal.branding import colours, logo
from motorblok.portal.claims import claim, claim_withdrawal, claims, new_claim
from motorblok.portal.credits import credit
from motorblok.portal.endings import cancellation, reopening
from motorblok.portal.home import home
from motorblok.portal.inbox import inbox, inbox_count, inbox_reading, inbox_unreading
from motorblok.portal.invoices import (
    invoice,
    invoice_document,
    invoice_file,
    invoice_line,
    invoice_line_file,
    invoices,
)
from motorblok.portal.means import means_of_payment
from motorblok.portal.messages import messages
from motorblok.portal.outlook import request_outlook
from motorblok.portal.people import people
from motorblok.portal.requests import new_request
from motorblok.portal.settings import own_settings
from motorblok.portal.task import task
from motorblok.portal.tasks import tasks

app_name = "portal"
urlpatterns = [
    path("", home, name="home"),
    path("tasks/", tasks, name="tasks"),
    path("tasks/new/", new_request, name="new-task"),
    path("tasks/new/outlook/", request_outlook, name="outlook"),
    path("tasks/<str:number>/", task, name="task"),
    path("tasks/<str:number>/messages/", messages, name="messages"),
    path("tasks/<str:number>/cancellation/", cancellation, name="cancellation"),
    path("tasks/<str:number>/reopening/", reopening, name="reopening"),
    path("inbox/", inbox, name="inbox"),
    path("inbox/count/", inbox_count, name="inbox-count"),
    path("inbox/reading/", inbox_reading, name="inbox-reading"),
    path("inbox/unreading/", inbox_unreading, name="inbox-unreading"),
    path("billing/", billing, name="billing"),
    path("billing/means-of-payment/", means_of_payment, name="means-of-payment"),
    path("billing/archive.zip", archive, name="archive"),
    path("billing/credits/<uuid:credit_id>/", credit, name="credit"),
    path("billing/invoices/", invoices, name="invoices"),
    path("billing/invoices/<uuid:invoice_id>/", invoice, name="invoice"),
    path("billing/invoices/<uuid:invoice_id>/lines.csv", invoice_file, name="invoice-file"),
    path("billing/invoices/<uuid:invoice_id>/lines/<int:position>/", invoice_line, name="invoice-line"),
    path(
        "billing/invoices/<uuid:invoice_id>/lines/<int:position>/records.csv",
        invoice_line_file,
        name="invoice-line-file",
    ),
    path(
        "billing/invoices/<uuid:invoice_id>/papers/<slug:wanted>/", invoice_document, name="invoice-document"
    ),
    path("billing/claims/", claims, name="claims"),
    path("billing/claims/new/", new_claim, name="new-claim"),
    path("billing/claims/<uuid:claim_id>/", claim, name="claim"),
    path("billing/claims/<uuid:claim_id>/withdrawal/", claim_withdrawal, name="claim-withdrawal"),
    path("people/", people, name="people"),
    path("settings/", own_settings, name="settings"),
    path("brand/<str:digest>.css", colours, name="brand-colours"),
    path("brand/<str:digest>.png", logo, name="brand-logo"),
]
