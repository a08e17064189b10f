"""The verbs that make invoices and credits, each ready to run."""

from datetime import date
from decimal import Decimal
from functools import partial

from billing.actions import (
    clauses,
    cost_rates,
    credit_notes,
    credits,
    drafts,
    exchange_rates,
    late_usage,
    proposals,
    scheduling,
)
from billing.actions.earning_back import take_back_earned
from billing.actions.finalising import finalise
from billing.attaining import Tier
from billing.models import Credit, Invoice, Subscription
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from tests import world
from tests.billing import missed
from tests.billing.billed import NOVEMBER, OCTOBER, drafted, final, noon, subscription, used
from tests.guards.deeds import LATER, Deed, Rows, by_olga, by_rita

ROWS = Rows()
BOOKS = {"books": {"service_line": "finance"}}
REASON = {"reason_en": "Sorry", "reason_nl": "Sorry"}


def office(**said: object) -> Subscription:
    return subscription(world.client("acme"), **said)


def invoice() -> Invoice:
    return final(office(), OCTOBER)


def credit() -> Credit:
    draft = proposals.CreditDraft(service_line="hr", period_key=OCTOBER.key, amount=500, **REASON)
    return proposals.propose_credit(world.client("acme").id, draft, actor=SYSTEM, at=noon(2026, 11, 5))


def by_fay(verb: object, *given: object, **named: object) -> Deed:
    fay = missed.fay()
    return Deed(partial(verb, *given, **named, actor=fay, at=LATER), by=fay)


@ROWS.add("billing.draft_invoice", about="invoice", c_acme=["billing.invoice.drafted"])
def draft_invoice() -> Deed:
    return by_rita(drafts.draft_invoice, office(), OCTOBER)


@ROWS.add("billing.draft_invoice", case="again", about="invoice", c_acme=["billing.invoice.redrafted"])
def draft_again() -> Deed:
    of = office()
    final(of, OCTOBER)
    drafted(of, NOVEMBER)
    used(of, noon(2026, 10, 5))
    return by_rita(drafts.draft_invoice, of, NOVEMBER)


@ROWS.add("billing.finalise", about="invoice", c_acme=["billing.invoice.finalised"])
def make_final() -> Deed:
    return by_rita(finalise, drafted(office(), OCTOBER).id)


@ROWS.add("billing.finalise", case="of nothing", about="invoice", c_acme=["billing.invoice.dropped"])
def drop() -> Deed:
    of = office(cancels_on=NOVEMBER.start)
    of.prices.update(until_on=NOVEMBER.start, ended_at=noon(2026, 9, 5))
    final(of, OCTOBER)
    return by_rita(finalise, drafted(of, OCTOBER, at=noon(2026, 11, 5), purpose="final").id)


@ROWS.add(
    "billing.finalise",
    case="with a credit",
    about="invoice",
    c_acme=["billing.invoice.finalised", "billing.credit.posted"],
)
def post() -> Deed:
    of = office(fees_in="arrears")
    credits.approve_credit(credit().id, actor=missed.fay(), at=noon(2026, 11, 6))
    return by_rita(finalise, drafted(of, OCTOBER, at=noon(2026, 11, 7)).id)


@ROWS.add("billing.credit_invoice", about="invoice", c_acme=["billing.credit_note.finalised"])
def credit_invoice() -> Deed:
    return by_fay(credit_notes.credit_invoice, invoice().id, amounts={1: 500}, **REASON)


@ROWS.add("billing.propose_credits", about="credit", c_acme=["billing.credit.proposed"])
def propose_credits() -> Deed:
    return by_rita(proposals.propose_credits, missed_month().id, OCTOBER.key)


@ROWS.add("billing.propose_credit", about="credit", c_acme=["billing.credit.proposed"])
def propose_credit() -> Deed:
    office()
    draft = proposals.CreditDraft(service_line="hr", period_key=OCTOBER.key, amount=500, **REASON)
    return by_rita(proposals.propose_credit, world.client("acme").id, draft)


