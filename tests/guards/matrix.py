"""The permission matrix: for every address and method, who may. A new route fails the guard until it has its row here."""

from dataclasses import dataclass, field

from tests.guards.named import (
    AGREEMENT,
    ALLOCATION,
    CALENDAR,
    CALL,
    CLAIM,
    COLLEAGUE,
    COMPANY,
    CONTACT,
    CREDIT,
    ENTRY,
    GIVEN_CREDIT,
    HAND_PAYMENT,
    INVOICE,
    KEY,
    NOTICE,
    PARKED,
    PAYMENT,
    PLAN,
    REFUND,
    VIEW,
)
from tests.guards.routes import Route

# Who asks. Staff at the console: Olga owns, Rita leads, Sam works for Acme, Lena there in legal alone, Nils for Globex
# alone, Fay for nobody: she sees what all pay. Contacts at Acme's portal: Ann directs, Carla leads finance, Bob asks,
# Cleo directs Globex. The rest are keys.
OWNER = frozenset({"olga"})
WIDE = OWNER | {"rita"}
AT_ACME = WIDE | {"sam", "lena"}
IN_FINANCE = WIDE | {"sam"}
STAFF = AT_ACME | {"nils", "fay"}
MONEY = OWNER | {"fay"}
DIRECTOR = frozenset({"ann"})
CONTACTS = frozenset({"ann", "carla", "bob"})
IN_ACMES_FINANCE = frozenset({"ann", "carla"})
OWN_KEY = frozenset({"acme-key"})
PROVIDER_KEY = frozenset({"provider-key"})
NOBODY: frozenset[str] = frozenset()
PEOPLE = {"console": STAFF, "portal": CONTACTS}
ANYBODY = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Row:
    """Who may ask for a route by a method; `data` is what a POST sends, `task` which task the address names."""

    route: Route
    method: str
    may: frozenset[str]
    path: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


ACME = {"slug": "acme"}
ACMES_CONTACT = {**ACME, "contact_id": CONTACT}
OFFICE = {"code": PLAN}
AN_INVOICE = {"invoice_id": INVOICE}
A_LINE = {**AN_INVOICE, "position": "1"}
A_PAPER = {**AN_INVOICE, "wanted": "ubl"}
A_CREDIT = {"credit_id": CREDIT}
A_CLAIM = {"claim_id": CLAIM}
STAFF_MEMBER = {"person_id": COLLEAGUE}
FINANCE_TASK = {**ACME, "number": "ACME-1"}
ANSWER = {"answer": "Done."}
TEXT = {"text": "Which one is the right one?"}


def console(name, method, may, path=None, data=None):
    return Row(Route("console", f"console:{name}"), method, may, path or {}, data or {})


def portal(name, method, may, path=None, data=None):
    return Row(Route("portal", f"portal:{name}"), method, may, path or {}, data or {})


def _asked_and_sent(may, paths):
    """Pages of forms: the same may look at them and send them."""
    return [console(name, method, may, path) for name, path in paths.items() for method in ("GET", "POST")]


