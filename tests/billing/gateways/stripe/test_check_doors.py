"""What is wrong with the addresses that Stripe tells us things at is said in words that somebody can act on."""

import pytest

from billing.gateways.stripe.doors import NEEDED
from tests.billing.gateways.stripe_stand_in.doors import listen

URL = "https://console.example/hooks/stripe/"


def told(rig):
    return [str(each) for each in rig.gateway.door_troubles(URL)]


@pytest.mark.parametrize("thin", [True, False])
def test_a_door_that_hears_all_has_no_trouble(rig, thin):
    listen(rig.account, URL, NEEDED, thin=thin)

    assert told(rig) == []


def test_a_door_that_hears_everything_hears_what_is_needed(rig):
    listen(rig.account, URL, ["*"])

    assert told(rig) == []


def test_no_door_is_told(rig):
    listen(rig.account, "https://another.example/hooks/stripe/", ["*"])

    assert told(rig) == [f"Stripe has no endpoint for {URL}: it tells us nothing."]


def test_a_door_that_is_shut_is_told(rig):
    listen(rig.account, URL, ["*"], status="disabled")

    assert told(rig) == ["The endpoint “Motorblok” is switched off at Stripe."]


def test_a_snapshot_in_another_version_is_told(rig):
    listen(rig.account, URL, ["*"], thin=False, snapshot_api_version="2025-03-31.basil")

    assert told(rig) == [
        "The endpoint “Motorblok” speaks version 2025-03-31.basil; make one that speaks 2026-10-28.endive."
    ]


def test_what_stripe_does_not_tell_of_is_named(rig):
    listen(rig.account, URL, [each for each in NEEDED if not each.startswith("refund.")])

    assert told(rig) == ["Stripe does not tell us of: refund.created, refund.failed, refund.updated."]
