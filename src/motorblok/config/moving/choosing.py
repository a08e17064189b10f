"""What of an export does not come back here, and what is written otherwise: said by the rule, one after the other."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from psycopg import sql

from motorblok.config.moving.exporting import pepper_fingerprint
from motorblok.config.moving.fitting import Target, free_code
from motorblok.config.moving.manifest import Manifest
from motorblok.config.moving.refusals import CannotMove
from motorblok.config.moving.staging import Staged, run, staged
from motorblok.config.moving.tables import CLIENT, DEBTOR, INVOICE, PERSON, TRAVELS

NOTHING = sql.SQL("false")
NOT_IN_A_COPY = "a copy has no people, keys, money, alarms or mail of its own"
OTHER_BOOKS = "the books here are another provider's"
NO_STAFF = "its staff has no account here"
OTHER_PEPPER = "it was made under another pepper"
NO_EVENT = "what it tells of is in the book of another provider"
STAFF_HERE = "SELECT id FROM public.accounts_person WHERE kind = 'staff' AND deactivated_at IS NULL"
BOOKS_HERE = sql.SQL("legal_entity_id IN (SELECT id FROM public.billing_legalentity)")
# A number is its prefix, the year and the place: see billing.numbering.
AHEAD = r"""
SELECT 1 FROM {staged} invoice WHERE number IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM public.billing_numberseries series
    WHERE series.legal_entity_id = invoice.legal_entity_id AND series.kind = invoice.kind
    AND (regexp_match(invoice.number, '(\d{{4}})-C?\d+$'))[1]::int = series.year
    AND (regexp_match(invoice.number, '(\d+)$'))[1]::int <= series.last
)
"""
AS_A_COPY = """
UPDATE {} SET id = %s, slug = %s, schema_name = %s, code = %s, name = left(%s, 200), state = 'closed', closed_at = %s
"""
# A copy is there to be read: it stands on nobody's workboard and in nobody's load, and nothing in it is late.
OFF_THE_BOARD = """
UPDATE {} SET urgent_at = NULL, due_at = NULL, target_kind = '', target_seconds = NULL, consumed_seconds = NULL, since_at = NULL,
    assignee_id = NULL, closed_at = coalesce(closed_at, received_at)
"""
# Proven claims are proven again: the same words in DNS do.
AS_CLAIMED_NOW = """
UPDATE {} SET claimed_at = %s, asked_at = NULL, checked_at = NULL, answer = '', seen = '', proven_at = NULL, grace_until = NULL,
    failing_since = NULL, refusals = 0, lapsed_at = NULL
"""


def choose(rows: Staged, target: Target, manifest: Manifest) -> None:
    """Leave out what is not to come back here. To be asked before anything is written. Raises CannotMove."""
    if target.is_copy:
        for name, of in TRAVELS.items():
            if not of.in_copy:
                rows.leave_out(name, unless=NOTHING, why=NOT_IN_A_COPY)
        rows.pass_over("tenants_serviceline")
        return
    rows.sort()
    _leave_strangers(rows, manifest.schema)
    if manifest.pepper != pepper_fingerprint():
        rows.leave_out("accounts_apikey", unless=NOTHING, why=OTHER_PEPPER)
        rows.leave_out("mfa_authenticator", unless=NOTHING, why=OTHER_PEPPER)
    if _are_books_here(rows):
        _must_not_be_ahead(rows)
        answered = sql.SQL("state = 'done'")
        rows.leave_out("billing_gatewaycall", unless=answered, why="an order to a gateway is not given twice")
    else:
        # What it may have more of, its subscription said.
        for name in ("tenants_allowance", *(name for name, of in TRAVELS.items() if of.ledger)):
            rows.leave_out(name, unless=NOTHING, why=OTHER_BOOKS)


def rewrite_as_copy(rows: Staged, target: Target, manifest: Manifest, *, at: datetime) -> None:
    """Give the rows of a copy its own name and id.

    It is closed for good: its clocks bear the ids of the original's, so working in it would move the original's alarms.
    """
    zone = ZoneInfo("UTC")
    name = f"{manifest.name} ({manifest.made_at.astimezone(zone):%Y-%m-%d %H:%M} UTC)"
    values = [target.id, target.slug, target.schema, free_code(target.slug), name, at]
    run(AS_A_COPY, staged(CLIENT), values=values)
    for table, of in TRAVELS.items():
        if of.in_copy and of.column and table != CLIENT:
            run("UPDATE {} SET {} = %s", staged(table), sql.Identifier(of.column), values=[target.id])
    run(OFF_THE_BOARD, staged("board_row"))


def claim_anew(rows: Staged, *, at: datetime) -> None:
    """Have DNS asked again about every address that is not made by us."""
    if "tenants_domainclaim" in rows.parts:
        run(AS_CLAIMED_NOW, staged("tenants_domainclaim"), values=[at])


def _leave_strangers(rows: Staged, book: str) -> None:
    here = sql.SQL(f"staff_id IN ({STAFF_HERE})")
    rows.leave_out("accounts_assignment", unless=here, why=NO_STAFF)
    rows.leave_out("accounts_apikey", unless=sql.SQL("staff_id IS NULL OR {}").format(here), why=NO_STAFF)
    anybody = sql.SQL("person_id IN (SELECT id FROM public.accounts_person UNION SELECT id FROM {})")
    rows.leave_out("notify_notice", unless=anybody.format(staged(PERSON)), why=NO_STAFF)
    known = sql.SQL("schema = {} OR event_id IN (SELECT id FROM public.audit_event)").format(
        sql.Literal(book)
    )
    rows.leave_out("notify_notice", unless=known, why=NO_EVENT)
    ours = sql.SQL("domain LIKE {}").format(sql.Literal(f"%.{settings.MOTORBLOK_CLIENT_DOMAIN}"))
    rows.leave_out("tenants_domain", unless=ours, why="DNS has to prove it again")


def _are_books_here(rows: Staged) -> bool:
    if DEBTOR not in rows.parts:
        return False
    return run("SELECT 1 FROM {} WHERE NOT {}", staged(DEBTOR), BOOKS_HERE) == 0


def _must_not_be_ahead(rows: Staged) -> None:
    if INVOICE in rows.parts and run(AHEAD, staged=staged(INVOICE)):
        raise CannotMove(
            "The export has invoices whose numbers were never given here: these books are behind it. Restore the whole "
            "deployment from its backup first, or this client with --as OTHERSLUG."
        )