@ROWS.add("billing.approve_credit", about="credit", c_acme=["billing.credit.approved"])
def approve_credit() -> Deed:
    office()
    return by_fay(credits.approve_credit, credit().id)


@ROWS.add("billing.reject_credit", about="credit", c_acme=["billing.credit.rejected"])
def reject_credit() -> Deed:
    office()
    return by_fay(credits.reject_credit, credit().id, reason="Not owed")


@ROWS.add("billing.reverse_credit", about="credit", c_acme=["billing.credit.reversed"])
def reverse_credit() -> Deed:
    office()
    return by_fay(credits.reverse_credit, credit().id, reason="A mistake")


@ROWS.add("billing.take_back_earned", about="credit", c_acme=["billing.credit.reversed"])
def earn_back() -> Deed:
    of = missed_month(earn_back_months=1)
    proposals.propose_credits(of.id, OCTOBER.key, actor=SYSTEM, at=noon(2026, 11, 5))
    with schema.entered("c_acme"):
        missed.clocks(world.client("acme"), met=4, at=noon(2026, 11, 9))
    at = noon(2026, 12, 5)
    return Deed(partial(take_back_earned, of.id, actor=SYSTEM, at=at), by=SYSTEM, at=at)


@ROWS.add("billing.agree_clause", about="clause", c_acme=["billing.clause.agreed"])
def agree_clause() -> Deed:
    return by_olga(clauses.agree_clause, office().id, a_clause())


@ROWS.add("billing.exclude_days", about="clause", c_acme=["billing.clause.days_excluded"])
def exclude_days() -> Deed:
    days = {"from_on": date(2026, 11, 1), "until_on": date(2026, 11, 3), "reason": "Maintenance"}
    return by_olga(clauses.exclude_days, missed.clause(office()).id, **days)


@ROWS.add("billing.end_clause", about="clause", c_acme=["billing.clause.ended"])
def end_clause() -> Deed:
    return by_olga(clauses.end_clause, missed.clause(office()).id, until_on=date(2026, 12, 1))


@ROWS.add("billing.charge_late_usage", about="subscription", c_acme=["billing.late_usage.charged"])
def charge_late_usage() -> Deed:
    return by_fay(late_usage.charge_late_usage, office().id, OCTOBER.key, reason="Agreed")


@ROWS.add("billing.let_late_usage_go", about="subscription", c_acme=["billing.late_usage.let_go"])
def let_late_usage_go() -> Deed:
    return by_fay(late_usage.let_late_usage_go, office().id, OCTOBER.key, reason="Our fault")


@ROWS.add("billing.set_exchange_rate", about="exchange_rate", public=["billing.exchange_rate.set"])
def set_exchange_rate() -> Deed:
    said = {"per_euro": Decimal("1.0845"), "published_on": NOVEMBER.start, "source": "European Central Bank"}
    return by_fay(exchange_rates.set_exchange_rate, "USD", **said)


@ROWS.add("billing.set_cost_rate", about="cost_rate", public=["billing.cost_rate.set"])
def set_cost_rate() -> Deed:
    said = {"per_hour": 5_000, "currency": "EUR", "from_on": date(2026, 1, 1)}
    return by_fay(cost_rates.set_cost_rate, "finance", **said)


@ROWS.add("billing.bill_what_is_due", about="invoice", c_acme=["billing.invoice.drafted"])
def bill_what_is_due() -> Deed:
    office(anchor_on=LATER.date())
    return Deed(partial(scheduling.bill_what_is_due, at=LATER), by=SYSTEM)


def missed_month(**said: object) -> Subscription:
    of = office(prices=BOOKS)
    missed.clause(of, **said)
    with schema.entered("c_acme"):
        missed.clocks(world.client("acme"), missed=4)
    final(of, OCTOBER)
    return of


def a_clause() -> clauses.ClauseDraft:
    return clauses.ClauseDraft(
        service_line="finance",
        metric="",
        target=Decimal(99),
        tiers=[Tier(Decimal(99), Decimal(5))],
        from_on=date(2026, 11, 1),
    )
