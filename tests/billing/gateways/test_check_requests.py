"""The check of requests lets pass what Stripe takes, and catches each kind of mistake that the library would send."""

from decimal import Decimal

import pytest
import stripe

from billing.gateways.stripe.asking import client_for
from tests.billing.gateways.contract import BadRequest
from tests.billing.gateways.stripe_stand_in.account import KEY, Account
from tests.billing.gateways.stripe_stand_in.wire import Wire

ITEM = {"price": "price_1"}


@pytest.fixture
def account():
    return Account()


@pytest.fixture
def client(account):
    return client_for(KEY, http=Wire(account))


def subscription(**changed):
    return {"customer": "cus_1", "items": [ITEM], **changed}


def added(**changed):
    return {"lines": [{"amount": 100, "description": "Hours", **changed}]}


BAD = {
    "a parameter that does not exist": ("subscriptions", subscription(coupon="HALF"), "coupon: .* no such parameter"),
    "a word that is not in the list": ("subscriptions", subscription(proration_behavior="never"), "'never' is none of"),
    "a wrong word inside a mapping": ("subscriptions", subscription(billing_mode={"type": "flex"}), "billing_mode.type"),
    "a quantity as text": ("subscriptions", subscription(items=[{**ITEM, "quantity": "2"}]), r"items\.0\.quantity: '2'"),
    "a truth as a number": ("subscriptions", subscription(off_session=1), "off_session: 1 is not bool"),
    "a mapping for a list": ("subscriptions", subscription(items=ITEM), "items: .* is not list"),
    "what must be given": ("tax_rates", {"display_name": "VAT", "inclusive": False}, "percentage: .* needs it"),
    "metadata that is not text": ("customers", {"metadata": {"debtor": 7}}, r"metadata\.debtor: 7 is not str"),
}  # fmt: skip


@pytest.mark.parametrize(("service", "params", "told"), BAD.values(), ids=BAD.keys())
def test_a_bad_request_is_caught_before_it_is_sent(client, account, service, params, told):
    with pytest.raises(BadRequest, match=told):
        getattr(client.v1, service).create(params)

    assert account.asked == []


def test_money_as_a_float_is_caught(client, account):
    with pytest.raises(BadRequest, match=r"lines\.0\.amount: 1\.5 is not int"):
        client.v1.invoices.add_lines("in_1", added(amount=1.5))


def test_a_decimal_as_a_float_is_caught(client, account):
    with pytest.raises(BadRequest, match=r"quantity_decimal: 1\.5 is not Decimal"):
        client.v1.invoices.add_lines("in_1", added(quantity_decimal=1.5))


def test_what_stripe_once_took_and_takes_no_more_is_caught(client, account):
    with pytest.raises(BadRequest, match=r"lines\.0\.price: .* no such parameter"):
        client.v1.invoices.add_lines("in_1", added(price="price_1"))


def test_a_mistake_deep_inside_is_told_with_its_place(client, account):
    tax = {"amount": 21, "taxable_amount": 100, "tax_rate_data": {"display_name": "VAT", "percentage": "21"}}

    with pytest.raises(BadRequest, match=r"add_lines\.lines\.0\.tax_amounts\.0\.tax_rate_data\.inclusive"):
        client.v1.invoices.add_lines("in_1", added(tax_amounts=[tax]))


def test_a_request_with_options_but_no_parameters_passes(client, account):
    with pytest.raises(stripe.InvalidRequestError, match="No such invoice"):
        client.v1.invoices.pay("in_1", options={"idempotency_key": "pay:1"})


def test_good_requests_pass(client, account):
    customer = client.v1.customers.create({"name": "Acme", "address": {"country": "NL"}})
    client.v1.customers.update(customer.id, {"metadata": ""} | {"preferred_locales": ["nl"]})
    client.v1.tax_rates.create({"display_name": "VAT", "percentage": 21, "inclusive": False})
    invoice = client.v1.invoices.create({"customer": customer.id, "currency": "eur"})
    client.v1.invoices.add_lines(invoice.id, added(quantity_decimal=Decimal("1.5")))

    assert [asked.method for asked in account.asked] == ["POST"] * 5


def test_an_address_that_does_not_exist_is_caught(client):
    with pytest.raises(BadRequest, match="no such address"):
        client.v1.customers._request("post", "/v1/customers/cus_1/hug", base_address="api")