CONSOLE = [
    console("workboard", "GET", STAFF),
    *_asked_and_sent(
        STAFF,
        {
            "board-taking": {},
            "board-assignment": {},
            "board-priority": {},
            "board-resolution": {},
            "board-waiting": {},
            "board-resumption": {},
            "board-cancellation": {},
        },
    ),
    console("board-undo", "POST", STAFF, {}, {"verb": "waiting", "token": VIEW}),
    console("palette", "GET", STAFF),
    console("peek", "GET", IN_FINANCE, FINANCE_TASK),
    console("saved-views", "POST", STAFF),
    console("view-name", "POST", OWNER, {"view_id": VIEW}, {"name": "Late"}),
    # Only whose it is may move it.
    console("view-position", "POST", NOBODY, {"view_id": VIEW}, {"position": "0"}),
    console("view-removal", "POST", OWNER, {"view_id": VIEW}),
    console("view-restoration", "POST", OWNER, {"view_id": VIEW}),
    console("new-task", "GET", STAFF),
    console("new-task", "POST", STAFF),
    console("clients", "GET", STAFF),
    console("new-client", "GET", OWNER),
    console("new-client", "POST", OWNER),
    console("client", "GET", AT_ACME, ACME),
    console("onboarding", "GET", WIDE, ACME),
    *_asked_and_sent(
        WIDE,
        {f"onboarding-{step}": ACME for step in ("contacts", "agreement", "staff", "tasks")},
    ),
    console("onboarding-finish", "GET", WIDE, ACME),
    console("onboarding-invitations", "POST", WIDE, ACME),
    console("onboarding-begin", "POST", WIDE, ACME),
    console("onboarding-end", "POST", WIDE, ACME),
    *_asked_and_sent(WIDE, {"agreement-copy": {}, "holidays": {}}),
    console("team", "GET", WIDE),
    console("overview", "GET", OWNER),
    console("provisioning", "POST", OWNER, ACME),
    console("suspension", "GET", OWNER, ACME),
    console("suspension", "POST", OWNER, ACME, {"reason": "Unpaid"}),
    console("reopening", "GET", OWNER, ACME),
    console("reopening", "POST", OWNER, ACME),
    console("closing", "GET", OWNER, ACME),
    console("closing", "POST", OWNER, ACME, {"reason": "Left"}),
    console("new-contact", "GET", WIDE, ACME),
    console("new-contact", "POST", WIDE, ACME),
    console("contact", "GET", WIDE, ACMES_CONTACT),
    *_asked_and_sent(
        WIDE,
        {
            "contact-role": ACMES_CONTACT,
            "contact-second-step-removal": ACMES_CONTACT,
            "contact-deactivation": ACMES_CONTACT,
        },
    ),
    console("contact-invitation", "POST", WIDE, ACMES_CONTACT),
    console("contact-invitation-withdrawal", "POST", WIDE, ACMES_CONTACT),
    console("posts", "GET", WIDE, ACME),
    console("posts", "POST", WIDE, ACME),
    console("withdrawal", "POST", WIDE, ACME),
    console("agreement", "GET", AT_ACME, ACME),
    *_asked_and_sent(
        WIDE,
        {
            "new-agreement": ACME,
            "agreement-version": {**ACME, "agreement_id": AGREEMENT},
            "new-calendar": ACME,
            "calendar-confirmation": {**ACME, "calendar_id": CALENDAR},
            "calendar-version": {**ACME, "calendar_id": CALENDAR},
            "new-key": ACME,
            "key-revocation": {**ACME, "key_id": KEY},
        },
    ),
    console("keys", "GET", WIDE, ACME),
    console("branding", "GET", WIDE, ACME),
    *(
        console(f"branding-{part}", "POST", WIDE, ACME)
        for part in ("colour", "colour-removal", "logo", "logo-removal")
    ),
    console("addresses", "GET", OWNER, ACME),
    console("addresses", "POST", OWNER, ACME),
    console("primary-address", "POST", OWNER, ACME),
    console("address-check", "POST", OWNER, ACME),
    console("address-removal", "POST", OWNER, ACME),
    console("client-new-task", "GET", AT_ACME, ACME),
    console("client-new-task", "POST", AT_ACME, ACME),
    console("task", "GET", IN_FINANCE, FINANCE_TASK),
    console("assignment", "POST", IN_FINANCE, FINANCE_TASK),
    console("taking", "POST", IN_FINANCE, FINANCE_TASK),
    console("task-news", "GET", IN_FINANCE, FINANCE_TASK),
    console("messages", "POST", IN_FINANCE, FINANCE_TASK, TEXT),
    console("notes", "POST", IN_FINANCE, FINANCE_TASK, TEXT),
    console("resumption", "POST", IN_FINANCE, FINANCE_TASK),
    console("release", "POST", IN_FINANCE, FINANCE_TASK),
    *_asked_and_sent(
        IN_FINANCE,
        {
            "waiting": FINANCE_TASK,
            "third-party": FINANCE_TASK,
            "handover": FINANCE_TASK,
            "priority": FINANCE_TASK,
            "resolution": FINANCE_TASK,
            "cancellation": FINANCE_TASK,
            "time": FINANCE_TASK,
            "time-correction": FINANCE_TASK,
            "task-reopening": FINANCE_TASK,
        },
    ),
    console("inbox", "GET", STAFF),
    console("inbox-count", "GET", STAFF),
    console("inbox-reading", "POST", STAFF),
    console("inbox-unreading", "POST", STAFF),
    console("people", "GET", STAFF),
    console("second-step", "GET", OWNER),
    console("second-step", "POST", OWNER, {}, {"required_on": "2090-01-05"}),
    console("new-person", "GET", OWNER),
    console("new-person", "POST", OWNER),
    console("person", "GET", WIDE, STAFF_MEMBER),
    *_asked_and_sent(
        OWNER,
        {
            "person-role": STAFF_MEMBER,
            "person-second-step-removal": STAFF_MEMBER,
            "person-deactivation": STAFF_MEMBER,
        },
    ),
    console("person-invitation", "POST", OWNER, STAFF_MEMBER),
    console("person-invitation-withdrawal", "POST", OWNER, STAFF_MEMBER),
    console("subscriptions", "GET", MONEY),
    console("plans", "GET", MONEY),
    *_asked_and_sent(MONEY, {"new-plan": {}, "plan-prices": OFFICE}),
    console("plan", "GET", MONEY, OFFICE),
    *(console(f"plan-{verb}", "POST", MONEY, OFFICE) for verb in ("publication", "offering", "retirement")),
    console("gateways", "GET", MONEY),
    console("gateway-comparison", "POST", MONEY, {"name": "fake"}),
    console("notice-retry", "POST", MONEY, {"notice_id": NOTICE}),
    console("notice-dismissal", "POST", MONEY, {"notice_id": NOTICE}, {"reason": "Theirs."}),
    console("call-retry", "POST", MONEY, {"call_id": CALL}),
    console("companies", "GET", OWNER),
    *_asked_and_sent(MONEY, {"exchange-rates": {}}),
    *_asked_and_sent(OWNER, {"new-company": {}, "company": {"company_id": COMPANY}, "vat-rates": {}}),
    console("client-billing", "GET", MONEY, ACME),
    *_asked_and_sent(
        MONEY,
        {
            "debtor": ACME,
            "new-subscription": ACME,
            **{
                f"subscription-{verb}": ACME
                for verb in ("start", "change", "conditions", "pause", "cancellation")
            },
        },
    ),
    console("subscription-resumption", "POST", MONEY, ACME),
    console("subscription-continuation", "POST", MONEY, ACME),
    console("billing-home", "GET", MONEY),
    *(console(name, "GET", MONEY) for name in ("invoices", "invoices-file", "credits")),
    *(console(name, "GET", MONEY) for name in ("billing-revenue", "billing-revenue-file")),
    console("missed-billing", "GET", MONEY),
    *(console(name, "GET", MONEY, ACME) for name in ("client-usage", "client-usage-file")),
    # There is no such record.
    *(console("usage-correction", method, NOBODY, {**ACME, "record_id": VIEW}) for method in ("GET", "POST")),
    *(console(name, "GET", MONEY, AN_INVOICE) for name in ("invoice", "invoice-file", "invoice-proof")),
    *(console(name, "GET", MONEY, A_LINE) for name in ("invoice-line", "invoice-line-file")),
    console("invoice-document", "GET", MONEY, A_PAPER),
    console("invoice-finalisation", "POST", MONEY, AN_INVOICE),
    *_asked_and_sent(MONEY, {"credit-note": AN_INVOICE}),
    console("next-invoice", "GET", MONEY, ACME),
    console("billing-run", "POST", MONEY, ACME),
    console("credit", "GET", MONEY, A_CREDIT),
    console("claims", "GET", MONEY),
    console("claim", "GET", MONEY, A_CLAIM),
    *(console(f"claim-{verb}", "POST", MONEY, A_CLAIM) for verb in ("by-clause", "with-sum", "declining")),
    *(console(f"credit-{verb}", "POST", MONEY, A_CREDIT) for verb in ("rejection", "reversal", "approval")),
    *_asked_and_sent(MONEY, {"bank": {}}),
    console("entry-match", "POST", MONEY, {"entry_id": ENTRY}, {"numbers": "MB-0"}),
    *(
        console(f"entry-{verb}", "POST", MONEY, {"entry_id": ENTRY})
        for verb in ("unmatching", "setting-aside", "taking-up")
    ),
    console("entry-refund", "POST", MONEY, {"entry_id": ENTRY}, {"refund": REFUND}),
    *(console(name, "GET", MONEY) for name in ("refunds", "drift")),
    console("client-money", "GET", MONEY, ACME),
    *_asked_and_sent(
        MONEY,
        {
            "allocation": {**ACME, "payment_id": PAYMENT},
            "refund": {**ACME, "payment_id": PAYMENT},
            "allocation-undoing": {**ACME, "allocation_id": ALLOCATION},
        },
    ),
    *(
        console(f"refund-{verb}", "POST", MONEY, {**ACME, "refund_id": REFUND})
        for verb in ("approval", "refusal")
    ),
    *(
        console(f"parked-usage-{verb}", "POST", MONEY, {"parked_id": PARKED})
        for verb in ("retry", "letting-go")
    ),
    *(
        # There is no such subscription.
        console(
            f"late-usage-{verb}",
            "POST",
            NOBODY,
            {"subscription_id": VIEW},
            {"period": "2026-01", "reason": "Late"},
        )
        for verb in ("charging", "letting-go")
    ),
    console("missed-counting", "POST", MONEY, ACME),
    *_asked_and_sent(MONEY, {"cost-rates": {}, "new-clause": ACME}),
    console("clauses", "GET", MONEY, ACME),
    *(
        # There is no such clause.
        console(f"clause-{verb}", "POST", NOBODY, {**ACME, "clause_id": VIEW}, {"from_on": "2026-01-01"})
        for verb in ("exclusion", "ending")
    ),
    console("dunning", "GET", MONEY),
    *(
        console(name, "POST", MONEY, AN_INVOICE)
        for name in (
            "reminder-pause",
            "reminder-resumption",
            "invoice-dispute",
            "invoice-dispute-settlement",
            "hand-payment",
        )
    ),
    *(
        console(f"hand-payment-{verb}", "POST", MONEY, {"payment_id": HAND_PAYMENT})
        for verb in ("confirmation", "refusal")
    ),
    *(console(f"client-billing-{verb}", "POST", MONEY, ACME) for verb in ("suspension", "lifting")),
    console("client-standing", "GET", MONEY, ACME),
    # It has none: nobody gets one before its subscription has ended.
    console("client-archive", "GET", NOBODY, ACME),
    *(
        console(name, "POST", MONEY, ACME)
        for name in (
            "client-review",
            "client-archiving",
            "client-erasure",
            "client-erasure-withdrawal",
            "client-erasure-confirmation",
            "intake-limit",
            "intake-opening",
        )
    ),
    console("mail", "GET", OWNER),
    console("settings", "GET", STAFF),
    console("settings", "POST", STAFF),
]

