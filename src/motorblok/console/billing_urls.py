"""The addresses of what all clients owe: invoices, credits, revenue; beneath /billing/ at the console."""

from django.urls import path

from motorblok.console.billing_bank import (
    bank,
    entry_match,
    entry_refund,
    entry_setting_aside,
    entry_taking_up,
    entry_unmatching,
)
from motorblok.console.billing_claims import (
    claim,
    claim_by_clause,
    claim_declining,
    claim_with_sum,
    claims,
)
from motorblok.console.billing_credits import (
    credit,
    credit_approval,
    credit_rejection,
    credit_reversal,
    credits,
)
from motorblok.console.billing_drift import (
    drift,
    late_usage_charging,
    late_usage_letting_go,
    parked_usage_letting_go,
    parked_usage_retry,
)
from motorblok.console.billing_dunning import (
    client_billing_lifting,
    client_billing_suspension,
    dunning,
    hand_payment,
    hand_payment_confirmation,
    hand_payment_refusal,
    invoice_dispute,
    invoice_dispute_settlement,
    reminder_pause,
    reminder_resumption,
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
from motorblok.console.billing_money import refunds
from motorblok.console.billing_next import billing_run, next_invoice
from motorblok.console.billing_rates import cost_rate_list
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
    path("bank/", bank, name="bank"),
    path("bank/<uuid:entry_id>/match/", entry_match, name="entry-match"),
    path("bank/<uuid:entry_id>/refund/", entry_refund, name="entry-refund"),
    path("bank/<uuid:entry_id>/unmatching/", entry_unmatching, name="entry-unmatching"),
    path("bank/<uuid:entry_id>/setting-aside/", entry_setting_aside, name="entry-setting-aside"),
    path("bank/<uuid:entry_id>/taking-up/", entry_taking_up, name="entry-taking-up"),
    path("reminders/", dunning, name="dunning"),
    path("invoices/<uuid:invoice_id>/pause/", reminder_pause, name="reminder-pause"),
    path("invoices/<uuid:invoice_id>/resumption/", reminder_resumption, name="reminder-resumption"),
    path("invoices/<uuid:invoice_id>/dispute/", invoice_dispute, name="invoice-dispute"),
    path(
        "invoices/<uuid:invoice_id>/settlement/",
        invoice_dispute_settlement,
        name="invoice-dispute-settlement",
    ),
    path("invoices/<uuid:invoice_id>/hand-payment/", hand_payment, name="hand-payment"),
    path(
        "hand-payments/<uuid:payment_id>/confirmation/",
        hand_payment_confirmation,
        name="hand-payment-confirmation",
    ),
    path("hand-payments/<uuid:payment_id>/refusal/", hand_payment_refusal, name="hand-payment-refusal"),
    path("reminders/<slug:slug>/suspension/", client_billing_suspension, name="client-billing-suspension"),
    path("reminders/<slug:slug>/lifting/", client_billing_lifting, name="client-billing-lifting"),
    path("next/<slug:slug>/", next_invoice, name="next-invoice"),
    path("next/<slug:slug>/run/", billing_run, name="billing-run"),
    path("credits/", credits, name="credits"),
    path("credits/<uuid:credit_id>/", credit, name="credit"),
    path("credits/<uuid:credit_id>/approval/", credit_approval, name="credit-approval"),
    path("credits/<uuid:credit_id>/rejection/", credit_rejection, name="credit-rejection"),
    path("credits/<uuid:credit_id>/reversal/", credit_reversal, name="credit-reversal"),
    path("cost-rates/", cost_rate_list, name="cost-rates"),
    path("refunds/", refunds, name="refunds"),
    path("drift/", drift, name="drift"),
    path("drift/late/<uuid:subscription_id>/charging/", late_usage_charging, name="late-usage-charging"),
    path(
        "drift/late/<uuid:subscription_id>/letting-go/", late_usage_letting_go, name="late-usage-letting-go"
    ),
    path("drift/facts/<uuid:parked_id>/retry/", parked_usage_retry, name="parked-usage-retry"),
    path("drift/facts/<uuid:parked_id>/letting-go/", parked_usage_letting_go, name="parked-usage-letting-go"),
    path("claims/", claims, name="claims"),
    path("claims/<uuid:claim_id>/", claim, name="claim"),
    path("claims/<uuid:claim_id>/by-clause/", claim_by_clause, name="claim-by-clause"),
    path("claims/<uuid:claim_id>/sum/", claim_with_sum, name="claim-with-sum"),
    path("claims/<uuid:claim_id>/declining/", claim_declining, name="claim-declining"),
    path("revenue/", billing_revenue, name="billing-revenue"),
    path("revenue.csv", billing_revenue_file, name="billing-revenue-file"),
]
