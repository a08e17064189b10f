"""A notice is believed when a secret of ours signed its very bytes just now, and says what to look at, no more."""

import json
from datetime import timedelta

import pytest
import stripe

from billing.gateways.port import BadSignature, Malformed, TooOld
from billing.gateways.stripe.asking import API_VERSION
from tests.billing.gateways.playing import owing
from tests.billing.gateways.stripe_stand_in.deliveries import SECRET, delivery, undelivered

OLD_SECRET = "whsec_before_the_last_rotation"


@pytest.fixture
def event(rig):
    """The last thing that happened: an invoice was made final."""
    owing(rig)
    return rig.account.events[-1]


@pytest.fixture
def read(rig):
    """What our gateway reads in bytes with a header, now or at another time."""

    def read_it(body, headers, *, later=0):
        return rig.gateway.read_notice(body, headers, at=rig.now() + timedelta(seconds=later))

    return read_it


def signed(rig, body, *, secret=SECRET, ago=0):
    text = body if isinstance(body, str) else json.dumps(body)
    stamp = rig.account.now - ago
    header = stripe.WebhookSignature.generate_signature_header(text, secret, stamp)
    return text.encode(), {"stripe-signature": header}


def test_a_thin_notice_says_what_to_look_at(rig, event, read):
    sent = delivery(event, thin=True, at=rig.account.now)

    notice = read(sent.body, sent.headers)

    assert (notice.kind, notice.about, notice.object_id) == (
        "v1.invoice.finalized", "invoice", event["data"]["object"]["id"],
    )  # fmt: skip
    assert (notice.api_version, notice.livemode, notice.matches) == ("", False, True)


def test_a_snapshot_says_the_same_and_in_which_version(rig, event, read):
    sent = delivery(event, thin=False, at=rig.account.now)

    notice = read(sent.body, sent.headers)

    assert (notice.kind, notice.about, notice.object_id) == (
        "invoice.finalized", "invoice", event["data"]["object"]["id"],
    )  # fmt: skip
    assert (notice.api_version, notice.matches) == (API_VERSION, True)


def test_a_snapshot_in_another_version_does_not_match(rig, event, read):
    notice = read(*signed(rig, {**event, "api_version": "2025-03-31.basil"}))

    assert (notice.api_version, notice.matches) == ("2025-03-31.basil", False)


@pytest.mark.parametrize("thin", [True, False])
def test_a_notice_of_real_money_in_a_test_does_not_match(rig, event, read, thin):
    sent = delivery({**event, "livemode": True}, thin=thin, at=rig.account.now)

    notice = read(sent.body, sent.headers)

    assert (notice.livemode, notice.matches) == (True, False)


def test_what_we_keep_no_mirror_of_is_about_nothing(rig, event, read):
    told = {**event, "type": "payout.paid", "data": {"object": {"id": "po_1", "object": "payout"}}}

    notice = read(*signed(rig, told))

    assert (notice.kind, notice.about, notice.object_id) == ("payout.paid", "", "po_1")


def test_a_thin_notice_of_a_kind_that_is_not_known_yet_is_read(rig, read):
    told = {"id": "evt_1", "object": "v2.core.event", "type": "v1.invoice.hugged", "created": "2026-11-02T09:00:00Z",
            "livemode": False, "related_object": {"id": "in_1", "type": "invoice", "url": "/v1/invoices/in_1"}}  # fmt: skip

    notice = read(*signed(rig, told))

    assert (notice.about, notice.object_id) == ("invoice", "in_1")


def test_the_secret_before_the_last_rotation_still_holds(rig, event, read):
    rig.gateway.secrets = [SECRET, OLD_SECRET]

    assert read(*signed(rig, event, secret=OLD_SECRET)).external_id == event["id"]


@pytest.mark.parametrize("ago", [300, -300])
def test_five_minutes_either_way_are_allowed(rig, event, read, ago):
    assert read(*signed(rig, event, ago=ago)).external_id == event["id"]


@pytest.mark.parametrize("ago", [301, -301, 86_400, -86_400])
def test_older_or_in_the_future_is_refused(rig, event, read, ago):
    with pytest.raises(TooOld):
        read(*signed(rig, event, ago=ago))


def test_one_changed_byte_is_refused(rig, event, read):
    body, headers = signed(rig, event)

    with pytest.raises(BadSignature):
        read(body.replace(b"in_", b"in-", 1), headers)


BAD_HEADERS = {
    "none": {},
    "an empty one": {"Stripe-Signature": ""},
    "nonsense": {"Stripe-Signature": "hello"},
    "no signature": {"Stripe-Signature": "t=1793610000"},
    "an older scheme": {"Stripe-Signature": "t=1793610000,v0=abc"},
    "no time": {"Stripe-Signature": "v1=abc"},
    "a time that is none": {"Stripe-Signature": "t=now,v1=abc"},
}


@pytest.mark.parametrize("headers", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_a_header_that_proves_nothing_is_refused(rig, event, read, headers):
    with pytest.raises(BadSignature):
        read(json.dumps(event).encode(), headers)


def test_the_secret_of_somebody_else_is_refused(rig, event, read):
    with pytest.raises(BadSignature):
        read(*signed(rig, event, secret="whsec_of_another_account"))


BAD_BODIES = {
    "no JSON": "{",
    "a list": "[]",
    "a text": '"event"',
    "nothing of an event": "{}",
    "another object": '{"object": "invoice", "id": "in_1"}',
    "an event without its object": '{"object": "event", "id": "evt_1", "type": "invoice.paid", "data": {}}',
    "a thin event without an id": '{"object": "v2.core.event", "type": "v1.invoice.paid"}',
    "a thin event about nothing": '{"object": "v2.core.event", "id": "evt_1", "type": "v1.invoice.paid", "created": ""}',
    "too deep": "[" * 100_000,
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_a_body_that_is_no_notice_is_refused_though_it_is_signed(rig, read, body):
    with pytest.raises(Malformed):
        read(*signed(rig, body))


def test_bytes_that_are_no_text_are_refused(rig, read):
    with pytest.raises(BadSignature):
        read(b"\xff\xfe", {"Stripe-Signature": f"t={rig.account.now},v1=abc"})


def test_more_than_half_a_megabyte_is_refused_unread(rig, event, read):
    with pytest.raises(Malformed):
        read(*signed(rig, {**event, "padding": "x" * 600_000}))


def test_every_event_of_a_payment_is_read_thin_and_as_a_snapshot(rig, read):
    held = owing(rig, "pays")
    rig.gateway.collect(held.external_id, key="pay:1")
    thin = [read(each.body, each.headers) for each in undelivered(rig.account, thin=True)]
    rig.account.delivered = 0
    snapshots = [read(each.body, each.headers) for each in undelivered(rig.account, thin=False)]

    assert [(each.about, each.object_id) for each in thin] == [
        (each.about, each.object_id) for each in snapshots
    ]
    assert {each.about for each in thin} == {"customer", "invoice", "payment"}
