"""The verbs on plans, on who invoices and pays, and on subscriptions, each ready to run."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from billing.actions import (
    cancelling,
    changing,
    debtors,
    ending,
    legal_entities,
    pausing,
    plans,
    subscriptions,
    tax_rates,
)
from billing.agreeing import Agreed, ConditionsDraft
from billing.models import Plan, Subscription
from billing.planning import PlanDraft
from tests import world
from tests.billing import deals
from tests.cast import MONDAY, RITA
from tests.guards.deeds import LATER, Deed, Rows, by_rita

ROWS = Rows()
OFFICE = PlanDraft(code="office", name_en="Office", name_nl="Kantoor", currency="EUR")
NOVEMBER = date(2026, 11, 1)


def drawn_up() -> Plan:
    return plans.draw_up_plan(OFFICE, actor=RITA, at=MONDAY)


def priced() -> Plan:
    plan = drawn_up()
    plans.draw_up_version(plan.pk, prices=[deals.price()], valid_from_on=NOVEMBER, actor=RITA, at=MONDAY)
    return plan


def published() -> Plan:
    plan = priced()
    plans.publish_version(plan.pk, number=1, actor=RITA, at=MONDAY)
    return plan


def running(**said: object) -> Subscription:
    return deals.running(world.client("acme"), deals.plan(), start_on=NOVEMBER, **said)


@ROWS.add("billing.draw_up_plan", about="plan", public=["billing.plan.drawn_up"])
def draw_up_plan() -> Deed:
    return by_rita(plans.draw_up_plan, OFFICE)


@ROWS.add("billing.draw_up_version", about="plan", public=["billing.plan.priced"])
def draw_up_version() -> Deed:
    return by_rita(
        plans.draw_up_version, drawn_up().pk, prices=[deals.price(), deals.pieces()], valid_from_on=NOVEMBER
    )


@ROWS.add("billing.publish_version", about="plan", public=["billing.plan.published"])
def publish_version() -> Deed:
    return by_rita(plans.publish_version, priced().pk, number=1)


@ROWS.add("billing.offer_plan", about="plan", public=["billing.plan.offered"])
def offer_plan() -> Deed:
    return by_rita(plans.offer_plan, published().pk)


@ROWS.add("billing.retire_plan", about="plan", public=["billing.plan.retired"])
def retire_plan() -> Deed:
    return by_rita(plans.retire_plan, deals.plan().pk)


@ROWS.add("billing.set_legal_entity", about="legal_entity", public=["billing.legal_entity.set"])
def set_legal_entity() -> Deed:
    return by_rita(legal_entities.set_legal_entity, "MB-", address=deals.MOTORBLOK, account=deals.BANK)


@ROWS.add("billing.set_tax_rate", about="tax_rate", public=["billing.tax_rate.set"])
def set_tax_rate() -> Deed:
    return by_rita(
        tax_rates.set_tax_rate, "NL", category="reduced", percent=Decimal("9.5"), from_on=date(2027, 1, 1)
    )


@ROWS.add("billing.register_debtor", about="debtor", c_acme=["billing.debtor.registered"])
def register_debtor() -> Deed:
    deals.seller()
    return by_rita(debtors.register_debtor, world.client("acme"), details=deals.BAKERIES)


@ROWS.add("billing.change_debtor", about="debtor", c_acme=["billing.debtor.changed"])
def change_debtor() -> Deed:
    made = deals.debtor(world.client("acme"))
    return by_rita(debtors.change_debtor, made.pk, details=replace(deals.BAKERIES, po_number="PO-7"))


@ROWS.add("billing.subscribe", about="subscription", c_acme=["billing.subscription.drawn_up"])
def subscribe() -> Deed:
    made = deals.debtor(world.client("acme"))
    terms = Agreed(start_on=date(2026, 12, 1))
    return by_rita(subscriptions.subscribe, made.pk, wanted=deals.wanted(deals.plan()), terms=terms)


@ROWS.add(
    "billing.start",
    about="subscription and client",
    c_acme=["billing.life.changed", "tenants.allowance.set", "billing.subscription.started"],
)
def start() -> Deed:
    made, terms = deals.debtor(world.client("acme")), Agreed(start_on=date(2026, 12, 1))
    wanted = deals.wanted(deals.plan())
    drawn = subscriptions.subscribe(made.pk, wanted=wanted, terms=terms, actor=RITA, at=MONDAY)
    return by_rita(subscriptions.start, drawn.pk)


@ROWS.add("billing.change_subscription", about="subscription", c_acme=["billing.subscription.changed"])
def change_subscription() -> Deed:
    made = running()
    asked = {"wanted": deals.wanted(made.plan, payroll=3), "when": "now"}
    seen = changing.preview_change(made.pk, **asked, at=LATER).seen
    return by_rita(changing.change_subscription, made.pk, **asked, seen=seen)


@ROWS.add("billing.agree_conditions", about="subscription", c_acme=["billing.subscription.conditions_agreed"])
def agree_conditions() -> Deed:
    draft = ConditionsDraft(
        minimum=50_000,
        discount_percent=Decimal(5),
        index_percent=Decimal("3.2"),
        index_from_on=date(2027, 1, 1),
    )
    return by_rita(changing.agree_conditions, running().pk, conditions=draft)


@ROWS.add("billing.pause", about="subscription", c_acme=["billing.subscription.paused"])
def pause() -> Deed:
    return by_rita(pausing.pause, running().pk)


@ROWS.add("billing.resume", about="subscription", c_acme=["billing.subscription.resumed"])
def resume() -> Deed:
    made = running()
    pausing.pause(made.pk, actor=RITA, at=MONDAY)
    return by_rita(pausing.resume, made.pk)


@ROWS.add("billing.cancel", about="subscription", c_acme=["billing.subscription.cancelled"])
def cancel() -> Deed:
    return by_rita(cancelling.cancel, running().pk)


@ROWS.add(
    "billing.withdraw_cancellation",
    about="subscription",
    c_acme=["billing.subscription.cancellation_withdrawn"],
)
def withdraw_cancellation() -> Deed:
    made = running()
    cancelling.cancel(made.pk, actor=RITA, at=MONDAY)
    return by_rita(cancelling.withdraw_cancellation, made.pk)


@ROWS.add(
    "billing.end_what_is_over",
    about="subscription",
    c_acme=["billing.subscription.ended"],
)
def end_what_is_over() -> Deed:
    made = running()
    cancelling.cancel(made.pk, on=MONDAY.date(), actor=RITA, at=MONDAY)
    return by_rita(ending.end_what_is_over, made.pk)
