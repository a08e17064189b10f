"""Stripe's own pages: the checkout that starts a subscription, and the portal for means of payment and invoices."""

import stripe
from stripe.params.billing_portal import ConfigurationCreateParamsFeatures
from stripe.params.checkout import SessionCreateParamsSubscriptionData

from billing.gateways.port import CheckoutOrder, GatewayRefused, Page, SubscriptionOrder
from billing.gateways.stripe.asking import once
from billing.gateways.stripe.catalogue import ours, priced
from billing.gateways.stripe.subscriptions import at_once, begins_at, existing, marks, noon

PORTAL = "payment-methods-and-invoices-v1"
"""How our configuration of the portal is known; another name makes another one."""

FEATURES: ConfigurationCreateParamsFeatures = {
    "payment_method_update": {"enabled": True},
    "invoice_history": {"enabled": True},
    "customer_update": {"enabled": False},
    "subscription_cancel": {"enabled": False},
    "subscription_update": {"enabled": False},
}


def start_checkout(client: stripe.StripeClient, order: CheckoutOrder, *, key: str) -> Page:
    """A page to subscribe on; pages opened before for the same subscription are closed, so that it starts once."""
    wanted = order.subscription
    if existing(client, wanted):
        raise GatewayRefused(reason="already-subscribed")
    items = priced(client, wanted.prices, currency=wanted.currency, interval=wanted.interval)
    items += at_once(client, wanted)
    session = client.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": wanted.customer,
            "line_items": [
                {"price": item.price, "quantity": item.quantity, "tax_rates": list(item.tax_rates)}
                for item in items
            ],
            "subscription_data": _subscription(wanted),
            "success_url": order.done_url,
            "cancel_url": order.back_url,
            "locale": "nl" if order.language == "nl" else "en",
            "client_reference_id": str(wanted.subscription_id),
            "metadata": marks(wanted),
            "automatic_tax": {"enabled": False},
            "adaptive_pricing": {"enabled": False},
            "tax_id_collection": {"enabled": False},
        },
        once(key, "checkout"),
    )
    _close_others(client, wanted, but=session.id)
    return Page(external_id=session.id, url=session.url or "")


def portal_url(client: stripe.StripeClient, customer: str, *, return_url: str) -> str:
    """A page of Stripe's for one customer, good for a few minutes."""
    session = client.v1.billing_portal.sessions.create(
        {"customer": customer, "return_url": return_url, "configuration": _configuration(client)}
    )
    return session.url


def _subscription(order: SubscriptionOrder) -> SessionCreateParamsSubscriptionData:
    data: SessionCreateParamsSubscriptionData = {
        "billing_mode": {"type": "flexible"},
        "metadata": marks(order),
    }
    begins = begins_at(order)
    if begins:  # without it there is nothing to prorate, and Checkout takes no rule for it
        data["billing_cycle_anchor"] = noon(begins)
        data["proration_behavior"] = "none"
    if order.trial_ends_at:
        data["trial_end"] = noon(order.trial_ends_at)
    return data


def _close_others(client: stripe.StripeClient, order: SubscriptionOrder, *, but: str) -> None:
    opened = client.v1.checkout.sessions.list({"customer": order.customer, "status": "open", "limit": 100})
    for session in opened.auto_paging_iter():
        if session.id != but and session.client_reference_id == str(order.subscription_id):
            client.v1.checkout.sessions.expire(session.id)


def _configuration(client: stripe.StripeClient) -> str:
    made = client.v1.billing_portal.configurations.list({"active": True, "limit": 100})
    for configuration in made.auto_paging_iter():
        if ours(configuration.metadata).get("motorblok") == PORTAL:
            return configuration.id
    return client.v1.billing_portal.configurations.create(
        {"features": FEATURES, "metadata": {"motorblok": PORTAL}},
        {"idempotency_key": f"motorblok:portal:{PORTAL}"},
    ).id
