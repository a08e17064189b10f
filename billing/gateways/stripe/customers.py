"""Debtors as Stripe's customers: found by our own id, brought up to date, made once."""

import stripe
from stripe.params import CustomerCreateParamsAddress, CustomerCreateParamsTaxIdDatum

from billing.gateways.port import Party
from billing.gateways.stripe.asking import once

EU = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI"),
    }
)
"""The prefixes of VAT numbers that Stripe knows as `eu_vat` (Greece is EL, Northern Ireland XI)."""


def ensure(client: stripe.StripeClient, party: Party, *, key: str) -> str:
    """The id of this debtor's customer, made or brought up to date."""
    known = party.external_id or _made_before(client, party)
    if known:
        return _brought_up_to_date(client, known, party)
    made = client.v1.customers.create(
        {
            "name": party.name,
            "email": party.email,
            "address": _address(party),
            "preferred_locales": [party.language],
            "tax_id_data": list(_tax_ids(party)),
            "tax_exempt": "none",
            "metadata": {"debtor_id": str(party.debtor_id)},
        },
        once(key, "customer"),
    )
    return made.id


def _made_before(client: stripe.StripeClient, party: Party) -> str:
    # Its index lags by a minute or so: that time, and the 23 hours after it, is covered by the idempotency key.
    found = client.v1.customers.search(
        {"query": f"metadata['debtor_id']:'{party.debtor_id}'", "limit": 1}
    ).data
    return found[0].id if found else ""


def _brought_up_to_date(client: stripe.StripeClient, customer: str, party: Party) -> str:
    client.v1.customers.update(
        customer,
        {
            "name": party.name,
            "email": party.email,
            "address": _address(party),
            "preferred_locales": [party.language],
            "metadata": {"debtor_id": str(party.debtor_id)},
        },
    )
    _set_tax_ids(client, customer, party)
    return customer


def _set_tax_ids(client: stripe.StripeClient, customer: str, party: Party) -> None:
    wanted = {datum["value"]: datum for datum in _tax_ids(party)}
    for held in client.v1.customers.tax_ids.list(customer, {"limit": 100}).auto_paging_iter():
        if wanted.pop(held.value, None) is None:
            client.v1.customers.tax_ids.delete(customer, held.id)
    for datum in wanted.values():
        client.v1.customers.tax_ids.create(customer, {"type": datum["type"], "value": datum["value"]})


def _tax_ids(party: Party) -> tuple[CustomerCreateParamsTaxIdDatum, ...]:
    prefix = party.vat_number[:2].upper()
    if prefix in EU:
        return ({"type": "eu_vat", "value": party.vat_number},)
    return ({"type": "gb_vat", "value": party.vat_number},) if prefix == "GB" else ()


def _address(party: Party) -> CustomerCreateParamsAddress:
    return {
        "line1": party.street,
        "postal_code": party.postcode,
        "city": party.city,
        "country": party.country,
    }