PORTAL = [
    portal("home", "GET", CONTACTS),
    portal("tasks", "GET", CONTACTS),
    portal("new-task", "GET", CONTACTS),
    portal("new-task", "POST", CONTACTS),
    portal("outlook", "GET", CONTACTS),
    portal("task", "GET", IN_ACMES_FINANCE, {"number": "ACME-1"}),
    portal("messages", "POST", IN_ACMES_FINANCE, {"number": "ACME-1"}),
    portal("reopening", "POST", IN_ACMES_FINANCE, {"number": "ACME-1"}),
    portal("cancellation", "POST", IN_ACMES_FINANCE, {"number": "ACME-1"}),
    portal("brand-colours", "GET", ANYBODY, {"digest": "0"}),
    portal("brand-logo", "GET", ANYBODY, {"digest": "0"}),
    portal("inbox", "GET", CONTACTS),
    portal("inbox-count", "GET", CONTACTS),
    portal("inbox-reading", "POST", CONTACTS),
    portal("inbox-unreading", "POST", CONTACTS),
    portal("people", "GET", DIRECTOR),
    *(portal(name, "GET", DIRECTOR) for name in ("billing", "invoices")),
    *(portal(name, "GET", DIRECTOR, AN_INVOICE) for name in ("invoice", "invoice-file")),
    *(portal(name, "GET", DIRECTOR, A_LINE) for name in ("invoice-line", "invoice-line-file")),
    portal("invoice-document", "GET", DIRECTOR, A_PAPER),
    portal("claims", "GET", DIRECTOR),
    *(portal("new-claim", method, DIRECTOR) for method in ("GET", "POST")),
    portal("claim", "GET", DIRECTOR, A_CLAIM),
    portal("claim-withdrawal", "POST", DIRECTOR, A_CLAIM),
    portal("credit", "GET", DIRECTOR, {"credit_id": GIVEN_CREDIT}),
    # Acme has not left.
    portal("archive", "GET", NOBODY),
    # Who pays by bank keeps no means of payment at a gateway.
    portal("means-of-payment", "GET", NOBODY),
    portal("settings", "GET", CONTACTS),
    portal("settings", "POST", CONTACTS),
]

