"""What comes of charging an invoice: paid, declined, a person asked to confirm, or on its way for days."""

from tests.billing.gateways.stripe_stand_in.refusals import Refusal, declined, invalid
from tests.billing.gateways.stripe_stand_in.world import Object, World

RETRY_DAYS = (3, 5, 7)
DAY = 24 * 3600


def charge(world: World, invoice: Object) -> None:
    """Charge what is left of an open invoice. Raises Refusal as Stripe does when it is not paid."""
    method = _method(world, invoice)
    if method is None:
        raise invalid("Cannot charge: there is no default_payment_method set on this Customer or Invoice.")
    invoice["attempted"], invoice["attempt_count"] = True, invoice["attempt_count"] + 1
    does = method["_does"]
    if does in ("declines", "asks"):
        _failed(world, invoice, does)
    payment = _payment(world, invoice, method, status="processing" if does == "waits" else "succeeded")
    if does == "pays":
        _paid(world, invoice, payment)


def attempt(world: World, invoice: Object) -> None:
    """Stripe's own attempt, which nobody waits for."""
    try:
        charge(world, invoice)
    except Refusal:
        return


def arrive(world: World, invoice: Object) -> None:
    """The money of a payment that was on its way is there."""
    for payment in (world.objects[each] for each in invoice["_payments"]):
        if payment["status"] == "open":
            world.objects[payment["payment"]["payment_intent"]]["status"] = "succeeded"
            _paid(world, invoice, payment)


def settled(world: World, invoice: Object) -> None:
    """Nothing is left to pay."""
    invoice |= {"status": "paid", "next_payment_attempt": None, "_charge_at": None}
    invoice["status_transitions"]["paid_at"] = world.now
    world.emit("invoice.paid", invoice)
    set_dunning(world, invoice, "active")


def set_dunning(world: World, invoice: Object, status: str) -> None:
    """The subscription follows its invoices: past due while one is not paid."""
    subscription = world.objects.get(
        invoice["parent"]["subscription_details"]["subscription"] if invoice["parent"] else ""
    )
    if subscription and subscription["status"] in {"active", "past_due", "incomplete"} - {status}:
        subscription["status"] = status
        world.emit("customer.subscription.updated", subscription)


def _method(world: World, invoice: Object) -> Object | None:
    parent = invoice["parent"]
    subscription = world.objects.get(parent["subscription_details"]["subscription"]) if parent else None
    settings = world.get("customer", invoice["customer"])["invoice_settings"]
    kept = (subscription or {}).get("default_payment_method") or settings["default_payment_method"]
    return world.objects.get(kept) if kept else None


def _failed(world: World, invoice: Object, does: str) -> None:
    tries = invoice["attempt_count"]
    retry = world.now + RETRY_DAYS[tries - 1] * DAY if tries <= len(RETRY_DAYS) else None
    invoice |= {"next_payment_attempt": retry, "_charge_at": retry}
    world.get("customer", invoice["customer"])["delinquent"] = True
    world.emit("invoice.payment_failed", invoice)
    set_dunning(world, invoice, "past_due")
    if does == "asks":
        world.emit("invoice.payment_action_required", invoice)
        raise declined("authentication_required", "Your card was declined. It requires authentication.")
    raise declined("card_declined", "Your card was declined.")


def _payment(world: World, invoice: Object, method: Object, *, status: str) -> Object:
    amount = invoice["amount_remaining"]
    intent = world.add(
        "payment_intent", "pi", amount=amount, amount_received=0, currency=invoice["currency"],
        customer=invoice["customer"], payment_method=method["id"], status=status,
    )  # fmt: skip
    payment = world.add(
        "invoice_payment", "inpay", amount_paid=None, amount_requested=amount, currency=invoice["currency"],
        invoice=invoice["id"], is_default=True, status="open",
        payment={"type": "payment_intent", "payment_intent": intent["id"]},
        status_transitions={"canceled_at": None, "paid_at": None},
    )  # fmt: skip
    invoice["_payments"].append(payment["id"])
    return payment


def _paid(world: World, invoice: Object, payment: Object) -> None:
    amount = payment["amount_requested"]
    payment |= {"status": "paid", "amount_paid": amount}
    payment["status_transitions"]["paid_at"] = world.now
    world.objects[payment["payment"]["payment_intent"]]["amount_received"] = amount
    invoice["amount_paid"] += amount
    invoice["amount_remaining"] -= amount
    world.get("customer", invoice["customer"])["delinquent"] = False
    world.emit("invoice_payment.paid", payment)
    settled(world, invoice)
