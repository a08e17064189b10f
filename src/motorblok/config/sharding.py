"""Where each table of the public schema lives in a deployment that has outgrown one database server (infra/citus/README.md)."""

from collections.abc import Mapping

REFERENCE = frozenset(
    {
        "tenants_serviceline",
        "billing_plan",
        "billing_planversion",
        "billing_price",
        "billing_taxrate",
        "billing_exchangerate",
        "billing_costrate",
    }
)
"""Small, rarely written, never locked: a copy stands on every node, so that a statement on any of them may join it."""

BY_CLIENT: Mapping[str, str] = {"board_row": "client_id", "exchange_answered": "client_id"}
"""A row belongs to one client, and every key begins with this column: such a table can be spread by it."""

ONE_PLACE = "asked and locked over all clients at once"
OWN_KEY = "its keys do not begin with the client"
PROVIDERS = "the provider's own, not a client's"

LOCAL: Mapping[str, str] = {
    "tenants_client": "every verb locks its client's row, which costs a reference table a call to each node",
    "tenants_domain": "found by host name, before the client is known",
    "tenants_domainclaim": OWN_KEY,
    **dict.fromkeys(
        ("tenants_logo", "tenants_allowance", "tenants_onboarding", "tenants_clientmigration"),
        "a foreign key to the client's row, which is local",
    ),
    **dict.fromkeys(("tenants_schematemplate", "tenants_backfillrun"), PROVIDERS),
    # The public book: what concerns no client, or all of them.
    **dict.fromkeys(("audit_event", "audit_disclosure", "audit_unsealed", "audit_unread"), PROVIDERS),
    **dict.fromkeys(
        (
            "accounts_person",
            "accounts_assignment",
            "accounts_contactscope",
            "accounts_invitation",
            "accounts_apikey",
            "accounts_secondsteprule",
            "accounts_session",
            "accounts_savedview",
            "account_emailaddress",
            "account_emailconfirmation",
            "mfa_authenticator",
        ),
        "found by person, session or key, before the client is known",
    ),
    **dict.fromkeys(("board_alarm", "board_fired"), f"{ONE_PLACE}; {OWN_KEY}, but with the clock"),
    "notify_notice": "read by person, over all clients; no key begins with the client",
    "exchange_imported": OWN_KEY,
    **dict.fromkeys(
        (
            "billing_legalentity",
            "billing_debtor",
            "billing_claim",
            "billing_subscription",
            "billing_conditions",
            "billing_subscribedprice",
            "billing_slaclause",
            "billing_invoice",
            "billing_invoiceline",
            "billing_numberseries",
            "billing_document",
            "billing_credit",
            "billing_lateusagedecision",
            "billing_payment",
            "billing_allocation",
            "billing_statemententry",
            "billing_statementfile",
            "billing_reminder",
            "billing_hold",
            "billing_handpayment",
            "billing_farewell",
            "billing_volumealert",
            "billing_gatewaylink",
            "billing_gatewaycall",
            "billing_inboundevent",
            "billing_reconciliation",
            "billing_gatewaywatch",
            "billing_refund",
            "billing_fakeobject",
            "billing_fakenotice",
            "billing_fakeclock",
        ),
        "the provider's books, whose numbers have no gap: written and summed over all clients",
    ),
    **dict.fromkeys(
        ("billing_usagerecord", "billing_billedusage", "billing_parkedusage"),
        "unique by event, and drawn into invoices: goes where they are",
    ),
    **dict.fromkeys(
        (
            "django_migrations",
            "django_content_type",
            "auth_permission",
            "auth_group",
            "auth_group_permissions",
        ),
        "Django's own",
    ),
}
"""One copy, on the coordinator; with the reason why it is not spread."""

TABLES = (REFERENCE, BY_CLIENT, frozenset(LOCAL))
