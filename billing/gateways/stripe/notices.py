"""What Stripe tells us by itself: the signature over the raw bytes first, then thin events, and snapshots besides."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import stripe

from billing.gateways.port import BadSignature, Kind, Malformed, Notice, TooOld
from billing.gateways.stripe.asking import API_VERSION

TOLERANCE = timedelta(minutes=5)
LARGEST = 512 * 1024
HEADER = "stripe-signature"

ABOUT: Mapping[str, Kind] = {
    "customer": "customer",
    "checkout.session": "checkout",
    "subscription": "subscription",
    "invoice": "invoice",
    "invoice_payment": "payment",
    "credit_note": "credit_note",
    "refund": "refund",
}
"""Stripe's kinds of object that we keep a mirror of."""

PREFIXES: Mapping[str, Kind] = {
    "cus": "customer",
    "cs": "checkout",
    "sub": "subscription",
    "in": "invoice",
    "inpay": "payment",
    "cn": "credit_note",
    "re": "refund",
    "pyr": "refund",
}
"""The same by how their ids begin: thin events have names of their own for some kinds."""


def read_notice(
    client: stripe.StripeClient,
    body: bytes,
    headers: Mapping[str, str],
    *,
    secrets: Sequence[str],
    livemode: bool,
    at: datetime,
) -> Notice:
    """What a message says. Raises BadSignature, TooOld (5 minutes either way of `at`), Malformed."""
    if len(body) > LARGEST:
        raise Malformed
    header = next((value for name, value in headers.items() if name.lower() == HEADER), "")
    _require_signed(body, header, secrets)
    _require_timely(header, at)
    return _read(client, body, livemode=livemode)


def _require_signed(body: bytes, header: str, secrets: Sequence[str]) -> None:
    if not any(_is_signed(body, header, secret) for secret in secrets):
        raise BadSignature


def _is_signed(body: bytes, header: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None))
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False


def _require_timely(header: str, at: datetime) -> None:
    # The library looks at the past alone, and at its own clock.
    stamp = next(part[2:] for part in header.split(",") if part.startswith("t="))
    if abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise TooOld


def _read(client: stripe.StripeClient, body: bytes, *, livemode: bool) -> Notice:
    try:
        told = json.loads(body)
        is_thin = told["object"] == "v2.core.event"
        return _thin(client, body, livemode) if is_thin else _snapshot(client, told, body, livemode)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Malformed from error


def _thin(client: stripe.StripeClient, body: bytes, livemode: bool) -> Notice:
    told = client.parse_event_notification_without_verification(body)
    related = getattr(told, "related_object", None)
    return Notice(
        external_id=told.id,
        kind=told.type,
        about=_about(related.type, related.id) if related else "",
        object_id=str(getattr(related, "id", "")),
        api_version="",
        livemode=told.livemode,
        matches=told.livemode == livemode,
    )


def _snapshot(client: stripe.StripeClient, told: Any, body: bytes, livemode: bool) -> Notice:
    event = client.construct_event_without_verification(body)
    thing = told["data"]["object"]
    return Notice(
        external_id=event.id,
        kind=event.type,
        about=_about(thing["object"], str(thing.get("id", ""))),
        object_id=str(thing.get("id", "")),
        api_version=event.api_version or "",
        livemode=event.livemode,
        matches=event.livemode == livemode and event.api_version == API_VERSION,
    )


def _about(kind: str, external_id: str) -> Kind | Literal[""]:
    return ABOUT.get(kind) or PREFIXES.get(external_id.partition("_")[0]) or ""
