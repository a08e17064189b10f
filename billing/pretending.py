"""A check of the deployment: nobody may seem to pay with pretended money where real money is meant."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from billing.gateways.fake.opening import may_pretend
from billing.models import Debtor, Gateways
from motorblok.kernel import schema


@register(Tags.security)
def no_demo_beside_real_money(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """A demo has no key that moves real money."""
    is_live = settings.MOTORBLOK_STRIPE_KEY.startswith(("sk_live_", "rk_live_"))
    if settings.MOTORBLOK_DEMO and is_live:
        yield Error(
            "MOTORBLOK_DEMO lets pretended money in, and MOTORBLOK_STRIPE_KEY moves real money.",
            hint="Take one of the two away.",
            id="billing.E001",
        )


@register(Tags.database)
def no_pretended_debtors(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """Outside development and demos no client pays through the pretended gateway. Run by `check --database default`."""
    if databases and not may_pretend() and (many := _pretended()):
        yield Error(
            f"{many} clients pay through the pretended gateway, which is closed here: their invoices are never paid.",
            hint="Give each another gateway on its billing page, or set MOTORBLOK_DEMO=1 if this is a demo.",
            id="billing.E002",
        )


def _pretended() -> int:
    try:
        with schema.entered(schema.PUBLIC):
            return Debtor.objects.filter(gateway=Gateways.FAKE).count()
    except DatabaseError:
        return 0  # before the first migration there are no clients
