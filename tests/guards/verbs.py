"""The table of verbs: how to run each and what it must leave, or why it leaves nothing. A new verb fails until it is here."""

from tests.guards import (
    verbs_of_access,
    verbs_of_claims,
    verbs_of_gateways,
    verbs_of_invoices,
    verbs_of_money,
    verbs_of_people,
    verbs_of_sla,
    verbs_of_subscriptions,
    verbs_of_tenants,
    verbs_of_usage,
    verbs_of_views,
    verbs_of_work,
)

# Verbs without an event of their own, each with its reason; an entry that is no longer needed fails.
SILENT = {
    "clear": "what closed the client is recorded, and this follows from it",
    "place": "the workboard's row repeats what the verb that placed it has recorded",
    "move": "what moved the clocks is recorded, and the rows follow from it",
    "record": "it is the mark itself",
    "create_domain": "its callers record the opening, or the address",
    "must_accept_work": "a question with a lock: it changes nothing",
    "must_not_be_closed": "the same of another question",
    "must_take": "the same of another question",
    "take_claim": "a note of when DNS is asked: what its answer changes is recorded",
    "take_due": "the same of many",
    "erased_name": "a question: what a client is called afterwards",
    "must_have_seat": "the same of another question",
    "must_keep_seat": "the same of another question",
    "put_in": "a notice repeats an event that is recorded",
    "mark_read": "a bookmark of the reader's own: that staff opened the client's data is recorded",
    "mark_unread": "takes back the reader's own bookmark",
    "preview_change": "a question: it changes nothing",
    "credits_by_clause": "a question: what is due is proposed by the verbs that ask it",
    "sync": "what is elsewhere is copied: the money that came or went back is recorded as it is taken",
    "drop_waiting": "a rule, not a deed: what waited when a copy was made has gone out since",
    "forget_old": "a rule, not a deed: the events stay in their books",
}

# What verbs record through: it has nothing to tell of its own.
CARRIERS = {
    "record_of_person": "brings what a verb tells of a person to the book that it belongs in",
    "record_in": "brings what a verb tells to a client's book or the public one",
    "counted_again": "counts a draft for the verbs that draw it up and make it final",
    "make_final": "the last step of an invoice and of a credit note",
    "drop": "gives up a draft for the verbs that make invoices final and that cancel",
    "note_on": "the credit note of a correction and of a credit",
    "post": "puts a credit on what a verb makes final",
    "post_on_invoice": "what follows when a credit is approved",
    "propose": "saves a credit for the verbs that propose it, and tells",
    "bill_subscription": "one step of the run over all subscriptions",
    "read_seats": "one step of the run over all subscriptions",
    "propose_what_is_missed": "one step of the run over all subscriptions",
}

ROWS = [
    *verbs_of_tenants.ROWS,
    *verbs_of_people.ROWS,
    *verbs_of_views.ROWS,
    *verbs_of_access.ROWS,
    *verbs_of_sla.ROWS,
    *verbs_of_work.ROWS,
    *verbs_of_subscriptions.ROWS,
    *verbs_of_money.ROWS,
    *verbs_of_gateways.ROWS,
    *verbs_of_invoices.ROWS,
    *verbs_of_claims.ROWS,
    *verbs_of_usage.ROWS,
]