TOKEN = {"token": "x"}
RESET = {"uidb36": "1", "key": "x"}
FOR_ANYONE = {
    "account_login": ("GET", "POST"),
    "account_logout": ("GET", "POST"),
    "mfa_authenticate": ("GET", "POST"),
    "account_join": ("GET", "POST"),
    "account_arrive": ("GET",),
    "account_reset_password": ("GET", "POST"),
    "account_reset_password_done": ("GET",),
    "account_reset_password_from_key_done": ("GET",),
    "account_reset_password_from_key": ("GET", "POST"),
    "healthz": ("GET",),
    "readyz": ("GET",),
}
FOR_THE_SIGNED_IN = {
    "account_reauthenticate": ("GET", "POST"),
    "mfa_reauthenticate": ("GET", "POST"),
    "account_change_password": ("GET", "POST"),
    "mfa_index": ("GET",),
    "mfa_activate_totp": ("GET", "POST"),
    "mfa_generate_recovery_codes": ("GET", "POST"),
}
# Nobody here has switched a second step on, so there is nothing to see or to switch off.
FOR_WHO_HAS_A_SECOND_STEP = {
    "mfa_deactivate_totp": ("GET", "POST"),
    "mfa_view_recovery_codes": ("GET",),
    "mfa_download_recovery_codes": ("GET",),
}
PATHS = {"account_arrive": TOKEN, "account_reset_password_from_key": RESET}


