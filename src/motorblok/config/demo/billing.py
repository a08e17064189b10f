"""Makes the demo's money by the verbs that people use: plans, subscriptions, three months of invoices, payments, a credit."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.actions.clauses import ClauseDraft, agree_clause
from billing.actions.cost_rates import set_cost_rate
from billing.actions.debtors import register_debtor
from billing.actions.legal_entities import set_legal_entity
from billing.actions.payments import take_payment
from billing.actions.plans import draw_up_plan, draw_up_version, offer_plan, publish_version
from billing.actions.proposals import CreditDraft, propose_credit, propose_credits
from billing.actions.scheduling import bill_subscription
from billing.actions.subscriptions import start, subscribe
from billing.actions.usage import backfill
from billing.agreeing import Agreed
from billing.attaining import Tier
from billing.models import Credit, Debtor, Invoice, Payment, Plan, Subscription
from billing.money import OFFERED
from billing.periods import months_after
from billing.planning import PlanDraft
from billing.wanting import Wanted
from motorblok.config.demo.payers import ACCOUNT, OFFERS, PAYERS, PER_HOUR, PREFIX, PROVIDER, Offer, Payer
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM, Actor
from tenants.models import Client

PAID_AFTER = timedelta(days=9)
NOON = time(12)
PAID = "demo-"


def offer(*, actor: Actor, at: datetime) -> None:
    """The provider's company, what its hours cost, and what clients can subscribe to."""
    set_legal_entity(PREFIX, address=PROVIDER, account=ACCOUNT, actor=actor, at=at)
    for service_line, cents in PER_HOUR.items():
        for currency in OFFERED[:2]:
            set_cost_rate(
                service_line, per_hour=cents, currency=currency, from_on=at.date(), actor=actor, at=at
            )
    for each in OFFERS:
        if not Plan.objects.filter(code=each.code).exists():
            _offer(each, actor=actor, at=at)


@transaction.atomic
def begin(client: Client, *, actor: Actor, anchor: datetime) -> None:
    """A client's subscription, with what was used until the anchor instant; one that has one is left as it is."""
    payer = PAYERS[client.slug]
    with schema.entered(schema.PUBLIC):
        if Debtor.objects.filter(client=client).exists():
            return
        first_on = _first_on(payer, anchor)
        began_at = _noon(first_on, payer)
        register_debtor(client, details=payer.details, actor=actor, at=began_at)
        subscription = _subscribed(client, payer, first_on, actor=actor, at=began_at)
        if payer.months is None:
            return
        start(subscription.pk, actor=actor, at=began_at)
        if payer.has_clause:
            _agree(subscription, payer, first_on, actor=actor)
        backfill(client.id, since=began_at, actor=SYSTEM, at=anchor)


def bill(*, actor: Actor, anchor: datetime) -> None:
    """The invoices of all clients in the order of their days, as their numbers rise with them; then what was paid."""
    with schema.entered(schema.PUBLIC):
        found = Subscription.objects.filter(state=Subscription.State.ACTIVE, debtor__client__slug__in=PAYERS)
        running = list(found.select_related("debtor__client"))
        if Payment.objects.filter(external_id__startswith=PAID).exists():
            return
        due = sorted((at, n) for n, each in enumerate(running) for at in _days_of_billing(each, anchor))
        for at, n in due:
            bill_subscription(running[n].pk, actor=SYSTEM, at=at)
        for each in running:
            payer = PAYERS[each.debtor.client.slug]
            _pay(each, payer, anchor=anchor)
            if payer.has_clause:
                _propose(each, actor=actor, anchor=anchor)


def _offer(each: Offer, *, actor: Actor, at: datetime) -> None:
    draft = PlanDraft(code=each.code, name_en=each.name_en, name_nl=each.name_nl, currency=each.currency)
    made = draw_up_plan(draft, actor=actor, at=at)
    version = draw_up_version(made.pk, prices=each.prices(), valid_from_on=at.date(), actor=actor, at=at)
    publish_version(made.pk, number=version.number, actor=actor, at=at)
    offer_plan(made.pk, actor=actor, at=at)


def _subscribed(client: Client, payer: Payer, first_on: date, *, actor: Actor, at: datetime) -> Subscription:
    plan = Plan.objects.get(currency=payer.details.currency, code__in=[each.code for each in OFFERS])
    wanted = Wanted(
        version_id=plan.versions.latest("number").pk, quantities={"it-seats": Decimal(payer.seats)}
    )
    terms = Agreed(start_on=first_on, po_number=payer.details.po_number)
    return subscribe(client.id, wanted=wanted, terms=terms, actor=actor, at=at)


def _first_on(payer: Payer, anchor: datetime) -> date:
    return months_after(anchor.date().replace(day=1), -(payer.months or 0))


def _days_of_billing(running: Subscription, anchor: datetime) -> Iterator[datetime]:
    """The fourth of each month: the grace of its invoice is over."""
    payer = PAYERS[running.debtor.client.slug]
    for month in range((payer.months or 0) + 1):
        at = _noon(months_after(_first_on(payer, anchor), month) + timedelta(days=3), payer)
        yield min(at, anchor)


def _pay(running: Subscription, payer: Payer, *, anchor: datetime) -> None:
    """Every invoice but the newest ones that stay open, nine days after it was made."""
    final = running.invoices.filter(state=Invoice.State.FINAL, gateway="bank")
    invoices = list(final.order_by("issued_on"))
    for invoice in invoices[: max(0, len(invoices) - payer.left_open)]:
        at = invoice.final_at + PAID_AFTER if invoice.final_at else anchor
        if at < anchor:
            take_payment(
                invoice.debtor,
                gateway="bank",
                external_id=f"{PAID}{invoice.number}",
                amount=invoice.total,
                currency=invoice.currency,
                received_on=at.date(),
                payer=payer.details.legal_name,
                reference=invoice.number or "",
                invoice=invoice,
                at=at,
            )


def _agree(subscription: Subscription, payer: Payer, first_on: date, *, actor: Actor) -> None:
    """What missed promises of finance cost."""
    tiers = [Tier(Decimal(99), Decimal(5)), Tier(Decimal(90), Decimal(10))]
    clause = ClauseDraft(service_line="finance", metric="", target=Decimal(99), tiers=tiers, from_on=first_on)
    agree_clause(subscription.pk, clause, actor=actor, at=_noon(first_on, payer))


def _propose(subscription: Subscription, *, actor: Actor, anchor: datetime) -> None:
    """The credit of the last whole month: by the clocks, else by a person."""
    month = f"{months_after(anchor.date().replace(day=1), -1):%Y-%m}"
    if propose_credits(subscription.pk, month, actor=SYSTEM, at=anchor):
        return
    if not Credit.objects.filter(debtor=subscription.debtor_id).exists():
        draft = CreditDraft(
            service_line="finance",
            period_key=month,
            amount=4_750,
            reason_en="The month was closed two days later than promised",
            reason_nl="De maand is twee dagen later afgesloten dan beloofd",
        )
        propose_credit(subscription.debtor_id, draft, actor=actor, at=anchor)


def _noon(on: date, payer: Payer) -> datetime:
    return datetime.combine(on, NOON, ZoneInfo(payer.details.time_zone))
