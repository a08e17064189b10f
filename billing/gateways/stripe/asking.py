"""How we ask Stripe: time limits, retries, keys, and what its errors mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from billing.gateways.port import GatewayAway, GatewayLocked, GatewayRefused, KeyReused

API_VERSION = "2026-10-28.endive"
"""The version of Stripe's language that we read and write; the endpoint for notices must be made in it too."""

TIMEOUT = 10
RETRIES = 2
MISSING = "resource_missing"


def client_for(
    key: str, *, account: str = "", address: str = "", http: stripe.HTTPClient | None = None
) -> stripe.StripeClient:
    """A client whose every call ends within `TIMEOUT` seconds an attempt, and makes at most `RETRIES` more attempts.

    `account` is the one that the invoices belong to where the key is a platform's; `address` takes Stripe's place.
    """
    return stripe.StripeClient(
        key,
        stripe_account=account or None,
        stripe_version=API_VERSION,
        base_addresses={"api": address} if address else None,
        max_network_retries=RETRIES,
        http_client=http or stripe.RequestsClient(timeout=TIMEOUT),
    )


def once(key: str, step: str) -> stripe.RequestOptions:
    """The options of a request that makes something: one idempotency key for each step of what `key` stands for."""
    return {"idempotency_key": f"{key}:{step}"}


@contextmanager
def asking() -> Iterator[None]:
    """What Stripe raises inside, raised as what it means. Raises GatewayAway, GatewayLocked, GatewayRefused, KeyReused."""
    try:
        yield
    except stripe.IdempotencyError as error:
        raise KeyReused(reason="idempotency_error") from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise GatewayLocked from error
    except (stripe.CardError, stripe.InvalidRequestError) as error:
        raise refused(error) from error
    except stripe.StripeError as error:  # no connection, too many requests, an error on their side
        raise GatewayAway from error


def refused(error: stripe.StripeError) -> GatewayRefused:
    """Stripe's no, with its own sentence and code."""
    told = error.user_message or str(error.http_status)
    return GatewayRefused(
        format_lazy(_("Stripe refuses this: {told}"), told=told),
        reason=error.code or "",
        field=str(getattr(error, "param", None) or ""),
    )


def is_missing(error: stripe.InvalidRequestError) -> bool:
    """Whether the object that was asked for does not exist."""
    return error.code == MISSING or error.http_status == 404
