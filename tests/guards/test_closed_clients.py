"""A closed client is kept to be read: of all verbs that leave something in its book, each is refused or has its reason."""

from uuid import UUID

import pytest
from django.db import transaction

from motorblok.kernel import schema
from motorblok.kernel.errors import DomainError
from tenants.actions import close_client
from tests import world
from tests.cast import MONDAY, OLGA
from tests.guards.deeds import Deed, Row
from tests.guards.test_verbs import written
from tests.guards.verbs import ROWS

NOBODY_ARRIVES = "the account's own: the host of a closed client answers 410, and nobody gets that far"
LETS_NOBODY_IN = "takes away what lets somebody in, which must always be possible"
TELLS = "tells of reading, or of an attempt"
PAYS_STILL = "the last invoices of a closed client are still paid"
IS_STILL_OWED = "what was done before the closing is invoiced, and what was promised and missed is given back"
# What is done all the same, and why.
ALLOWED = {
    "accounts.sign_in": NOBODY_ARRIVES,
    "accounts.sign_out": NOBODY_ARRIVES,
    "accounts.set_preferences": NOBODY_ARRIVES,
    "accounts.ask_password_reset": NOBODY_ARRIVES,
    "accounts.switch_second_step_on": NOBODY_ARRIVES,
    "accounts.switch_second_step_off": NOBODY_ARRIVES,
    "accounts.renew_codes": NOBODY_ARRIVES,
    "accounts.refuse_sign_in": TELLS,
    "accounts.enter_client": TELLS,
    "accounts.refuse_entry": TELLS,
    "accounts.use_key": TELLS,
    "accounts.deny_key": TELLS,
    "accounts.withdraw_from_client": LETS_NOBODY_IN,
    "accounts.revoke_key": LETS_NOBODY_IN,
    "accounts.revoke_invitation": LETS_NOBODY_IN,
    "accounts.deactivate": LETS_NOBODY_IN,
    "tenants.record_export": TELLS,
    "tenants.record_restore": "it comes back as it stood, and a copy is closed from the start",
    "tenants.record_copy": "it comes back as it stood, and a copy is closed from the start",
    "work.skip_numbers": "the database of a closed client comes back as well, and its numbers were given out",
    "tenants.set_allowance": "nobody gets in there any more, whatever it says",
    "tenants.remove_domain": "the address may be wanted elsewhere",
    "tenants.withdraw_claim": "so may one that is only claimed",
    "billing.change_debtor": "the last invoice of a closed client is still to arrive",
    "billing.cancel": "what is charged must end, whoever forgot it",
    "billing.review_client": "where it stands follows from time and payments, and nobody gets in there any more",
    "billing.confirm_suspension": "its life goes on to its end; its client is closed already and stays so",
    "billing.lift_suspension": "the same the other way",
    **dict.fromkeys(
        (
            "billing.review_all",
            "billing.tell_volume",
            "billing.tell_volumes",
            "billing.tell_trial",
            "billing.tell_trials",
            "billing.tell_misses",
            "billing.tell_all_misses",
            "billing.make_archive",
            "billing.propose_erasure",
            "billing.withdraw_erasure",
            "billing.confirm_erasure",
        ),
        "whoever left is let go, with all that belongs to it",
    ),
    "billing.take_payment": PAYS_STILL,
    "billing.take_back": PAYS_STILL,
    "billing.match_entry": PAYS_STILL,
    "billing.unmatch_entry": PAYS_STILL,
    **dict.fromkeys(
        (
            "billing.remind",
            "billing.remind_what_is_due",
            "billing.pause_reminders",
            "billing.resume_reminders",
            "billing.dispute_invoice",
            "billing.settle_dispute",
            "billing.propose_payment",
            "billing.confirm_payment",
            "billing.refuse_payment",
            "billing.propose_refund",
            "billing.approve_refund",
            "billing.refuse_refund",
            "billing.match_refund",
        ),
        PAYS_STILL,
    ),
    "billing.allocate": PAYS_STILL,
    "billing.use_balance": PAYS_STILL,
    "billing.use_payments": PAYS_STILL,
    "billing.undo_allocation": PAYS_STILL,
    "billing.draft_invoice": IS_STILL_OWED,
    "billing.finalise": IS_STILL_OWED,
    "billing.credit_invoice": IS_STILL_OWED,
    "billing.propose_credits": IS_STILL_OWED,
    "billing.propose_credit": IS_STILL_OWED,
    "billing.approve_credit": IS_STILL_OWED,
    "billing.reject_credit": IS_STILL_OWED,
    "billing.reverse_credit": IS_STILL_OWED,
    "billing.take_back_earned": IS_STILL_OWED,
    "billing.decline_claim": IS_STILL_OWED,
    "billing.take_up_by_clause": IS_STILL_OWED,
    "billing.take_up_with_sum": IS_STILL_OWED,
    "billing.correct_usage": IS_STILL_OWED,
    "billing.backfill": IS_STILL_OWED,
    "billing.retry_parked": IS_STILL_OWED,
    "billing.let_parked_go": IS_STILL_OWED,
    "billing.end_what_is_over": IS_STILL_OWED,
    "billing.read_all_seats": IS_STILL_OWED,
    "billing.charge_late_usage": IS_STILL_OWED,
    "billing.let_late_usage_go": IS_STILL_OWED,
    "billing.bill_what_is_due": IS_STILL_OWED,
    "sla.tell_fired": "what was promised and missed before the closing is told",
}
IN_SILENCE = {
    "accounts.send_invitation": "a reader's: there is nobody to tell that no mail is sent any more",
    "tenants.close_client": "it is closed already",
}
FIRST = UUID(int=0)
CLIENTS = {"c_acme": "acme", "c_globex": "globex"}


def client_of(row: Row) -> str | None:
    return next((CLIENTS[book] for book in row.leaves if book in CLIENTS), None)


OF_CLIENTS = [row for row in ROWS if client_of(row)]
each_row = pytest.mark.parametrize("row", [pytest.param(row, id=str(row)) for row in OF_CLIENTS])


@pytest.mark.django_db
@each_row
def test_a_closed_client_is_not_changed(row):
    with schema.entered(row.within):
        deed, client = row.prepare(), world.client(client_of(row))
        close_client(client, reason="Left", actor=OLGA, at=MONDAY)
        before = written(client.schema_name, FIRST)

        said = done(deed)

    if row.verb in ALLOWED:
        assert said == ""
    else:
        assert said == ("" if row.verb in IN_SILENCE else "client-is-closed 409")
        assert written(client.schema_name, FIRST) == before


def done(deed: Deed) -> str:
    """Do it; returns what it was refused with."""
    try:
        with transaction.atomic():
            deed.do()
    except DomainError as refusal:
        return f"{refusal.code} {refusal.status}"
    return ""


def test_no_reason_is_stale():
    assert {*ALLOWED, *IN_SILENCE} <= {row.verb for row in OF_CLIENTS}
