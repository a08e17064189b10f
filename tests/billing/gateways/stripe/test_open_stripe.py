"""Stripe opens by its settings, and not with a key that does not belong here."""

import pytest

from billing.gateways import choosing
from billing.gateways.choosing import GatewayClosed
from billing.gateways.stripe.opening import LiveKeyInDevelopment, StripeNotSetUp, open_gateway


@pytest.fixture(autouse=True)
def test_key(settings):
    settings.MOTORBLOK_STRIPE_KEY = "rk_test_1"
    settings.MOTORBLOK_STRIPE_WEBHOOK_SECRETS = ["whsec_new", "whsec_old"]
    settings.DEVELOPMENT = True


def test_a_test_key_moves_no_real_money():
    gateway = open_gateway()

    assert (gateway.name, gateway.livemode, list(gateway.secrets)) == (
        "stripe",
        False,
        ["whsec_new", "whsec_old"],
    )


@pytest.mark.parametrize("key", ["rk_live_1", "sk_live_1"])
def test_a_live_key_is_refused_in_development(settings, key):
    settings.MOTORBLOK_STRIPE_KEY = key

    with pytest.raises(LiveKeyInDevelopment):
        open_gateway()


def test_a_live_key_is_taken_in_production(settings):
    settings.MOTORBLOK_STRIPE_KEY, settings.DEVELOPMENT = "rk_live_1", False

    assert open_gateway().livemode


@pytest.mark.parametrize("key", ["", "pk_live_1", "whsec_1", "hello"])
def test_what_is_no_secret_key_of_stripes_opens_nothing(settings, key):
    settings.MOTORBLOK_STRIPE_KEY = key

    with pytest.raises(StripeNotSetUp):
        open_gateway()


def test_without_the_secret_of_its_notices_stripe_stays_closed(settings):
    settings.MOTORBLOK_STRIPE_WEBHOOK_SECRETS = []

    with pytest.raises(StripeNotSetUp):
        open_gateway()


def test_a_gateway_is_opened_once():
    choosing.put("stripe", None)

    assert choosing.gateway("stripe") is choosing.gateway("stripe")

    choosing.put("stripe", None)


def test_a_name_that_no_gateway_has_is_refused():
    with pytest.raises(GatewayClosed):
        choosing.gateway("barter")
