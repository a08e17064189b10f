"""Which pages are lists, by what one recognises their rows, and which are none. A new page fails the guard until it is here."""

from dataclasses import dataclass

TASKS = r"Grown task \d+ \w+(?: of Grown Contact \d+)?"
CLIENTS = r"Grown Client \d+"
CONTACTS = r"Grown Contact \d+"
STAFF = r"Grown Staff \d+"
LINES = r"Grown line \d+"
KEYS = r"Grown key \d+"
ADDRESSES = r"grown-\d+\.example\.com"
AGREEMENTS = r"Grown agreement \d+"
PLANS = r"Grown plan \d+"
INVOICES = r"GROWN-\d+-\w+"
RECORDS = r"ACME-90\d+"
ANSWERS = r"Grown answer \d+"


EVERYBODY = frozenset({"olga", "sam", "ann", "bob", "acme-key", "provider-key"})


@dataclass(frozen=True, slots=True)
class List:
    """A page with rows: a pattern that each row matches differently, and who is shown ten of them.

    `query` asks for them, where the address is not enough.
    """

    rows: str
    query: str = ""
    of: frozenset[str] = EVERYBODY


# The page of a task, also with one of its forms open.
OF_A_TASK = (
    *("task", "task-news", "task-reopening", "resolution", "cancellation"),
    *("handover", "priority", "third-party", "waiting", "time", "time-correction"),
)
LISTS = {
    "console console:workboard": List(TASKS),
    "console console:palette": List(r"Grown [A-Za-z]+ \d+", "?text=grown"),
    "console console:overview": List(rf"{CLIENTS}|Acme Bakeries"),
    "console console:inbox": List(TASKS, of=frozenset({"sam"})),
    "console console:clients": List(CLIENTS),
    "console console:client": List(CONTACTS),
    **{f"console console:{name}": List(ANSWERS) for name in OF_A_TASK},
    "console console:agreement": List(AGREEMENTS),
    "console console:agreement-copy": List(CLIENTS),
    "console console:onboarding-agreement": List(AGREEMENTS),
    "console console:onboarding-contacts": List(CONTACTS),
    "console console:onboarding-staff": List(STAFF),
    "console console:keys": List(KEYS),
    "console console:addresses": List(ADDRESSES),
    "console console:people": List(STAFF),
    "console console:team": List(STAFF),
    "console console:board-assignment": List(STAFF),
    "console console:new-task": List(CLIENTS),
    "console console:subscriptions": List(CLIENTS),
    **{f"console console:{name}": List(CLIENTS) for name in ("credits", "claims", "billing-revenue")},
    "console console:billing-revenue-file": List(CLIENTS),
    **{f"console console:{name}": List(INVOICES) for name in ("invoices", "invoices-file")},
    "portal portal:invoices": List(INVOICES),
    "portal portal:claims": List(r"Grown claim \d+"),
    **{
        f"{host} {host}:{name}": List(RECORDS)
        for host in ("console", "portal")
        for name in ("invoice-line", "invoice-line-file")
    },
    "console console:dunning": List(CLIENTS),
    "console console:gateways": List(r"grown_\d+"),
    "console console:cost-rates": List(r"€\d+\.77"),
    "console console:drift": List(r"Grown fault \d+"),
    "console console:refunds": List(r"Grown refund \d+"),
    "console console:client-money": List(r"Grown refund \d+|Grown payer \d+"),
    "console console:bank": List(r"Grown payer \d+"),
    "console console:plans": List(PLANS),
    "console console:companies": List(r"Grown company \d+"),
    "console console:vat-rates": List(r"grown-[a-z]+"),
    "console console:exchange-rates": List(r"Grown bank \d+"),
    "console console:subscription-change": List(PLANS),
    "portal portal:tasks": List(TASKS),
    "portal portal:inbox": List(TASKS),
    "portal portal:home": List(TASKS),
    "portal portal:task": List(CONTACTS),
    "portal portal:people": List(CONTACTS),
    **{
        f"{host} api-v1:{name}": List(rows)
        for host in ("console", "portal")
        for name, rows in {"tasks": TASKS, "service-lines": LINES, "task": ANSWERS}.items()
    },
    "console api-v1:assignment": List(STAFF),
}
"""Pages with rows; every one of them must show ten or more when there are twelve of everything."""

FORMS = (
    *("new-client", "suspension", "reopening", "closing", "branding", "new-contact", "contact-role"),
    *("contact-second-step-removal", "contact-deactivation", "new-agreement", "agreement-version"),
    *("new-calendar", "calendar-confirmation", "calendar-version", "holidays", "new-key", "key-revocation"),
    *("client-new-task", "new-person", "person-role", "person-second-step-removal", "person-deactivation"),
    *("board-taking", "board-priority", "board-resolution", "board-resumption", "board-waiting"),
    *("board-cancellation", "onboarding", "onboarding-tasks", "onboarding-finish", "settings"),
    *("second-step", "new-plan", "plan-prices", "new-company", "company", "debtor", "new-subscription"),
    *(f"subscription-{verb}" for verb in ("start", "conditions", "pause", "cancellation")),
)
ABOUT_ONE = ("contact", "person", "posts", "peek", "inbox-count", "mail", "plan", "client-billing")
OF_ONE_INVOICE = ("invoice", "invoice-file", "invoice-document")
OF_MONEY = (
    "client-standing",
    "client-archive",
    "billing-home",
    "next-invoice",
    "invoice-proof",
    "credit-note",
    "credit",
    "claim",
    "clauses",
    "new-clause",
    "allocation",
    "allocation-undoing",
    "refund",
    *OF_ONE_INVOICE,
)
"""Pages about one thing, and the last messages of one; what is in the mail folder are files."""

NO_LISTS = frozenset(
    {
        *(f"console console:{name}" for name in (*FORMS, *ABOUT_ONE, *OF_MONEY)),
        *(f"console console:{name}" for name in ("missed-billing", "client-usage", "usage-correction")),
        "console console:client-usage-file",
        *(
            f"portal portal:{name}"
            for name in (
                "billing",
                "means-of-payment",
                "archive",
                "credit",
                "claim",
                "new-claim",
                *OF_ONE_INVOICE,
            )
        ),
        *(f"portal portal:{name}" for name in ("new-task", "outlook", "settings", "inbox-count")),
        *(f"portal portal:{name}" for name in ("brand-logo", "brand-colours")),
        *(
            f"{host} api-v1:{name}"
            for host in ("console", "portal")
            for name in ("index", "schema", "explanation", "time")
        ),
        "portal api-v1:assignment",
    }
)
"""Pages whose rows do not grow; what they ask is counted like the others'."""
