"""Every table of the public schema: how its rows belong to a client, or why they stay."""

from motorblok.config.moving.belonging import Comes, Of, Stays

WITH_IT, IF_MISSING, INSTEAD = Comes.WITH_IT, Comes.IF_MISSING, Comes.INSTEAD
CLIENT = "tenants_client"
PERSON = "accounts_person"
DEBTOR = "billing_debtor"
SUBSCRIPTION = "billing_subscription"
INVOICE = "billing_invoice"
MADE_HERE = (
    "made_id = {client} OR made_id IN (SELECT id FROM {schema}.work_task) "
    "OR made_id IN (SELECT id FROM {schema}.sla_agreement) OR made_id IN (SELECT id FROM {schema}.sla_agreementversion)"
)


def _ledger(column: str, under: str = DEBTOR) -> Of:
    return Of(column, IF_MISSING, under=under, ledger=True)


def _of_person(column: str, *key: str) -> Of:
    return Of(column, WITH_IT, under=PERSON, key=key)


# What hangs on another table comes after it.
TRAVELS: dict[str, Of] = {
    "tenants_serviceline": Of("", IF_MISSING, condition="true", in_copy=True),
    CLIENT: Of("id", IF_MISSING, in_copy=True),
    "tenants_logo": Of("client_id", WITH_IT, in_copy=True),
    "tenants_allowance": Of("client_id", WITH_IT),
    "tenants_domain": Of("tenant_id", WITH_IT),
    "tenants_domainclaim": Of("client_id", WITH_IT),
    "tenants_onboarding": Of("client_id", WITH_IT),
    PERSON: Of("client_id", IF_MISSING),
    "accounts_contactscope": _of_person("contact_id"),
    "accounts_invitation": _of_person("person_id"),
    "accounts_savedview": _of_person("owner_id"),
    "account_emailaddress": _of_person("user_id", "user_id", "email"),
    "mfa_authenticator": _of_person("user_id", "user_id", "type", "created_at"),
    "accounts_assignment": Of("client_id", WITH_IT),
    "accounts_apikey": Of("client_id", IF_MISSING),
    "board_row": Of("client_id", INSTEAD, in_copy=True),
    "board_alarm": Of("client_id", INSTEAD),
    "board_fired": Of("client_id", IF_MISSING),
    "notify_notice": Of("client_id", IF_MISSING),
    "exchange_answered": Of("client_id", INSTEAD),
    "exchange_imported": Of("", IF_MISSING, condition=MADE_HERE),
    DEBTOR: Of("client_id", IF_MISSING, ledger=True),
    SUBSCRIPTION: _ledger("debtor_id"),
    "billing_conditions": _ledger("subscription_id", SUBSCRIPTION),
    "billing_subscribedprice": _ledger("subscription_id", SUBSCRIPTION),
    "billing_volumealert": _ledger("price_id", "billing_subscribedprice"),
    "billing_slaclause": _ledger("subscription_id", SUBSCRIPTION),
    "billing_lateusagedecision": _ledger("subscription_id", SUBSCRIPTION),
    "billing_claim": _ledger("debtor_id"),
    INVOICE: _ledger("debtor_id"),
    "billing_invoiceline": _ledger("invoice_id", INVOICE),
    "billing_document": _ledger("invoice_id", INVOICE),
    "billing_reminder": _ledger("invoice_id", INVOICE),
    "billing_hold": _ledger("invoice_id", INVOICE),
    "billing_credit": _ledger("debtor_id"),
    "billing_payment": _ledger("debtor_id"),
    "billing_allocation": _ledger("invoice_id", INVOICE),
    "billing_handpayment": _ledger("invoice_id", INVOICE),
    "billing_refund": _ledger("debtor_id"),
    "billing_farewell": _ledger("debtor_id"),
    "billing_gatewaylink": _ledger("debtor_id"),
    "billing_gatewaycall": _ledger("debtor_id"),
    "billing_usagerecord": Of("client_id", IF_MISSING, ledger=True),
    "billing_billedusage": _ledger("invoice_id", INVOICE),
}

PROVIDERS = "It is the provider's own, and about all clients."
SHORT_LIVED = "It is for minutes or hours, and is made anew."
GATEWAYS = "It is what a gateway told us, about all clients; the nightly comparison fetches it again."
DJANGO = "Django makes it of the code."

STAYS: dict[str, Stays] = {
    "accounts_session": Stays("Who is signed in, is signed in here alone."),
    "account_emailconfirmation": Stays(SHORT_LIVED),
    "accounts_secondsteprule": Stays(PROVIDERS),
    "tenants_clientmigration": Stays("It tells how far the last migration here came."),
    "tenants_schematemplate": Stays("What a schema is made of here."),
    "tenants_backfillrun": Stays(
        "How far this deployment's upgrade came; a client that comes back is filled again."
    ),
    "audit_event": Stays("The provider's own book; a client's is in its schema."),
    "audit_disclosure": Stays("The provider's own book."),
    "audit_unsealed": Stays("The provider's own book."),
    "audit_unread": Stays("The provider's own book."),
    "billing_plan": Stays(PROVIDERS),
    "billing_planversion": Stays(PROVIDERS),
    "billing_price": Stays(PROVIDERS),
    "billing_taxrate": Stays(PROVIDERS),
    "billing_legalentity": Stays(PROVIDERS),
    "billing_numberseries": Stays(PROVIDERS),
    "billing_costrate": Stays(PROVIDERS),
    "billing_exchangerate": Stays(PROVIDERS),
    "billing_statemententry": Stays("A line of the provider's own bank account."),
    "billing_statementfile": Stays("A statement of the provider's own bank account."),
    "billing_parkedusage": Stays("It was no client's, and waits for a person at the provider."),
    "billing_inboundevent": Stays(GATEWAYS),
    "billing_reconciliation": Stays(GATEWAYS),
    "billing_gatewaywatch": Stays(GATEWAYS),
    "billing_fakeobject": Stays("The made-up gateway's side, for demonstrations."),
    "billing_fakenotice": Stays("The made-up gateway's side, for demonstrations."),
    "billing_fakeclock": Stays("The made-up gateway's side, for demonstrations."),
    "django_content_type": Stays(DJANGO),
    "django_migrations": Stays("It tells what this database has had; the export names its migrations."),
    "auth_permission": Stays(DJANGO),
    "auth_group": Stays(DJANGO),
    "auth_group_permissions": Stays(DJANGO),
}
