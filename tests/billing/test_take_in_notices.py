"""At the door of the gateways only what is signed just now is stored, once, and it is said when it is."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from billing.gateways import choosing
from billing.gateways.fake.notices import VERSION
from billing.gateways.stripe.adapter import StripeGateway
from billing.gateways.stripe.asking import client_for
from billing.models import InboundEvent
from motorblok.api import hooks
from tests.billing import told
from tests.billing.gateways.stripe_stand_in.account import KEY
from tests.billing.gateways.stripe_stand_in.deliveries import SECRET as STRIPES
from tests.billing.gateways.stripe_stand_in.deliveries import delivery

MESSAGE = {
    "id": "fevt_1", "type": "invoice.paid", "about": "invoice", "object": "fin_1", "version": VERSION, "livemode": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def gateway(public):
    with told.pretending() as opened:
        yield opened


def body(**changed):
    return json.dumps(MESSAGE | changed).encode()


def sent(content, **how):
    return told.post(content, told.sign(content, **how))


def sent_through(addresses):
    """What a message is answered that came by way of these."""
    return told.post(body(), told.sign(body()) | {"X-Forwarded-For": addresses}).status_code


def kept():
    return list(InboundEvent.objects.values_list("external_id", "state"))


def test_a_message_is_stored_as_it_came_and_answered():
    answer = sent(body())

    stored = InboundEvent.objects.get()
    assert (answer.status_code, answer.json()) == (200, {"code": "stored"})
    assert (bytes(stored.body), stored.about, stored.object_id, stored.state) == (
        body(), "invoice", "fin_1", "received",
    )  # fmt: skip


def test_the_same_message_again_is_answered_and_not_stored():
    sent(body())

    again = sent(body())

    assert (again.status_code, again.json(), len(kept())) == (200, {"code": "known"}, 1)


def test_what_we_keep_no_mirror_of_is_stored_and_left_alone():
    sent(body(about="payout", object="po_1"))

    assert kept() == [("fevt_1", "ignored")]


@pytest.mark.parametrize("changed", [{"version": "2020-01-01"}, {"livemode": True}])
def test_another_version_or_real_money_is_set_aside_for_a_person(changed, book):
    answer = sent(body(**changed))

    assert (answer.status_code, kept()) == (200, [("fevt_1", "parked")])
    assert book.kinds() == ["billing.notice.parked"]


BAD = {
    "a tampered body": lambda: told.post(body(object="fin_2"), told.sign(body())),
    "no signature": lambda: told.post(body(), {}),
    "a foreign signature": lambda: sent(body(), secret="somebody else's"),
    "a signature 301 seconds old": lambda: sent(body(), at=told.now() - timedelta(seconds=301)),
    "a signature of the future": lambda: sent(body(), at=told.now() + timedelta(seconds=303)),
    "no JSON": lambda: sent(b"{"),
    "JSON that says nothing": lambda: sent(b"{}"),
    "JSON of another shape": lambda: sent(b"[1]"),
    "an id too long": lambda: sent(body(id="x" * 101)),
    "an empty id": lambda: sent(body(id="")),
    "a nought in the id": lambda: sent(body(id="a\x00b")),
    "a number for an id": lambda: sent(body(id=7)),
}


@pytest.mark.parametrize("send", BAD.values(), ids=BAD.keys())
def test_what_is_not_to_be_believed_is_refused_and_not_kept(send):
    answer = send()

    assert (answer.status_code, kept()) == (400, [])


def test_the_secret_before_the_last_rotation_still_holds(gateway):
    gateway.secrets = ["the new one", told.SECRET]

    assert sent(body()).status_code == 200


def test_six_hundred_kilobytes_are_refused_unread():
    answer = sent(body(padding="x" * 600_000))

    assert (answer.status_code, kept()) == (413, [])


@pytest.mark.parametrize("name", ["nobody", "bank", "stripe"])
def test_a_gateway_that_is_not_set_up_has_no_door(name):
    answer = told.post(body(), told.sign(body()), gateway=name)

    assert (answer.status_code, kept()) == (404, [])


def test_a_database_that_is_away_is_said_so_that_it_is_sent_again(monkeypatch):
    def away(*given, **named):
        raise OperationalError("the server closed the connection unexpectedly")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", away)
        answer = sent(body())

    assert (answer.status_code, answer.json(), kept()) == (503, {"code": "away"}, [])


def test_too_many_from_one_address_are_told_to_wait(monkeypatch):
    monkeypatch.setattr(hooks, "MOST_A_MINUTE", 2)

    answers = [sent(body(id=f"fevt_{n}")).status_code for n in range(3)]

    assert answers == [200, 200, 429]


def test_whoever_floods_the_door_through_the_same_proxy_keeps_the_gateway_from_nothing(monkeypatch, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setattr(hooks, "MOST_A_MINUTE", 2)

    flood = [sent_through(f"10.0.0.{n}, 203.0.113.9") for n in range(3)]

    assert (flood, sent_through("198.51.100.7")) == ([200, 200, 429], 200)


def test_what_is_said_about_an_address_is_not_believed_without_a_proxy(monkeypatch):
    monkeypatch.setattr(hooks, "MOST_A_MINUTE", 2)

    answers = [sent_through(f"203.0.113.{n}") for n in range(3)]

    assert answers == [200, 200, 429]


def test_nobody_reads_at_the_door():
    assert told.cast.browser().get("/hooks/fake/").status_code == 405


def test_a_message_needs_no_session_and_starts_none():
    assert sent(body()).cookies == {}


@pytest.mark.parametrize("thin", [True, False])
def test_stripe_tells_at_the_same_door_thin_and_as_a_snapshot(thin):
    choosing.put("stripe", StripeGateway(client_for(KEY), secrets=[STRIPES], livemode=False))
    event = {
        "id": "evt_1", "object": "event", "type": "invoice.paid", "api_version": "2026-10-28.endive", "livemode": False,
        "created": 1_790_000_000, "data": {"object": {"id": "in_1", "object": "invoice"}},
    }  # fmt: skip
    message = delivery(event, thin=thin, at=int(told.now().timestamp()))

    answer = told.post(message.body, message.headers, gateway="stripe")

    choosing.put("stripe", None)
    assert (answer.status_code, InboundEvent.objects.get().object_id) == (200, "in_1")
