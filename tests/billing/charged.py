"""Acme pays through Stripe: the real library on the stand-in, its messages at our door, and one clock for both of us."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from billing.actions.checkouts import open_checkout
from billing.actions.inbound import work_off
from billing.actions.life import review_all
from billing.actions.reconciling import reconcile
from billing.actions.scheduling import Billed, bill_what_is_due
from billing.actions.sending import send
from billing.actions.subscriptions import start, subscribe
from billing.agreeing import Agreed
from billing.calling import ask
from billing.following import follow, follow_all
from billing.gateways import choosing
from billing.models import Debtor, GatewayCall, GatewayLink, InboundEvent, Invoice, Subscription
from billing.operations import known_as
from billing.periods import starts_at
from billing.pricing import PriceDraft
from billing.queries.gateways import waiting_calls, waiting_notices
from motorblok.kernel.ids import new_id
from tenants.models import Client
from tests.billing import deals, told
from tests.billing.gateways.stripe_rig import CARDS, StandInRig
from tests.billing.gateways.stripe_stand_in import checkouts
from tests.billing.gateways.stripe_stand_in.account import Account
from tests.billing.gateways.stripe_stand_in.customers import keep_card
from tests.billing.gateways.stripe_stand_in.deliveries import delivery
from tests.cast import OLGA

HOME = "https://acme.test/billing/"


class Charged:
    """One client, one account at Stripe, one clock."""

    def __init__(self) -> None:
        self.account = Account()
        self.rig = StandInRig(self.account)

    @property
    def at(self) -> datetime:
        """Now."""
        return self.rig.now()

    def subscribe(self, client: Client, *prices: PriceDraft, **said: Any) -> Subscription:
        """A subscription from the first of this month on, paid through Stripe, of which Stripe knows nothing yet."""
        payer = deals.debtor(client, replace(deals.BAKERIES, gateway="stripe", payment_days=7))
        plan, start_on = deals.plan(*prices), said.pop("start_on", self.at.date().replace(day=1))
        take, conditions = deals.wanted(plan, **said.pop("quantities", {})), said.pop("conditions", None)
        terms = Agreed(start_on=start_on, **said)
        made = subscribe(payer.pk, wanted=take, terms=terms, conditions=conditions, **deals.on(start_on))
        return start(made.pk, **deals.on(start_on))

    def check_out(self, of: Subscription, *, card: str = "pays") -> str:
        """Somebody goes to the page and fills it in; returns Stripe's id of the page."""
        open_checkout(of.debtor_id, visit=new_id(), done_url=HOME, back_url=HOME, actor=OLGA, at=self.at)
        page = GatewayLink.objects.filter(kind="checkout").latest("id").external_id
        checkouts.filled_in(self.account, page, card=CARDS[card])
        return page

    def begin_unpaid(self, of: Subscription) -> None:
        """Let a subscription of rows begin at Stripe well before its first edge, on a clock that has not come so far."""
        Debtor.objects.filter(pk=of.debtor_id).update(gateway="stripe")
        of.refresh_from_db()
        self.account.now = int(starts_at(of.anchor_on - timedelta(days=20), zone=of.time_zone).timestamp())
        customer = known_as(of.debtor, "stripe")
        self.rig.keep(customer, "pays")
        payload = {"subscription_id": str(of.id)}
        ask("stripe", "subscribe", key=f"sub:{of.id}", debtor_id=of.debtor_id, payload=payload, at=self.at)
        self.ask()

    def reach(self, of: Subscription, at: datetime) -> None:
        """Let Stripe know what is agreed for the next edge, and then let time pass."""
        follow(Subscription.objects.select_related("debtor__legal_entity").get(id=of.id), at=self.at)
        self.ask()
        self.rig.pass_time(until=at)

    def ask(self) -> None:
        """Ask what is to be asked; nothing may be left for a person."""
        while waiting := waiting_calls(at=self.at, most=100):
            for each in waiting:
                send(each, at=self.at)
        left = stuck()
        assert not left, left

    def settle_down(self) -> None:
        """Deliver what Stripe has to tell, work it off, ask what is to be asked, and so on until nothing is left."""
        for _ in range(20):
            self._deliver()
            at = self.at
            notices, calls = waiting_notices(at=at, most=100), waiting_calls(at=at, most=100)
            for each in notices:
                work_off(each, at=at)
            for each in calls:
                send(each, at=at)
            if not notices and not calls:
                return
        raise AssertionError("it never comes to an end")

    def go_on(self, *, until: datetime) -> Billed:
        """Let time pass day by day: what beat does each day happens on both sides."""
        done = Billed()
        while self.at < until:
            self.rig.pass_time(until=min(until, self.at + timedelta(days=1)))
            done += self.a_turn()
        return done

    def a_turn(self) -> Billed:
        """What beat does."""
        follow_all(at=self.at)
        self.settle_down()
        done = bill_what_is_due(at=self.at)
        self.settle_down()
        reconcile("stripe", since=self.at - timedelta(days=2), at=self.at)
        review_all(at=self.at)
        return done

    def change_card(self, of: Subscription, means: str) -> None:
        """Somebody goes to the portal and gives another card."""
        customer = self.account.get("customer", self.customer(of))
        method = keep_card(self.account, customer["id"], CARDS[means])
        customer["invoice_settings"]["default_payment_method"] = method["id"]
        self.account.emit("customer.updated", customer)

    def customer(self, of: Subscription) -> str:
        """Stripe's id of who pays."""
        links = GatewayLink.objects.filter(kind="customer", debtor=of.debtor_id)
        return str(links.get().external_id)

    def there(self, invoice: Invoice) -> dict[str, Any]:
        """An invoice of ours as Stripe holds it."""
        return self.account.get(
            "invoice", GatewayLink.objects.get(kind="invoice", ours_id=invoice.id).external_id
        )

    def drafts(self) -> list[dict[str, Any]]:
        """What waits at Stripe."""
        return [each for each in self.account.every("invoice") if each["status"] == "draft"]

    def _deliver(self) -> None:
        waiting = self.account.events[self.account.delivered :]
        self.account.delivered = len(self.account.events)
        for event in waiting:
            sent = delivery(event, thin=True, at=int(datetime.now(UTC).timestamp()))
            assert told.post(sent.body, sent.headers, gateway="stripe").status_code == 200
        InboundEvent.objects.filter(state="received").update(next_at=self.at)


@contextmanager
def through_stripe() -> Iterator[Charged]:
    """Let the stand-in go by Stripe's name."""
    world = Charged()
    choosing.put("stripe", world.rig.gateway)
    yield world
    choosing.put("stripe", None)


def stuck() -> list[str]:
    """What a person would have to look at."""
    calls = GatewayCall.objects.exclude(state="done").values_list("key", "state", "error")
    told_of = InboundEvent.objects.filter(state__in=["parked", "failed"]).values_list(
        "kind", "state", "error"
    )
    return [" ".join(each) for each in (*calls, *told_of)]


def day(month: int, on: int, hour: int = 14, year: int = 2026) -> datetime:
    """An instant of that day, in UTC."""
    return datetime(year, month, on, hour, 0, tzinfo=UTC)


def office(world: Charged, acme: Client, *prices: PriceDraft, **said: Any) -> Subscription:
    """A subscription to 100 a month and 2 a piece, begun on the page and charged by Stripe, as far as the first invoice."""
    of = world.subscribe(acme, *(prices or (deals.price(), deals.pieces())), **said)
    world.check_out(of)
    world.settle_down()
    return of