def _same_at_both(rules, allowed):
    return [
        Row(Route(host, name), method, allowed[host], PATHS.get(name, {}))
        for host in ("console", "portal")
        for name, methods in rules.items()
        for method in methods
    ]


NUMBER = {"number": "ACME-1"}
BY_KEY = {
    "service-lines": ("GET", {}),
    "tasks": ("GET", {}),
    "task": ("GET", NUMBER),
    "explanation": ("GET", NUMBER),
}
DRAFT = {"title": "Post it", "service_line": "finance", "audience": "client"}

_STEPS = [
    ("handover", "POST", {"assignee_id": COLLEAGUE, "note": "Half done."}),
    ("priority", "POST", {"priority": "high"}),
    ("waiting", "POST", {"waiting_for": "third_party", "whom": "The bank"}),
    ("waiting", "DELETE", {}),
    ("assignment", "DELETE", {}),
    ("resolution", "DELETE", {"reason": "Again."}),
    ("time", "GET", {}),
    ("time", "POST", {"seconds": "60", "worked_on": "2026-11-23"}),
    ("time", "DELETE", {"reason": "Wrong."}),
    ("cancellation", "POST", {"reason": "Not needed."}),
    ("cancellation", "DELETE", {"reason": "Again."}),
]


def _api():
    for host, key in (("portal", OWN_KEY), ("console", PROVIDER_KEY)):
        for name, (method, path) in BY_KEY.items():
            yield Row(Route(host, f"api-v1:{name}"), method, key, path)
        yield Row(Route(host, "api-v1:schema"), "GET", ANYBODY)
        yield Row(Route(host, "api-v1:index"), "GET", ANYBODY)
        yield Row(Route(host, "api-v1:tasks"), "POST", key, {}, DRAFT)
        for name, data in (("assignment", {"assignee": "x"}), ("taking", {}), ("resolution", ANSWER)):
            may = key if host == "console" else NOBODY
            if name == "assignment":
                yield Row(Route(host, f"api-v1:{name}"), "GET", may, NUMBER)
            yield Row(Route(host, f"api-v1:{name}"), "POST", may, NUMBER, data)
        for name, method, data in _STEPS:
            yield Row(
                Route(host, f"api-v1:{name}"), method, key if host == "console" else NOBODY, NUMBER, data
            )
        said = {**TEXT, "audience": "client"} if host == "console" else TEXT
        yield Row(Route(host, "api-v1:messages"), "POST", key, NUMBER, said)
        yield Row(Route(host, "api-nowhere"), "GET", NOBODY)


KEYS = frozenset({"acme-key", "globex-key", "provider-key"})
ROWS = [
    *CONSOLE,
    *PORTAL,
    *_same_at_both(FOR_ANYONE, dict.fromkeys(PEOPLE, ANYBODY)),
    # Who may is proven by what is sent: a signature over the raw bytes; an id that nobody can guess.
    Row(Route("console", "hook"), "POST", ANYBODY, {"gateway": "fake"}),
    *(
        Row(Route("console", "pretended-payment"), method, ANYBODY, {"external_id": "fin_0"})
        for method in ("GET", "POST")
    ),
    *_same_at_both(FOR_THE_SIGNED_IN, PEOPLE),
    *_same_at_both(FOR_WHO_HAS_A_SECOND_STEP, dict.fromkeys(PEOPLE, NOBODY)),
    *_api(),
]
