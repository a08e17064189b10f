"""Opens Stripe from the settings, and refuses keys that do not belong where they are."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from billing.gateways.port import Gateway
from billing.gateways.stripe.adapter import StripeGateway
from billing.gateways.stripe.asking import client_for
from motorblok.kernel.errors import Invalid

LIVE = ("sk_live_", "rk_live_")
TEST = ("sk_test_", "rk_test_")


class StripeNotSetUp(Invalid):
    """The settings do not say how to reach Stripe, or say it with a key that does not belong here."""

    code = "stripe-not-set-up"
    words = _("Stripe is not set up here: it needs a key and the secret of its notices.")


class LiveKeyInDevelopment(StripeNotSetUp):
    """A key that moves real money on a machine without TLS."""

    words = _("A live key of Stripe is refused in development: it would move real money. Use a test key.")


def open_gateway() -> Gateway:
    """Stripe by MOTORBLOK_STRIPE_KEY, _WEBHOOK_SECRETS and _ACCOUNT. Raises StripeNotSetUp, LiveKeyInDevelopment."""
    key, secrets = settings.MOTORBLOK_STRIPE_KEY, settings.MOTORBLOK_STRIPE_WEBHOOK_SECRETS
    if not key.startswith((*LIVE, *TEST)) or not secrets:
        raise StripeNotSetUp
    if key.startswith(LIVE) and settings.DEVELOPMENT:
        raise LiveKeyInDevelopment
    client = client_for(key, account=settings.MOTORBLOK_STRIPE_ACCOUNT)
    return StripeGateway(client, secrets=secrets, livemode=key.startswith(LIVE))
